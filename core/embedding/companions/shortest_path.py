"""Shortest paths through the neighbour graph, and the map that keeps them best."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components, shortest_path
from scipy.spatial.distance import cdist
from sklearn.neighbors import NearestNeighbors

from core.embedding.companions.settings import MapSettings
from core.embedding.stress_descent import descend_stress


def path_distances(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """(n, n) lengths of the shortest paths along edges between near points.

    Two points are joined when either is among the other's nearest. Components are joined by the
    shortest edge between them, nearest first, so that nothing is infinite.

    >>> line = np.array([[0.0], [1.0], [2.0], [9.0]])
    >>> path_distances(line, MapSettings(n_neighbors=1))[0].tolist()
    [0.0, 1.0, 2.0, 9.0]
    """
    n, given = len(X), settings.metric == "precomputed"
    k = min(settings.n_neighbors, n - 1)
    search = NearestNeighbors(n_neighbors=k, metric="precomputed" if given else "euclidean")
    fitted = search.fit(X)
    directed = sparse.csr_array(fitted.kneighbors_graph(mode="distance"))
    # A stored zero would be no edge: duplicates are joined by next to nothing.
    directed.data = np.maximum(directed.data, np.finfo(float).tiny)
    edges = sparse.csr_array(directed.maximum(directed.T))
    return np.asarray(shortest_path(_joined(edges, X, given=given), directed=False))


def shortest_path_map(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """(n, m) coordinates whose distances follow the path lengths, all pairs counting alike.

    Metric scaling by stochastic gradient descent, in the units of the data.

    >>> line = np.arange(6.0)[:, None]
    >>> np.ptp(shortest_path_map(line, MapSettings(n_components=1, n_neighbors=2))).round(1)
    np.float64(5.0)
    """
    embedding, _ = descend_stress(
        path_distances(X, settings),
        np.arange(len(X)),
        settings.n_components,
        power=0.0,
        pull=1.0,
        random_state=settings.random_state,
    )
    return embedding


def _joined(edges: sparse.csr_array, X: NDArray[np.float64], *, given: bool) -> sparse.csr_array:
    """The graph with the shortest edge from the first component to the others, until connected."""
    _, component = connected_components(edges, directed=False)
    added: list[tuple[int, int, float]] = []
    inside = component == 0
    while not inside.all():
        rows, columns = np.flatnonzero(inside), np.flatnonzero(~inside)
        between = X[np.ix_(rows, columns)] if given else cdist(X[rows], X[columns])
        i, j = np.unravel_index(between.argmin(), between.shape)
        added.append((int(rows[i]), int(columns[j]), float(between[i, j])))
        inside |= component == component[columns[j]]
    if not added:
        return edges
    row, column, length = (np.array(part) for part in zip(*added, strict=True))
    more = sparse.csr_array((length, (row, column)), shape=edges.shape)
    return sparse.csr_array(edges + more + more.T)
