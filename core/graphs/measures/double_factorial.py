"""Double factorial: walks of k steps weigh tᵏ/k!!, which falls more slowly than tᵏ/k!."""

from core.graphs.measures.flat_maps import FRACTION
from core.graphs.measures.measure import SPECTRAL_COST, Measure
from core.graphs.measures.spectral_form import SpectralForm
from core.graphs.series_functions import DoubleFactorial
from core.graphs.spectral_recipes import MeasureGraph, Recipe


def double_factorial(graph: MeasureGraph, t: float) -> Recipe:
    """Σ_k (tρ)ᵏ (A/ρ)ᵏ / k!!."""
    return Recipe("scaled_adjacency", DoubleFactorial(t * graph.spectral_radius))


DOUBLE_FACTORIAL = Measure(
    name="DF",
    title="Double factorial similarity",
    in_words=(
        "Like communicability, but long walks fade more slowly, so that farther parts of the "
        "graph have a say."
    ),
    meaning=(
        r"The double factorial $k!! = k (k - 2) (k - 4) \cdots$ grows like $\sqrt{k!}$; the "
        r"sum is $f(tA)$ with $f(y) = e^{y^2/2} \bigl(1 + \sqrt{\pi/2}\, "
        r"\mathrm{erf}(y/\sqrt2)\bigr)$, and exists for every $t > 0$."
    ),
    formula="K = Σ_k t^k A^k / k!! = f(tA), f(y) = e^(y²/2) (1 + √(π/2) erf(y/√2))",
    tex=r"K = \sum_k \frac{t^k A^k}{k!!}",
    form=SpectralForm(double_factorial),
    flat=FRACTION,
    parameter="t",
    parameter_range="t > 0",
    limit_low="Δ → 2 between any two nodes, corrected by tA: adjacency",
    limit_high="dominated by the leading eigenvector of A: centrality, not community",
    metric="no guarantee",
    positive_semidefinite="no: f(y) < 0 for y < −0.77",
    cost=SPECTRAL_COST,
    source="Estrada, Silver, 2017",
    family="DF",
)
LOG_DOUBLE_FACTORIAL = DOUBLE_FACTORIAL.logarithm(
    title="Logarithmic double factorial",
    in_words=(
        "Walks that fade slowly, counted on a logarithmic scale, which damps the pull of the "
        "busiest nodes."
    ),
    meaning=(
        r"For large $t$, $k_{ij} \approx f(t\rho)\, u_i u_j$ with the first eigenvector $u$ "
        r"of $A$, and $\log u_i + \log u_j$ cancels in $\Delta$: what is left is the second "
        r"eigenvector divided by the first."
    ),
    family="logDF",
    metric="no guarantee",
    positive_semidefinite="no",
    limit_high="the second eigenvector of A divided by its first",
)
ROWS = (DOUBLE_FACTORIAL, LOG_DOUBLE_FACTORIAL)
