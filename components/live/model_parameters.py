"""The settings of the Models page."""

from components.live.parameters import model_options
from core.localization.experiment import Experiment
from core.parameters import Parameter

FIRST_SHOWN = ("kernel", "gaussian", "map")


def model_parameters(experiment: Experiment) -> dict[str, Parameter]:
    """By name; which models there are follows the survey."""
    models = model_options(experiment)
    rows = (
        Parameter(
            "models_shown",
            "Models",
            tuple,
            tuple(key for key in FIRST_SHOWN if key in models),
            options=tuple(models),
            labels=tuple(models.values()),
            help="Which models are fitted, exported and compared. The neural network takes a while "
            "to fit.",
        ),
        Parameter(
            "models_device",
            "Device",
            str,
            "auto",
            options=("auto", "cpu", "cuda"),
            labels=("Auto", "CPU", "GPU"),
            help="Where they run. The badge says what really runs, and why.",
        ),
        Parameter(
            "models_card",
            "Card",
            str,
            next(iter(models)),
            options=tuple(models),
            labels=tuple(models.values()),
            help="The model whose card, file and snippet are shown.",
        ),
    )
    return {row.name: row for row in rows}
