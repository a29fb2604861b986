"""The diffusion time that suits the data: a few are tried, and their maps say which."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.embedding.component import Component, Ways
from core.embedding.diffusion_time import Candidate, DiffusionTime
from core.embedding.metric_map import MetricMap
from core.embedding.scores.neighborhoods import membership
from core.parallel import Progress, no_progress

SAME = 0.985  # rank agreement of ways at two times above which nothing speaks for shortcuts
FLAT = 0.9  # fit of the first map below which its distances have no place on so few axes
LOSES_NONE = 0.97  # share of the most neighbours that a longer time must keep
NEIGHBORS = 15
COLUMNS = 100  # points whose ways are compared


@dataclass(frozen=True, eq=False)
class Ladder:
    """The ways at the ``candidates`` in question, the longest time first.

    ``agreement`` is, for each, the mean rank correlation of the ways with those at the time before,
    None for the first; ``short_cuts`` whether the data show any, None where they cannot tell;
    ``longest`` the curve behind the longest time.
    """

    longest: DiffusionTime
    candidates: list[Ways]
    agreement: list[float | None]
    short_cuts: bool | None


@dataclass(frozen=True, eq=False)
class Drawn:
    """The time that was chosen, with its ways and its map."""

    time: DiffusionTime
    ways: Ways
    scaled: MetricMap


def ladder_of(component: Component, progress: Progress = no_progress) -> Ladder:
    """The times in question, and whether shortcuts show.

    On a shape without shortcuts a shorter time measures the same ways in finer detail: the times
    in question are half the longest and 4, 16 and 64 times shorter ones, as long as each orders the
    ways like the one before. A shortcut is used more, the shorter the time: with it the order of
    the ways never settles, and only long times wash it out: then the longest and half of it are in
    question. Short-cuts are looked for between half the longest time and an eighth of it. (Nearer
    the longest the order changes anyway, since there all but the slowest mode is lost.) Times of
    less than one jump are never in question.
    """
    longest, times = component.longest, component.times
    if len(times) < 3:
        return _careful(component, None, progress)
    shorter = [component.ways(t, progress) for t in times[1:3]]
    found = _agreement(shorter)
    if (found[1] or 0.0) < SAME:
        return _careful(component, True, progress)
    shorter += [component.ways(t, progress) for t in times[3:]]
    found = _agreement(shorter)
    agreeing = 1
    while agreeing < len(found) and (found[agreeing] or 0.0) >= SAME:
        agreeing += 1
    return Ladder(longest, shorter[:agreeing], found[:agreeing], False)


def choose_time(
    component: Component,
    neighbors: NDArray[np.float64],
    progress: Progress = no_progress,
) -> Drawn:
    """Draw maps at the times in question, and keep the one that keeps most neighbours.

    ``neighbors`` (n, n) is the membership of each point's nearest data points; the share of them
    that are nearest on the map is counted. (The fit of a map to its own distances grows with t
    always, and says nothing.) Without shortcuts the times are gone through from the shortest on,
    until one keeps fewer than a shorter one. With shortcuts, or where they cannot be told since
    noise is all there is (the first map does not follow its own distances), the longest is kept
    unless half of it keeps 3% more. When a run is stopped, the best map until then is kept, the
    last iterate where it is the first.
    """
    ladder = ladder_of(component, _part(progress, 0.0, 0.1))
    maps: dict[int, MetricMap] = {}
    if ladder.short_cuts is False:
        shortest = len(ladder.candidates) - 1
        drawn = component.draw(ladder.candidates[-1], False, _part(progress, 0.1, 0.4))
        if drawn.stopped or drawn.fit >= FLAT:
            maps[shortest] = drawn
        else:
            ladder = _careful(component, None, _part(progress, 0.4, 0.4))
    maps, kept = _drawn(component, ladder, maps, neighbors, _part(progress, 0.4, 1.0))
    enough = max(kept.values()) * (1.0 if ladder.short_cuts is False else LOSES_NONE)
    chosen = min(i for i, share in kept.items() if share >= enough)
    candidates = tuple(
        Candidate(ways.t, kept.get(i), ladder.agreement[i], i == chosen)
        for i, ways in enumerate(ladder.candidates)
    )
    ways = ladder.candidates[chosen]
    time = replace(
        ladder.longest,
        t=ways.t,
        longest=ladder.longest.t,
        short_cuts=ladder.short_cuts,
        candidates=candidates,
    )
    return Drawn(time, ways, maps[chosen])


def _drawn(
    component: Component,
    ladder: Ladder,
    maps: dict[int, MetricMap],
    neighbors: NDArray[np.float64],
    progress: Progress,
) -> tuple[dict[int, MetricMap], dict[int, float]]:
    """Maps of the candidates by their number, those in ``maps`` as given; what each keeps."""
    simple = ladder.short_cuts is False
    numbers = range(len(ladder.candidates))
    kept: dict[int, float] = {}
    for done, i in enumerate(reversed(numbers) if simple else numbers):
        low, high = (1 - 1 / 2 ** (done + part) for part in (0, 1))  # any may be the last
        if i not in maps:
            ways = ladder.candidates[i]
            drawn = component.draw(ways, ladder.short_cuts, _part(progress, low, high))
            if drawn.stopped and kept:
                return {j: replace(each, stopped=True) for j, each in maps.items()}, kept
            maps[i] = drawn
        kept[i] = neighbors_kept(maps[i].coordinates, neighbors)
        if maps[i].stopped or (simple and kept[i] < max(kept.values())):
            break
    return maps, kept


def _careful(component: Component, short_cuts: bool | None, progress: Progress) -> Ladder:
    """The longest time and half of it, where there is one."""
    ways = [component.ways(t, progress) for t in component.times[:2]]
    return Ladder(component.longest, ways, _agreement(ways), short_cuts)


def nearest_data(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Membership (n, n) of each point's 15 nearest others by ``distance`` (n, n).

    Of up to 60 points, of the nearest quarter.
    """
    n = len(distance)
    return membership(distance, np.arange(n), max(1, min(NEIGHBORS, n // 4)))


def neighbors_kept(Y: NDArray[np.float64], neighbors: NDArray[np.float64]) -> float:
    """Share of the nearest data points that are among as many nearest on the map (n, axes)."""
    k = round(float(neighbors[0].sum()))
    on_map = membership(cdist(Y, Y), np.arange(len(Y)), k)
    return float(np.einsum("ij,ij->", neighbors, on_map) / (k * len(Y)))


def _agreement(ways: list[Ways]) -> list[float | None]:
    ranks = [_ranks(each.lengths.distance) for each in ways]
    return [None, *(float(np.mean(a * b)) for a, b in pairwise(ranks))]


def _ranks(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks of the ways to some points, standardised: the mean product is Spearman's correlation.

    In each column, so that the whole is the mean over points.
    """
    columns = np.unique(np.linspace(0, len(distance) - 1, COLUMNS).astype(int))
    order = np.argsort(distance[:, columns], axis=0, kind="stable")
    rank = np.empty(order.shape)
    np.put_along_axis(rank, order, np.arange(len(distance), dtype=float)[:, None], axis=0)
    return (rank - rank.mean(axis=0)) / max(float(rank[:, 0].std()), 1e-300)


def _part(progress: Progress, low: float, high: float) -> Progress:
    return lambda share, what: progress(low + (high - low) * share, what)
