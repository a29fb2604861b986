"""The long computations of the "How good?" view, as jobs that can be stopped and resumed."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from components.guelph_panel import GUELPH, entry_key, guelph_folder
from components.jobs import Job, run_job
from core.datasets import PacketLog, simulate_building
from core.datasets.guelph import load_guelph_packets
from core.localization import (
    CredibleSets,
    KernelLocator,
    MethodResult,
    calibration_curve,
    coverage,
    fit_method,
    make_experiment,
    method,
    try_methods,
)
from core.localization.calibration_study import STOP_COUNTS
from core.localization.credible_sets import LEVELS
from core.localization.experiment import Experiment
from core.localization.method_row import DURATIONS, POSITIONS, SENSITIVITY, SETS, Method
from core.localization.methods import usable_methods
from core.localization.oracle import hand_held_oracle
from core.localization.scan_duration import DURATIONS_S, scan_durations
from core.localization.sensitivity import settings_band
from core.parallel import Progress
from core.percentages import percent

ORACLE = Method(
    "oracle",
    "Ceiling: surveyed by the same hand",
    "The test scans surveyed by themselves, a square metre left out at a time.",
    lambda survey: KernelLocator(),
    ("labelled test scans",),
)
SET_SEEDS = range(5)
SIZE_OF = "places at "  # before a level: the column of the sets' sizes


def methods_job(experiment: Experiment, *, slow: bool) -> Job:
    """Every usable method on every test scan, then the ceiling where a phone was held."""
    rows = [row for row in usable_methods(experiment) if slow or not row.slow]

    def make(progress: Progress, done: list[Any]) -> Iterator:
        yield from try_methods(rows[len(done) :], experiment, progress=progress)
        if len(done) <= len(rows) and not experiment.held_out:
            predicted_m = hand_held_oracle(experiment.test, progress=progress)
            error_m = np.linalg.norm(predicted_m - experiment.test.known_position_m, axis=1)
            yield MethodResult(ORACLE, predicted_m, error_m)

    return run_job(("methods", experiment, slow), "methods", make, origin=experiment.origin)


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
    """Coverage and size on these scans of sets that were calibrated on simulated buildings."""
    rows = [row for row in usable_methods(experiment) if SETS in row.compared_in]

    def make(progress: Progress, done: list[Any]) -> Iterator:
        for number, row in enumerate(rows[len(done) :], start=len(done)):
            parts = []
            for seed in SET_SEEDS:
                progress((number + seed / len(SET_SEEDS)) / len(rows), f"{row.title}: seed {seed}")
                scans = simulate_building(random_state=seed)
                building = make_experiment(f"seed-{seed}", "Building", "simulated", scans)
                parts.append(CredibleSets.calibrate(*_posterior(row.key, building)))
            sets = CredibleSets.pooled(parts)
            posterior, grid_m, true_m = _posterior(row.key, experiment)
            found = coverage(sets, posterior, grid_m, true_m)
            yield {
                "method": row.title,
                "uses": ", ".join(row.marks) or "fingerprints only",
                **{percent(level): found[level] for level in LEVELS},
                **{
                    f"{SIZE_OF}{percent(level)}": sets.mean_size(posterior, level)
                    for level in LEVELS
                },
                "of places": len(grid_m),
            }

    return run_job(("sets", experiment), "coverage of the sets", make, origin=experiment.origin)


def _posterior(key: str, experiment: Experiment) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    locator = fit_method(method(key), experiment)
    posterior = locator.posterior(experiment.test.rss_dbm)
    return posterior, locator.grid_, experiment.test.known_position_m


def has_positions(experiment: Experiment) -> bool:
    """Whether methods with beacon positions can be used."""
    return any(POSITIONS in row.marks for row in usable_methods(experiment))
