"""The table of the 28 proximity measures, and which of them are the same distance.

Notation: A adjacency (symmetric, non-negative), d = A1, D = diag d, L = D − A, P = D⁻¹A,
S = D^−½ A D^−½, ρ the spectral radius of A, H = I − 11ᵀ/n, L⁺ the pseudo-inverse of L.
"""

from dataclasses import replace

from core.errors import ParameterError
from core.graphs.measure import Measure

_SPECTRAL = "one eigendecomposition per graph, then at most one product (n³ flops) per parameter"
_FRACTION = "t = ½ x / (1 − x)"
_LOG_SOURCE = "Chebotarev, 2011; Ivashkin, Chebotarev, 2016"

_PLAIN = (
    Measure(
        name="Katz",
        title="Katz (plain walk, von Neumann diffusion)",
        formula="K = (I − tA)⁻¹",
        parameter="t",
        parameter_range="0 < t < 1/ρ",
        flat_map="t = x / ρ",
        limit_low="Δ → 2 between any two nodes, corrected by tA: adjacency",
        limit_high="dominated by the leading eigenvector of A: centrality, not community",
        metric="√Δ is a metric (Euclidean)",
        positive_semidefinite="yes",
        cost=_SPECTRAL,
        source="Katz, 1953; Chebotarev, 2011",
        family="Katz",
    ),
    Measure(
        name="For",
        title="Forest (regularised Laplacian)",
        formula="K = (I + tL)⁻¹",
        parameter="t",
        parameter_range="t > 0",
        flat_map=_FRACTION,
        limit_low="Δ → 2 between any two nodes, corrected by degrees and adjacency",
        limit_high="t · Δ → resistance distance",
        metric="√Δ is a metric (Euclidean)",
        positive_semidefinite="yes",
        cost=_SPECTRAL,
        source="Chebotarev, Shamis, 1997; Smola, Kondor, 2003",
        family="For",
    ),
    Measure(
        name="Comm",
        title="Communicability (exponential diffusion)",
        formula="K = exp(tA)",
        parameter="t",
        parameter_range="t > 0",
        flat_map=_FRACTION,
        limit_low="Δ → 2 between any two nodes, corrected by tA: adjacency",
        limit_high="dominated by the leading eigenvector of A: centrality, not community",
        metric="√Δ is a metric (Estrada's communicability distance)",
        positive_semidefinite="yes",
        cost=_SPECTRAL,
        source="Estrada, Hatano, 2007",
        family="Comm",
    ),
    Measure(
        name="Heat",
        title="Heat (Laplacian exponential diffusion)",
        formula="K = exp(−tL)",
        parameter="t",
        parameter_range="t > 0",
        flat_map=_FRACTION,
        limit_low="Δ → 2 between any two nodes, corrected by degrees and adjacency",
        limit_high="only the Fiedler vector is left: the cut of spectral bisection",
        metric="√Δ is a metric (diffusion distance at t/2)",
        positive_semidefinite="yes",
        cost=_SPECTRAL,
        source="Kondor, Lafferty, 2002",
        family="Heat",
    ),
    Measure(
        name="NHeat",
        title="Normalised heat",
        formula="K = exp(−t(I − S))",
        parameter="t",
        parameter_range="t > 0",
        flat_map=_FRACTION,
        limit_low="Δ → 2 between any two nodes, corrected by S: adjacency",
        limit_high="Δ → (√d_i − √d_j)² / vol: degrees",
        metric="√Δ is a metric (Euclidean)",
        positive_semidefinite="yes",
        cost=_SPECTRAL,
        source="Chung, 1997; Avrachenkov, Chebotarev, Rubanov, 2017",
        family="NHeat",
    ),
    Measure(
        name="SCT",
        title="Sigmoid commute time",
        formula="K_ij = 1 / (1 + exp(−t l⁺_ij / σ)), σ the standard deviation of all entries of L⁺",
        parameter="t",
        parameter_range="t > 0",
        flat_map=_FRACTION,
        limit_low="proportional to commute time",
        limit_high="a step: 1 where l⁺ > 0, 0 where l⁺ < 0",
        metric="no guarantee",
        positive_semidefinite="no guarantee",
        cost="L⁺ once, then n² exponentials per parameter",
        source="Yen, Fouss, Decaestecker, Francq, Saerens, 2007",
        family="SCT",
    ),
    Measure(
        name="SCCT",
        title="Sigmoid corrected commute time",
        formula="K_ij = 1 / (1 + exp(−t c_ij / σ)), c the CCT kernel, σ its standard deviation",
        parameter="t",
        parameter_range="t > 0",
        flat_map=_FRACTION,
        limit_low="proportional to corrected commute time",
        limit_high="a step: 1 where c > 0, 0 where c < 0",
        metric="no guarantee",
        positive_semidefinite="no guarantee",
        cost="the CCT kernel once, then n² exponentials per parameter",
        source="Sommer, Fouss, Saerens, 2016",
        family="SCCT",
    ),
    Measure(
        name="RSP",
        title="Randomised shortest paths",
        formula="expected cost of a path under P(path) ∝ P̃(path) e^(−β cost), cost 1/a_ij, "
        "made symmetric; K = −½ H D H",
        parameter="β",
        parameter_range="β > 0",
        flat_map="β = (1 − x) / x",
        limit_low="shortest path",
        limit_high="half the commute time",
        metric="no guarantee (a semi-metric)",
        positive_semidefinite="no guarantee",
        cost="spectral without weights: two products per parameter; with weights a factorisation",
        source="Yen, Saerens, Mantrach, Shimbo, 2008; Kivimäki, Shimbo, Saerens, 2014",
        family="RSP",
    ),
    Measure(
        name="FE",
        title="Free energy (bag of paths potential)",
        formula="Φ = −(1/β) log(Z diag(Z)⁻¹), Z = (I − P ∘ e^(−βC))⁻¹, c_ij = 1/a_ij, "
        "D = (Φ + Φᵀ)/2; K = −½ H D H",
        parameter="β",
        parameter_range="β > 0",
        flat_map="β = (1 − x) / x",
        limit_low="shortest path (only like 1/β)",
        limit_high="half the commute time",
        metric="D is a metric",
        positive_semidefinite="no guarantee",
        cost="spectral without weights; with weights one factorisation per parameter",
        source="Kivimäki, Shimbo, Saerens, 2014",
        family="logPPR",
    ),
    Measure(
        name="PPR",
        title="Personalised PageRank",
        formula="K = (I − αP)⁻¹ (not symmetric)",
        parameter="α",
        parameter_range="0 < α < 1",
        flat_map="α = x",
        limit_low="Δ → 2 between any two nodes, corrected by P: adjacency",
        limit_high="Δ → z_ii + z_jj − z_ij − z_ji, z the fundamental matrix of the walk",
        metric="no guarantee",
        positive_semidefinite="not symmetric",
        cost=_SPECTRAL,
        source="Page, Brin, Motwani, Winograd, 1999",
        family="PPR",
    ),
    Measure(
        name="ModifPPR",
        title="Modified personalised PageRank",
        formula="K = (D − αA)⁻¹ = (I − αP)⁻¹ D⁻¹",
        parameter="α",
        parameter_range="0 < α < 1",
        flat_map="α = x",
        limit_low="Δ → 1/d_i + 1/d_j: degrees",
        limit_high="resistance distance",
        metric="√Δ is a metric (Euclidean)",
        positive_semidefinite="yes",
        cost=_SPECTRAL,
        source="Avrachenkov, Chebotarev, Rubanov, 2017",
        family="ModifPPR",
    ),
    Measure(
        name="HeatPR",
        title="Heat kernel PageRank",
        formula="K = exp(−t(I − P)) (not symmetric)",
        parameter="t",
        parameter_range="t > 0",
        flat_map=_FRACTION,
        limit_low="Δ → 2 between any two nodes, corrected by P: adjacency",
        limit_high="only the second eigenvector of P is left",
        metric="no guarantee",
        positive_semidefinite="not symmetric",
        cost=_SPECTRAL,
        source="Chung, 2007",
        family="HeatPR",
    ),
    Measure(
        name="DF",
        title="Double factorial similarity",
        formula="K = Σ_k t^k A^k / k!! = f(tA), f(y) = e^(y²/2) (1 + √(π/2) erf(y/√2))",
        parameter="t",
        parameter_range="t > 0",
        flat_map=_FRACTION,
        limit_low="Δ → 2 between any two nodes, corrected by tA: adjacency",
        limit_high="dominated by the leading eigenvector of A: centrality, not community",
        metric="no guarantee",
        positive_semidefinite="no: f(y) < 0 for y < −0.77",
        cost=_SPECTRAL,
        source="Estrada, Silver, 2017",
        family="DF",
    ),
    Measure(
        name="Abs",
        title="Absorption",
        formula="K = (tA + L)⁻¹ = (D − (1 − t)A)⁻¹",
        parameter="t",
        parameter_range="t > 0; below 2 positive definite, above 1 some entries may be negative",
        flat_map=_FRACTION,
        limit_low="resistance distance",
        limit_high="not positive: at t = 1 only degrees are left",
        metric="√Δ is a metric while t < 2",
        positive_semidefinite="while t < 2 (x < 0.8)",
        cost=_SPECTRAL,
        source="Jacobsen, Tien, 2018",
        family="ModifPPR",
    ),
    Measure(
        name="SP-CT",
        title="Shortest path and commute time mixed",
        formula="K = x (−½ H D_SP H) + (1 − x) 2 L⁺",
        parameter="λ",
        parameter_range="0 ≤ λ ≤ 1",
        flat_map="λ = x",
        limit_low="resistance distance",
        limit_high="shortest path",
        metric="Δ is a metric",
        positive_semidefinite="no guarantee",
        cost="shortest paths and L⁺ once, then n² additions per parameter",
        source="Chebotarev, Shamis, 1998; Ivashkin, Chebotarev, 2016",
        family="SP-CT",
    ),
)

