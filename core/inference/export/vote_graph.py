"""The kernel vote as graph nodes: the k most similar places, their weights, mean and spread.

One matrix product ranks the places. For the kernels of an angle or a Euclidean distance the
similarity of the k chosen is then computed anew from differences, which do not cancel; cosine needs
no second look. Kernels that are sums over beacons are ranked by all differences at once.
"""

import numpy as np

from core.errors import ParameterError
from core.inference.export.graph import Graph
from core.localization.kernels import NTK_DEPTH, STUDENT_NU

ANGLE = ("cosine", "arc_cosine", "ntk")
EUCLIDEAN = ("gaussian", "matern")
SUMMED = ("laplacian", "student")
EXPORTED = (*ANGLE, *EUCLIDEAN, *SUMMED)


def add_vote(graph: Graph, kernel: str, power: float, n_beacons: int) -> None:
    """From ``q`` (n, B), ``places`` (M, B), ``scale`` and ``k``: ``voter`` (n, k), ``log_vote``.

    ``log_vote`` = power · log K of the voters, −∞ where a voter has nothing in common.
    """
    if kernel not in EXPORTED:
        raise ParameterError(f"kernel is {kernel!r}; choose one of: {', '.join(EXPORTED)}.")
    for name, value in (("zero", 0.0), ("one", 1.0), ("half", 0.5), ("power", power)):
        graph.constant(name, value)
    graph.constant("minus_infinity", -np.inf)
    graph.constant("last_axis", [-1], np.int64)
    if kernel in ANGLE:
        _rank_by_angle(graph)
    elif kernel in EUCLIDEAN:
        _rank_by_distance(graph)
    else:
        _rank_by_sum(graph, kernel, n_beacons)
    graph.add("ranked, voter = TopK<axis=-1, largest=1, sorted=1>(rank, k)")
    _KERNELS[kernel](graph)
    graph.add("log_vote = Mul(power, log_kernel)")


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


def _second_look(graph: Graph) -> None:
    """``gap_square`` (n, k): the squared distance of the voters, from differences."""
    graph.constant("middle_axis", [1], np.int64)
    graph.add("""
        chosen = Gather<axis=0>(places, voter)
        q_beside = Unsqueeze(q_unit, middle_axis)
        gap = Sub(q_beside, chosen)
        gap_square = ReduceSumSquare<keepdims=0>(gap, last_axis)
    """)


def _angle(graph: Graph) -> None:
    """``angle_0`` and ``drop_0`` = 1 − cos θ (n, k) from the chord, exact also at small angles."""
    _second_look(graph)
    graph.constant("two", 2.0)
    graph.constant("pi", np.pi)
    graph.constant("per_pi", 1 / np.pi)
    graph.constant("no_similarity", -1.0)
    graph.add("""
        similar = Greater(ranked, no_similarity)
        together = And(similar, q_hears)
        chord_square = Min(gap_square, two)
        drop_0 = Mul(half, chord_square)
    """)
    _add_angle(graph, 0)


def _add_angle(graph: Graph, layer: int) -> None:
    """θ = 2 arcsin √(drop / 2): well conditioned where arccos is not."""
    graph.add(f"""
        sine_square_{layer} = Mul(half, drop_{layer})
        sine_{layer} = Sqrt(sine_square_{layer})
        half_angle_{layer} = Asin(sine_{layer})
        angle_{layer} = Mul(two, half_angle_{layer})
        cos_{layer} = Sub(one, drop_{layer})
    """)


def _cosine(graph: Graph) -> None:
    graph.add("""
        positive = Max(ranked, zero)
        log_kernel = Log(positive)
    """)


def _add_arc_cosine_step(graph: Graph, before: int, after: int) -> None:
    """drop = 1 − (sin θ + (π − θ) cos θ) / π = (θ − sin θ + (π − θ)(1 − cos θ)) / π."""
    graph.add(f"""
        sin_{after} = Sin(angle_{before})
        excess_{after} = Sub(angle_{before}, sin_{after})
        left_{after} = Sub(pi, angle_{before})
        turned_{after} = Mul(left_{after}, drop_{before})
        both_{after} = Add(excess_{after}, turned_{after})
        full_{after} = Mul(both_{after}, per_pi)
        drop_{after} = Max(full_{after}, zero)
    """)
    _add_angle(graph, after)


def _where_together(graph: Graph, kernel: str) -> None:
    graph.add(f"""
        kernel_log = Log({kernel})
        log_kernel = Where(together, kernel_log, minus_infinity)
    """)


def _arc_cosine(graph: Graph) -> None:
    _angle(graph)
    _add_arc_cosine_step(graph, 0, 1)
    _where_together(graph, "cos_1")


def _ntk(graph: Graph) -> None:
    """Σⁱ = κ₁(Σⁱ⁻¹), Θⁱ = Θⁱ⁻¹ κ₀(Σⁱ⁻¹) + Σⁱ, divided by its value at θ = 0."""
    _angle(graph)
    graph.constant("per_depth", 1 / (NTK_DEPTH + 1))
    graph.add("tangent_0 = Identity(cos_0)")
    for layer in range(1, NTK_DEPTH + 1):
        before = layer - 1
        _add_arc_cosine_step(graph, before, layer)
        graph.add(f"""
            share_{layer} = Mul(angle_{before}, per_pi)
            derivative_{layer} = Sub(one, share_{layer})
            kept_{layer} = Mul(tangent_{before}, derivative_{layer})
            tangent_{layer} = Add(kept_{layer}, cos_{layer})
        """)
    graph.add(f"kernel_value = Mul(tangent_{NTK_DEPTH}, per_depth)")
    _where_together(graph, "kernel_value")


def _gaussian(graph: Graph) -> None:
    _second_look(graph)
    graph.constant("minus_half", -0.5)
    graph.add("""
        scale_square = Mul(scale, scale)
        ratio = Div(gap_square, scale_square)
        log_kernel = Mul(minus_half, ratio)
    """)


def _matern(graph: Graph) -> None:
    _second_look(graph)
    graph.constant("root_three", np.sqrt(3.0))
    graph.add("""
        distance = Sqrt(gap_square)
        share = Div(distance, scale)
        z = Mul(root_three, share)
        z_one = Add(z, one)
        z_logarithm = Log(z_one)
        log_kernel = Sub(z_logarithm, z)
    """)


def _as_ranked(graph: Graph) -> None:
    graph.add("log_kernel = Identity(ranked)")


_KERNELS = {
    "cosine": _cosine,
    "arc_cosine": _arc_cosine,
    "ntk": _ntk,
    "gaussian": _gaussian,
    "matern": _matern,
    "laplacian": _as_ranked,
    "student": _as_ranked,
}
