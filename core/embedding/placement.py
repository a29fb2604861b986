"""Where the maps of components lie: as far apart as their nearest points are in the data."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from core.embedding.classical_mds import classical_mds
from core.embedding.metrics import blocks
from core.embedding.packing import pack
from core.embedding.training_points import TrainingPoints

MOST_MEASURED = 12  # components whose gaps are all measured
MOST_SEARCHED = 5e9  # products that a search for the nearest points of two may take
STEPS = 200


@dataclass(frozen=True, eq=False)
class Placement:
    """``maps`` where they lie; ``gaps`` (c, c) the distances between the nearest points of two
    components in the data, None where the maps lie on a shelf: not known, or too many.
    """

    maps: list[NDArray[np.float64]]
    gaps: NDArray[np.float64] | None


def placed(maps: list[NDArray[np.float64]], gaps: NDArray[np.float64] | None) -> Placement:
    """Move each map (nᵢ, d) so that none overlap, each as it is.

    With known ``gaps`` (c, c), the circles around two maps are as far apart as their nearest points
    in the data, as well as a plane allows (metric scaling of the centres) and never nearer than
    that. Without, the maps lie on a shelf, and the space between them means nothing.

    >>> line = np.array([[0.0, 0.0], [1.0, 0.0]])
    >>> two = placed([line, line], np.array([[0.0, 50.0], [50.0, 0.0]])).maps
    >>> float(np.ptp(np.concatenate(two)[:, 0]).round(6))
    52.0
    """
    if len(maps) == 1 or gaps is None or not np.isfinite(gaps).all():
        return Placement(pack(maps), None)
    middles = [(m.min(axis=0) + m.max(axis=0)) / 2 for m in maps]
    radius = np.array(
        [np.sqrt(((m - c) ** 2).sum(axis=1)).max() for m, c in zip(maps, middles, strict=True)]
    )
    wanted = gaps + radius[:, None] + radius
    np.fill_diagonal(wanted, 0.0)
    line = maps[0].shape[1] == 1
    centres = _in_a_row(wanted) if line else _scaled(wanted, maps[0].shape[1])
    moved = [m - c + x for m, c, x in zip(maps, middles, centres, strict=True)]
    home = centres[0]
    return Placement([m - home for m in moved], gaps)


def measured_gaps(
    points: TrainingPoints, groups: list[NDArray[np.int64]]
) -> NDArray[np.float64] | None:
    """(c, c) distances between the nearest points of two ``groups``, divided by their scale.

    None for more than 12 groups, or where the search would be long.
    """
    c = len(groups)
    sizes = np.array([len(g) for g in groups], dtype=np.float64)
    if not 1 < c <= MOST_MEASURED:
        return None
    if sizes[0] * sizes[1:].sum() * points.values.shape[1] > MOST_SEARCHED:
        return None
    gaps = np.zeros((c, c))
    trees = [cKDTree(points.values[g]) for g in groups] if points.search is not None else None
    for a, b in combinations(range(c), 2):
        if trees is not None:
            gap = trees[a].query(points.values[groups[b]])[0].min()
        else:
            parts = blocks(len(groups[a]), len(groups[b]))
            gap = min(points.between(groups[a][rows], groups[b]).min() for rows in parts)
        gaps[a, b] = gaps[b, a] = gap
    return gaps


def _in_a_row(wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centres (c, 1) on a line, in the order of classical scaling, none nearer than ``wanted``."""
    order = np.argsort(classical_mds(wanted, 1)[:, 0], kind="stable")
    x = np.zeros(len(wanted))
    for place in range(1, len(order)):
        before, here = order[:place], order[place]
        x[here] = (x[before] + wanted[before, here]).max()
    return x[:, None]


def _scaled(wanted: NDArray[np.float64], axes: int) -> NDArray[np.float64]:
    """Centres (c, axes) whose distances follow ``wanted`` (c, c), none of them shorter."""
    size = wanted.max()
    D = wanted / size
    Y = classical_mds(D, axes)
    n = len(D)
    Y = Y + 1e-9 * np.random.default_rng(0).normal(size=Y.shape)
    off = ~np.eye(n, dtype=bool)
    for _ in range(STEPS):  # majorisation (de Leeuw, 1977): the stress falls at every step
        r = np.sqrt(((Y[:, None] - Y) ** 2).sum(axis=2))
        ratio = np.divide(D, r, out=np.zeros_like(D), where=off & (r > 0))
        Y = (ratio.sum(axis=1)[:, None] * Y - ratio @ Y) / n
    r = np.sqrt(((Y[:, None] - Y) ** 2).sum(axis=2))
    nearer = float((D[off] / np.maximum(r[off], 1e-12)).max())
    return size * Y * max(1.0, nearer)
