"""Kernels of the Euclidean distance as graph nodes: one matrix product ranks the places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.localization.kernels.scale import spread
from core.localization.kernels.twin import (
    ALL,
    AddSimilarity,
    Twin,
    add_gap_of_voters,
    add_rank_of_all,
)
from core.onnx_nodes import Nodes


def keep_centred_places(nodes: Nodes, features: NDArray[np.float64]) -> None:
    """``places`` around their ``centre``, ``bias`` = −‖place‖², and the spread as ``scale``."""
    centre = features.mean(axis=0, keepdims=True)
    # Rounded first, so that the norms belong to the numbers that the graph will see.
    places = (features - centre).astype(np.float32).astype(np.float64)
    nodes.constant("centre", centre)
    nodes.constant("bias", -np.sum(places**2, axis=1))
    nodes.constant("scale", spread(features))
    nodes.constant("places", places)


def add_centred_places(nodes: Nodes) -> None:
    """The same as nodes."""
    nodes.add("""
        centre = ReduceMean<keepdims=1>(features, first_axis)
        places = Sub(features, centre)
        square = ReduceSumSquare<keepdims=0>(places, last_axis)
        bias = Neg(square)
        variance = ReduceMean<keepdims=0>(square, first_axis)
        twice = Mul(two, variance)
        root = Sqrt(twice)
        spread_out = Greater(root, zero)
        scale = Where(spread_out, root, one)
    """)


@dataclass(frozen=True)
class DistanceTwin(Twin):
    """``similarity`` finds ``{p}gap_square`` = ‖q − l‖² and ``scale``."""

    similarity: AddSimilarity

    def keep_places(self, nodes: Nodes, features: NDArray[np.float64]) -> None:
        """Places around their centre."""
        keep_centred_places(nodes, features)

    def add_places(self, nodes: Nodes) -> None:
        """The same as nodes."""
        add_centred_places(nodes)

    def add_rank(self, nodes: Nodes, n_beacons: int) -> None:
        """By 2⟨q, l⟩ − ‖l‖², which orders places as the distance does."""
        nodes.add("""
            q_unit = Sub(q, centre)
            rank = Gemm<transB=1, alpha=2.0>(q_unit, places, bias)
        """)

    def add_log_kernel(self, nodes: Nodes) -> None:
        """Of the voters, from differences."""
        add_gap_of_voters(nodes)
        self.similarity(nodes, "")

    def add_log_kernel_of_all(self, nodes: Nodes) -> None:
        """Of all places, from the products."""
        add_rank_of_all(nodes)
        nodes.add("""
            q_square = ReduceSumSquare<keepdims=1>(q_unit, last_axis)
            all_gap = Sub(q_square, all_ranked)
            all_gap_square = Max(all_gap, zero)
        """)
        self.similarity(nodes, ALL)
