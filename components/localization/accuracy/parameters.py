"""The settings of the "How good?" view."""

from components.data_origin import own_only
from components.localization.accuracy.study_table import STUDIES
from core.localization.experiment import Experiment
from core.localization.method_row import CURVES
from core.localization.methods import usable_methods
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
    )
    return {row.name: row for row in rows}
