"""A table as distinct points: copies counted once with a weight, constant columns left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.datasets.distinct_rows import distinct_rows
from core.datasets.scaling import varying_columns
from core.density.validation import check_data
from core.errors import ParameterError

FEWEST = 3


@dataclass(frozen=True, eq=False)
class DistinctPoints:
    """The points that a density can be made of.

    Attributes
    ----------
    values : (n', d') distinct rows without constant columns, in the order of first appearance
    copies : (n',) how often each row appears
    first_row : (n',) its first row in the table
    constant_columns : (c,) positions of the columns left out
    n_rows : n, copies included
    """

    values: NDArray[np.float64]
    copies: NDArray[np.intp]
    first_row: NDArray[np.intp]
    constant_columns: NDArray[np.intp]
    n_rows: int

    @property
    def n_repeated(self) -> int:
        """Rows that repeat an earlier one."""
        return self.n_rows - len(self.values)


def distinct_points(X: ArrayLike) -> DistinctPoints:
    """Find copies and constant columns of a table (n, d).

    A copy at distance 0 makes the leave-one-out likelihood grow without bound as h → 0, and a
    column without spread has no density; both would ruin every bandwidth unnoticed.

    Raises ParameterError for values that are not finite and for fewer than three distinct rows.

    >>> found = distinct_points([[0.0, 7.0], [1.0, 7.0], [0.0, 7.0], [3.0, 7.0]])
    >>> found.values.ravel().tolist(), found.copies.tolist(), found.constant_columns.tolist()
    ([0.0, 1.0, 3.0], [2, 1, 1], [1])
    """
    table = check_data(X)
    varying = varying_columns(table)
    found = distinct_rows(table[:, varying]) if len(varying) else distinct_rows(table)
    if len(found.first) < FEWEST:
        raise ParameterError(
            f"The {len(table):,} rows hold {len(found.first):,} distinct points; a density needs "
            f"at least {FEWEST}. Add rows that differ."
        )
    return DistinctPoints(
        np.ascontiguousarray(table[np.ix_(found.first, varying)]),
        found.copies,
        found.first,
        np.delete(np.arange(table.shape[1]), varying),
        len(table),
    )
