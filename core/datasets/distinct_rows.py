"""Duplicates: equal rows of a table are one point, met several times."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class DistinctRows:
    """``first`` (u,) the row where each distinct point is met first, ascending; ``point`` (n,) the
    distinct point of each row.
    """

    first: NDArray[np.int64]
    point: NDArray[np.int64]

    @property
    def copies(self) -> NDArray[np.int64]:
        """(u,) how often each distinct point is met."""
        return np.bincount(self.point)


def distinct_rows(X: NDArray[np.float64]) -> DistinctRows:
    """Distinct rows of X (n, d), in the order in which they are met.

    >>> found = distinct_rows(np.array([[2.0], [1.0], [2.0]]))
    >>> found.first.tolist(), found.point.tolist(), found.copies.tolist()
    ([0, 1], [0, 1, 0], [2, 1])
    """
    return in_order_met(np.unique(X, axis=0, return_inverse=True)[1])


def in_order_met(group: NDArray[np.int64]) -> DistinctRows:
    """Rows of the same group (n,) as one point.

    >>> in_order_met(np.array([7, 3, 7])).point.tolist()
    [0, 1, 0]
    """
    _, first, point = np.unique(group, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(first), np.int64)
    rank[order] = np.arange(len(first))
    return DistinctRows(first[order], rank[point.ravel()])
