"""The long computations of the "How good?" view, as jobs that can be stopped and resumed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from components.guelph_panel import GUELPH, entry_key, guelph_folder
from components.jobs import Job, run_job
from components.localization.calibrated_sets import counts_here
from core.datasets import PacketLog
from core.datasets.guelph import load_guelph_packets
from core.localization import (
    KernelLocator,
    MethodResult,
    calibration_curve,
    fit_method,
    simulated_scores,
    try_methods,
)
from core.localization.calibration_study import STOP_COUNTS
from core.localization.credible_sets import LEVELS
from core.localization.experiment import Experiment, held_otherwise
from core.localization.method_row import DURATIONS, POSITIONS, SENSITIVITY, SETS, Method
from core.localization.methods import quick_methods, usable_methods
from core.localization.oracle import hand_held_oracle
from core.localization.scan_duration import DURATIONS_S, scan_durations
from core.localization.sensitivity import settings_band
from core.localization.set_study import (
    ScoredScans,
    held_by,
    learned_sets,
    score_scans,
    stops_spread,
)
from core.parallel import Progress
from core.percentages import percent

ORACLE = Method(
    "oracle",
    "Ceiling: same-hand survey",
    "The test scans surveyed by themselves, a square metre left out at a time.",
    lambda survey: KernelLocator(),
    ("labelled test scans",),
)
# The same where nobody says how the phone was held.
BY_ITSELF = replace(ORACLE, title="Test scans, by themselves")
SET_DRAWS = 20
# Before a level: the columns of the sets' sizes in square metres, and of what is promised.
SIZE_OF, PROMISED_AT = "m2 at ", "promised at "


def methods_job(experiment: Experiment, *, slow: bool) -> Job:
    """Every usable method on every test scan, then the survey that these make of themselves."""

    def make(progress: Progress, done: list[Any]) -> Iterator:
        rows = usable_methods(experiment) if slow else quick_methods(experiment)
        yield from try_methods(rows[len(done) :], experiment, progress=progress)
        if len(done) <= len(rows) and not experiment.held_out:
            predicted_m = hand_held_oracle(experiment.test, progress=progress)
            error_m = np.linalg.norm(predicted_m - experiment.test.known_position_m, axis=1)
            yield MethodResult(by_itself(experiment), predicted_m, error_m)

    return run_job(("methods", experiment, slow), "methods", make, origin=experiment.origin)


def by_itself(experiment: Experiment) -> Method:
    """The row of the survey that test scans make of themselves: a ceiling where hands differ."""
    return ORACLE if held_otherwise(experiment) else BY_ITSELF


def durations_job(experiment: Experiment, packets: PacketLog) -> Job:
    """Real scans of several durations, one method and duration at a time."""
    rows = [row for row in usable_methods(experiment) if DURATIONS in row.compared_in]

    def make(progress: Progress, done: list[Any]) -> Iterator:
        left = DURATIONS_S[len(done) // len(rows) :]
        found = scan_durations(rows, experiment, packets, durations_s=left, progress=progress)
        for number, row in enumerate(found):
            if number >= len(done) % len(rows):
                yield row

    return run_job(("durations", experiment), "scan durations", make, origin=experiment.origin)


def raw_packets(experiment: Experiment) -> PacketLog | None:
    """The raw packets behind a survey; None when only averages are known."""
    if entry_key(experiment.key) != GUELPH:
        return None
    return load_guelph_packets(guelph_folder())


def stops_job(experiment: Experiment) -> Job:
    """Error against the number of calibration stops."""

    def make(progress: Progress, done: list[Any]) -> Iterator:
        yield from calibration_curve(experiment, counts=STOP_COUNTS[len(done) :], progress=progress)

    return run_job(("stops", experiment), "calibration stops", make, origin=experiment.origin)


def settings_job(experiment: Experiment) -> Job:
    """Mean error of the kernel vote over every combination of settings."""
    survey, test = experiment.survey, experiment.test
    methods = [row for row in usable_methods(experiment) if SENSITIVITY in row.compared_in]
    combinations = [(row, settings) for row in methods for settings in settings_band()]

    def make(progress: Progress, done: list[Any]) -> Iterator:
        for number in range(len(done), len(combinations)):
            row, settings = combinations[number]
            progress(number / len(combinations), f"{row.title}: {number} settings tried")
            locator = row.make(survey).set_params(**settings)
            locator.fit(survey.rss_dbm, survey.known_position_m)
            error_m = np.linalg.norm(locator.predict(test.rss_dbm) - test.known_position_m, axis=1)
            yield {"method": row.title, **settings, "mean_m": float(np.nanmean(error_m))}

    return run_job(("settings", experiment), "sensitivity", make, origin=experiment.origin)


def sets_job(experiment: Experiment) -> Job:
    """Coverage and size of the sets on these scans, by method and by what they learned from."""
    usable = [row for row in usable_methods(experiment) if SETS in row.compared_in]
    cases = [(row, count) for row in usable for count in (0, *counts_here(experiment))]

    def make(progress: Progress, done: list[Any]) -> Iterator:
        scored = None
        for number in range(len(done), len(cases)):
            row, n_stops = cases[number]
            progress(number / len(cases), f"{row.title}: {n_stops} stops")
            if scored is None or scored[0] is not row:
                locator = fit_method(row, experiment)
                scans = score_scans(locator, experiment.test)
                scored = row, scans, simulated_scores(locator, random_state=0)
            yield _tried_sets(*scored, n_stops)

    return run_job(("sets", experiment), "coverage of the sets", make, origin=experiment.origin)


def _tried_sets(
    row: Method, scored: ScoredScans, simulated: np.ndarray, n_stops: int
) -> dict[str, Any]:
    """Means over draws of the stops, at every level; the range is that of 80% of the draws."""
    draws = []
    for seed in range(SET_DRAWS if n_stops else 1):
        used = stops_spread(scored, n_stops, np.random.default_rng(seed))
        sets = learned_sets(scored.at_truth[used], scored.stop[used], simulated)
        draws.append([held_by(sets, scored, used, q, with_interval=not n_stops) for q in LEVELS])
    table: dict[str, Any] = {
        "method": row.title,
        "uses": ", ".join(row.marks) or "fingerprints only",
        "calibrated_on": f"{n_stops} stops" if n_stops else "simulated scans",
    }
    for level, of_level in zip(LEVELS, zip(*draws, strict=True), strict=True):
        name, covered = percent(level), [held.covered for held in of_level]
        low, high = np.quantile(covered, [0.1, 0.9])
        if not n_stops:  # one draw: the interval over the stops that judge it
            low, high = of_level[0].low, of_level[0].high
        table |= {
            name: float(np.mean(covered)),
            f"{name} from": float(low),
            f"{name} to": float(high),
            f"{SIZE_OF}{name}": float(np.mean([held.area_m2 for held in of_level])),
            f"{PROMISED_AT}{name}": of_level[0].promised,
        }
    return {**table, "of m2": float(scored.place_area_m2.sum())}


def has_positions(experiment: Experiment) -> bool:
    """Whether methods with beacon positions can be used."""
    return any(POSITIONS in row.marks for row in usable_methods(experiment))
