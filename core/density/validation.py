"""Checks of what a density is made from, with messages that name the value and the way out."""

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_array

from core.density.kernel_sums import Matrix, Vector
from core.errors import ParameterError

SMALLEST_BANDWIDTH = float(np.finfo(np.float64).tiny)
FINITE = "Leave out or fill in the rows that are not finite numbers, and scale down huge values."


def check_data(X: ArrayLike) -> Matrix:
    """(n, d) finite float64 points; raises ParameterError otherwise."""
    try:
        return np.asarray(check_array(X, dtype=np.float64, order="C"))
    except ValueError as error:
        raise ParameterError(with_way_out(error)) from None


def with_way_out(error: ValueError) -> str:
    """What scikit-learn says of a table, and the way out where its numbers are the trouble."""
    said = str(error)
    return f"{said} {FINITE}" if "NaN" in said or "infinity" in said else said


def check_bandwidth(bandwidth: ArrayLike) -> float:
    """One finite bandwidth above 0; raises ParameterError otherwise, also for several."""
    h = check_bandwidths(bandwidth)
    if len(h) > 1:
        raise ParameterError(
            f"bandwidth holds {len(h)} numbers, but one h serves all points; give one number, or "
            "ask for several by score_samples_over."
        )
    return float(h[0])


def check_bandwidths(bandwidths: ArrayLike) -> Vector:
    """(H,) finite bandwidths above 0; raises ParameterError otherwise."""
    try:
        h = np.atleast_1d(np.asarray(bandwidths, dtype=np.float64))
    except (TypeError, ValueError):
        h = np.array([np.nan])
    wrong = h[~(np.isfinite(h) & (h > 0))]
    if h.ndim != 1 or h.size == 0 or wrong.size:
        shown = wrong[0] if wrong.size and np.isfinite(wrong[0]) else repr(bandwidths)
        raise ParameterError(f"bandwidth is {shown}; choose a finite number above 0.")
    if h.min() < SMALLEST_BANDWIDTH:
        raise ParameterError(
            f"bandwidth is {h.min()}, below {SMALLEST_BANDWIDTH:.3g}, where numbers lose their "
            "digits; measure the data in a smaller unit."
        )
    return h


def check_weight(sample_weight: ArrayLike | None, n: int) -> Vector | None:
    """(n,) finite weights ≥ 0, not all 0, or None; raises ParameterError otherwise."""
    if sample_weight is None:
        return None
    try:
        weight = np.asarray(sample_weight, dtype=np.float64)
    except (TypeError, ValueError):
        raise ParameterError(
            f"sample_weight is {str(sample_weight)[:60]}, which is not a list of numbers; give one "
            "number of 0 or more for each point."
        ) from None
    if weight.ndim == 0:
        weight = np.full(n, float(weight))
    if weight.shape != (n,):
        raise ParameterError(
            f"sample_weight has shape {weight.shape}, but there are {n} points; give one weight "
            "for each point."
        )
    if not np.isfinite(weight).all() or (weight < 0).any():
        wrong = weight[~(np.isfinite(weight) & (weight >= 0))][0]
        raise ParameterError(f"sample_weight contains {wrong}; choose finite weights of 0 or more.")
    if not (weight > 0).any():
        raise ParameterError("sample_weight is zero everywhere: give at least one point a weight.")
    return weight
