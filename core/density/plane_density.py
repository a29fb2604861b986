"""The kernel density estimate of points in a plane, at all nodes of a rectangular grid."""

import numpy as np
from numpy.typing import ArrayLike

from core.density.kernel_density import KernelDensity
from core.density.kernel_sums import Matrix
from core.density.kernels import kernel_named
from core.density.validation import check_bandwidth, check_data, check_weight
from core.errors import ParameterError
from core.parallel import one_blas_thread


def density_on_grid(
    X: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    h: float,
    *,
    kernel: str = "gaussian",
    nu: float = 3.0,
    sample_weight: ArrayLike | None = None,
) -> Matrix:
    """(ny, nx) densities ρ̂(x, y) of points X (n, 2), for pictures and for masses.

    A Gaussian is the product of one along x and one along y, so the whole grid is one matrix
    product of (ny, n) and (n, nx): right to 1e-12 of the largest value, and 0 where it underflows.
    For logarithms in the tails ask :class:`~core.density.kernel_density.KernelDensity`, which does
    the other kernels here.

    Raises ParameterError for data that are not finite or not in a plane, and h not above 0.

    >>> density_on_grid([[0.0, 0.0]], [0.0, 1.0], [0.0], 1.0).round(6)  # 1/(2π), times e^(−½)
    array([[0.159155, 0.096532]])
    """
    points, bandwidth = check_data(X), check_bandwidth(h)
    across, along = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if points.shape[1] != 2:
        raise ParameterError(f"The points have {points.shape[1]} columns; choose two of them.")
    factor = kernel_named(kernel).along_axis
    if factor is None:
        density = KernelDensity(bandwidth=bandwidth, kernel=kernel, nu=nu, precision="mixed")
        density.fit(points, sample_weight=sample_weight)
        nodes = np.stack(np.meshgrid(across, along), axis=-1).reshape(-1, 2)
        return np.exp(density.score_samples(nodes)).reshape(len(along), len(across))
    weight = check_weight(sample_weight, len(points))
    share = np.full(len(points), 1 / len(points)) if weight is None else weight / weight.sum()
    with one_blas_thread():  # too small a product for a second thread
        rows = factor(along[:, None] - points[:, 1], bandwidth) * share
        return np.asarray(rows @ factor(across[:, None] - points[:, 0], bandwidth).T)
