"""The diffusion time that suits the data: a few are tried, and the maps say which."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.embedding.component import Component, Ways
from core.embedding.diffusion_time import Candidate, DiffusionTime
from core.embedding.metric_map import MetricMap
from core.embedding.scores.neighborhoods import membership
from core.parallel import Progress, no_progress

SAME = 0.985  # rank agreement of ways at two times above which nothing speaks for short-cuts
LOSES_NONE = 0.97  # share of the most neighbours that a longer time must keep
NEIGHBORS = 15
COLUMNS = 100  # points whose ways are compared


@dataclass(frozen=True, eq=False)
class Rung:
    """One time that is tried: its ways, and how far they are ordered as at the next longer time.

    ``agreement`` is the mean rank correlation of rows, None for the longest time.
    """

    ways: Ways
    agreement: float | None

    @property
    def t(self) -> float:
        """The time."""
        return self.ways.t


@dataclass(frozen=True, eq=False)
class Drawn:
    """The time that was chosen, with its ways and its map."""

    time: DiffusionTime
    ways: Ways
    scaled: MetricMap


def rungs_of(
    component: Component, progress: Progress = no_progress
) -> tuple[list[Rung], bool | None]:
    """The times in question with the ways between all pairs of points, and whether short-cuts show.

    On a shape without short-cuts a shorter time measures the same ways in finer detail: the times
    in question are half the longest, and shorter ones. A short-cut is used more, the shorter the
    time: with it the order of the ways never settles, and only long times wash it out. It is looked
    for between half the longest time and an eighth of it. (Nearer the longest time the order
    changes anyway, since there all but the slowest mode is lost.) None where an eighth would be
    less than one jump.
    """
    longest, *shorter = component.times
    if not shorter:
        return [Rung(component.ways(longest), None)], None
    half = component.ways(shorter[0])
    rank = half_rank = _ranks(half)
    found, cut = [Rung(half, None)], None
    for t in shorter[1:]:
        ways = component.ways(t)
        before, rank = rank, _ranks(ways)
        agreement = float(np.mean(rank * before))
        found.append(Rung(ways, agreement))
        cut = agreement < SAME if cut is None else cut
        if cut:
            break
        progress(len(found) / len(shorter), "heat distances")
    if cut or cut is None:
        ways = component.ways(longest)
        agreement = float(np.mean(_ranks(ways) * half_rank))
        found = [Rung(ways, None), Rung(half, agreement), *found[1:]]
    return found, cut


def choose_time(
    component: Component,
    neighbors: NDArray[np.float64] | None,
    progress: Progress = no_progress,
) -> Drawn:
    """Draw maps at the times that come into question, and keep one.

    With short-cuts the longest time is kept, unless half of it keeps more than 3 % more of each
    point's nearest data points among its nearest on the map. Without, the times down to which each
    orders the ways as the one before are gone through from the shortest on, as long as the next one
    keeps as many neighbours: the longest of those that keep most.

    ``neighbors`` (n, n) is the membership of the nearest data points; None keeps the longest time.
    When a run is stopped, the best map until then is kept, the last iterate where it is the first.
    """
    rungs, cut = rungs_of(component, _part(progress, 0.0, 0.1))
    careful = cut or cut is None
    open_to = rungs[:2] if careful else _agreeing(rungs)[::-1]
    if neighbors is None:
        open_to = rungs[:1]
    kept: dict[float, float] = {}
    maps: dict[float, MetricMap] = {}
    for number, rung in enumerate(open_to):
        low, high = (0.1 + 0.9 * (number + i) / len(open_to) for i in (0, 1))
        drawn = component.draw(rung.ways, cut, _part(progress, low, high))
        if drawn.stopped and maps:
            maps = {t: replace(each, stopped=True) for t, each in maps.items()}
            break
        maps[rung.t] = drawn
        if neighbors is not None:
            kept[rung.t] = neighbors_kept(drawn.coordinates, neighbors)
        if drawn.stopped or (not careful and kept and kept[rung.t] < max(kept.values())):
            break
    chosen = _best(kept, careful=careful) if kept else open_to[0].t
    candidates = tuple(
        Candidate(
            rung.t,
            kept.get(rung.t),
            rung.agreement,
            rung.t == chosen,
            maps[rung.t].coordinates if rung.t in maps else None,
        )
        for rung in rungs
    )
    time = replace(
        component.longest,
        t=chosen,
        longest=component.longest.t,
        short_cuts=cut,
        candidates=candidates,
    )
    rung = next(each for each in rungs if each.t == chosen)
    return Drawn(time, rung.ways, maps[chosen])


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


def _agreeing(rungs: list[Rung]) -> list[Rung]:
    """The longest, and those after it as long as each orders the ways like the one before."""
    found = rungs[:1]
    for rung in rungs[1:]:
        if rung.agreement is None or rung.agreement < SAME:
            break
        found.append(rung)
    return found


def _best(kept: dict[float, float], *, careful: bool) -> float:
    """The longest time that loses none, or keeps most."""
    enough = max(kept.values()) * (LOSES_NONE if careful else 1.0)
    return max(t for t, share in kept.items() if share >= enough)


def _ranks(ways: Ways) -> NDArray[np.float64]:
    """Ranks of the ways to some points, standardised: the mean product is Spearman's correlation.

    In each column, so that the whole is the mean over points.
    """
    distance = ways.lengths.distance
    columns = np.unique(np.linspace(0, len(distance) - 1, COLUMNS).astype(int))
    order = np.argsort(distance[:, columns], axis=0, kind="stable")
    rank = np.empty(order.shape)
    np.put_along_axis(rank, order, np.arange(len(distance), dtype=float)[:, None], axis=0)
    return (rank - rank.mean(axis=0)) / max(float(rank[:, 0].std()), 1e-300)


def _part(progress: Progress, low: float, high: float) -> Progress:
    return lambda share, what: progress(low + (high - low) * share, what)
