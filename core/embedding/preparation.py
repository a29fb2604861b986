"""What may be done to points before they are mapped: one scale for all features, fewer axes."""

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA

from core.errors import ParameterError


def standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each column of (n, d) with mean 0 and standard deviation 1; constant columns become 0.

    >>> standardised(np.array([[1.0, 5.0], [3.0, 5.0]])).tolist()
    [[-1.0, 0.0], [1.0, 0.0]]
    """
    centred = values - values.mean(axis=0)
    largest = np.abs(centred).max(axis=0)
    # Scaled by the largest entry first, so that squares neither overflow nor vanish.
    scaled = centred / np.where(largest > 0, largest, 1.0)
    deviation = scaled.std(axis=0)
    return scaled / np.where(deviation > 0, deviation, 1.0)


def principal_axes(values: NDArray[np.float64], n_axes: int) -> tuple[NDArray[np.float64], float]:
    """(n, m) coordinates on the axes of largest variance, and the share of variance they keep.

    m is cut to what (n, d) has. The same for any number of threads and without a seed.

    Raises ParameterError when ``n_axes`` is below 1.

    >>> axes, share = principal_axes(np.array([[0.0, 0.0], [3.0, 4.0]]), 1)
    >>> axes.shape, round(share, 6)
    ((2, 1), 1.0)
    """
    if n_axes < 1:
        raise ParameterError(f"n_axes is {n_axes}; choose at least 1.")
    kept = min(n_axes, *values.shape)
    if not np.ptp(values, axis=0).any():
        return np.zeros((len(values), kept)), 1.0
    fitted = PCA(kept, svd_solver="full").fit(values)
    return fitted.transform(values), min(float(fitted.explained_variance_ratio_.sum()), 1.0)
