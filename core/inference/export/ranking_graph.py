"""How alike every registered place is to a scan, as graph nodes: enough to choose the k best.

One matrix product ranks the places for kernels of an angle or a Euclidean distance; kernels that
are sums over beacons are ranked by all differences at once.
"""

import numpy as np

from core.inference.export.graph import Graph
from core.localization.kernels import STUDENT_NU

ANGLE = ("cosine", "arc_cosine", "ntk")
EUCLIDEAN = ("gaussian", "matern")
SUMMED = ("laplacian", "student")


def add_places(graph: Graph, kernel: str) -> None:
    """From ``features`` (M, B) of the registered places: what ranking needs, and ``scale``."""
    graph.constant("two", 2.0)
    graph.constant("one", 1.0)
    graph.constant("zero", 0.0)
    graph.constant("first_axis", [0], np.int64)
    graph.constant("last_axis", [-1], np.int64)
    if kernel in ANGLE:
        graph.constant("never", -2.0)  # a place that hears nothing is similar to no scan
        graph.add("""
            length = ReduceL2<keepdims=1>(features, last_axis)
            hears = Greater(length, zero)
            length_or_one = Where(hears, length, one)
            places = Div(features, length_or_one)
            bias_column = Where(hears, zero, never)
            bias = Squeeze(bias_column, last_axis)
        """)
        return
    graph.add("""
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


def add_rank(graph: Graph, kernel: str, n_beacons: int) -> None:
    """``rank`` (n, M) of ``q`` (n, B) among the places, and ``q_unit``, q as it is compared."""
    if kernel in ANGLE:
        _rank_by_angle(graph)
    elif kernel in EUCLIDEAN:
        _rank_by_distance(graph)
    else:
        _rank_by_sum(graph, kernel, n_beacons)


def _rank_by_angle(graph: Graph) -> None:
    graph.add("""
        q_length = ReduceL2<keepdims=1>(q, last_axis)
        q_hears = Greater(q_length, zero)
        q_length_or_one = Where(q_hears, q_length, one)
        q_unit = Div(q, q_length_or_one)
        rank = Gemm<transB=1>(q_unit, places, bias)
    """)


def _rank_by_distance(graph: Graph) -> None:
    graph.add("""
        q_unit = Sub(q, centre)
        rank = Gemm<transB=1, alpha=2.0>(q_unit, places, bias)
    """)


def _rank_by_sum(graph: Graph, kernel: str, n_beacons: int) -> None:
    graph.constant("middle_axis", [1], np.int64)
    graph.constant("root_beacons", np.sqrt(n_beacons))
    graph.constant("per_nu", n_beacons / STUDENT_NU)
    graph.constant("minus_share", -0.5 * (STUDENT_NU + 1) / n_beacons)
    graph.add("""
        q_unit = Sub(q, centre)
        q_row = Unsqueeze(q_unit, middle_axis)
        difference = Sub(q_row, places)
    """)
    if kernel == "laplacian":
        graph.add("""
            blocks = ReduceL1<keepdims=0>(difference, last_axis)
            width = Mul(scale, root_beacons)
            block_share = Div(blocks, width)
            rank = Neg(block_share)
        """)
    else:
        graph.add("""
            z_all = Div(difference, scale)
            z_square = Mul(z_all, z_all)
            z_scaled = Mul(z_square, per_nu)
            z_plus_one = Add(z_scaled, one)
            z_log = Log(z_plus_one)
            z_sum = ReduceSum<keepdims=0>(z_log, last_axis)
            rank = Mul(minus_share, z_sum)
        """)
