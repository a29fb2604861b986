"""The settings of the "Tournament" view: the model, how many graphs, which measures."""

from components.graphs.graph_models import GRAPH_SEED, POPULATIONS
from components.graphs.graph_parameters import MODEL_PARAMETERS
from components.graphs.slow_clusterers import FEW_X
from core.graphs import DEFAULT_X, MEASURES, family_of
from core.graphs.measures.selections import ARTICLE, OPENING_CURVES
from core.parameters import Parameter

FAMILIES = tuple({family_of(name): name for name in reversed(MEASURES)}.values())[::-1]
# Measures by what the control calls them, and the words on it.
MEASURE_SETS = {
    "articles": (ARTICLE, "The articles' 13"),
    "families": (FAMILIES, f"One of each family ({len(FAMILIES)})"),
}
GRIDS: dict[str, tuple[float, ...]] = {"5": FEW_X, "13": DEFAULT_X[::2], "25": DEFAULT_X}
# Where a measure is judged: the words of the control, and of the column with the other one.
RANK_AT = {"best": ("Best x", "At best x"), "p90": ("90th percentile", "At 90th")}
# Nodes² × graphs that run without being asked; a larger tournament waits for its button.
START_UP_TO = 100**2 * 20

TOURNAMENT_PARAMETERS: dict[str, Parameter] = {
    row.name: row
    for row in (
        Parameter(
            "model",
            "Random graphs",
            str,
            next(iter(POPULATIONS)),
            options=tuple(POPULATIONS),
            labels=tuple(model.population for model in POPULATIONS.values()),
            help="The model that every graph of the tournament is drawn from.",
        ),
        Parameter(
            "n_graphs",
            "Graphs",
            int,
            10,
            minimum=2,
            maximum=100,
            step=1,
            help="Graphs of the tournament. More of them narrow the bands and settle the ranking; "
            "the first ones stay when you ask for more.",
        ),
        Parameter(
            "measure_set",
            "Measures",
            str,
            "articles",
            options=tuple(MEASURE_SETS),
            labels=tuple(words for _, words in MEASURE_SETS.values()),
            help="The 13 measures of Ivashkin and Chebotarev (2016), or one measure of each family "
            "of equal distances.",
        ),
        Parameter(
            "grid",
            "Parameters per measure",
            str,
            "13",
            options=tuple(GRIDS),
            help="How many values of x every measure is tried with on every graph. "
            "A clusterer that takes seconds wants few.",
        ),
        Parameter(
            "rank_by",
            "Rank at",
            str,
            "best",
            options=tuple(RANK_AT),
            labels=tuple(words for words, _ in RANK_AT.values()),
            help="Copeland's count with every measure at its best parameter, or at the parameter "
            "whose mean score is the 90th percentile: well chosen, but not perfectly.",
        ),
        Parameter(
            "shown",
            "Curves of",
            tuple,
            OPENING_CURVES,
            options=tuple(dict.fromkeys((*ARTICLE, *FAMILIES))),
            help="Which measures are drawn as curves with bands and as reject curves.",
        ),
    )
}
MODEL_ROWS = tuple(row for name, row in MODEL_PARAMETERS.items() if name != GRAPH_SEED)
