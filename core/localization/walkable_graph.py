"""Walking distance between registered places: along the floor, not through walls."""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components, shortest_path
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

NEIGHBORS = 12
TOLERANCE_M = 0.4


def walking_distance(
    grid_m: NDArray[np.float64], walkable: BaseGeometry | None = None
) -> NDArray[np.float64]:
    """Distance between registered places along straight steps that stay on the walkable floor.

    Steps lead to the 12 nearest places. Places that no step reaches are joined by their shortest
    straight line, so that nothing is infinite.

    Parameters
    ----------
    grid_m : (M, 2) array of float64
        The registered places in metres.
    walkable : shapely geometry or None, optional
        An area or the line of a corridor, in metres, widened by 0.4 m; None: every step is allowed.

    Returns
    -------
    (M, M) array of float64
        In metres.

    Examples
    --------
    >>> walking_distance(np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]]))[0].tolist()
    [0.0, 3.0, 5.0]
    """
    n = len(grid_m)
    if n == 1:
        return np.zeros((1, 1))
    distance, neighbor = cKDTree(grid_m).query(grid_m, k=min(NEIGHBORS + 1, n))
    start, end = np.repeat(np.arange(n), neighbor.shape[1] - 1), neighbor[:, 1:].ravel()
    length = distance[:, 1:].ravel()
    if walkable is not None:
        floor = walkable.buffer(TOLERANCE_M)
        shapely.prepare(floor)
        steps = shapely.linestrings(np.stack([grid_m[start], grid_m[end]], axis=1))
        allowed = shapely.covers(floor, steps)
        start, end, length = start[allowed], end[allowed], length[allowed]
    graph = sparse.csr_array((np.maximum(length, 1e-9), (start, end)), shape=(n, n))
    graph = _joined(graph.maximum(graph.T), grid_m)
    return shortest_path(graph, directed=False)


def _joined(graph: sparse.csr_array, grid_m: NDArray[np.float64]) -> sparse.csr_array:
    """Add the shortest straight line between components until there is one."""
    n_components, component = connected_components(graph, directed=False)
    graph = graph.tolil()
    while n_components > 1:
        inside, outside = np.flatnonzero(component == 0), np.flatnonzero(component != 0)
        distance, nearest = cKDTree(grid_m[inside]).query(grid_m[outside])
        best = int(distance.argmin())
        a, b = inside[nearest[best]], outside[best]
        graph[a, b] = graph[b, a] = max(float(distance[best]), 1e-9)
        component[component == component[b]] = 0
        n_components -= 1
    return graph.tocsr()
