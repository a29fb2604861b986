"""The scans of a walk seen together: a tracker's positions, kept between reruns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.localization.results import (
    Evaluation,
    LocatorSettings,
    beacons_on,
    fitted_locator,
)
from components.memory import Kept
from core.errors import ParameterError
from core.limits import check_limit
from core.localization.experiment import Experiment
from core.localization.tracker_table import tracker_named

NO_TRACKER = "none"


@dataclass(frozen=True)
class TrackerSettings:
    """Which tracker, and how fast the phone may walk."""

    tracker: str = NO_TRACKER
    speed_m_per_s: float = 1.0


@dataclass(frozen=True, eq=False)
class Track:
    """position_m (n, 2) metres and covariance_m2 (n, 2, 2) of every test scan, tracked."""

    position_m: NDArray[np.float64]
    covariance_m2: NDArray[np.float64]


def can_track(experiment: Experiment) -> bool:
    """A walk needs times, and to know which scans belong to it."""
    return experiment.test.time_s is not None and experiment.test.session_id is not None


def track(experiment: Experiment, settings: LocatorSettings, tracker: TrackerSettings) -> Track:
    """Every walk of the test scans through the tracker."""
    run = _track_kept.of(experiment.origin)
    return run(experiment.key, settings, tracker, _experiment=experiment)


def tracked_evaluation(experiment: Experiment, single: Evaluation, found: Track) -> Evaluation:
    """The evaluation with tracked positions in place of single ones."""
    true_m = experiment.test.known_position_m
    return Evaluation(
        found.position_m,
        np.linalg.norm(found.position_m - true_m, axis=1),
        single.baseline_m,
        single.baseline_error_m,
    )


def _track(
    key: str, settings: LocatorSettings, tracker: TrackerSettings, *, _experiment: Experiment
) -> Track:
    test = _experiment.test
    locator = fitted_locator(_experiment, settings)
    check_limit("tracked_places", len(locator.grid_), what="This survey")
    posterior = locator.posterior(test.rss_dbm[:, beacons_on(_experiment, settings)])
    follower = tracker_named(tracker.tracker).follower
    if follower is None:
        raise ParameterError("Each scan is alone: there is no walk to follow; choose a tracker.")
    floor = _experiment.survey.floor
    walkable = None if floor is None else floor.walkable
    follow = follower(locator.grid_, walkable, tracker.speed_m_per_s)
    time_s, session = np.asarray(test.time_s), np.asarray(test.session_id)
    position_m, covariance_m2 = np.empty((test.n_scans, 2)), np.empty((test.n_scans, 2, 2))
    for name in np.unique(session):
        rows = np.flatnonzero(session == name)
        rows = rows[np.argsort(time_s[rows], kind="stable")]
        walk = [(posterior[row], float(time_s[row])) for row in rows]
        steps = follow(walk)
        position_m[rows] = [step[0] for step in steps]
        covariance_m2[rows] = [step[1] for step in steps]
    return Track(position_m, covariance_m2)


_track_kept = Kept(_track, spinner="Following the walk …", copied=True)
