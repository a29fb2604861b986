"""Katz: all walks, each longer by one step weighing t times as much, and the walk distance."""

from core.graphs.measures.flat_maps import OVER_RADIUS
from core.graphs.measures.measure import SPECTRAL_COST, Measure
from core.graphs.measures.spectral_form import SpectralForm
from core.graphs.series_functions import Geometric
from core.graphs.spectral_recipes import MeasureGraph, Recipe


def katz(graph: MeasureGraph, t: float) -> Recipe:
    """(I − tA)⁻¹ = Σ_k (tρ)ᵏ (A/ρ)ᵏ."""
    return Recipe("scaled_adjacency", Geometric(t * graph.spectral_radius))


KATZ = Measure(
    name="Katz",
    title="Katz (plain walk, von Neumann diffusion)",
    in_words=(
        "Two nodes are near when many walks join them; every further step makes a walk count less."
    ),
    meaning=(
        r"Written out, $K = \sum_k t^k A^k$, and $(A^k)_{ij}$ counts the walks of $k$ steps "
        r"from $i$ to $j$ (with weights, their products). The sum exists for $0 < t < "
        r"1/\rho(A)$, with $\rho(A)$ the largest eigenvalue of the adjacency matrix $A$."
    ),
    formula="K = (I − tA)⁻¹",
    tex=r"K = (I - tA)^{-1}",
    form=SpectralForm(katz),
    flat=OVER_RADIUS,
    parameter="t",
    parameter_range="0 < t < 1/ρ",
    limit_low="Δ → 2 between any two nodes, corrected by tA: adjacency",
    limit_high="dominated by the leading eigenvector of A: centrality, not community",
    metric="√Δ is a metric (Euclidean)",
    positive_semidefinite="yes",
    cost=SPECTRAL_COST,
    source="Katz, 1953; Chebotarev, 2011",
    family="Katz",
)
LOG_KATZ = KATZ.logarithm(
    title="Walk distance",
    in_words=(
        "Katz's count of walks on a logarithmic scale, on which ways through a node that must "
        "be passed add up."
    ),
    meaning=(
        r"Half of $\Delta_{ij} = K_{ii} + K_{jj} - K_{ij} - K_{ji}$ is a metric with $d_{ij} "
        r"+ d_{jl} = d_{il}$ exactly where every path from $i$ to $l$ passes $j$."
    ),
    family="logKatz",
    metric="Δ is a metric",
    positive_semidefinite="no guarantee for small x",
    limit_high="long walk distance",
)
ROWS = (KATZ, LOG_KATZ)
