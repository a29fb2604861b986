"""What a distance is: a metric or not, Euclidean or not, measured on one graph."""

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.limits import check_limit

Matrix = NDArray[np.float64]


def triangle_violation(distance: Matrix) -> float:
    """The largest d_ij − d_ik − d_kj relative to the largest distance; at most 0 for a metric.

    O(n³) time, O(n²) memory.

    >>> triangle_violation(np.array([[0.0, 1.0, 4.0], [1.0, 0.0, 1.0], [4.0, 1.0, 0.0]]))
    0.5
    """
    distance = np.asarray(distance, dtype=np.float64)
    n = len(distance)
    check_limit("kernel_nodes", n, what="The distance matrix")
    largest = float(np.abs(distance).max(initial=0))
    if not largest > 0:
        raise ParameterError("All distances are 0, so there is no triangle to judge.")
    worst = -np.inf
    for k in range(n):
        gap = distance - (distance[:, [k]] + distance[[k], :])
        gap[k, :] = gap[:, k] = -np.inf  # triangles of three different nodes only
        np.fill_diagonal(gap, -np.inf)
        worst = max(worst, float(gap.max()))
    return worst / largest if np.isfinite(worst) else 0.0


def smallest_centred_eigenvalue(kernel: Matrix) -> float:
    """The smallest eigenvalue of HKH, K made symmetric, relative to the largest in size.

    Below 0 no points in space have these squared distances. Rounding gives about −1e-15.

    >>> round(smallest_centred_eigenvalue(np.diag([1.0, 2.0])), 12)
    0.0
    """
    symmetric = (kernel + kernel.T) / 2
    mean = symmetric.mean(axis=0)
    values = np.linalg.eigvalsh(symmetric - mean[:, None] - mean[None, :] + mean.mean())
    return float(values[0] / max(float(np.abs(values).max()), 1e-300))
