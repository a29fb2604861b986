"""Heat on the normalised Laplacian, where a node's degree does not set its pace (Chung, 1997)."""

from core.graphs.measures.flat_maps import FRACTION
from core.graphs.measures.measure import SPECTRAL_COST, Measure
from core.graphs.measures.spectral_form import SpectralForm
from core.graphs.series_functions import Exponential
from core.graphs.spectral_recipes import MeasureGraph, Recipe


def normalised_heat(graph: MeasureGraph, t: float) -> Recipe:
    """exp(−t(I − S)) = e^(t (g − 1)) of G = S."""
    return Recipe("normalized_adjacency", Exponential(t))


NORMALISED_HEAT = Measure(
    name="NHeat",
    title="Normalised heat",
    in_words="Heat again, but every node cools at the same pace, however many neighbours it has.",
    meaning=(
        "The eigenvalues of $I - S$, $S = D^{-1/2} A D^{-1/2}$, lie between 0 and 2 on every "
        "graph, so that a time $t$ means the same on graphs with few and with many edges."
    ),
    formula="K = exp(−t(I − S))",
    tex=r"K = e^{-t(I - S)}",
    form=SpectralForm(normalised_heat),
    flat=FRACTION,
    parameter="t",
    parameter_range="t > 0",
    limit_low="Δ → 2 between any two nodes, corrected by S: adjacency",
    limit_high="Δ → (√d_i − √d_j)² / vol: degrees",
    metric="√Δ is a metric (Euclidean)",
    positive_semidefinite="yes",
    cost=SPECTRAL_COST,
    source="Chung, 1997; Avrachenkov, Chebotarev, Rubanov, 2017",
    family="NHeat",
)
LOG_NORMALISED_HEAT = NORMALISED_HEAT.logarithm(
    title="Logarithmic normalised heat",
    in_words=(
        "Heat at one pace for all nodes, on a logarithmic scale, on which the nodes' numbers "
        "of neighbours drop out."
    ),
    meaning=(
        r"As $t \to \infty$, $k_{ij}$ tends to $\sqrt{d_i d_j} / \mathrm{vol}$, whose "
        r"logarithm is a sum of one term for $i$ and one for $j$ and cancels in $\Delta$; the "
        r"plain kernel keeps it and ends with the degrees $d_i$ alone."
    ),
    family="logNHeat",
    metric="Δ is not, √Δ was in every case tried",
    positive_semidefinite="no",
    limit_high="the second eigenvector of P",
)
ROWS = (NORMALISED_HEAT, LOG_NORMALISED_HEAT)
