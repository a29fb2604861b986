"""A posterior for locators that answer with a position: a normal distribution around it."""

import numpy as np
from numpy.typing import NDArray

SMALLEST_SD_M, UNKNOWN_SD_M = 0.1, 1.0


def normal_posterior(
    position_m: NDArray[np.float64], grid_m: NDArray[np.float64], sd_m: float
) -> NDArray[np.float64]:
    """(n, M) π_l ∝ exp(−‖x_l − x̂‖² / (2 sd²)) over the places (M, 2) around positions (n, 2).

    Metres throughout; uniform where the position is NaN.

    >>> place_m = np.array([[0.0, 0.0], [2.0, 0.0]])
    >>> normal_posterior(np.array([[0.0, 0.0]]), place_m, 2.0).round(2)
    array([[0.62, 0.38]])
    """
    away2 = ((position_m[:, None, :] - grid_m[None, :, :]) ** 2).sum(axis=2)
    score = np.where(np.isfinite(away2), -0.5 * away2 / sd_m**2, 0.0)
    weight = np.exp(score - score.max(axis=1, keepdims=True))
    return weight / weight.sum(axis=1, keepdims=True)


def sd_of_errors_m(error_m: NDArray[np.float64]) -> float:
    """Root mean square of errors (n, 2) metres along one axis; NaN rows are left out.

    At least 0.1 m, and 1 m when no error is known.

    >>> sd_of_errors_m(np.array([[3.0, 4.0], [np.nan, np.nan]])).__round__(2)
    3.54
    """
    known = error_m[np.isfinite(error_m)]
    return max(float(np.sqrt(np.mean(known**2))), SMALLEST_SD_M) if len(known) else UNKNOWN_SD_M
