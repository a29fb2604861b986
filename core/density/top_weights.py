"""Which data points carry a density: the largest of the weights w_i k(|z_i|²) / Σ w k."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.density.kernel_sums import Matrix, WeightedPoints
from core.density.kernels import Kernel
from core.errors import ParameterError

CELLS = 4_000_000  # queries × points at once: 32 MB for each of three arrays


def top_weights(
    points: WeightedPoints, queries: Matrix, bandwidth: float, kernel: Kernel, n_points: int
) -> tuple[NDArray[np.int64], Matrix]:
    """(m, k) indices of the points that weigh most at each query, and their shares of the sum.

    Among equals the lower index comes first. Shares are NaN where the sum is 0.
    """
    if not n_points >= 1:
        raise ParameterError(f"n_points is {n_points}; choose 1 or more.")
    n = len(points.values)
    k = min(int(n_points), n)
    index, share = np.empty((len(queries), k), dtype=np.int64), np.empty((len(queries), k))
    rows = max(CELLS // n, 1)
    unit = 2.0 ** np.floor(np.log2(bandwidth))
    scaled = points.values / unit
    for start in range(0, len(queries), rows):
        some = slice(start, start + rows)
        squared = cdist(queries[some] / unit, scaled, "sqeuclidean") * (unit / bandwidth) ** 2
        log_term = kernel.log_profile(squared)
        if points.log_weight is not None:
            log_term = log_term + points.log_weight
        # All shares, then the k largest: ties at the cut go to the lower index.
        order = np.argsort(-log_term, axis=1, kind="stable")[:, :k]
        peak = np.take_along_axis(log_term, order[:, :1], axis=1)
        with np.errstate(invalid="ignore"):
            weight = np.exp(log_term - peak)
            total = weight.sum(axis=1, keepdims=True)
            index[some], share[some] = order, np.take_along_axis(weight, order, axis=1) / total
    return index, share
