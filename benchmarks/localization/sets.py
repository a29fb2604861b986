"""Do the highest-density sets hold the truth as often as they say? Simulated and real."""

from collections.abc import Iterable

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
        "whose radio differs from the simulator's. Sizes are the mean number of registered places",
        "in a set; on the real survey, of 276 places, a place is 0.2 m of corridor.",
        "",
        f"| method | asked for | seeds 5–14: {levels} | range over seeds | size | P3 | size | P2 |"
        " size |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    buildings = {seed: _building(seed) for seed in (*CALIBRATED_ON, *TRIED_ON)}
    for key in KEYS:
        sets = CredibleSets.pooled([_calibrated(key, buildings[seed]) for seed in CALIBRATED_ON])
        tried = np.array([_coverage_and_size(key, sets, buildings[seed]) for seed in TRIED_ON])
        mean = " / ".join(f"{share:.1%}" for share in tried[:, 0].mean(axis=0))
        low, high = tried[:, 0].min(axis=0), tried[:, 0].max(axis=0)
        spread = " / ".join(f"{a:.0%}–{b:.0%}" for a, b in zip(low, high, strict=True))
        cells = [method(key).title, levels, mean, spread, _sizes(tried[:, 1].mean(axis=0))]
        for experiment in data.values():
            shares, sizes = _coverage_and_size(key, sets, experiment)
            cells += [" / ".join(f"{share:.0%}" for share in shares), _sizes(sizes)]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _sizes(sizes: Iterable[float]) -> str:
    return " / ".join(f"{size:.0f}" for size in sizes)


def _building(seed: int) -> Experiment:
    scans = simulate_building(random_state=seed)
    return make_experiment(f"building-{seed}", f"Building {seed}", "simulated", scans)


def _posterior(key: str, experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    locator = fit_method(method(key), experiment)
    return locator.posterior(experiment.test.rss_dbm), locator.grid_


def _calibrated(key: str, experiment: Experiment) -> CredibleSets:
    return CredibleSets.calibrate(*_posterior(key, experiment), experiment.test.known_position_m)


def _coverage_and_size(
    key: str, sets: CredibleSets, experiment: Experiment
) -> tuple[list[float], list[float]]:
    """Share of scans whose set holds the truth, and mean number of places, for each level."""
    posterior, grid_m = _posterior(key, experiment)
    found = coverage(sets, posterior, grid_m, experiment.test.known_position_m)
    return [found[level] for level in LEVELS], [sets.mean_size(posterior, q) for q in LEVELS]
