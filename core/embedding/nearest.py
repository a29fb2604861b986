"""The k nearest neighbours of every point: exact where that is affordable, else approximate."""

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

EXACT_POINTS = 20_000
EXACT_DIMENSIONS = 16
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
    X: NDArray[np.float64],
    n_neighbors: int,
    *,
    metric: str = "euclidean",
    random_state: int = 0,
) -> Nearest:
    """The ``n_neighbors`` nearest other rows of each row of X (n, d), n > n_neighbors.

    With ``metric="precomputed"`` X (n, n) holds the distances. Up to 20,000 points or 16
    dimensions the search is exact (k-d tree or brute force); beyond, nearest-neighbour descent
    (Dong, Charikar & Li, 2011, by pynndescent), the same for a seed at any number of threads.

    >>> nearest_neighbors(np.array([[0.0], [1.0], [5.0]]), 1).indices.ravel()
    array([1, 0, 1])
    """
    if metric == "precomputed":
        return _from_distances(X, n_neighbors)
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


def _by_descent(X: NDArray[np.float64], k: int, random_state: int) -> Nearest:
    from pynndescent import NNDescent  # compiles for seconds: only where it is needed

    with _one_search:
        graph = NNDescent(
            X.astype(np.float32), n_neighbors=k + 1, random_state=random_state, n_jobs=1
        )
        found, _ = graph.neighbor_graph
    n = len(X)
    # The point itself goes out: it is among the found except by accident, else the last one does.
    itself = found == np.arange(n)[:, None]
    itself[~itself.any(axis=1), -1] = True
    indices = found[~itself].reshape(n, k).astype(np.int64)
    distances = np.empty((n, k))
    for start in range(0, n, 4096):
        rows = slice(start, start + 4096)
        distances[rows] = np.linalg.norm(X[indices[rows]] - X[rows, None, :], axis=2)
    order = np.argsort(distances, axis=1, kind="stable")
    indices, distances = (np.take_along_axis(a, order, axis=1) for a in (indices, distances))
    return Nearest(indices, distances, False, "approximate, nearest-neighbour descent")
