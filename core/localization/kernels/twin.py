"""What the exported vote asks of a kernel, as graph nodes.

A graph first ranks all places, then computes log K twice, under names of their own. For the k
voters, whose mean is the position, kernels of an angle or a distance are computed again from the
differences to the places chosen, which do not cancel in single precision. For all places, whose
spread says how sure that is, the products that the places were ranked by are enough.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.onnx_nodes import Nodes

ALL = "all_"  # before the names of what is computed for every place
# Writes ``{prefix}log_kernel`` of what its twin leaves under the same prefix.
AddSimilarity = Callable[[Nodes, str], None]


class Twin(ABC):
    """A kernel as graph nodes.

    The constants ``zero``, ``one``, ``half``, ``minus_infinity`` and ``last_axis`` are there, in
    ``add_places`` ``zero``, ``one``, ``two``, ``first_axis`` and ``last_axis``.
    """

    @abstractmethod
    def keep_places(self, nodes: Nodes, features: NDArray[np.float64]) -> None:
        """Constants ``places`` (M, B) and ``bias`` (M,), and what else ranking needs, computed
        now from features (M, B).
        """

    @abstractmethod
    def add_places(self, nodes: Nodes) -> None:
        """The same from the input ``features`` (M, B) of the graph."""

    @abstractmethod
    def add_rank(self, nodes: Nodes, n_beacons: int) -> None:
        """``rank`` (n, M) of ``q`` (n, B) among the places: the larger, the more alike."""

    @abstractmethod
    def add_log_kernel(self, nodes: Nodes) -> None:
        """``log_kernel`` (n, k) of the ``voter`` (n, k) and their ``ranked`` values."""

    @abstractmethod
    def add_log_kernel_of_all(self, nodes: Nodes) -> None:
        """``all_log_kernel`` (n, M) from ``rank``."""

    def numbers_per_place(self, n_beacons: int) -> int:
        """How many numbers ranking holds at once for each scan and place."""
        return 1


def add_gap_of_voters(nodes: Nodes) -> None:
    """``gap_square`` (n, k) between ``q_unit`` (n, B) and the voters among ``places``."""
    nodes.constant("middle_axis", [1], np.int64)
    nodes.add("""
        chosen = Gather<axis=0>(places, voter)
        q_beside = Unsqueeze(q_unit, middle_axis)
        gap = Sub(q_beside, chosen)
        gap_square = ReduceSumSquare<keepdims=0>(gap, last_axis)
    """)


def add_rank_of_all(nodes: Nodes) -> None:
    """``all_ranked`` (n, M), as ``ranked`` is called for the voters."""
    nodes.add(f"{ALL}ranked = Identity(rank)")
