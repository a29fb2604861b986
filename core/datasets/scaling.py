"""One scale for all columns of a table, and the axes along which its rows differ most."""

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA

from core.errors import ParameterError

Array = NDArray[np.float64]
NORMAL_QUARTILES = 1.3489795003921634  # their distance, in standard deviations


def varying_columns(values: Array) -> NDArray[np.intp]:
    """Positions of the columns of (n, d) that are not constant.

    >>> varying_columns(np.array([[1.0, 5.0], [3.0, 5.0]])).tolist()
    [0]
    """
    return np.flatnonzero(values.min(axis=0) < values.max(axis=0))


def standard_deviations(values: Array) -> Array:
    """(d,) the standard deviation of each column of (n, d), divisor n; exactly 0 for constants.

    >>> standard_deviations(np.array([[1e200, 0.1], [3e200, 0.1]])).tolist()
    [1e+200, 0.0]
    """
    centred = values - values.mean(axis=0)
    largest = np.abs(centred).max(axis=0)
    # Scaled by the largest entry first, so that squares neither overflow nor vanish.
    spread = largest * (centred / np.where(largest > 0, largest, 1.0)).std(axis=0)
    spread[values.min(axis=0) == values.max(axis=0)] = 0.0
    return spread


def robust_spreads(values: Array) -> tuple[Array, Array]:
    """(d,) median, and spread of the middle half of each column of (n, d).

    The spread is the interquartile range over 1.349, which is the standard deviation of a normal
    column. Where more than half of the values are equal it is 0, and the standard deviation serves.

    >>> centre, spread = robust_spreads(np.array([[1.0], [2.0], [3.0], [4.0], [9999.0]]))
    >>> centre.tolist(), spread.round(3).tolist()
    ([3.0], [1.483])
    """
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75], axis=0)
    spread = (high - low) / NORMAL_QUARTILES
    return middle, np.where(spread > 0, spread, standard_deviations(values))


def standardised(values: Array) -> Array:
    """Each column of (n, d) with mean 0 and standard deviation 1; constant columns become 0.

    >>> standardised(np.array([[1.0, 0.1], [3.0, 0.1]])).tolist()
    [[-1.0, 0.0], [1.0, 0.0]]
    """
    spread = standard_deviations(values)
    varies = spread > 0
    return np.where(varies, values - values.mean(axis=0), 0.0) / np.where(varies, spread, 1.0)


def principal_axes(values: Array, n_axes: int) -> tuple[Array, float]:
    """(m, d) unit vectors along which (n, d) varies most, and the share of variance they keep.

    m is cut to what (n, d) has; the coordinates are ``(values - mean) @ axes.T``. The same for any
    number of threads and without a seed.

    Raises ParameterError when ``n_axes`` is below 1.

    >>> axes, share = principal_axes(np.array([[0.0, 0.0], [3.0, 4.0]]), 1)
    >>> np.abs(axes).round(6).tolist(), round(share, 6)
    ([[0.6, 0.8]], 1.0)
    """
    if n_axes < 1:
        raise ParameterError(f"n_axes is {n_axes}; choose at least 1.")
    kept = min(n_axes, *values.shape)
    if not len(varying_columns(values)):
        return np.eye(values.shape[1])[:kept], 1.0
    fitted = PCA(kept, svd_solver="full").fit(values)
    return fitted.components_, min(float(fitted.explained_variance_ratio_.sum()), 1.0)
