"""log K of the k voters, as graph nodes: the twins of ``core.localization.kernels``.

Kernels of an angle or a distance are computed anew from the differences to the k places chosen,
which do not cancel in single precision.
"""

import numpy as np

from core.inference.export.graph import Graph
from core.localization.kernels import NTK_DEPTH


def add_log_kernel(graph: Graph, kernel: str) -> None:
    """``log_kernel`` (n, k) from ``q_unit``, ``places``, ``voter`` and their ``ranked`` values."""
    SIMILARITIES[kernel](graph)


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


SIMILARITIES = {
    "cosine": _cosine,
    "arc_cosine": _arc_cosine,
    "ntk": _ntk,
    "gaussian": _gaussian,
    "matern": _matern,
    "laplacian": _as_ranked,
    "student": _as_ranked,
}
