"""The distinct points behind a map, and the nearest of them to new ones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.neighbors import NearestNeighbors

from core.datasets.distinct_rows import DistinctRows, distinct_rows, in_order_met
from core.embedding.distinct_points import distinct_by_distance
from core.embedding.metrics import METRICS, Rows, blocks, by_differences, distances_between
from core.embedding.nearest import EXACT_DIMENSIONS

_SPARE = 2  # neighbours beyond those wanted: rounding in the search may confuse the last ones
_ROWS = 4096


@dataclass(frozen=True, eq=False)
class TrainingPoints:
    """Points (u, d), dense or sparse, or their distances (u, u), divided by ``scale``.

    It is a power of two, 1 where distances do not grow with the data; ``metric`` as HeatGeodesic's.

    ``first_row`` (u,) where each distinct point is met first, ``of_row`` (n,) the point of each
    row; ``search`` finds neighbours among the points, None where distances were given.
    """

    values: Rows
    scale: float
    first_row: NDArray[np.int64]
    of_row: NDArray[np.int64]
    search: NearestNeighbors | None
    metric: str = "euclidean"

    def __len__(self) -> int:
        return len(self.first_row)

    def nearest(self, X: Rows, k: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Distances and indices (q, k), ascending, of the points nearest to rows X.

        X (q, d), or distances (q, n) to the training rows. Each row on its own: exactly 0 for a
        training row, and the same bits whatever rows come with it.
        """
        n = X.shape[0]
        parts = [self._nearest(X[i : i + _ROWS], k) for i in range(0, n, _ROWS)]
        distances, indices = (np.concatenate(part) for part in zip(*parts, strict=True))
        return distances, indices

    def _nearest(self, X: Rows, k: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        X = X / self.scale
        if self.metric != "precomputed" and self.search is None:
            return self._nearest_by_blocks(X, k)
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

    def _nearest_by_blocks(self, X: Rows, k: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        row = METRICS[self.metric]
        wanted = min(k + _SPARE, len(self))
        distances, indices = [], []
        for rows in blocks(X.shape[0], len(self)):
            some = X[rows]
            D = row.block(some, self.values)
            found = np.sort(np.argpartition(D, wanted - 1, axis=1)[:, :wanted], axis=1)
            near = np.take_along_axis(D, found, axis=1)
            if row.scales:
                near = by_differences(self.values, some, found, self.metric)
            order = np.argsort(near, axis=1, kind="stable")[:, :k]
            distances.append(np.take_along_axis(near, order, axis=1))
            indices.append(np.take_along_axis(found, order, axis=1))
        return np.concatenate(distances), np.concatenate(indices)

    def between(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
        """(a, b) distances between points, divided by ``scale``."""
        if self.metric == "precomputed":
            return np.asarray(self.values[np.ix_(first, second)])
        return distances_between(self.values[first], self.values[second], self.metric)


def training_points(X: Rows, metric: str) -> TrainingPoints:
    """The distinct rows of X (n, d), or points of distances X (n, n) when precomputed.

    >>> len(training_points(np.array([[1.0], [2.0], [1.0]]), "euclidean"))
    2
    """
    given = metric == "precomputed"
    if metric == "jaccard":  # which features are not 0 is all that counts: equal ones are one point
        X = (X != 0).astype(np.float64)
    if sparse.issparse(X):
        X = sparse.csr_array(X)
        distinct = _distinct_sparse(X)
    else:
        distinct = distinct_by_distance(X) if given else distinct_rows(X)
    first = distinct.first
    # A power of two costs no digit, and keeps squares of lengths within range.
    scale = _power_of_two(X) if given or METRICS[metric].scales else 1.0
    values = (X[np.ix_(first, first)] if given else X[first]) / scale
    search = None
    if metric == "euclidean" and not sparse.issparse(X):
        tree = values.shape[1] <= EXACT_DIMENSIONS
        search = NearestNeighbors(algorithm="kd_tree" if tree else "brute").fit(values)
    return TrainingPoints(values, scale, first, distinct.point, search, metric)


def _distinct_sparse(X: sparse.csr_array) -> DistinctRows:
    """Rows with the same entries are one point."""
    X = X.copy()
    X.sum_duplicates()
    X.eliminate_zeros()
    X.sort_indices()
    met: dict[bytes, int] = {}
    group = np.empty(X.shape[0], np.int64)
    for i in range(X.shape[0]):
        here = slice(X.indptr[i], X.indptr[i + 1])
        mark = X.indices[here].astype(np.int64).tobytes() + X.data[here].tobytes()
        group[i] = met.setdefault(mark, len(met))
    return in_order_met(group)


def _power_of_two(X: Rows) -> float:
    """The power of two next to the largest finite size of an entry; 1 for zeros."""
    sizes = np.abs(X.data if sparse.issparse(X) else X)
    largest = float(np.where(np.isfinite(sizes), sizes, 0.0).max(initial=0.0))
    return float(2.0 ** np.clip(np.round(np.log2(largest)), -1000, 1000)) if largest > 0 else 1.0
