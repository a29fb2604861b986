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
    in_words=(
        "All walks between two nodes count, but long ones are discounted steeply, by the "
        "factorial of their length."
    ),
    meaning=(
        r"Written out, $K = \sum_k t^k A^k / k!$: a walk of $k$ steps weighs $t^k / k!$, so "
        r"the sum exists for every $t > 0$. For large $t$ it is led by the first eigenvector "
        r"of $A$, which tells who is central and not who belongs together."
    ),
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
    in_words=(
        "Communicability on a logarithmic scale, which takes away that a few busy nodes are "
        "near to everybody."
    ),
    meaning=(
        r"Where one eigenvector $u$ of $A$ leads, $k_{ij} \approx e^{t\rho} u_i u_j$; the "
        r"logarithm turns this product into a sum that cancels in $\Delta_{ij} = K_{ii} + "
        r"K_{jj} - 2 K_{ij}$, and what remains is the second eigenvector, which tells parts "
        r"of a graph apart."
    ),
    family="logComm",
    metric="Δ is not, √Δ was in every case tried",
    positive_semidefinite="no",
    limit_high="the second eigenvector of A divided by its first",
)
ROWS = (COMMUNICABILITY, LOG_COMMUNICABILITY)
