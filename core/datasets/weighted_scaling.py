"""Scales of columns and widest axes where rows count by their weights."""

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.extmath import svd_flip

from core.datasets.row_weights import weighted_quantile
from core.datasets.scaling import NORMAL_QUARTILES, robust_spreads, standard_deviations

Array = NDArray[np.float64]


def centre_and_spread(
    values: Array, weight: Array | None, *, robust: bool = False
) -> tuple[Array, Array]:
    """(d,) mean and standard deviation of each column of (n, d), or median and middle half.

    ``weight`` (n,) above 0; None: all alike. ``robust``: as :func:`robust_spreads`.

    >>> centre, spread = centre_and_spread(np.array([[0.0], [4.0]]), np.array([3.0, 1.0]))
    >>> centre.tolist(), spread.round(3).tolist()
    ([1.0], [1.732])
    """
    if weight is None:
        if robust:
            return robust_spreads(values)
        return values.mean(axis=0), standard_deviations(values)
    share = weight / weight.sum()
    mean = share @ values
    centred = values - mean
    largest = np.abs(centred).max(axis=0)
    # Scaled by the largest entry first, so that squares neither overflow nor vanish.
    unit = np.where(largest > 0, largest, 1.0)
    spread = largest * np.sqrt(share @ (centred / unit) ** 2)
    if not robust:
        return mean, spread
    low, middle, high = np.array(
        [weighted_quantile(column, (0.25, 0.5, 0.75), weight) for column in values.T]
    ).T
    half = (high - low) / NORMAL_QUARTILES
    return middle, np.where(half > 0, half, spread)


def weighted_axes(values: Array, weight: Array, n_axes: int) -> tuple[Array, float]:
    """(m, d) unit vectors along which weighted rows vary most, and the variance's share they keep.

    >>> axes, share = weighted_axes(np.array([[0.0, 0], [3, 4], [6, 8]]), np.array([1.0, 2, 4]), 1)
    >>> np.abs(axes).round(6).tolist(), round(share, 6)
    ([[0.6, 0.8]], 1.0)
    """
    part = weight / weight.sum()
    seen = (values - part @ values) * np.sqrt(part)[:, None]
    left, strength, axes = np.linalg.svd(seen, full_matrices=False)
    _, axes = svd_flip(left, axes)
    kept = strength[:n_axes] ** 2
    return np.asarray(axes[:n_axes]), min(float(kept.sum() / (strength**2).sum()), 1.0)
