"""Heat kernel PageRank: heat that flows along the steps of a random walk (Chung, 2007)."""

from core.graphs.measures.flat_maps import FRACTION
from core.graphs.measures.measure import SPECTRAL_COST, Measure
from core.graphs.measures.spectral_form import SpectralForm
from core.graphs.series_functions import Exponential
from core.graphs.spectral_recipes import MeasureGraph, Recipe


def heat_pagerank(graph: MeasureGraph, t: float) -> Recipe:
    """exp(−t(I − P)) = D^−½ exp(−t(I − S)) D^½."""
    return Recipe("normalized_adjacency", Exponential(t), -0.5, 0.5)


HEAT_PAGERANK = Measure(
    name="HeatPR",
    title="Heat kernel PageRank",
    in_words=(
        "A walker takes a random number of steps, the time on average; near is where it is "
        "likely to end."
    ),
    meaning=(
        r"With $P = D^{-1} A$, $K = e^{-t} \sum_k \frac{t^k}{k!} P^k$: the number of steps "
        r"follows Poisson's law with mean $t$, so that long walks fade faster than in "
        r"PageRank."
    ),
    formula="K = exp(−t(I − P)) (not symmetric)",
    tex=r"K = e^{-t(I - P)}",
    form=SpectralForm(heat_pagerank, leading_cancels=True),
    flat=FRACTION,
    parameter="t",
    parameter_range="t > 0",
    limit_low="Δ → 2 between any two nodes, corrected by P: adjacency",
    limit_high="only the second eigenvector of P is left",
    metric="no guarantee",
    positive_semidefinite="not symmetric",
    cost=SPECTRAL_COST,
    source="Chung, 2007",
    family="HeatPR",
)
LOG_HEAT_PAGERANK = HEAT_PAGERANK.logarithm(
    title="Logarithmic heat kernel PageRank",
    in_words=(
        "Where the walker of a random number of steps ends, on a logarithmic scale: the same "
        "distance as logNHeat."
    ),
    meaning=(
        r"Since $k_{ij} = \sqrt{d_j / d_i}\, [e^{-t(I - S)}]_{ij}$ with $S = D^{-1/2} A "
        r"D^{-1/2}$, the degrees only add to the logarithm, once with plus and once with "
        r"minus, and cancel in $\Delta$."
    ),
    family="logNHeat",  # the degrees only add to the logarithm, and so to no distance
    metric="Δ is not, √Δ was in every case tried",
    positive_semidefinite="no",
    limit_high="the second eigenvector of P",
)
ROWS = (HEAT_PAGERANK, LOG_HEAT_PAGERANK)
