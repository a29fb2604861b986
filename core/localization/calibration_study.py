"""How much a few hand-held stops help: calibration stops against error."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.localization.adaptation import AdaptedLocator
from core.localization.credible_sets import place_scores, scores_at
from core.localization.experiment import Experiment
from core.localization.grouped_sets import ENOUGH_STOPS
from core.localization.holding_scores import simulated_scores
from core.localization.set_study import Held, held_by, learned_sets, score_scans
from core.parallel import Progress, check_wanted, no_progress

STOP_COUNTS = (0, 1, 2, 5, 10, 20, 40)
JUDGED = 1_500  # scans that judge the sets of one draw
STOP_CELL_M = 1.0  # scans without a stop id: a stop is what lies in the same square metre


def calibration_curve(
    experiment: Experiment,
    *,
    counts: Sequence[int] = STOP_COUNTS,
    n_draws: int = 5,
    random_state: int = 0,
    locator: AdaptedLocator | None = None,
    progress: Progress = no_progress,
) -> Iterator[dict[str, float]]:
    """Error against the number of stops that a phone was calibrated at, count by count.

    Stops are drawn evenly along the order of the places, with a random start; their scans
    correct the map of :class:`AdaptedLocator` and are left out of the error. Uses beacon
    positions and labelled scans of the phone in use.

    Parameters
    ----------
    experiment : Experiment
        Survey and test scans.
    counts : sequence of int, optional
        Numbers of stops; those that would leave no stop to test are left out.
    n_draws : int, optional
        Random draws of the stops for each count.
    random_state : int, optional
        Seed of the draws.
    locator : AdaptedLocator or None, optional
        None: its defaults with the survey's beacon positions.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Yields
    ------
    dict of str to float
        n_stops; mean_m, low_m, high_m of the error over the draws, in metres; and of the 90% sets
        that learned from the same stops: covered and area_m2 (means over the draws, square metres)
        and promised. Each stop was scored by a map that the other stops corrected.

    Raises
    ------
    ParameterError
        Where the survey lacks beacon positions.

    Examples
    --------
    >>> place_m = np.array([[0.0, 0.0], [10.0, 0.0]])
    >>> survey = FingerprintSet([[-50.0, -90.0], [-90.0, -50.0]], place_m, ["a", "b"], place_m)
    >>> experiment = Experiment("two", "Two places", "yours", survey, survey, "the survey itself")
    >>> [(row["n_stops"], round(row["mean_m"], 2)) for row in calibration_curve(experiment)]
    [(0, 0.0), (1, 0.0)]
    >>> [round(row["promised"], 3) for row in calibration_curve(experiment)]
    [0.0, 0.4]
    """
    rng = np.random.default_rng(random_state)
    adapted = locator or AdaptedLocator(beacon_position_m=experiment.survey.beacon_position_m)
    adapted.fit(experiment.survey.rss_dbm, experiment.survey.known_position_m)
    test, stop = experiment.test, stops_of(experiment.test)
    n_stops = int(stop.max()) + 1
    counts = [count for count in counts if count < n_stops]
    for done, count in enumerate(counts):
        progress(done / len(counts), f"{count} calibration stops")
        means, held = [], []
        for _ in range(n_draws if count else 1):
            used = np.isin(stop, _spread(n_stops, count, rng))
            left_out = left_out_scores(adapted, test.select(used), stop[used])
            means.append(_mean_error(adapted, test, used))
            held.append(_held(adapted, test, used, left_out, stop, rng))
        yield {
            "n_stops": count,
            "mean_m": float(np.mean(means)),
            "low_m": min(means),
            "high_m": max(means),
            "covered": float(np.mean([row.covered for row in held])),
            "area_m2": float(np.mean([row.area_m2 for row in held])),
            "promised": held[0].promised,
        }


def left_out_scores(
    adapted: AdaptedLocator, scans: FingerprintSet, stop: NDArray[np.intp]
) -> NDArray[np.float64]:
    """(n,) scores at the truth of scans at stops, each on a map that only the others corrected.

    On the map that a scan itself has corrected its score is too small, and sets that learn from
    such scores too. NaN for a scan that hears nothing. Leaves the last of these maps behind.
    """
    scores = np.full(scans.n_scans, np.nan)
    heard = np.isfinite(scans.rss_dbm).any(axis=1)
    for one in np.unique(stop):
        check_wanted()
        own, others = (stop == one) & heard, stop != one
        adapted.forget()
        if others.any():
            adapted.calibrate(scans.rss_dbm[others], scans.known_position_m[others])
        if own.any():
            found = place_scores(adapted.posterior(scans.rss_dbm[own]), adapted.grid_)
            scores[own] = scores_at(found, adapted.grid_, scans.known_position_m[own])
    return scores


def _held(
    adapted: AdaptedLocator,
    test: FingerprintSet,
    used: NDArray[np.bool_],
    left_out: NDArray[np.float64],
    stop: NDArray[np.intp],
    rng: np.random.Generator,
) -> Held:
    """What the sets of the corrected map are worth at the other stops (evenly chosen scans)."""
    few = len(np.unique(stop[used])) < ENOUGH_STOPS
    simulated = simulated_scores(adapted, rng) if few else None
    known = np.isfinite(left_out)
    sets = learned_sets(left_out[known], stop[used][known], simulated)
    judged = np.flatnonzero(~used)
    judged = judged[np.linspace(0, len(judged) - 1, min(len(judged), JUDGED)).astype(np.intp)]
    scored = score_scans(adapted, test.select(judged))
    nobody = np.zeros(len(scored.at_truth), dtype=bool)
    return held_by(sets, scored, nobody, with_interval=False)


def stops_of(test: FingerprintSet) -> NDArray[np.intp]:
    """(n,) number of the stop of each scan, counted along the places (x, then y)."""
    position_m = test.known_position_m
    if test.stop_id is not None:
        name = np.unique(test.stop_id, return_inverse=True)[1].ravel()
        total = np.column_stack([np.bincount(name, axis) for axis in position_m.T])
        centre = total / np.bincount(name)[:, None]
        return np.argsort(np.lexsort((centre[:, 1], centre[:, 0])))[name]
    cell = np.floor(position_m / STOP_CELL_M)
    return np.unique(cell, axis=0, return_inverse=True)[1].ravel()


def _spread(n_stops: int, count: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """``count`` stops at equal steps of their order, starting anywhere."""
    if not count:
        return np.empty(0, dtype=np.intp)
    start = rng.uniform(0, n_stops / count)
    return (start + n_stops / count * np.arange(count)).astype(np.intp)


def _mean_error(adapted: AdaptedLocator, test: FingerprintSet, used: NDArray[np.bool_]) -> float:
    position_m = test.known_position_m
    adapted.forget()
    if used.any():
        adapted.calibrate(test.rss_dbm[used], position_m[used])
    predicted_m = adapted.predict(test.rss_dbm[~used])
    return float(np.nanmean(np.linalg.norm(predicted_m - position_m[~used], axis=1)))


def as_table(rows: list[dict[str, float]]) -> pd.DataFrame:
    """The curve as a table, empty with its columns when nothing was computed."""
    return pd.DataFrame(
        rows, columns=["n_stops", "mean_m", "low_m", "high_m", "covered", "area_m2", "promised"]
    )
