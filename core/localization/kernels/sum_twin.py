"""Kernels that are sums over beacons as graph nodes: all differences at once are log K itself."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.localization.kernels.distance_twin import add_centred_places, keep_centred_places
from core.localization.kernels.twin import ALL, Twin, add_rank_of_all
from core.onnx_nodes import Nodes


@dataclass(frozen=True)
class SumTwin(Twin):
    """``sum_over_beacons`` writes ``rank`` (n, M) = log K from ``difference`` (n, M, B) and
    ``scale``, for so many beacons.
    """

    sum_over_beacons: Callable[[Nodes, int], None]

    def keep_places(self, nodes: Nodes, features: NDArray[np.float64]) -> None:
        """Places around their centre."""
        keep_centred_places(nodes, features)

    def add_places(self, nodes: Nodes) -> None:
        """The same as nodes."""
        add_centred_places(nodes)

    def add_rank(self, nodes: Nodes, n_beacons: int) -> None:
        """By log K."""
        nodes.constant("middle_axis", [1], np.int64)
        nodes.add("""
            q_unit = Sub(q, centre)
            q_row = Unsqueeze(q_unit, middle_axis)
            difference = Sub(q_row, places)
        """)
        self.sum_over_beacons(nodes, n_beacons)

    def add_log_kernel(self, nodes: Nodes) -> None:
        """What the voters were ranked by."""
        nodes.add("log_kernel = Identity(ranked)")

    def add_log_kernel_of_all(self, nodes: Nodes) -> None:
        """What all places were ranked by."""
        add_rank_of_all(nodes)
        nodes.add(f"{ALL}log_kernel = Identity({ALL}ranked)")

    def numbers_per_place(self, n_beacons: int) -> int:
        """A difference for each beacon."""
        return n_beacons
