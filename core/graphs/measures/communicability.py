"""Communicability: walks of k steps weigh tᵏ/k! (Estrada, Hatano, 2007)."""

from core.graphs.measures.flat_maps import FRACTION
from core.graphs.measures.measure import SPECTRAL_COST, Measure
from core.graphs.measures.spectral_form import SpectralForm
from core.graphs.series_functions import Exponential
from core.graphs.spectral_recipes import MeasureGraph, Recipe


def communicability(graph: MeasureGraph, t: float) -> Recipe:
    """exp(tA) = e^y · e^(y (A/ρ − 1)), y = tρ."""
    y = t * graph.spectral_radius
    return Recipe("scaled_adjacency", Exponential(y, log_scale=y))


COMMUNICABILITY = Measure(
    name="Comm",
    title="Communicability (exponential diffusion)",
    formula="K = exp(tA)",
    tex=r"K = e^{tA}",
    form=SpectralForm(communicability),
    flat=FRACTION,
    parameter="t",
    parameter_range="t > 0",
    limit_low="Δ → 2 between any two nodes, corrected by tA: adjacency",
    limit_high="dominated by the leading eigenvector of A: centrality, not community",
    metric="√Δ is a metric (Estrada's communicability distance)",
    positive_semidefinite="yes",
    cost=SPECTRAL_COST,
    source="Estrada, Hatano, 2007",
    family="Comm",
)
LOG_COMMUNICABILITY = COMMUNICABILITY.logarithm(
    title="Logarithmic communicability",
    family="logComm",
    metric="Δ is not, √Δ was in every case tried",
    positive_semidefinite="no",
    limit_high="the second eigenvector of A divided by its first",
)
ROWS = (COMMUNICABILITY, LOG_COMMUNICABILITY)
