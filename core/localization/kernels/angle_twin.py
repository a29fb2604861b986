"""Kernels of an angle as graph nodes: one matrix product of unit vectors ranks the places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.localization.kernels.twin import (
    ALL,
    AddSimilarity,
    Twin,
    add_gap_of_voters,
    add_rank_of_all,
)
from core.onnx_nodes import Nodes

NEVER = -2.0  # a place that hears nothing is similar to no scan


@dataclass(frozen=True)
class AngleTwin(Twin):
    """``similarity`` finds ``{p}ranked`` = cos θ, and ``{p}gap_square``, the chord's square
    2 − 2 cos θ, unless ``from_cosine``.
    """

    similarity: AddSimilarity
    from_cosine: bool = False

    def keep_places(self, nodes: Nodes, features: NDArray[np.float64]) -> None:
        """Unit vectors; a bias for those that hear nothing."""
        length = np.linalg.norm(features, axis=1, keepdims=True)
        places = np.divide(features, length, out=np.zeros(features.shape), where=length > 0)
        nodes.constant("bias", np.where(length[:, 0] > 0, 0.0, NEVER))
        nodes.constant("places", places)

    def add_places(self, nodes: Nodes) -> None:
        """The same as nodes."""
        nodes.constant("never", NEVER)
        nodes.add("""
            length = ReduceL2<keepdims=1>(features, last_axis)
            hears = Greater(length, zero)
            length_or_one = Where(hears, length, one)
            places = Div(features, length_or_one)
            bias_column = Where(hears, zero, never)
            bias = Squeeze(bias_column, last_axis)
        """)

    def add_rank(self, nodes: Nodes, n_beacons: int) -> None:
        """By cos θ."""
        nodes.add("""
            q_length = ReduceL2<keepdims=1>(q, last_axis)
            q_hears = Greater(q_length, zero)
            q_length_or_one = Where(q_hears, q_length, one)
            q_unit = Div(q, q_length_or_one)
            rank = Gemm<transB=1>(q_unit, places, bias)
        """)

    def add_log_kernel(self, nodes: Nodes) -> None:
        """Of the voters, from differences of unit vectors."""
        if not self.from_cosine:
            add_gap_of_voters(nodes)
        self.similarity(nodes, "")

    def add_log_kernel_of_all(self, nodes: Nodes) -> None:
        """Of all places, from the cosine."""
        add_rank_of_all(nodes)
        if not self.from_cosine:
            nodes.constant("two", 2.0)
            nodes.add("""
                all_cos = Min(all_ranked, one)
                all_drop = Sub(one, all_cos)
                all_gap_square = Mul(two, all_drop)
            """)
        self.similarity(nodes, ALL)


def add_angle(nodes: Nodes, p: str) -> None:
    """``angle_0`` and ``drop_0`` = 1 − cos θ from the chord, exact also at small angles."""
    nodes.constant("two", 2.0)
    nodes.constant("pi", np.pi)
    nodes.constant("per_pi", 1 / np.pi)
    nodes.constant("no_similarity", -1.0)
    nodes.add(f"""
        {p}similar = Greater({p}ranked, no_similarity)
        {p}together = And({p}similar, q_hears)
        {p}chord_square = Min({p}gap_square, two)
        {p}drop_0 = Mul(half, {p}chord_square)
    """)
    _add_angle_of_drop(nodes, p, 0)


def add_arc_cosine_step(nodes: Nodes, p: str, before: int, after: int) -> None:
    """drop = 1 − (sin θ + (π − θ) cos θ) / π = (θ − sin θ + (π − θ)(1 − cos θ)) / π."""
    nodes.add(f"""
        {p}sin_{after} = Sin({p}angle_{before})
        {p}excess_{after} = Sub({p}angle_{before}, {p}sin_{after})
        {p}left_{after} = Sub(pi, {p}angle_{before})
        {p}turned_{after} = Mul({p}left_{after}, {p}drop_{before})
        {p}both_{after} = Add({p}excess_{after}, {p}turned_{after})
        {p}full_{after} = Mul({p}both_{after}, per_pi)
        {p}drop_{after} = Max({p}full_{after}, zero)
    """)
    _add_angle_of_drop(nodes, p, after)


def add_where_together(nodes: Nodes, p: str, kernel: str) -> None:
    """``{p}log_kernel`` of ``{p}{kernel}``, −∞ where one of the two hears nothing."""
    nodes.add(f"""
        {p}kernel_log = Log({p}{kernel})
        {p}log_kernel = Where({p}together, {p}kernel_log, minus_infinity)
    """)


def _add_angle_of_drop(nodes: Nodes, p: str, layer: int) -> None:
    """θ = 2 arcsin √(drop / 2): well conditioned where arccos is not."""
    nodes.add(f"""
        {p}sine_square_{layer} = Mul(half, {p}drop_{layer})
        {p}sine_{layer} = Sqrt({p}sine_square_{layer})
        {p}half_angle_{layer} = Asin({p}sine_{layer})
        {p}angle_{layer} = Mul(two, {p}half_angle_{layer})
        {p}cos_{layer} = Sub(one, {p}drop_{layer})
    """)
