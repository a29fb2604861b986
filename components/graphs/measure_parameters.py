"""The settings that the graph views share: measure, parameter, clusterer, score, seed."""

from components.data_origin import own_only
from core.graphs import CLUSTERERS, MEASURE_TABLE, MEASURES, METHODS, SCORE_TITLES, SCORES
from core.graphs.measures.selections import OPENING_PAIR
from core.parameters import Parameter

METHOD_TITLES = {name: row.title for name, row in CLUSTERERS.items()}
SCORE_SHORT = {
    "ari": "ARI",
    "ami": "AMI",
    "nmi_arithmetic": "NMI (arithmetic)",
    "nmi_geometric": "NMI (geometric)",
    "modularity": "Modularity",
}
SCORE_SCALE = {
    "ari": "1 is perfect, 0 chance",
    "ami": "1 is perfect, 0 chance",
    "nmi_arithmetic": "1 is perfect, 0 nothing in common",
    "nmi_geometric": "1 is perfect, 0 nothing in common",
    "modularity": "0 is chance, and higher means more edges within clusters",
}
SCORE_HELP = (
    "ARI: adjusted Rand index, 0 for chance and 1 for the known communities. AMI and NMI: shared "
    "information, with the mean that normalises it named. Modularity needs no truth."
)

MEASURE = Parameter(
    "measure",
    "Measure",
    str,
    OPENING_PAIR[1],
    options=MEASURES,
    labels=tuple(f"{name}: {MEASURE_TABLE[name].title}" for name in MEASURES),
    depths=tuple(MEASURE_TABLE[name].depths for name in MEASURES),
    help="The proximity between nodes. A plain measure and its logarithm are always shown "
    "together, whichever of the two is chosen.",
)
X = Parameter(
    "x",
    "Parameter x",
    float,
    0.7,
    minimum=0.02,
    maximum=0.98,
    step=0.02,
    help="The flat parameter that all measures share: near 0 only neighbours count, near 1 long "
    "paths do. The text under the curve says what it means for this measure.",
)
NO_X = "{} has no parameter."
METHOD = Parameter(
    "method",
    "Clusterer",
    str,
    "ward",
    options=METHODS,
    labels=tuple(METHOD_TITLES[name] for name in METHODS),
    depths=tuple(CLUSTERERS[name].depths for name in METHODS),
    help="; ".join(row.how for row in CLUSTERERS.values())
    + ". Which measure wins depends on this choice.",
)
SEED = Parameter(
    "seed",
    "Seed",
    int,
    0,
    minimum=0,
    maximum=999,
    step=1,
    help="Seed of kernel k-means, spectral clustering and Louvain. Ward needs none.",
)


def score_parameter(*, has_truth: bool, judged_as: str = "") -> Parameter:
    """How a partition is judged; without truth only by modularity, which then judges nothing else.

    ``judged_as`` names the graph and its truth.
    """
    options = SCORES if has_truth else ("modularity",)
    return Parameter(
        "score",
        "Score",
        str,
        options[0],
        options=options,
        labels=tuple(SCORE_TITLES[name] for name in options),
        belongs_to=own_only(judged_as) or ("" if has_truth else "no truth"),
        help=SCORE_HELP,
    )


def pair_of(measure: str) -> tuple[str, ...]:
    """A plain measure and its logarithm, or the measure alone where it has no twin.

    >>> pair_of("Comm"), pair_of("logComm"), pair_of("SP")
    (('Comm', 'logComm'), ('Comm', 'logComm'), ('SP',))
    """
    plain = MEASURE_TABLE[measure].plain or measure
    return (plain, f"log{plain}") if f"log{plain}" in MEASURE_TABLE else (measure,)
