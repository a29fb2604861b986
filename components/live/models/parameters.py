"""The settings of the Models page."""

from components.live.parameters import DEVICES, model_options
from core.localization.experiment import Experiment
from core.localization.method_row import MODELS
from core.localization.methods import exported_methods, method
from core.parameters import Parameter


def model_parameters(experiment: Experiment) -> dict[str, Parameter]:
    """By name; which models there are follows the survey."""
    models = model_options(experiment)
    first = tuple(row.key for row in exported_methods(experiment) if MODELS in row.compared_in)
    rows = (
        Parameter(
            "models_shown",
            "Models",
            tuple,
            first,
            options=tuple(models),
            labels=tuple(models.values()),
            depths=tuple(method(key).depths for key in models),
            help="Which models are fitted, exported and compared. The neural network takes a while "
            "to fit.",
        ),
        Parameter(
            "models_device",
            "Device",
            str,
            "auto",
            options=tuple(DEVICES),
            labels=tuple(DEVICES.values()),
            help="Where they run. The badge says what really runs, and why.",
        ),
        Parameter(
            "models_card",
            "Card",
            str,
            next(iter(models)),
            options=tuple(models),
            labels=tuple(models.values()),
            depths=tuple(method(key).depths for key in models),
            help="The model whose card, file and snippet are shown.",
        ),
    )
    return {row.name: row for row in rows}
