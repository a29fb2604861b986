"""What hiding scans costs: the test scans located with private copies, by ε and by how many."""

from collections.abc import Iterator

import numpy as np

from core.localization.even_rows import thinned
from core.localization.experiment import Experiment
from core.localization.kernel_locator import KernelLocator
from core.localization.private_copy import (
    DELTA,
    gaussian_sigma,
    place_sums_of_units,
    released,
    signal_over_noise,
)
from core.parallel import Progress, no_progress

EPSILONS, HIDDEN = (0.1, 0.3, 1.0, 3.0, 10.0), (1, 5, 20)
N_DRAWS = 3
FEWEST_SCANS = 2.0  # a place, in the middle: below it the list of places is that of the scans


def why_no_private_copy(experiment: Experiment) -> str:
    """Why no copy of this survey would be private; empty where one can be."""
    position_m = experiment.survey.known_position_m
    count = np.unique(position_m, axis=0, return_counts=True)[1]
    if np.median(count) < FEWEST_SCANS:
        return (
            f"most of its {len(count):,} places have one scan, so the list of places, which a copy "
            "makes public, tells where each scan was made"
        )
    if not len(position_m) < 1 / DELTA:
        return f"it has {len(position_m):,} scans, and δ = {DELTA:g} hides one of fewer"
    return ""


def private_study(
    experiment: Experiment, *, n_draws: int = N_DRAWS, progress: Progress = no_progress
) -> Iterator[dict]:
    """Locate the test scans, at most 1,500, with seeded previews of private copies.

    Yields for each number of hidden scans and each ε: n_hidden, epsilon, sigma, ratio (of signal
    over noise), exact_m (the mean error without any noise), mean_m and, draw by draw, errors_m.
    """
    survey, test = experiment.survey, thinned(experiment.test)
    grid_m, total, count = place_sums_of_units(survey.rss_dbm, survey.known_position_m)
    exact = KernelLocator().fit(survey.rss_dbm, survey.known_position_m)
    true_m = test.known_position_m

    def mean_error(predicted_m: np.ndarray) -> float:
        error_m = np.linalg.norm(predicted_m - true_m, axis=1)
        known = error_m[np.isfinite(error_m)]
        return float(known.mean()) if len(known) else float("nan")

    exact_m = mean_error(exact.predict(test.rss_dbm))
    cases = [(n_hidden, epsilon) for n_hidden in HIDDEN for epsilon in EPSILONS]
    for number, (n_hidden, epsilon) in enumerate(cases):
        progress(number / len(cases), f"ε = {epsilon:g}, {n_hidden} scans hidden")
        sigma = gaussian_sigma(epsilon, DELTA, float(n_hidden))
        errors_m = []
        for seed in range(n_draws):
            noise = np.random.default_rng(seed).normal(0, sigma, total.shape)
            copy = released(grid_m, total + noise, sigma)
            errors_m.append(mean_error(copy.predict(test.rss_dbm)))
        yield {
            "n_hidden": n_hidden,
            "epsilon": epsilon,
            "sigma": sigma,
            "ratio": signal_over_noise(count, grid_m, sigma),
            "exact_m": exact_m,
            "mean_m": float(np.mean(errors_m)),
            "errors_m": errors_m,
        }
