"""Checks of what a density is made from, with messages that name the value and the way out."""

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_array

from core.density.kernel_sums import Matrix, Vector
from core.errors import ParameterError

FINITE = "Leave out or fill in the rows that are not finite numbers, and scale down huge values."


def check_data(X: ArrayLike) -> Matrix:
    """(n, d) finite float64 points; raises ParameterError otherwise."""
    try:
        return np.asarray(check_array(X, dtype=np.float64, order="C"))
    except ValueError as error:
        raise ParameterError(f"{error} {FINITE}") from None


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
    return h


def check_weight(sample_weight: ArrayLike | None, n: int) -> Vector | None:
    """(n,) finite weights ≥ 0, not all 0, or None; raises ParameterError otherwise."""
    if sample_weight is None:
        return None
    weight = np.asarray(sample_weight, dtype=np.float64)
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
