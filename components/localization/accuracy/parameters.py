"""The settings of the "How good?" view."""

from components.data_origin import own_only
from components.localization.accuracy.study_table import STUDIES
from core.localization.experiment import Experiment
from core.localization.method_row import CURVES
from core.localization.methods import usable_methods
from core.localization.private_study import EPSILONS, HIDDEN
from core.parameters import Parameter


def accuracy_parameters(experiment: Experiment) -> dict[str, Parameter]:
    """By name; methods follow what the survey knows."""
    usable = usable_methods(experiment)
    keys, titles = tuple(row.key for row in usable), tuple(row.title for row in usable)
    rows = (
        Parameter(
            "study",
            "Study",
            str,
            "methods",
            options=tuple(row.key for row in STUDIES),
            labels=tuple(row.label for row in STUDIES),
            help="Which question is answered. Each keeps its results while you look at another.",
        ),
        Parameter(
            "compared",
            "Curves",
            tuple,
            tuple(row.key for row in usable if CURVES in row.compared_in),
            options=keys,
            labels=titles,
            belongs_to=own_only(experiment.key),
            help="Which methods are drawn as curves; the table shows all that were tried.",
        ),
        Parameter(
            "map_method",
            "Errors of",
            str,
            "kernel",
            options=keys,
            labels=titles,
            depths=tuple(row.depths for row in usable),
            belongs_to=own_only(experiment.key),
            help="Whose errors are painted on the floor, with arrows where they consistently "
            "point the same way.",
        ),
        Parameter(
            "slow_methods",
            "Include the slow methods",
            bool,
            False,
            help="Those that take longer than a few seconds on this survey: support vectors, "
            "neural networks, on a long survey forests and the stack. They can be stopped; what is "
            "finished is kept.",
        ),
        Parameter(
            "epsilon",
            "ε of a private copy",
            str,
            "1",
            options=tuple(f"{value:g}" for value in EPSILONS),
            help="How much a private copy may tell of the scans that it hides: smaller is safer "
            "and noisier. 1 is a usual promise, 10 hardly one.",
        ),
        Parameter(
            "hidden_scans",
            "Scans hidden together",
            str,
            str(HIDDEN[0]),
            options=tuple(str(number) for number in HIDDEN),
            help="The copy hides whether any so many scans were in the survey: 1 hides a scan, 20 "
            "a person who made 20. The noise grows with it.",
        ),
    )
    return {row.name: row for row in rows}
