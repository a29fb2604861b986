"""From units of heat to units of the data."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

N_SOURCES = 8


def path_unit(
    lengths: sparse.csr_array,
    distance: NDArray[np.float64],
    landmarks: NDArray[np.int64],
) -> float:
    """How long a path along the edges is for each unit of heat distance: the median of the ratio.

    Heat distances count jumps between neighbours, in units that depend on the graph. Shortest
    paths along edge ``lengths`` (n, n) from a few landmarks, to the nearer half of the points, put
    them into the units of the data. ``distance`` (n, m) of heat from the landmarks.
    """
    chosen = np.unique(np.linspace(0, len(landmarks) - 1, N_SOURCES).astype(int))
    paths = dijkstra(lengths, directed=False, indices=landmarks[chosen])
    ratios = []
    for path, heat in zip(paths, distance[:, chosen].T, strict=True):
        near = (heat > 0) & np.isfinite(path) & (path > 0)
        near &= heat <= np.median(heat[near]) if near.any() else near
        ratios.append(path[near] / heat[near])
    together = np.concatenate(ratios)
    return float(np.median(together)) if len(together) else 1.0
