"""Commute time: how long a random walk takes there and back, plain and corrected."""

import numpy as np
from numpy.typing import NDArray

from core.graphs.graph_matrices import GraphMatrices
from core.graphs.large_form import LeadingVectors
from core.graphs.measures.flat_maps import NONE
from core.graphs.measures.measure import Measure
from core.graphs.measures.whole_form import WholeForm

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


def commute_time(graph: GraphMatrices, parameter: float) -> Matrix:
    """L⁺, without the volume."""
    return graph.commute_time_kernel.copy()


def corrected_commute_time(graph: GraphMatrices, parameter: float) -> Matrix:
    """H D^−½ M (I − M)⁻¹ M D^−½ H, M = S without its leading eigenvector."""
    return graph.corrected_commute_time_kernel.copy()


def _inverse_laplacian(values: Vector) -> Vector:
    """c / l of the eigenvalues 1 − l/c of I − L/c, 0 for the constant vector."""
    return np.concatenate([[0.0], 1.0 / (1 - values[1:])])


def _corrected(values: Vector) -> Vector:
    """m² / (1 − m) of the eigenvalues m of S, 0 for the leading one."""
    return np.concatenate([[0.0], values[1:] ** 2 / (1 - values[1:])])


COMMUTE_TIME = Measure(
    name="CT",
    title="Commute time (resistance distance)",
    in_words=(
        "How long a random walk takes from one node to another and back; many short ways make "
        "that quick."
    ),
    meaning=(
        r"With the pseudoinverse $L^{+}$ of the Laplacian, $\Delta_{ij} = l^{+}_{ii} + "
        r"l^{+}_{jj} - 2 l^{+}_{ij}$ is the resistance between $i$ and $j$ when every edge is "
        r"a wire of conductance $a_{ij}$, and $\mathrm{vol} \cdot \Delta_{ij}$, $\mathrm{vol} "
        r"= \sum_i d_i$, the expected number of steps there and back."
    ),
    formula="K = L⁺; vol · Δ is the commute time, Δ the resistance distance",
    tex=r"K = L^{+}",
    form=WholeForm(
        commute_time, LeadingVectors("scaled_laplacian", _inverse_laplacian, connected=True)
    ),
    flat=NONE,
    parameter="",
    parameter_range="none",
    limit_low="none",
    limit_high="none",
    metric="Δ is a metric, and so is √Δ",
    positive_semidefinite="yes",
    cost="one eigendecomposition",
    source="Klein, Randić, 1993; Fouss, Pirotte, Renders, Saerens, 2007",
    family="CT",
)
CORRECTED_COMMUTE_TIME = Measure(
    name="CCT",
    title="Corrected commute time",
    in_words=(
        "Commute time without the part that only tells how many edges each of the two nodes has."
    ),
    meaning=(
        r"On large graphs the resistance tends to $1/d_i + 1/d_j$, which knows nothing of the "
        r"graph; $d$ holds the degrees, $H = I - \tfrac1n 1 1^{\top}$, and the factors $M$ "
        r"leave out this limit and the direct edge, so that what is beyond them is kept."
    ),
    formula="K = H D^−½ M (I − M)⁻¹ M D^−½ H, M = D^−½ (A − ddᵀ/vol) D^−½",
    tex=r"K = H D^{-1/2} M (I - M)^{-1} M D^{-1/2} H,\ M = D^{-1/2} \left(A - \tfrac{d "
    r"d^{\top}}{\mathrm{vol}}\right) D^{-1/2}",
    form=WholeForm(
        corrected_commute_time,
        LeadingVectors("normalized_adjacency", _corrected, left=-0.5, connected=True),
    ),
    flat=NONE,
    parameter="",
    parameter_range="none",
    limit_low="none",
    limit_high="none",
    metric="√Δ is a metric (Euclidean)",
    positive_semidefinite="yes",
    cost="one eigendecomposition",
    source="von Luxburg, Radl, Hein, 2010",
    family="CCT",
)
ROWS = (COMMUTE_TIME, CORRECTED_COMMUTE_TIME)
