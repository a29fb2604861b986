"""Do the sets hold the truth, and how large are they for it? Test scans judge sets of places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.localization.credible_sets import off_the_survey, place_scores, scores_at
from core.localization.experiment import stops_to_learn_from
from core.localization.grouped_sets import ENOUGH_STOPS, ROUNDING, GroupedSets
from core.localization.locator import BLOCK_ENTRIES, Locator
from core.localization.place_areas import place_areas_m2
from core.localization.report import bootstrap_mean
from core.parallel import check_wanted

STEPS = 2**16  # thresholds at which mean sizes are known; most scores lie close to 1
MOST_SCORES = 20_000_000  # of scans at places; more scans are thinned
LEVEL = 0.9  # that pages speak of


@dataclass(frozen=True, eq=False)
class ScoredScans:
    """Test scans whose places are known, scored by one locator; scans that heard nothing left out.

    Attributes
    ----------
    at_truth : (n,) score of the true place
    stop : (n,) the stop, from ``stops_to_learn_from``
    rows : (n,) which of all test scans these are: all, or evenly chosen ones of very many
    n_off : how many of them lie farther from the survey than its places from each other
    place_area_m2 : (M,) how much floor each registered place stands for
    places, area_m2 : (65,537,) mean number of places and mean area of sets at even thresholds
    """

    at_truth: NDArray[np.float64]
    stop: NDArray[np.intp]
    rows: NDArray[np.intp]
    n_off: int
    place_area_m2: NDArray[np.float64]
    places: NDArray[np.float64]
    area_m2: NDArray[np.float64]

    @property
    def n_stops(self) -> int:
        """Different stops."""
        return len(np.unique(self.stop))

    def size_at(self, threshold: float) -> tuple[float, float]:
        """Mean number of places and mean area (m²) of the sets with this threshold."""
        at = int(np.ceil(min(max(threshold, 0.0), 1.0) * STEPS))
        return float(self.places[at]), float(self.area_m2[at])


@dataclass(frozen=True)
class Held:
    """How often sets held the truth, and what they promise; ``low``, ``high``: 95% over stops.

    ``places`` and ``area_m2`` are mean sizes over all scans; ``area_m2`` in square metres.
    """

    level: float
    covered: float
    low: float
    high: float
    places: float
    area_m2: float
    promised: float
    threshold: float
    n_scans: int


def score_scans(locator: Locator, test: FingerprintSet) -> ScoredScans:
    """Score the test scans; their floor plan says how much floor a place stands for.

    At most 20 million scores: of more scans, evenly chosen ones.
    """
    grid_m = locator.grid_
    on, area_m2 = locator.grid_floor_, _areas_m2(locator, test)
    chosen = np.flatnonzero(np.isfinite(test.rss_dbm).any(axis=1))
    most = max(1, MOST_SCORES // max(len(grid_m), 1))
    if len(chosen) > most:
        chosen = chosen[np.linspace(0, len(chosen) - 1, most).round().astype(np.intp)]
    rss_dbm, true_m = test.rss_dbm[chosen], test.known_position_m[chosen]
    floor = None if test.floor_id is None else test.floor_id[chosen]
    at_truth = np.empty(len(rss_dbm))
    places, area = np.zeros(STEPS + 1), np.zeros(STEPS + 1)
    size = max(1, BLOCK_ENTRIES // max(len(grid_m), 1))
    for start in range(0, len(rss_dbm), size):
        check_wanted()
        rows = slice(start, start + size)
        scores = place_scores(locator.posterior(rss_dbm[rows]), grid_m, grid_floor=on)
        there = None if floor is None else floor[rows]
        at_truth[rows] = scores_at(scores, grid_m, true_m[rows], on, there)
        # The likeliest place always belongs to the set, whatever the threshold.
        scores = np.minimum(scores, 1.0)  # a sum of shares may end a rounding above
        least = scores <= scores.min(axis=1, keepdims=True)
        step = np.where(least, 0, np.ceil(scores * STEPS)).astype(np.intp).ravel()
        places += np.bincount(step, minlength=STEPS + 1)
        area += np.bincount(step, np.tile(area_m2, len(scores)), minlength=STEPS + 1)
    n = max(len(rss_dbm), 1)
    return ScoredScans(
        at_truth,
        stops_to_learn_from(test)[chosen],
        chosen,
        _n_off(locator, true_m, floor),
        area_m2,
        places.cumsum() / n,
        area.cumsum() / n,
    )


def _areas_m2(locator: Locator, test: FingerprintSet) -> NDArray[np.float64]:
    """(M,) how much of its own floor each place stands for."""
    grid_m, on = locator.grid_, locator.grid_floor_
    if on is None:
        return place_areas_m2(grid_m, None if test.floor is None else test.floor.walkable)
    area_m2 = np.empty(len(grid_m))
    for name in np.unique(on).tolist():
        plan = test.floors.get(name, test.floor)
        here = on == name
        area_m2[here] = place_areas_m2(grid_m[here], None if plan is None else plan.walkable)
    return area_m2


def _n_off(locator: Locator, true_m: NDArray[np.float64], floor: NDArray[np.str_] | None) -> int:
    """Scans farther from the survey of their floor than its places from each other."""
    grid_m, on = locator.grid_, locator.grid_floor_
    if on is None or floor is None:
        return int(off_the_survey(grid_m, true_m).sum())
    off = ~np.isin(floor, on)
    for name in np.unique(on):
        rows = floor == name
        off[rows] = off_the_survey(grid_m[on == name], true_m[rows])
    return int(off.sum())


def stops_spread(scored: ScoredScans, n_stops: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """(n,) the scans of ``n_stops`` stops, evenly spread over their order, from a random start."""
    stops = np.unique(scored.stop)
    if not 0 < n_stops < len(stops):
        return np.zeros(len(scored.stop), dtype=bool)
    step = len(stops) / n_stops
    chosen = (rng.uniform(0, step) + step * np.arange(n_stops)).astype(np.intp)
    return np.isin(scored.stop, stops[chosen])


def learned_sets(
    at_truth: NDArray[np.float64], stop: NDArray[np.intp], simulated: NDArray[np.float64] | None
) -> GroupedSets:
    """Sets from the scans at stops; below twenty stops, simulated scores count for ten more."""
    enough = len(np.unique(stop)) >= ENOUGH_STOPS
    return GroupedSets().calibrate(at_truth, stop, simulated=None if enough else simulated)


def held_by(
    sets: GroupedSets,
    scored: ScoredScans,
    used: NDArray[np.bool_],
    level: float = LEVEL,
    *,
    with_interval: bool = True,
) -> Held:
    """What sets that learned from the scans ``used`` (n,) are worth on all others.

    ``with_interval`` False leaves the 95% interval out (NaN): one of many draws needs none.
    """
    threshold = sets.threshold(level)
    inside = (scored.at_truth[~used] <= threshold + ROUNDING).astype(float)
    low = high = covered = float("nan")
    if len(inside):
        covered = float(inside.mean())
        if with_interval:
            low, high = bootstrap_mean(inside, scored.stop[~used])
    places, area_m2 = scored.size_at(threshold)
    return Held(
        level, covered, low, high, places, area_m2, sets.promised(level), threshold, len(inside)
    )
