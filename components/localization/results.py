"""What the localization views compute, kept between reruns.

Results on built-in data are shared by all visitors; results on a visitor's own data are kept in
that visitor's session only.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.memory import Kept
from core.datasets import FingerprintSet
from core.errors import ParameterError
from core.localization import NeighborsLocator, method
from core.localization.experiment import Experiment, with_beacons
from core.localization.locator import Locator

BASELINE_NEIGHBORS = 50


@dataclass(frozen=True)
class LocatorSettings:
    """The choices that make a locator: a method, its settings by name, and the beacons left on."""

    representation: str
    kernel: str
    power: int
    n_neighbors: int
    missing_dbm: float
    method: str = "kernel"
    residual_share: float = 0.25
    beacons_off: tuple[str, ...] = field(default=())


@dataclass(frozen=True, eq=False)
class Evaluation:
    """All test scans located: (n, 2) metres predicted by the kernel locator and by kNN."""

    predicted_m: NDArray[np.float64]
    error_m: NDArray[np.float64]
    baseline_m: NDArray[np.float64]
    baseline_error_m: NDArray[np.float64]


def beacons_on(experiment: Experiment, settings: LocatorSettings) -> NDArray[np.bool_]:
    """(B,) which columns take part."""
    return ~np.isin(experiment.survey.beacon_ids, settings.beacons_off)


def fitted_locator(experiment: Experiment, settings: LocatorSettings) -> Locator:
    """The locator of these settings, registered on the survey."""
    fit = _fit_kept.of(experiment.origin)
    return fit(experiment.key, settings, _experiment=experiment)


def evaluation(experiment: Experiment, settings: LocatorSettings) -> Evaluation:
    """Every test scan located with these settings, and by kNN on dBm with the same beacons."""
    locate = _locate_kept.of(experiment.origin)
    baseline = _baseline_kept.of(experiment.origin)
    predicted_m = locate(experiment.key, settings, _experiment=experiment)
    baseline_m = baseline(experiment.key, settings.beacons_off, _experiment=experiment)
    true_m = experiment.test.known_position_m
    return Evaluation(
        predicted_m,
        np.linalg.norm(predicted_m - true_m, axis=1),
        baseline_m,
        np.linalg.norm(baseline_m - true_m, axis=1),
    )


def fit_locator(
    settings: LocatorSettings, survey: FingerprintSet, test_dbm: NDArray[np.float64]
) -> Locator:
    """The locator of these settings on a survey; test scans (n, B) are for methods that adapt."""
    row = method(settings.method)
    return row.fitted(survey, test_dbm, **{name: getattr(settings, name) for name in row.settings})


def _fit(key: str, settings: LocatorSettings, *, _experiment: Experiment) -> Locator:
    on = beacons_on(_experiment, settings)
    if not on.any():
        raise ParameterError(
            f"All {len(on)} beacons are switched off; switch at least one of them on again."
        )
    survey = with_beacons(_experiment.survey, on)
    return fit_locator(settings, survey, _experiment.test.rss_dbm[:, on])


def _locate(key: str, settings: LocatorSettings, *, _experiment: Experiment) -> NDArray[Any]:
    on = beacons_on(_experiment, settings)
    return fitted_locator(_experiment, settings).predict(_experiment.test.rss_dbm[:, on])


def _baseline(key: str, beacons_off: tuple[str, ...], *, _experiment: Experiment) -> NDArray[Any]:
    survey = _experiment.survey
    on = ~np.isin(survey.beacon_ids, beacons_off)
    locator = NeighborsLocator(n_neighbors=BASELINE_NEIGHBORS)
    locator.fit(survey.rss_dbm[:, on], survey.known_position_m)
    return locator.predict(_experiment.test.rss_dbm[:, on])


_fit_kept = Kept(_fit, spinner="Fitting …")
_locate_kept = Kept(_locate, copied=True)
_baseline_kept = Kept(_baseline, spinner="Matching by kNN …", copied=True)
