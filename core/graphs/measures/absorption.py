"""Absorption: walks that end at a node at a rate t times its degree (Jacobsen, Tien, 2018)."""

from core.graphs.measures.flat_maps import FRACTION
from core.graphs.measures.measure import SPECTRAL_COST, Measure
from core.graphs.measures.spectral_form import SpectralForm
from core.graphs.series_functions import Geometric
from core.graphs.spectral_recipes import MeasureGraph, Recipe


def absorption(graph: MeasureGraph, t: float) -> Recipe:
    """(D − (1 − t)A)⁻¹ = D^−½ (I − (1 − t)S)⁻¹ D^−½."""
    return Recipe("normalized_adjacency", Geometric(1 - t), -0.5, -0.5)


ABSORPTION = Measure(
    name="Abs",
    title="Absorption",
    in_words=(
        "A walker may be swallowed at any node, more likely at one with many edges; near is "
        "where that tends to happen."
    ),
    meaning=(
        r"$D - (1 - t) A = t D + (1 - t) L$: the inverse of a Laplacian with an absorption "
        r"rate proportional to the degree. For $t < 1$ it is modified PageRank at $\alpha = 1 "
        r"- t$."
    ),
    formula="K = (tA + L)⁻¹ = (D − (1 − t)A)⁻¹",
    tex=r"K = (tA + L)^{-1}",
    form=SpectralForm(absorption, leading_cancels=True, positive_below=1.0),
    flat=FRACTION,
    parameter="t",
    parameter_range="t > 0; below 2 positive definite, above 1 some entries may be negative",
    limit_low="resistance distance",
    limit_high="not positive: at t = 1 only degrees are left",
    metric="√Δ is a metric while t < 2",
    positive_semidefinite="while t < 2 (x < 0.8)",
    cost=SPECTRAL_COST,
    source="Jacobsen, Tien, 2018",
    family="ModifPPR",  # at α = 1 − t
)
LOG_ABSORPTION = ABSORPTION.logarithm(
    title="Logarithmic absorption",
    in_words=(
        "Absorption on a logarithmic scale: one more measure that turns out to be the "
        "distance of logPPR."
    ),
    meaning=(
        r"For $t < 1$, where every entry is positive, it is logModifPPR at $\alpha = 1 - t$. "
        r"As $t \to 1$ it tends to the shortest path, as $t \to 0$ to the resistance distance."
    ),
    family="logPPR",
    metric="Δ is a metric while t < 1",
    positive_semidefinite="no guarantee",
    limit_low="resistance distance",
    limit_high="shortest path at t = 1 (x = ⅔), undefined above",
    way_out="Abs is positive for t ≤ 1, that is x ≤ 2/3; take a smaller x.",
)
ROWS = (ABSORPTION, LOG_ABSORPTION)
