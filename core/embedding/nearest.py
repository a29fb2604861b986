"""The k nearest neighbours of every point: exact where that is affordable, else approximate."""

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.neighbors import NearestNeighbors

from core.embedding.metrics import METRICS, Rows, blocks, by_differences

EXACT_POINTS = 20_000
EXACT_DIMENSIONS = 16
SPARE = 2  # beyond the wanted: products of rows confuse the last ones
_one_search = threading.Lock()  # the approximate search runs threads of its own, one at a time


@dataclass(frozen=True, eq=False)
class Nearest:
    """Neighbours in ascending distance, the point itself left out.

    ``indices`` and ``distances`` (n, k); ``exact`` tells whether the search was; ``method`` says
    how it was done, in words for the screen.
    """

    indices: NDArray[np.int64]
    distances: NDArray[np.float64]
    exact: bool
    method: str


def is_exact(n_points: int, n_dimensions: int) -> bool:
    """Whether a search among so many points in so many dimensions is exact."""
    return n_points <= EXACT_POINTS or n_dimensions <= EXACT_DIMENSIONS


def nearest_neighbors(
    X: Rows,
    n_neighbors: int,
    *,
    metric: str = "euclidean",
    random_state: int = 0,
) -> Nearest:
    """The ``n_neighbors`` nearest other rows of each row of X (n, d), n > n_neighbors.

    X may be sparse. With ``metric="precomputed"`` X (n, n) holds the distances. Up to 20,000
    points, or of dense rows and Euclidean distances in up to 16 dimensions, the search is exact
    (k-d tree or brute force); beyond, nearest-neighbour descent (Dong, Charikar & Li, 2011, by
    pynndescent), the same for a seed at any number of threads.

    >>> nearest_neighbors(np.array([[0.0], [1.0], [5.0]]), 1).indices.ravel()
    array([1, 0, 1])
    """
    if metric == "precomputed":
        return _from_distances(X, n_neighbors)
    if metric != "euclidean" or sparse.issparse(X):
        if X.shape[0] > EXACT_POINTS:
            return _by_descent(X, n_neighbors, random_state, metric)
        return _by_blocks(X, n_neighbors, metric)
    if is_exact(*X.shape):
        tree = X.shape[1] <= EXACT_DIMENSIONS
        search = NearestNeighbors(
            n_neighbors=n_neighbors, algorithm="kd_tree" if tree else "brute"
        ).fit(X)
        distances, indices = search.kneighbors()
        return Nearest(indices, distances, True, "exact, k-d tree" if tree else "exact")
    return _by_descent(X, n_neighbors, random_state)


def _from_distances(D: NDArray[np.float64], k: int) -> Nearest:
    others = np.array(D, dtype=np.float64)
    np.fill_diagonal(others, np.inf)
    indices = np.argsort(others, axis=1, kind="stable")[:, :k]
    return Nearest(indices, np.take_along_axis(others, indices, axis=1), True, "exact, given")


def _by_blocks(X: Rows, k: int, metric: str) -> Nearest:
    """All distances, some rows at a time; of equally near rows those that come first."""
    n = X.shape[0]
    indices, distances = np.empty((n, k), np.int64), np.empty((n, k))
    spare = min(n - 1, k + SPARE)
    exact = METRICS[metric].scales
    for rows in blocks(n, n):
        D = METRICS[metric].block(X[rows], X)
        here = np.arange(rows.start, rows.stop)
        D[np.arange(len(here)), here] = np.inf
        found = np.sort(np.argpartition(D, spare - 1, axis=1)[:, :spare], axis=1)
        near = np.take_along_axis(D, found, axis=1)
        if exact:
            near = by_differences(X, X[rows], found, metric)
        order = np.argsort(near, axis=1, kind="stable")[:, :k]
        indices[rows] = np.take_along_axis(found, order, axis=1)
        distances[rows] = np.take_along_axis(near, order, axis=1)
    return Nearest(indices, distances, True, "exact, all distances")


def _by_descent(X: Rows, k: int, random_state: int, metric: str = "euclidean") -> Nearest:
    from pynndescent import NNDescent  # compiles for seconds: only where it is needed

    with _one_search:
        graph = NNDescent(
            sparse.csr_matrix(X, dtype=np.float32) if sparse.issparse(X) else X.astype(np.float32),
            n_neighbors=k + 1,
            metric=metric,
            random_state=random_state,
            n_jobs=1,
        )
        found, _ = graph.neighbor_graph
    n = X.shape[0]
    # The point itself goes out: it is among the found except by accident, else the last one does.
    itself = found == np.arange(n)[:, None]
    itself[~itself.any(axis=1), -1] = True
    indices = found[~itself].reshape(n, k).astype(np.int64)
    distances = np.empty((n, k))
    for rows in blocks(n, 1000):
        if METRICS[metric].scales:
            distances[rows] = by_differences(X, X[rows], indices[rows], metric)
        else:
            for i in range(rows.start, rows.stop):
                distances[i] = METRICS[metric].block(X[[i]], X[indices[i]])[0]
    order = np.argsort(distances, axis=1, kind="stable")
    indices, distances = (np.take_along_axis(a, order, axis=1) for a in (indices, distances))
    return Nearest(indices, distances, False, "approximate, nearest-neighbour descent")
