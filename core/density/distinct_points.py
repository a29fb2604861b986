"""A table as distinct points: copies counted once with a weight, constant columns left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.datasets.distinct_rows import distinct_rows
from core.datasets.row_weights import counts_of, effective_number
from core.datasets.scaling import varying_columns
from core.density.validation import check_data, check_weight
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
    weight : (n',) sum of the weights of each point's rows, 1 a row on average; None: all alike
    n_effective : the number of rows of equal weight that say as much as these
    """

    values: NDArray[np.float64]
    copies: NDArray[np.intp]
    first_row: NDArray[np.intp]
    constant_columns: NDArray[np.intp]
    n_rows: int
    weight: NDArray[np.float64] | None
    n_effective: float

    @property
    def mass(self) -> NDArray[np.float64]:
        """(n',) what each point counts: its copies, or the weights of its rows."""
        return self.copies.astype(np.float64) if self.weight is None else self.weight

    @property
    def row_weight(self) -> NDArray[np.float64] | None:
        """(n,) weights of the rows, those of one point after each other and alike; or None."""
        if self.weight is None:
            return None
        return np.repeat(self.weight / self.copies, self.copies)

    @property
    def n_repeated(self) -> int:
        """Rows that repeat an earlier one."""
        return self.n_rows - len(self.values)


def distinct_points(X: ArrayLike, sample_weight: ArrayLike | None = None) -> DistinctPoints:
    """Find copies and constant columns of a table (n, d).

    A copy at distance 0 makes the leave-one-out likelihood grow without bound as h → 0, and a
    column without spread has no density; both would ruin every bandwidth unnoticed.

    A weight of 0 is an absent row, whole weights are repeated rows, others are shares.

    Raises ParameterError for values that are not finite, fewer than three distinct rows, and
    weights that are negative or 0 everywhere.

    >>> found = distinct_points([[0.0, 7.0], [1.0, 7.0], [0.0, 7.0], [3.0, 7.0]])
    >>> found.values.ravel().tolist(), found.copies.tolist(), found.constant_columns.tolist()
    ([0.0, 1.0, 3.0], [2, 1, 1], [1])
    """
    table = check_data(X)
    weight = check_weight(sample_weight, len(table))
    present = np.arange(len(table)) if weight is None else np.flatnonzero(weight > 0)
    table = table[present]
    counts, shares = np.ones(len(table), dtype=np.int64), None
    if weight is not None:
        weight = weight[present]
        whole = counts_of(weight)
        if whole is not None:
            counts = whole
        elif (weight != weight[0]).any():
            shares = weight / weight.mean()
    varying = varying_columns(table)
    found = distinct_rows(table[:, varying]) if len(varying) else distinct_rows(table)
    if len(found.first) < FEWEST:
        raise ParameterError(
            f"The {len(table):,} rows hold {len(found.first):,} distinct points; a density needs "
            f"at least {FEWEST}. Add rows that differ."
        )
    return DistinctPoints(
        np.ascontiguousarray(table[np.ix_(found.first, varying)]),
        np.bincount(found.point, counts).astype(np.int64),
        present[found.first],
        np.delete(np.arange(table.shape[1]), varying),
        int(counts.sum()),
        None if shares is None else np.bincount(found.point, shares).astype(np.float64),
        float(counts.sum()) if shares is None else effective_number(shares),
    )