_NEAR = "shortest path"
_ROOT_METRIC = "Δ is not, √Δ was wherever tried"
_LOGARITHMIC = (
    # plain, title, family, metric, positive semidefinite, limit x → 0, limit x → 1
    (
        *("Katz", "Walk distance", "logKatz", "Δ is a metric", "no guarantee for small x", _NEAR),
        "long walk distance",
    ),
    (
        *("For", "Logarithmic forest", "logFor", "Δ is a metric", "no guarantee for small x"),
        *(_NEAR, "resistance distance"),
    ),
    (
        *("Comm", "Logarithmic communicability", "logComm", _ROOT_METRIC, "no", _NEAR),
        "the second eigenvector of A divided by its first",
    ),
    (
        *("Heat", "Logarithmic heat", "logHeat", "no, nor is √Δ", "no", _NEAR),
        "the Fiedler vector: the cut of spectral bisection",
    ),
    (
        *("NHeat", "Logarithmic normalised heat", "logNHeat", _ROOT_METRIC, "no", _NEAR),
        "the second eigenvector of P",
    ),
    (
        *("PPR", "Logarithmic personalised PageRank", "logPPR", "Δ is a metric"),
        *("no guarantee", _NEAR, "resistance distance"),
    ),
    (
        *("ModifPPR", "Logarithmic modified PageRank", "logPPR", "Δ is a metric"),
        *("no guarantee", _NEAR, "resistance distance"),
    ),
    (
        *("HeatPR", "Logarithmic heat kernel PageRank", "logNHeat", _ROOT_METRIC, "no", _NEAR),
        "the second eigenvector of P",
    ),
    (
        *("DF", "Logarithmic double factorial", "logDF", "no guarantee", "no", _NEAR),
        "the second eigenvector of A divided by its first",
    ),
    (
        *("Abs", "Logarithmic absorption", "logPPR", "Δ is a metric while t < 1", "no guarantee"),
        *("resistance distance", "shortest path at t = 1 (x = ⅔), undefined above"),
    ),
)

