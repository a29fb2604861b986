"""Points in compact groups: an order of the data in which neighbours lie in the same tile."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.parallel import check_wanted

TILE = 512  # points in a tile, at most


@dataclass(frozen=True)
class PointTiles:
    """Tiles of points (n, d), halved again and again across the widest column.

    Attributes
    ----------
    order : (n,) array of int
        Row of the data at each place; tile t holds the places ``starts[t]`` to ``starts[t + 1]``.
    starts : (T + 1,) array of int
    values : (n, d) array
        The data in that order.
    centers : (T, d) array
    radii : (T,) array
        No point of a tile is farther from its centre.
    """

    order: NDArray[np.int64]
    starts: NDArray[np.int64]
    values: NDArray[np.float64]
    centers: NDArray[np.float64]
    radii: NDArray[np.float64]

    def least_distances(
        self, queries: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Lower bounds (m, T) of the distances to the points of each tile, and the nearest tile."""
        norm = np.einsum("ij,ij->i", queries, queries)[:, None]
        own = np.einsum("ij,ij->i", self.centers, self.centers)
        squared = queries @ self.centers.T
        squared *= -2
        squared += norm
        squared += own
        # What the product may have lost counts as nearness.
        squared -= 4 * (queries.shape[1] + 4) * np.finfo(float).eps * (norm + own)
        distance = np.sqrt(np.maximum(squared, 0, out=squared), out=squared)
        nearest = distance.argmin(axis=1)
        distance -= self.radii
        return np.maximum(distance, 0, out=distance), nearest


def point_tiles(values: NDArray[np.float64]) -> PointTiles:
    """Tiles of points (n, d); about n log₂(n / 512) comparisons, and a copy of the data.

    >>> tiles = point_tiles(np.array([[0.0], [1.0], [9.0]]))
    >>> tiles.radii.round(6).tolist(), tiles.centers.round(6).tolist()
    ([5.666667], [[3.333333]])
    """
    order = np.arange(len(values))
    starts = [0]
    waiting = [(0, len(values))]
    while waiting:
        check_wanted()
        start, end = waiting.pop()
        if end - start <= TILE:
            starts.append(end)
            continue
        here = order[start:end]
        some = values[here[:: max(len(here) // 2048, 1)]]
        column = int(np.argmax(some.max(axis=0) - some.min(axis=0)))
        middle = (end - start) // 2
        here[:] = here[np.argpartition(values[here, column], middle)]
        waiting += [(start + middle, end), (start, start + middle)]
    placed = values[order]
    bounds = list(pairwise(starts))
    centers = np.array([placed[start:end].mean(axis=0) for start, end in bounds])
    radii = [
        np.sqrt(((placed[start:end] - center) ** 2).sum(axis=1).max()) * (1 + 1e-9)
        for (start, end), center in zip(bounds, centers, strict=True)
    ]
    return PointTiles(order, np.array(starts), placed, centers, np.array(radii))
