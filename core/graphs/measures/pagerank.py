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
    in_words=(
        "A walker starts at a node and after every step goes on or stops; near are the nodes "
        "where it is often seen."
    ),
    meaning=(
        r"With $P = D^{-1} A$, $K = \sum_k \alpha^k P^k$: entry $ij$ is the expected number "
        r"of visits to $j$ of a walk from $i$ that goes on with probability $\alpha$ after "
        r"each step. $K$ is not symmetric; its distance uses $K_{ij} + K_{ji}$."
    ),
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
    in_words=(
        "How often the walker that stops is seen, on a logarithmic scale: nodes are no longer "
        "near only because they have many edges."
    ),
    meaning=(
        r"Since $(I - \alpha P)^{-1} = (D - \alpha A)^{-1} D$, the degree $d_j$ is a factor "
        r"that the logarithm turns into a summand, and in $K_{ii} + K_{jj} - K_{ij} - K_{ji}$ "
        r"it cancels. Hence logPPR and logModifPPR are one distance."
    ),
    family="logPPR",
    metric="Δ is a metric",
    positive_semidefinite="no guarantee",
    limit_high="resistance distance",
)
MODIFIED_PAGERANK = Measure(
    name="ModifPPR",
    title="Modified personalised PageRank",
    in_words=(
        "PageRank's visits divided by a node's number of edges, so that a popular node is not "
        "near to everyone."
    ),
    meaning=(
        r"This is $(I - \alpha P)^{-1} D^{-1}$, symmetric and positive definite; since $D - "
        r"\alpha A = (1 - \alpha) D + \alpha L$ it is also a Laplacian regularised by the "
        r"degrees."
    ),
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
    in_words=(
        "The corrected PageRank on a logarithmic scale: the same distance as logPPR, since "
        "the correction only adds to it."
    ),
    meaning=(
        r"Here $\log k_{ij} = \log\,[(I - \alpha P)^{-1}]_{ij} - \log d_j$, and what is added "
        r"to a whole column changes no $\Delta_{ij} = K_{ii} + K_{jj} - K_{ij} - K_{ji}$."
    ),
    family="logPPR",  # the degrees only add to the logarithm, and so to no distance
    metric="Δ is a metric",
    positive_semidefinite="no guarantee",
    limit_high="resistance distance",
)
ROWS = (PAGERANK, LOG_PAGERANK, MODIFIED_PAGERANK, LOG_MODIFIED_PAGERANK)
