"""log K of scans and places, as graph nodes: the twins of ``core.localization.kernels``.

Twice, under names of their own. For the k voters, whose mean is the position, kernels of an angle
or a distance are computed anew from the differences to the places chosen, which do not cancel in
single precision. For all places, whose spread says how sure that is, the products that the places
were ranked by are enough.
"""

import numpy as np

from core.inference.export.graph import Graph
from core.inference.export.ranking_graph import ANGLE, EUCLIDEAN
from core.localization.kernels import NTK_DEPTH

ALL = "all_"  # before the names of what is computed for every place


def add_log_kernel(graph: Graph, kernel: str) -> None:
    """``log_kernel`` (n, k) from ``q_unit``, ``places``, ``voter`` and their ``ranked`` values."""
    if kernel not in ("cosine", "laplacian", "student"):
        graph.constant("middle_axis", [1], np.int64)
        graph.add("""
            chosen = Gather<axis=0>(places, voter)
            q_beside = Unsqueeze(q_unit, middle_axis)
            gap = Sub(q_beside, chosen)
            gap_square = ReduceSumSquare<keepdims=0>(gap, last_axis)
        """)
    SIMILARITIES[kernel](graph, "")


def add_log_kernel_of_all(graph: Graph, kernel: str) -> None:
    """``all_log_kernel`` (n, M) from ``rank``, the products that the places were ranked by."""
    graph.add("all_ranked = Identity(rank)")
    if kernel in ANGLE and kernel != "cosine":
        graph.constant("two", 2.0)
        graph.add("""
            all_cos = Min(all_ranked, one)
            all_drop = Sub(one, all_cos)
            all_gap_square = Mul(two, all_drop)
        """)
    elif kernel in EUCLIDEAN:
        graph.add("""
            q_square = ReduceSumSquare<keepdims=1>(q_unit, last_axis)
            all_gap = Sub(q_square, all_ranked)
            all_gap_square = Max(all_gap, zero)
        """)
    SIMILARITIES[kernel](graph, ALL)


def _angle(graph: Graph, p: str) -> None:
    """``angle_0`` and ``drop_0`` = 1 − cos θ from the chord, exact also at small angles."""
    graph.constant("two", 2.0)
    graph.constant("pi", np.pi)
    graph.constant("per_pi", 1 / np.pi)
    graph.constant("no_similarity", -1.0)
    graph.add(f"""
        {p}similar = Greater({p}ranked, no_similarity)
        {p}together = And({p}similar, q_hears)
        {p}chord_square = Min({p}gap_square, two)
        {p}drop_0 = Mul(half, {p}chord_square)
    """)
    _add_angle(graph, p, 0)


def _add_angle(graph: Graph, p: str, layer: int) -> None:
    """θ = 2 arcsin √(drop / 2): well conditioned where arccos is not."""
    graph.add(f"""
        {p}sine_square_{layer} = Mul(half, {p}drop_{layer})
        {p}sine_{layer} = Sqrt({p}sine_square_{layer})
        {p}half_angle_{layer} = Asin({p}sine_{layer})
        {p}angle_{layer} = Mul(two, {p}half_angle_{layer})
        {p}cos_{layer} = Sub(one, {p}drop_{layer})
    """)


def _cosine(graph: Graph, p: str) -> None:
    graph.add(f"""
        {p}positive = Max({p}ranked, zero)
        {p}log_kernel = Log({p}positive)
    """)


def _add_arc_cosine_step(graph: Graph, p: str, before: int, after: int) -> None:
    """drop = 1 − (sin θ + (π − θ) cos θ) / π = (θ − sin θ + (π − θ)(1 − cos θ)) / π."""
    graph.add(f"""
        {p}sin_{after} = Sin({p}angle_{before})
        {p}excess_{after} = Sub({p}angle_{before}, {p}sin_{after})
        {p}left_{after} = Sub(pi, {p}angle_{before})
        {p}turned_{after} = Mul({p}left_{after}, {p}drop_{before})
        {p}both_{after} = Add({p}excess_{after}, {p}turned_{after})
        {p}full_{after} = Mul({p}both_{after}, per_pi)
        {p}drop_{after} = Max({p}full_{after}, zero)
    """)
    _add_angle(graph, p, after)


def _where_together(graph: Graph, p: str, kernel: str) -> None:
    graph.add(f"""
        {p}kernel_log = Log({p}{kernel})
        {p}log_kernel = Where({p}together, {p}kernel_log, minus_infinity)
    """)


def _arc_cosine(graph: Graph, p: str) -> None:
    _angle(graph, p)
    _add_arc_cosine_step(graph, p, 0, 1)
    _where_together(graph, p, "cos_1")


def _ntk(graph: Graph, p: str) -> None:
    """Σⁱ = κ₁(Σⁱ⁻¹), Θⁱ = Θⁱ⁻¹ κ₀(Σⁱ⁻¹) + Σⁱ, divided by its value at θ = 0."""
    _angle(graph, p)
    graph.constant("per_depth", 1 / (NTK_DEPTH + 1))
    graph.add(f"{p}tangent_0 = Identity({p}cos_0)")
    for layer in range(1, NTK_DEPTH + 1):
        before = layer - 1
        _add_arc_cosine_step(graph, p, before, layer)
        graph.add(f"""
            {p}share_{layer} = Mul({p}angle_{before}, per_pi)
            {p}derivative_{layer} = Sub(one, {p}share_{layer})
            {p}kept_{layer} = Mul({p}tangent_{before}, {p}derivative_{layer})
            {p}tangent_{layer} = Add({p}kept_{layer}, {p}cos_{layer})
        """)
    graph.add(f"{p}kernel_value = Mul({p}tangent_{NTK_DEPTH}, per_depth)")
    _where_together(graph, p, "kernel_value")


def _gaussian(graph: Graph, p: str) -> None:
    graph.constant("minus_half", -0.5)
    graph.add(f"""
        {p}scale_square = Mul(scale, scale)
        {p}ratio = Div({p}gap_square, {p}scale_square)
        {p}log_kernel = Mul(minus_half, {p}ratio)
    """)


def _matern(graph: Graph, p: str) -> None:
    graph.constant("root_three", np.sqrt(3.0))
    graph.add(f"""
        {p}distance = Sqrt({p}gap_square)
        {p}share = Div({p}distance, scale)
        {p}z = Mul(root_three, {p}share)
        {p}z_one = Add({p}z, one)
        {p}z_logarithm = Log({p}z_one)
        {p}log_kernel = Sub({p}z_logarithm, {p}z)
    """)


def _as_ranked(graph: Graph, p: str) -> None:
    graph.add(f"{p}log_kernel = Identity({p}ranked)")


SIMILARITIES = {
    "cosine": _cosine,
    "arc_cosine": _arc_cosine,
    "ntk": _ntk,
    "gaussian": _gaussian,
    "matern": _matern,
    "laplacian": _as_ranked,
    "student": _as_ranked,
}
