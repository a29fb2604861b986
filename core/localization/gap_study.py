"""Does it matter where one surveys next? Most places are hidden, some added back by each rule."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.localization.change_study import map_locator_of
from core.localization.even_rows import thinned
from core.localization.experiment import Experiment
from core.localization.next_places import RULES, next_places
from core.localization.survey_change import place_sums
from core.parallel import Progress, no_progress

N_STARTS, N_KEPT, ADDED = 8, 8, (3, 6, 12)
RANDOM = "random"
FEWEST_PLACES = 2 * (N_KEPT + ADDED[-1])  # so that there is something to choose from


def why_no_gap_study(experiment: Experiment) -> str:
    """Why the rules cannot be compared on these data; empty where they can."""
    n_places = len(np.unique(experiment.survey.known_position_m, axis=0))
    if n_places >= FEWEST_PLACES:
        return ""
    return (
        f"the survey has {n_places} places; hiding most of them and adding {ADDED[-1]} back takes "
        f"{FEWEST_PLACES}"
    )


def default_rule(survey: FingerprintSet) -> str:
    """Farthest first along a line; remaining variance on a floor with an area, or without a plan.

    >>> default_rule(FingerprintSet([[-60.0]], [[0, 0]], ["a"]))
    'remaining'
    """
    walkable = None if survey.floor is None else survey.floor.walkable
    return "farthest" if walkable is not None and walkable.area == 0 else "remaining"


def gap_study(
    experiment: Experiment, *, n_starts: int = N_STARTS, progress: Progress = no_progress
) -> Iterator[dict[str, float]]:
    """Hide all but eight places, add 3, 6 and 12 by each rule and at random, locate the test scans.

    Half of the starts are scattered over the floor, half lie in a third of it (along its longer
    side). Hidden places are the candidates. The kernel vote with its defaults locates at most 1,500
    test scans, evenly chosen.

    Parameters
    ----------
    experiment : Experiment
        One for which ``why_no_gap_study`` has nothing to say.
    n_starts : int, optional
        Seeds 0, 1, …; the odd ones start in a third of the floor.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Yields
    ------
    dict of str to float
        For each start: mean error in metres at the start (``before``) and by rule and number of
        places added (``"remaining 6"``).
    """
    survey, test = experiment.survey, thinned(experiment.test)
    sums = place_sums(survey.rss_dbm, survey.known_position_m)
    grid_m, levels = sums.grid_m, sums.mean_dbm
    axis = int(np.ptp(grid_m, axis=0).argmax())
    along = np.argsort(grid_m[:, axis], kind="stable")

    def error_of(rows: NDArray[np.intp]) -> float:
        predicted_m = map_locator_of(levels[rows], grid_m[rows]).predict(test.rss_dbm)
        error_m = np.linalg.norm(predicted_m - test.known_position_m, axis=1)
        known = error_m[np.isfinite(error_m)]
        return float(known.mean()) if len(known) else float("nan")

    for seed in range(n_starts):
        progress(seed / n_starts, f"Start {seed + 1} of {n_starts}")
        rng = np.random.default_rng(seed)
        third = along[: max(N_KEPT, len(along) // 3)]
        start = rng.choice(third if seed % 2 else along, N_KEPT, replace=False)
        hidden = np.setdiff1d(np.arange(len(grid_m)), start)
        orders = {RANDOM: rng.permutation(hidden)[: ADDED[-1]]}
        for rule in RULES:
            picks = next_places(grid_m[hidden], grid_m[start], ADDED[-1], rule.key)
            orders[rule.key] = hidden[picks]
        row = {"before": error_of(start)}
        for key, order in orders.items():
            for count in ADDED:
                row[f"{key} {count}"] = error_of(np.concatenate([start, order[:count]]))
        yield row
