"""Personalised PageRank: where a walker is who goes on with probability α, plain and modified."""

from core.graphs.measures.flat_maps import DAMPING
from core.graphs.measures.measure import SPECTRAL_COST, Measure
from core.graphs.measures.spectral_form import SpectralForm
from core.graphs.series_functions import Geometric
from core.graphs.spectral_recipes import MeasureGraph, Recipe


def pagerank(graph: MeasureGraph, alpha: float) -> Recipe:
    """(I − αP)⁻¹ = D^−½ (I − αS)⁻¹ D^½."""
    return Recipe("normalized_adjacency", Geometric(alpha), -0.5, 0.5)


def modified_pagerank(graph: MeasureGraph, alpha: float) -> Recipe:
    """(D − αA)⁻¹ = D^−½ (I − αS)⁻¹ D^−½."""
    return Recipe("normalized_adjacency", Geometric(alpha), -0.5, -0.5)


PAGERANK = Measure(
    name="PPR",
    title="Personalised PageRank",
    formula="K = (I − αP)⁻¹ (not symmetric)",
    tex=r"K = (I - \alpha P)^{-1}",
    form=SpectralForm(pagerank, leading_cancels=True),
    flat=DAMPING,
    parameter="α",
    parameter_range="0 < α < 1",
    limit_low="Δ → 2 between any two nodes, corrected by P: adjacency",
    limit_high="Δ → z_ii + z_jj − z_ij − z_ji, z the fundamental matrix of the walk",
    metric="no guarantee",
    positive_semidefinite="not symmetric",
    cost=SPECTRAL_COST,
    source="Page, Brin, Motwani, Winograd, 1999",
    family="PPR",
)
LOG_PAGERANK = PAGERANK.logarithm(
    title="Logarithmic personalised PageRank",
    family="logPPR",
    metric="Δ is a metric",
    positive_semidefinite="no guarantee",
    limit_high="resistance distance",
)
MODIFIED_PAGERANK = Measure(
    name="ModifPPR",
    title="Modified personalised PageRank",
    formula="K = (D − αA)⁻¹ = (I − αP)⁻¹ D⁻¹",
    tex=r"K = (D - \alpha A)^{-1}",
    form=SpectralForm(modified_pagerank, leading_cancels=True),
    flat=DAMPING,
    parameter="α",
    parameter_range="0 < α < 1",
    limit_low="Δ → 1/d_i + 1/d_j: degrees",
    limit_high="resistance distance",
    metric="√Δ is a metric (Euclidean)",
    positive_semidefinite="yes",
    cost=SPECTRAL_COST,
    source="Avrachenkov, Chebotarev, Rubanov, 2017",
    family="ModifPPR",
)
LOG_MODIFIED_PAGERANK = MODIFIED_PAGERANK.logarithm(
    title="Logarithmic modified PageRank",
    family="logPPR",  # the degrees only add to the logarithm, and so to no distance
    metric="Δ is a metric",
    positive_semidefinite="no guarantee",
    limit_high="resistance distance",
)
ROWS = (PAGERANK, LOG_PAGERANK, MODIFIED_PAGERANK, LOG_MODIFIED_PAGERANK)
