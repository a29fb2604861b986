"""Duplicates: equal rows are one point, met several times."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from core.errors import ParameterError


@dataclass(frozen=True, eq=False)
class DistinctPoints:
    """``first`` (u,) the row where each distinct point is met first, ascending; ``point`` (n,) the
    distinct point of each row.
    """

    first: NDArray[np.int64]
    point: NDArray[np.int64]

    @property
    def n_duplicates(self) -> int:
        """Rows that repeat an earlier one."""
        return len(self.point) - len(self.first)


def distinct_rows(X: NDArray[np.float64]) -> DistinctPoints:
    """Distinct rows of X (n, d), in the order in which they are met.

    >>> distinct_rows(np.array([[2.0], [1.0], [2.0]])).point
    array([0, 1, 0])
    """
    order = np.lexsort(X.T[::-1])
    new = np.ones(len(X), bool)
    new[1:] = (X[order[1:]] != X[order[:-1]]).any(axis=1)
    group = np.empty(len(X), np.int64)
    group[order] = np.cumsum(new) - 1
    return _by_first_row(group)


def distinct_by_distance(D: NDArray[np.float64]) -> DistinctPoints:
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
    return _by_first_row(group.astype(np.int64))


def _by_first_row(group: NDArray[np.int64]) -> DistinctPoints:
    _, first, point = np.unique(group, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(first), np.int64)
    rank[order] = np.arange(len(first))
    return DistinctPoints(first[order], rank[point.ravel()])
