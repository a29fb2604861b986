"""What the rows of a table are called: the cells of its id column, where those tell rows apart."""

import numpy as np
from numpy.typing import NDArray

from core.datasets.readers.column_guesses import EMPTY_WORDS
from core.datasets.readers.table import Table


def row_ids(
    table: Table, column: str | None, row_number: NDArray[np.int64]
) -> tuple[NDArray[np.str_], tuple[str, ...]]:
    r"""(n,) the id of each row, and notices; the row's number where it has none.

    Ids that repeat are none: then all rows are called by their number, and the notice says which
    rows share one. A row whose id is empty is called by its number too, unless that is the id of
    another: then "row 7".

    >>> from core.datasets.readers.table import inspect_table
    >>> table = inspect_table(b"id,a\nS1,2\nS1,3\n", "t.csv")
    >>> row_ids(table, "id", np.array([2, 3]))[0].tolist()
    ['2', '3']
    """
    numbers = row_number.astype(f"U{len(str(int(row_number.max())))}")
    if column is None:
        return numbers, ()
    ids = _texts(table, column)
    empty = np.isin(np.char.lower(ids), EMPTY_WORDS)
    filled = np.flatnonzero(~empty)
    if not len(filled):
        return numbers, (f"The id column {column[:40]!r} is empty; rows are called by number.",)
    _, first, counts = np.unique(ids[filled], return_index=True, return_counts=True)
    if counts.max() > 1:
        repeated = ids[filled[first[counts.argmax()]]]
        rows = row_number[ids == repeated]
        n_shared = int(counts[counts > 1].sum())
        return numbers, (
            f"Column {column[:40]!r} does not tell rows apart: {n_shared:,} rows share their id "
            f"with another; {str(repeated)[:40]!r} stands in rows {rows[0]:,} and {rows[1]:,}. "
            "Rows are called by number.",
        )
    named = f"Rows are called by the ids of {column[:40]!r}."
    if not empty.any():
        return ids, (named,)
    taken = np.isin(numbers, ids[filled])
    own = np.where(taken, np.char.add("row ", numbers), numbers)
    without = f"Rows without an id: {int(empty.sum()):,}, called by their number."
    return np.where(empty, own, ids), (named, without)


def _texts(table: Table, column: str) -> NDArray[np.str_]:
    """The cells as text; whole numbers without a decimal point, as they are written."""
    series = table.frame[column]
    cells = series.to_numpy()
    if isinstance(series.dtype, np.dtype) and series.dtype.kind == "f":
        known = np.isfinite(cells)
        if (cells[known] == np.rint(cells[known])).all():
            texts = [str(int(cell)) if ok else "" for cell, ok in zip(cells, known, strict=True)]
            return np.array(texts, dtype=str)
    return np.array([str(cell).strip() for cell in cells], dtype=str)
