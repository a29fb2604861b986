"""The log density in 50 decimal digits: the judge between implementations."""

import mpmath
import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.density.kernel_sums import Matrix, Vector
from core.density.validation import check_bandwidth, check_data
from core.errors import LimitError, ParameterError
from core.parallel import Progress, no_progress

DIGITS = 50
COORDINATES = 5_000_000  # points × dimensions × queries: some seconds


def reference_log_density(
    X: ArrayLike,
    query: ArrayLike,
    h: float,
    *,
    digits: int = DIGITS,
    progress: Progress = no_progress,
) -> Vector:
    """Gaussian log densities in many decimal digits, rounded once, at the end.

    log [ Σ_i exp(−‖x − y_i‖²/(2h²)) / (n (2π h²)^(d/2)) ] in ``digits`` decimal digits and an
    unbounded exponent, from the exact values of the float64 coordinates.

    Parameters
    ----------
    X : (n, d) array
        Points, finite.
    query : (m, d) array
        Where the density is asked for.
    h : float
        Bandwidth above 0, in the unit of X.
    digits : int, optional
        Decimal digits of the computation.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    (m,) array of float64
        In nats.

    Raises
    ------
    ParameterError
        For data that are not finite, and tables with different numbers of columns.
    LimitError
        Above 5,000,000 coordinates (points × dimensions × queries).

    Examples
    --------
    >>> reference_log_density([[0.0]], [[60.0]], 1.0)
    array([-1800.91893853])
    """
    points, queries = check_data(X), check_data(query)
    bandwidth = check_bandwidth(h)
    if points.shape[1] != queries.shape[1]:
        raise ParameterError(
            f"query has {queries.shape[1]} columns, but X has {points.shape[1]}; make them equal."
        )
    coordinates = points.size * len(queries)
    if coordinates > COORDINATES:
        raise LimitError(
            f"The reference would take {coordinates:,} coordinates; the limit is {COORDINATES:,}. "
            "Ask for fewer queries or points."
        )
    # Coordinates are whole multiples of 2^shift, so the squared distances are exact integers.
    shift, (points_2, queries_2) = _integers(points, queries)
    context = mpmath.MPContext()  # of its own, since threads share the module's
    context.dps = digits
    scale = context.ldexp(1 / (2 * context.mpf(bandwidth) ** 2), 2 * shift)
    log_unit = (
        context.log(len(points))
        + points.shape[1] * context.log(2 * context.pi * context.mpf(bandwidth) ** 2) / 2
    )
    result = np.empty(len(queries))
    for i, x in enumerate(queries_2):
        difference = points_2 - x
        squared = (difference * difference).sum(axis=1)
        total = context.fsum(context.exp(-scale * each) for each in squared.tolist())
        result[i] = float(context.log(total) - log_unit)
        progress((i + 1) / len(queries), "computing the reference")
    return result


def _integers(*arrays: Matrix) -> tuple[int, list[NDArray[np.object_]]]:
    """The power s and integers k (Python's, unbounded) with each value = k · 2ˢ exactly."""
    split = [np.frexp(values) for values in arrays]
    used = np.concatenate([e[m != 0] for m, e in split])
    shift = int(used.min()) - 53 if used.size else 0
    integers = []
    for mantissa, exponent in split:
        whole = np.ldexp(mantissa, 53).astype(np.int64).astype(object)
        integers.append(whole << np.maximum(exponent - 53 - shift, 0).astype(object))
    return shift, integers