_PARAMETER_FREE = (
    Measure(
        name="CT",
        title="Commute time (resistance distance)",
        formula="K = L⁺; vol · Δ is the commute time, Δ the resistance distance",
        parameter="",
        parameter_range="none",
        flat_map="none",
        limit_low="none",
        limit_high="none",
        metric="Δ is a metric, and so is √Δ",
        positive_semidefinite="yes",
        cost="one eigendecomposition",
        source="Klein, Randić, 1993; Fouss, Pirotte, Renders, Saerens, 2007",
        family="CT",
    ),
    Measure(
        name="CCT",
        title="Corrected commute time",
        formula="K = H D^−½ M (I − M)⁻¹ M D^−½ H, M = D^−½ (A − ddᵀ/vol) D^−½",
        parameter="",
        parameter_range="none",
        flat_map="none",
        limit_low="none",
        limit_high="none",
        metric="√Δ is a metric (Euclidean)",
        positive_semidefinite="yes",
        cost="one eigendecomposition",
        source="von Luxburg, Radl, Hein, 2010",
        family="CCT",
    ),
    Measure(
        name="SP",
        title="Shortest path",
        formula="K = −½ H D H, edge lengths 1/a_ij",
        parameter="",
        parameter_range="none",
        flat_map="none",
        limit_low="none",
        limit_high="none",
        metric="Δ is a metric",
        positive_semidefinite="no",
        cost="n times Dijkstra",
        source="Buckley, Harary, 1990",
        family="SP",
    ),
)


