"""The 90% sets of a locator: what they learned from, how often they hold, how large they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.localization.results import LocatorSettings, beacons_on, fitted_locator
from components.memory import Kept, once
from core.localization import GroupedSets, simulated_scores
from core.localization.experiment import Experiment, stops_to_learn_from, with_beacons
from core.localization.parameters import LOCATOR_PARAMETERS
from core.localization.set_study import (
    LEVEL,
    Held,
    ScoredScans,
    held_by,
    learned_sets,
    score_scans,
    stops_spread,
)
from core.parameters import Parameter

MODEL = "model"
STOP_COUNTS, USUAL_COUNT = (5, 10, 20), 10
LEAST_LEFT = 2  # so many times as many stops as are learned from have to be there


@dataclass(frozen=True, eq=False)
class Calibrated:
    """Sets that learned from ``n_stops`` stops (0: from simulated holdings alone).

    ``held`` says what they are worth on all other scans; ``learned`` (n,) marks the test scans that
    they learned from, ``place_area_m2`` (M,) how much floor each place stands for.
    """

    sets: GroupedSets
    held: Held
    n_stops: int
    learned: NDArray[np.bool_]
    place_area_m2: NDArray[np.float64]
    n_off: int


@once
def counts_here(experiment: Experiment) -> tuple[int, ...]:
    """How many stops sets can learn from; none where nobody held a phone in another way."""
    if experiment.held_out:
        return ()
    there = int(stops_to_learn_from(experiment.test).max(initial=-1)) + 1
    return tuple(count for count in STOP_COUNTS if LEAST_LEFT * count <= there)


def calibration_parameter(experiment: Experiment, belongs_to: str) -> Parameter:
    """What the sets learn from."""
    counts = counts_here(experiment)
    usual = USUAL_COUNT if USUAL_COUNT in counts else max(counts, default=0)
    return Parameter(
        "calibrated_on",
        "90% sets calibrated on",
        str,
        str(usual) if usual else MODEL,
        options=(MODEL, *(str(count) for count in counts)),
        labels=("Simulated scans", *(f"{count} stops" for count in counts)),
        belongs_to=belongs_to,
        help="How large a set must be is learned from scans whose places are known. Stops of this "
        "phone, held this way, give a promise for the next stop; they are not judged. Simulated "
        "scans on the survey's own map give none. Below 20 stops the simulated ones help.",
    )


def usual_settings(method_key: str) -> LocatorSettings:
    """A method at its defaults."""
    return LocatorSettings(
        **{row.name: row.default for row in LOCATOR_PARAMETERS}, method=method_key
    )


def calibrated_sets(
    experiment: Experiment, settings: LocatorSettings, calibrated_on: str
) -> Calibrated:
    """The 90% sets of this locator on this survey, judged by the scans they did not learn from."""
    calibrate = _calibrate_kept.of(experiment.origin)
    return calibrate(experiment.key, settings, calibrated_on, _experiment=experiment)


def _calibrate(
    key: str, settings: LocatorSettings, calibrated_on: str, *, _experiment: Experiment
) -> Calibrated:
    experiment = _experiment
    n_stops = 0 if calibrated_on == MODEL else int(calibrated_on)
    scored, simulated = scored_scans(experiment, settings)
    used = stops_spread(scored, n_stops, np.random.default_rng(0))
    sets = learned_sets(scored.at_truth[used], scored.stop[used], simulated)
    learned = np.isin(stops_to_learn_from(experiment.test), np.unique(scored.stop[used]))
    held = held_by(sets, scored, used, LEVEL)
    return Calibrated(sets, held, sets.n_stops_, learned, scored.place_area_m2, scored.n_off)


def scored_scans(
    experiment: Experiment, settings: LocatorSettings
) -> tuple[ScoredScans, NDArray[np.float64]]:
    """The test scans' scores by this locator, and those of simulated holdings."""
    score = _score_kept.of(experiment.origin)
    return score(experiment.key, settings, _experiment=experiment)


def _score(
    key: str, settings: LocatorSettings, *, _experiment: Experiment
) -> tuple[ScoredScans, NDArray[np.float64]]:
    locator = fitted_locator(_experiment, settings)
    test = with_beacons(_experiment.test, beacons_on(_experiment, settings))
    simulated = simulated_scores(locator, random_state=0)
    # Where even simulated scans hear nothing, only the whole floor is sure to hold the truth.
    return score_scans(locator, test), simulated if len(simulated) else np.ones(1)


_score_kept = Kept(_score, spinner="Calibrating the sets …")
_calibrate_kept = Kept(_calibrate)
