"""What the "Beacons" view computes, kept between reruns."""

import numpy as np
import pandas as pd

from components.memory import Kept, once
from core.localization import (
    BeaconSelector,
    KernelLocator,
    PathLoss,
    fit_latent_map,
    leave_one_out_cost,
)
from core.localization.beacon_faults import with_moved_beacon, without_beacon
from core.localization.experiment import Experiment, held_otherwise
from core.localization.holding_shift import holding_shift


def beacon_table(experiment: Experiment, criterion: str) -> pd.DataFrame:
    """One row per beacon: score, what leaving it out costs, its shift between survey and use.

    Of a held-out part of the survey no shift is known (NaN): nothing has changed.
    """
    score = _score_kept.of(experiment.origin)(experiment.key, criterion, _experiment=experiment)
    cost = _cost_kept.of(experiment.origin)(experiment.key, _experiment=experiment)
    shift = _shift(experiment)
    return pd.concat([shift[["beacon"]], score, cost, shift.drop(columns="beacon")], axis=1)


def path_loss_of(experiment: Experiment) -> PathLoss | None:
    """The path-loss fits; None when no beacon has a position."""
    beacons_m = experiment.survey.beacon_position_m
    if beacons_m is None or not np.isfinite(beacons_m).all(axis=1).any():
        return None
    make = _path_loss_kept.of(experiment.origin)
    return make(experiment.key, _experiment=experiment)


@once
def errors_with_fault(
    experiment: Experiment, beacon: int, fault: str, moved_to_m: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """(n,) metres without and with the fault; the survey does not know of it."""
    survey, test = experiment.survey, experiment.test
    true_m = test.known_position_m
    locator = KernelLocator().fit(survey.rss_dbm, survey.known_position_m)
    rss_dbm = test.rss_dbm
    if fault == "dead":
        rss_dbm = without_beacon(rss_dbm, beacon)
    path_loss = path_loss_of(experiment)
    if fault == "moved" and path_loss is not None:
        rss_dbm = with_moved_beacon(rss_dbm, true_m, path_loss, beacon, moved_to_m)
    before, after = (locator.predict(scans) for scans in (test.rss_dbm, rss_dbm))
    return np.linalg.norm(before - true_m, axis=1), np.linalg.norm(after - true_m, axis=1)


@once
def held_in_another_way(experiment: Experiment) -> bool:
    """Whether the data say that the phone was held otherwise in the test scans."""
    return held_otherwise(experiment)


@once
def _shift(experiment: Experiment) -> pd.DataFrame:
    shift = holding_shift(experiment)
    return shift.assign(shift_db=np.nan, spread_db=np.nan) if experiment.held_out else shift


def _score(key: str, criterion: str, *, _experiment: Experiment) -> pd.DataFrame:
    survey = _experiment.survey
    selector = BeaconSelector(criterion=criterion)
    selector.fit(survey.rss_dbm, survey.known_position_m, survey.holding)
    return pd.DataFrame({"score": selector.stability_, "kept": selector.get_support()})


def _cost(key: str, *, _experiment: Experiment) -> pd.DataFrame:
    survey, test = _experiment.survey, _experiment.test
    return leave_one_out_cost(
        KernelLocator(),
        (survey.rss_dbm, survey.known_position_m),
        (test.rss_dbm, test.known_position_m),
    ).rename(columns={"mean_m": "mean_without_m", "p95_m": "p95_without_m"})


def _path_loss(key: str, *, _experiment: Experiment) -> PathLoss:
    survey = _experiment.survey
    return fit_latent_map(
        survey.rss_dbm,
        survey.known_position_m,
        np.asarray(survey.beacon_position_m),
        residual_share=0.0,
    ).path_loss


_WAIT = "Leaving out one beacon at a time …"
_score_kept = Kept(_score, copied=True)
_cost_kept = Kept(_cost, spinner=_WAIT, copied=True)
_path_loss_kept = Kept(_path_loss, copied=True)
