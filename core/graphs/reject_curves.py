"""Reject curves: what a distance threshold lets through, within classes and between them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.graphs.labels import checked_communities

# Distances of equal pairs differ by rounding; they are one threshold all the same.
TIE = 1e-12


def reject_curve(
    distance: Any, communities: Any
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What a growing distance threshold lets through, within communities and between them.

    Pairs at the same distance enter in one step, so that the curve does not depend on the order of
    the nodes.

    Parameters
    ----------
    distance : (n, n) array
        Symmetric distances of any unit; ∞ is allowed, NaN is not.
    communities : (n,) sequence
        Known communities, of any type.

    Returns
    -------
    inter_share : (steps + 1,) array of float64
        Share of the pairs of different communities within the threshold, from 0 to 1.
    intra_share : (steps + 1,) array of float64
        Share of the pairs of the same community within it, from 0 to 1.

    Raises
    ------
    ParameterError
        When there are no pairs of one kind, a distance is not a number, or shapes do not fit.

    Examples
    --------
    >>> distance = [[0, 1, 3], [1, 0, 2], [3, 2, 0]]
    >>> reject_curve(distance, ["a", "a", "b"])
    (array([0. , 0. , 0.5, 1. ]), array([0., 1., 1., 1.]))
    """
    matrix = np.asarray(distance, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ParameterError(f"distance has shape {matrix.shape}; it must be square.")
    if np.isnan(matrix).any():
        raise ParameterError("distance holds values that are not numbers (NaN).")
    labels = checked_communities(communities, len(matrix))
    rows, columns = np.triu_indices(len(matrix), 1)
    values = matrix[rows, columns]
    same = labels[rows] == labels[columns]
    if same.all() or not same.any():
        kind = "different communities" if same.all() else "the same community"
        raise ParameterError(f"No two nodes belong to {kind}, so there is no curve to draw.")
    order = np.argsort(values, kind="stable")
    values, same = values[order], same[order]
    finite = np.abs(values[np.isfinite(values)])
    tie = TIE * finite.max(initial=0)
    with np.errstate(invalid="ignore"):
        last_of_step = np.append(~(values[1:] - values[:-1] <= tie), True)
    last_of_step[:-1] &= ~(np.isinf(values[1:]) & (values[1:] == values[:-1]))
    intra = np.cumsum(same)[last_of_step] / same.sum()
    inter = np.cumsum(~same)[last_of_step] / (~same).sum()
    return np.concatenate([[0.0], inter]), np.concatenate([[0.0], intra])


def reject_area(inter_share: Any, intra_share: Any) -> float:
    """Area under a reject curve: the probability that a pair within is nearer than a pair between.

    Parameters
    ----------
    inter_share, intra_share : (steps + 1,) array
        The curve, as :func:`core.graphs.reject_curve` gives it.

    Returns
    -------
    float
        From 0 to 1; 0.5 for chance.

    Examples
    --------
    >>> reject_area([0.0, 0.0, 0.5, 1.0], [0.0, 1.0, 1.0, 1.0])
    1.0
    """
    return float(np.trapezoid(np.asarray(intra_share), np.asarray(inter_share)))
