"""Points at distance 0 of each other in a matrix of distances are one point."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from core.datasets.distinct_rows import DistinctRows, in_order_met
from core.errors import ParameterError


def distinct_by_distance(D: NDArray[np.float64]) -> DistinctRows:
    """Rows of a distance matrix (n, n) at distance 0 of each other are one point.

    Raises ParameterError unless D is square, non-negative, symmetric and 0 on its diagonal.
    """
    if D.shape[0] != D.shape[1]:
        raise ParameterError(
            f"metric is 'precomputed' and X has shape {D.shape}; a square matrix of distances is "
            "needed."
        )
    if (D < 0).any() or np.diagonal(D).any():
        raise ParameterError(
            "Precomputed distances must not be negative, and 0 from each point to itself."
        )
    asymmetry = float(np.abs(D - D.T).max())
    if asymmetry > 1e-8 * float(D.max()):
        raise ParameterError(
            f"Precomputed distances differ from their transpose by up to {asymmetry:.6g}."
        )
    _, group = connected_components(sparse.csr_array(D == 0), directed=False)
    return in_order_met(group.astype(np.int64))
