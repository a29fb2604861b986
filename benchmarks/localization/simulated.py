"""Accuracy on the simulated building, seeded: the report that guards against regressions.

    python benchmarks/localization/simulated.py

writes localization_simulated.json beside this script. A test computes the first two seeds again and
fails when a figure moved by more than 5 %.
"""

import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core.datasets import simulate_building  # noqa: E402
from core.localization import (  # noqa: E402
    KernelLocator,
    LikelihoodLocator,
    WalkTracker,
    leave_one_out_cost,
    localization_report,
    make_experiment,
    method,
    try_methods,
)
from core.localization.experiment import Experiment  # noqa: E402

REPORT = Path(__file__).with_suffix(".json")
SEEDS = (0, 1, 2, 3, 4)
KEYS = (
    *("kernel", "gaussian", "neighbors", "map", "path_loss"),
    *("likelihood", "centroid", "strongest", "adapted"),
)


def accuracy_of(seed: int) -> dict[str, dict[str, float]]:
    """Mean and 95 % error of every method, of the tracker, and without each beacon; metres."""
    scans = simulate_building(random_state=seed)
    experiment = make_experiment(f"building-{seed}", "Building", "simulated", scans)
    true_m = experiment.test.known_position_m
    report = {}
    for result in try_methods([method(key) for key in KEYS], experiment):
        numbers = localization_report(true_m, result.predicted_m)
        report[result.method.key] = {"mean_m": numbers["mean"], "p95_m": numbers["p95"]}
    report["tracker"] = _tracked(experiment)
    survey, test = experiment.survey, experiment.test
    dropped = leave_one_out_cost(
        KernelLocator(), (survey.rss_dbm, survey.known_position_m), (test.rss_dbm, true_m)
    )
    for name, row in zip(survey.beacon_ids, dropped.itertuples(), strict=True):
        report[f"kernel without {name}"] = {"mean_m": row.mean_m, "p95_m": row.p95_m}
    return {
        key: {name: round(float(value), 4) for name, value in numbers.items()}
        for key, numbers in report.items()
    }


def _tracked(experiment: Experiment) -> dict[str, float]:
    survey, test = experiment.survey, experiment.test
    locator = LikelihoodLocator(beacon_position_m=survey.beacon_position_m)
    locator.fit(survey.rss_dbm, survey.known_position_m)
    tracker = WalkTracker(locator.grid_, None if survey.floor is None else survey.floor.walkable)
    weights, time_s = locator.weights(test.rss_dbm), np.asarray(test.time_s)
    position_m = np.empty((test.n_scans, 2))
    for session in np.unique(np.asarray(test.session_id)):
        rows = np.flatnonzero(test.session_id == session)
        walk = tracker.smooth([(weights[row], float(time_s[row])) for row in rows])
        position_m[rows] = [step[0] for step in walk]
    numbers = localization_report(test.known_position_m, position_m)
    return {"mean_m": numbers["mean"], "p95_m": numbers["p95"]}


def main() -> int:
    """Compute all seeds and write the report."""
    report = {str(seed): accuracy_of(seed) for seed in SEEDS}
    REPORT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"Wrote {REPORT.name}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
