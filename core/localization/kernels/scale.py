"""The unit in which kernels of a distance measure it."""

import numpy as np
from numpy.typing import NDArray


def spread(features: NDArray[np.float64]) -> float:
    """√(2 · mean ‖f − f̄‖²): the root mean square distance of two places of the survey.

    >>> spread(np.array([[0.0], [2.0]]))
    1.4142135623730951
    """
    variance = float(np.mean(np.sum((features - features.mean(axis=0)) ** 2, axis=1)))
    return float(np.sqrt(2 * variance)) or 1.0
