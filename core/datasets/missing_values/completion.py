"""A table of numbers without gaps, by a way that was chosen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.missing_values.choices import UNASKED, choice_named
from core.datasets.missing_values.counts import count_missing
from core.errors import ParameterError

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Completed:
    """Numbers without gaps: ``values`` (m, k), the ``rows`` (n,) and ``columns`` (d,) kept as
    masks, and a sentence for each thing that was done.
    """

    values: Array
    rows: NDArray[np.bool_]
    columns: NDArray[np.bool_]
    said: tuple[str, ...] = ()


def complete(values: Array, names: tuple[str, ...], choice: str = UNASKED) -> Completed:
    """(n, d) numbers with gaps (NaN), dealt with by one of ``MISSING_CHOICES``.

    Rows in which nothing is filled are left out whatever is chosen.

    Raises ParameterError for an unknown choice, and when no column would be left; LimitError when
    filling from neighbours would compare too many rows.

    >>> gaps = np.array([[1.0, np.nan], [3.0, 4.0], [5.0, 8.0]])
    >>> complete(gaps, ("a", "b"), "median").values.tolist()
    [[1.0, 6.0], [3.0, 4.0], [5.0, 8.0]]
    >>> complete(gaps, ("a", "b"), "median").said
    ('1 empty cell was filled with the median of its column.',)
    """
    row = choice_named(choice)
    found = count_missing(values, names)
    rows, columns = np.ones(len(values), dtype=bool), np.ones(values.shape[1], dtype=bool)
    if not found.rows:
        return Completed(values, rows, columns)
    if choice == UNASKED:  # a row in which nothing is filled has an empty value like any other
        return Completed(*row.act(values), (row.said(found),))
    void = [names[i] for i in np.flatnonzero(found.empty == len(values))]
    if void:
        raise ParameterError(f"The column {void[0][:40]!r} is empty in all rows; leave it out.")
    rows = np.asarray(~np.isnan(values).all(axis=1))
    said: tuple[str, ...] = ()
    if found.blank:
        said = (f"Rows left out: {found.blank:,} (nothing in them is filled).",)
    if found.rows == found.blank:
        return Completed(values[rows], rows, columns, said)
    part, kept, columns = row.act(values[rows])
    rows[rows] = kept
    return Completed(part, rows, columns, (*said, row.said(found)))
