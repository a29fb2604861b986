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
    in_words="Put heat on one node and wait: whoever has become warm is near.",
    meaning=(
        r"Column $i$ solves $\partial_s u = -L u$, $L = D - A$, up to the time $t$, from one "
        r"unit of heat at $i$. $\Delta_{ij}$ is the squared distance between the temperatures "
        r"$e^{-tL/2}$ that start at $i$ and at $j$, the diffusion distance at $t/2$."
    ),
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
    in_words=(
        "How warm a node has become, on a logarithmic scale: after a short time this counts "
        "the steps from the source."
    ),
    meaning=(
        r"As $t \to 0$, $\log k_{ij} \approx h_{ij} \log t$ with $h_{ij}$ the number of edges "
        r"of the shortest path; this is to a graph what Varadhan's formula $-4t \log k_t(x, "
        r"y) \to d(x, y)^2$ is to a surface."
    ),
    family="logHeat",
    metric="no, nor is √Δ",
    positive_semidefinite="no",
    limit_high="the Fiedler vector: the cut of spectral bisection",
)
ROWS = (HEAT, LOG_HEAT)
