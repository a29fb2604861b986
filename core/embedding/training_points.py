"""The distinct points behind a map, and the nearest of them to new ones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from core.datasets.distinct_rows import distinct_rows
from core.embedding.distinct_points import distinct_by_distance
from core.embedding.nearest import EXACT_DIMENSIONS

_SPARE = 2  # neighbours beyond those wanted: rounding in the search may confuse the last ones
_ROWS = 4096


@dataclass(frozen=True, eq=False)
class TrainingPoints:
    """Points (u, d) or their distances (u, u), divided by ``scale``, a power of two.

    ``first_row`` (u,) where each distinct point is met first, ``of_row`` (n,) the point of each
    row; ``search`` finds neighbours among the points, None where distances were given.
    """

    values: NDArray[np.float64]
    scale: float
    first_row: NDArray[np.int64]
    of_row: NDArray[np.int64]
    search: NearestNeighbors | None

    def __len__(self) -> int:
        return len(self.first_row)

    def nearest(
        self, X: NDArray[np.float64], k: int
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Distances and indices (q, k), ascending, of the points nearest to rows X.

        X (q, d), or distances (q, n) to the training rows. Each row on its own: exactly 0 for a
        training row, and the same bits whatever rows come with it.
        """
        parts = [self._nearest(X[i : i + _ROWS], k) for i in range(0, len(X), _ROWS)]
        distances, indices = (np.concatenate(part) for part in zip(*parts, strict=True))
        return distances, indices

    def _nearest(
        self, X: NDArray[np.float64], k: int
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        X = X / self.scale
        if self.search is None:
            distances = X[:, self.first_row]
            indices = np.broadcast_to(np.arange(len(self)), distances.shape)
        else:
            _, indices = self.search.kneighbors(X, n_neighbors=min(k + _SPARE, len(self)))
            indices = np.sort(indices, axis=1)
            # Differences, not inner products, which round and depend on the batch.
            distances = np.sqrt(((self.values[indices] - X[:, None, :]) ** 2).sum(axis=2))
        order = np.argsort(distances, axis=1, kind="stable")[:, :k]
        return (
            np.take_along_axis(distances, order, axis=1),
            np.take_along_axis(indices, order, axis=1),
        )


def training_points(X: NDArray[np.float64], metric: str) -> TrainingPoints:
    """The distinct rows of X (n, d), or points of distances X (n, n) when precomputed.

    >>> len(training_points(np.array([[1.0], [2.0], [1.0]]), "euclidean"))
    2
    """
    given = metric == "precomputed"
    distinct = distinct_by_distance(X) if given else distinct_rows(X)
    first = distinct.first
    # A power of two costs no digit, and keeps squares of lengths within range.
    scale = _power_of_two(X)
    values = (X[np.ix_(first, first)] if given else X[first]) / scale
    search = None
    if not given:
        tree = values.shape[1] <= EXACT_DIMENSIONS
        search = NearestNeighbors(algorithm="kd_tree" if tree else "brute").fit(values)
    return TrainingPoints(values, scale, first, distinct.point, search)


def _power_of_two(X: NDArray[np.float64]) -> float:
    """The power of two next to the largest size of an entry; 1 for zeros."""
    largest = float(np.abs(X).max())
    return float(2.0 ** np.clip(np.round(np.log2(largest)), -1000, 1000)) if largest > 0 else 1.0
