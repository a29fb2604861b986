"""Locators of a survey as ONNX models and engines, made once and shared."""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.guelph_panel import entry_key
from components.live.trackers import tracker_maker
from components.memory import Kept
from core.datasets import catalog
from core.inference import Engine, ModelInfo, export_onnx
from core.inference.live import LiveModel
from core.localization import fit_method, method
from core.localization.experiment import Experiment


@dataclass(frozen=True, eq=False)
class ExportedModel:
    """An exported locator: its bytes, places (M, 2) metres, and what exporting took."""

    key: str
    title: str
    data: bytes
    grid_m: NDArray[np.float64]
    beacon_ids: tuple[str, ...]
    fit_s: float
    export_s: float


def exported_model(experiment: Experiment, key: str) -> ExportedModel:
    """The method called ``key``, fitted on the survey and exported."""
    make = _export_kept.of(experiment.origin)
    return make(experiment.key, key, _experiment=experiment)


def engine_of(experiment: Experiment, key: str, device: str) -> Engine:
    """One engine for each model and device, safe for all visitors at once."""
    make = _engine_kept.of(experiment.origin)
    return make(experiment.key, key, device, _experiment=experiment)


def live_model(experiment: Experiment, key: str, device: str, tracker: str) -> LiveModel:
    """The model as the loop runs it."""
    exported = exported_model(experiment, key)
    return LiveModel(
        exported.title,
        engine_of(experiment, key, device),
        exported.beacon_ids,
        exported.grid_m,
        tracker_maker(experiment, exported.grid_m, tracker),
    )


def _export(key: str, method_key: str, *, _experiment: Experiment) -> ExportedModel:
    started = time.perf_counter()
    row = method(method_key)
    locator = fit_method(row, _experiment)
    fitted = time.perf_counter()
    licences = {entry.key: entry.licence for entry in catalog()}
    beacon_ids = tuple(str(name) for name in _experiment.survey.beacon_ids)
    info = ModelInfo(
        beacon_ids,
        source=_experiment.title,
        licence=licences.get(entry_key(_experiment.key), "yours"),
    )
    data = export_onnx(locator, info=info)
    return ExportedModel(
        method_key,
        row.title,
        data,
        locator.grid_,
        beacon_ids,
        fitted - started,
        time.perf_counter() - fitted,
    )


def _engine(key: str, method_key: str, device: str, *, _experiment: Experiment) -> Engine:
    return Engine(exported_model(_experiment, method_key).data, device)


_WAIT = "Fitting and exporting the model …"
_export_kept = Kept(_export, spinner=_WAIT)
_engine_kept = Kept(_engine)
