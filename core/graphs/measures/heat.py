"""Heat: what of a unit of heat has flowed from node to node at time t (Kondor, Lafferty, 2002)."""

from core.graphs.measures.flat_maps import FRACTION
from core.graphs.measures.measure import SPECTRAL_COST, Measure
from core.graphs.measures.spectral_form import SpectralForm
from core.graphs.series_functions import Exponential
from core.graphs.spectral_recipes import MeasureGraph, Recipe


def heat(graph: MeasureGraph, t: float) -> Recipe:
    """exp(−tL) = e^(y (g − 1)) of G = I − L/c, y = tc."""
    return Recipe("scaled_laplacian", Exponential(t * graph.largest_degree))


HEAT = Measure(
    name="Heat",
    title="Heat (Laplacian exponential diffusion)",
    formula="K = exp(−tL)",
    tex=r"K = e^{-tL}",
    form=SpectralForm(heat, leading_cancels=True),
    flat=FRACTION,
    parameter="t",
    parameter_range="t > 0",
    limit_low="Δ → 2 between any two nodes, corrected by degrees and adjacency",
    limit_high="only the Fiedler vector is left: the cut of spectral bisection",
    metric="√Δ is a metric (diffusion distance at t/2)",
    positive_semidefinite="yes",
    cost=SPECTRAL_COST,
    source="Kondor, Lafferty, 2002",
    family="Heat",
)
LOG_HEAT = HEAT.logarithm(
    title="Logarithmic heat",
    family="logHeat",
    metric="no, nor is √Δ",
    positive_semidefinite="no",
    limit_high="the Fiedler vector: the cut of spectral bisection",
)
ROWS = (HEAT, LOG_HEAT)
