"""Forests: (I + tL)⁻¹ counts spanning rooted forests of the graph (Chebotarev, Shamis, 1997)."""

from core.graphs.measures.flat_maps import FRACTION
from core.graphs.measures.measure import SPECTRAL_COST, Measure
from core.graphs.measures.spectral_form import SpectralForm
from core.graphs.series_functions import Geometric
from core.graphs.spectral_recipes import MeasureGraph, Recipe


def forest(graph: MeasureGraph, t: float) -> Recipe:
    """(I + tL)⁻¹ = (1 + y)⁻¹ Σ_k (y / (1 + y))ᵏ (I − L/c)ᵏ, y = tc."""
    y = t * graph.largest_degree
    return Recipe("scaled_laplacian", Geometric(y / (1 + y), 1 / (1 + y)))


FOREST = Measure(
    name="For",
    title="Forest (regularised Laplacian)",
    in_words=(
        "Two nodes are near when they stand in one tree in many of the ways to cut the graph "
        "into rooted trees."
    ),
    meaning=(
        "With the Laplacian $L = D - A$, entry $ij$ is the weighted share of the spanning "
        "rooted forests in which $i$ belongs to the tree whose root is $j$; every edge of a "
        "forest brings a factor $t$ (matrix forest theorem)."
    ),
    formula="K = (I + tL)⁻¹",
    tex=r"K = (I + tL)^{-1}",
    form=SpectralForm(forest, leading_cancels=True),
    flat=FRACTION,
    parameter="t",
    parameter_range="t > 0",
    limit_low="Δ → 2 between any two nodes, corrected by degrees and adjacency",
    limit_high="t · Δ → resistance distance",
    metric="√Δ is a metric (Euclidean)",
    positive_semidefinite="yes",
    cost=SPECTRAL_COST,
    source="Chebotarev, Shamis, 1997; Smola, Kondor, 2003",
    family="For",
)
LOG_FOREST = FOREST.logarithm(
    title="Logarithmic forest",
    in_words=(
        "The forest proximity on a logarithmic scale: the shortest path at one end of the "
        "slider, electrical resistance at the other."
    ),
    meaning=(
        r"Since the share of forests falls like $t$ to the number of edges between $i$ and "
        r"$j$ as $t \to 0$, its logarithm counts these edges; as $t \to \infty$ the distance, "
        r"suitably scaled, tends to the resistance distance."
    ),
    family="logFor",
    metric="Δ is a metric",
    positive_semidefinite="no guarantee for small x",
    limit_high="resistance distance",
)
ROWS = (FOREST, LOG_FOREST)
