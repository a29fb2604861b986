"""Points at distance 0 of each other in a matrix of distances are one point."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from core.datasets.distinct_rows import DistinctRows, in_order_met
from core.errors import ParameterError

ROUNDING = 1e-6  # of the largest distance


def distinct_by_distance(D: NDArray[np.float64]) -> DistinctRows:
    """Rows of a distance matrix (n, n) at distance 0 of each other are one point.

    D is as :func:`checked_distances` makes it.
    """
    _, group = connected_components(sparse.csr_array(D == 0), directed=False)
    return in_order_met(group.astype(np.int64))


def checked_distances(D: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances (n, n) without rounding: what is below 0 by less than a millionth of the largest
    is 0, as on the diagonal, and the two sides are made equal. ∞ stays: no way between two points.

    Raises ParameterError unless D is square, non-negative, symmetric and 0 on its diagonal, up to
    that rounding.

    >>> checked_distances(np.array([[-1e-8, 2.0], [2.0, 0.0]])).tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    _check_square(D)
    if np.isnan(D).any():
        raise ParameterError("Precomputed distances hold NaN; give ∞ where there is no way.")
    finite = np.isfinite(D)
    slack = ROUNDING * float(np.abs(D[finite]).max(initial=0.0))
    lowest = float(D.min())
    own = float(np.abs(np.diagonal(D)).max())
    if lowest < -slack or own > slack:
        raise ParameterError(
            f"Precomputed distances must not be negative, and 0 from each point to itself; the "
            f"lowest is {lowest:.6g}, and the largest from a point to itself {own:.6g}."
        )
    one_sided = finite != finite.T
    asymmetry = np.inf
    if not one_sided.any():
        asymmetry = float(np.abs(np.where(finite, D, 0.0) - np.where(finite, D, 0.0).T).max())
    if asymmetry > slack:
        i, j = (int(x) for x in np.argwhere(one_sided | (np.abs(D - D.T) > slack))[0])
        raise ParameterError(
            f"Precomputed distances differ from their transpose by up to {asymmetry:.6g}: "
            f"{D[i, j]:.6g} from row {i} to row {j}, {D[j, i]:.6g} back."
        )
    clean = np.maximum((D + D.T) / 2, 0.0)
    np.fill_diagonal(clean, 0.0)
    return clean


def _check_square(D: NDArray[np.float64]) -> None:
    if D.shape[0] != D.shape[1]:
        raise ParameterError(
            f"metric is 'precomputed' and X has shape {D.shape}; a square matrix of distances is "
            "needed."
        )
