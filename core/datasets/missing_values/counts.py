"""What is empty in a table of numbers, counted before anything is done about it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MissingCells:
    """What is empty in (n, d) numbers, counted.

    Attributes
    ----------
    names : (d,) the columns
    n_rows : all rows
    empty : (d,) empty cells of each column
    alone : (d,) rows that are incomplete because of this column alone
    rows : rows with at least one empty cell
    blank : rows in which nothing is filled; they are left out whatever is chosen
    """

    names: tuple[str, ...]
    n_rows: int
    empty: NDArray[np.int64]
    alone: NDArray[np.int64]
    rows: int
    blank: int

    @property
    def cells(self) -> int:
        """Empty cells of the rows that hold anything."""
        return int(self.empty.sum()) - self.blank * len(self.names)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns with an empty cell in a row that holds anything, the emptiest first."""
        order = np.argsort(-self.empty, kind="stable")
        return tuple(self.names[i] for i in order if self.empty[i] > self.blank)


def count_missing(values: Array, names: tuple[str, ...]) -> MissingCells:
    """Count the empty cells (NaN) of (n, d) values.

    >>> found = count_missing(np.array([[1.0, np.nan], [2.0, 3.0]]), ("a", "b"))
    >>> found.rows, found.alone.tolist(), found.columns
    (1, [0, 1], ('b',))
    """
    empty = np.isnan(values)
    per_row = empty.sum(axis=1)
    return MissingCells(
        tuple(names),
        len(values),
        empty.sum(axis=0),
        empty[per_row == 1].sum(axis=0),
        int((per_row > 0).sum()),
        int((per_row == values.shape[1]).sum()) if values.shape[1] else 0,
    )
