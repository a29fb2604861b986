"""Do the highest-density sets hold the truth as often as they say? Simulated and real."""

import numpy as np

from core.datasets import simulate_building
from core.localization import Experiment, fit_method, make_experiment, method
from core.localization.credible_sets import LEVELS, CredibleSets, coverage

CALIBRATED_ON, TRIED_ON = range(5), range(5, 15)
KEYS = ("kernel", "map", "likelihood")


def set_lines(data: dict[str, Experiment]) -> list[str]:
    """A table in markdown: coverage on new simulated buildings and on the real survey."""
    levels = " / ".join(f"{level:.0%}" for level in LEVELS)
    lines = [
        "## Do the sets hold the truth?",
        "",
        "Highest-density sets, calibrated on the simulated buildings of seeds 0–4. Coverage on the",
        "buildings of seeds 5–14 (mean, and the range over buildings), and on the real survey,",
        "whose radio differs from the simulator's.",
        "",
        f"| method | asked for | seeds 5–14: {levels} | range over seeds | P3 | P2 |",
        "|---|---|---|---|---|---|",
    ]
    buildings = {seed: _building(seed) for seed in (*CALIBRATED_ON, *TRIED_ON)}
    for key in KEYS:
        sets = CredibleSets.pooled([_calibrated(key, buildings[seed]) for seed in CALIBRATED_ON])
        tried = [_coverage(key, sets, buildings[seed]) for seed in TRIED_ON]
        real = [" / ".join(f"{c:.0%}" for c in _coverage(key, sets, e)) for e in data.values()]
        mean = " / ".join(f"{c:.1%}" for c in np.mean(tried, axis=0))
        low, high = np.min(tried, axis=0), np.max(tried, axis=0)
        spread = " / ".join(f"{a:.0%}–{b:.0%}" for a, b in zip(low, high, strict=True))
        title = method(key).title
        lines.append(f"| {title} | {levels} | {mean} | {spread} | {' | '.join(real)} |")
    return lines


def _building(seed: int) -> Experiment:
    scans = simulate_building(random_state=seed)
    return make_experiment(f"building-{seed}", f"Building {seed}", "simulated", scans)


def _weights(key: str, experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    locator = fit_method(method(key), experiment)
    return locator.weights(experiment.test.rss_dbm), locator.grid_


def _calibrated(key: str, experiment: Experiment) -> CredibleSets:
    return CredibleSets.calibrate(*_weights(key, experiment), experiment.test.known_position_m)


def _coverage(key: str, sets: CredibleSets, experiment: Experiment) -> list[float]:
    weights, grid_m = _weights(key, experiment)
    found = coverage(sets, weights, grid_m, experiment.test.known_position_m)
    return [found[level] for level in LEVELS]
