"""The model that runs, and the one that it is compared with."""

from dataclasses import replace

from components.live.models.exported import live_model
from components.live.own_model import own_model
from components.live.parameters import NO_MODEL, OWN_MODEL
from components.live.trackers import tracker_maker
from core.errors import ParameterError
from core.inference.live import LiveModel
from core.localization.experiment import Experiment


def choose_models(
    experiment: Experiment, *, model: str, compare: str, device: str, tracker: str
) -> list[LiveModel]:
    """One model, or two on the same stream."""
    models = [_model(experiment, model, device, tracker)]
    if compare == "cpu":
        models.append(replace(_model(experiment, model, "cpu", tracker), title="on the CPU"))
    elif compare != NO_MODEL:
        models.append(_model(experiment, compare, device, tracker))
    if len(models) > 1 and models[0].title == models[1].title:
        models[1] = replace(models[1], title=f"{models[1].title} (again)")
    return models


def _model(experiment: Experiment, key: str, device: str, tracker: str) -> LiveModel:
    if key != OWN_MODEL:
        return live_model(experiment, key, device, tracker)
    mine = own_model()
    if mine is None:
        raise ParameterError("There is no model of your own here; add one on the Models page.")
    return mine.live_model(experiment, tracker_maker(experiment, mine.grid_m(experiment), tracker))
