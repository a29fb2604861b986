"""New points in an old map, each on its own: nothing depends on who comes with it."""

import numpy as np
from numpy.typing import NDArray


def interpolate(
    distances: NDArray[np.float64], indices: NDArray[np.int64], Y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """y(x) = Σ w_j y_j / Σ w_j with w_j = (1/d_j − 1/R)² over the nearest training points.

    Franke & Nielson's (1980) inverse distance weights: the map is continuous, a training point
    gets its own coordinates, and the farthest of the points, at R, has no say any more.

    Parameters
    ----------
    distances, indices : (q, k + 1) ascending, to points of the map
    Y : (n, c) the map

    >>> interpolate(np.array([[1.0, 1.0, 2.0]]), np.array([[0, 1, 2]]),
    ...             np.array([[0.0], [1.0], [9.0]]))
    array([[0.5]])
    """
    if distances.shape[1] == 1:
        return Y[indices[:, 0]]
    reach = distances[:, -1:]
    same = distances[:, 0] == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        # Relative to the nearest distance, so that neither square can overflow.
        weight = (distances[:, :1] / distances - distances[:, :1] / reach) ** 2
    total = weight.sum(axis=1)
    equal = ~(total > 0) & ~same  # all are equally far
    weight[equal], total[equal] = 1.0, distances.shape[1]
    weight[same], total[same] = 0.0, 1.0
    out = np.einsum("qk,qkc->qc", weight / total[:, None], Y[indices])
    out[same] = Y[indices[same, 0]]
    return out