def _all_measures() -> dict[str, Measure]:
    """The 25 measures with a parameter, each followed by its logarithm, then CT, CCT and SP."""
    logarithmic = {row[0]: row[1:] for row in _LOGARITHMIC}
    table: dict[str, Measure] = {}
    for plain in _PLAIN:
        table[plain.name] = plain
        if plain.name in logarithmic:
            title, family, metric, semidefinite, low, high = logarithmic[plain.name]
            table[f"log{plain.name}"] = replace(
                plain,
                name=f"log{plain.name}",
                title=title,
                formula=f"K_ij = log k_ij, k the {plain.name} kernel: {plain.formula}",
                parameter_range=f"{plain.parameter_range}; every entry of k must be positive",
                limit_low=low,
                limit_high=high,
                metric=metric,
                positive_semidefinite=semidefinite,
                cost=f"as {plain.name}, and n² logarithms",
                source=_LOG_SOURCE,
                family=family,
                plain=plain.name,
            )
    return table | {measure.name: measure for measure in _PARAMETER_FREE}


MEASURE_TABLE: dict[str, Measure] = _all_measures()
MEASURES: tuple[str, ...] = tuple(MEASURE_TABLE)
LOGARITHMS = frozenset(name for name, measure in MEASURE_TABLE.items() if measure.is_logarithm)
LOGARITHM_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (measure.plain, measure.name) for measure in MEASURE_TABLE.values() if measure.is_logarithm
)


def measure_named(name: str) -> Measure:
    """The row of the table; ParameterError lists the names when there is none.

    >>> measure_named("logFor").plain
    'For'
    """
    if name not in MEASURE_TABLE:
        raise ParameterError(f"measure is {name!r}; choose one of: {', '.join(MEASURES)}.")
    return MEASURE_TABLE[name]


def family_of(name: str, *, weighted: bool = False) -> str:
    """The family that a measure belongs to: one distance up to a map of the parameter.

    FE is the distance of logPPR at α = e^−β only while all edges weigh the same.

    >>> family_of("FE"), family_of("FE", weighted=True), family_of("logAbs")
    ('logPPR', 'FE', 'logPPR')
    """
    if name == "FE" and weighted:
        return "FE"
    return measure_named(name).family
