"""Rows of typed cells (numbers, text, dates) as a table: header, columns, blank rows."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.datasets.readers.table import Table, column_names
from core.datasets.readers.table_form import detect_decimal, detect_header
from core.errors import UploadError
from core.limits import check_limit

LARGEST_EXACT = 2**53  # whole numbers beyond are no float64, so they stay text


def cell_text(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates and times as ISO 8601 writes them.

    >>> cell_text(3.0), cell_text(0.5), cell_text(None), cell_text(dt.date(2020, 5, 23))
    ('3', '0.5', '', '2020-05-23')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) <= LARGEST_EXACT:
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return cell_text(value.total_seconds())
    return str(value)


def table_of_rows(
    rows: Sequence[Sequence[Any]],
    name: str,
    *,
    encoding: str,
    first_row: int = 0,
    has_header: bool | None = None,
    notices: tuple[str, ...] = (),
) -> Table:
    """The table that rows of equal length hold; blank rows and columns carry nothing.

    ``first_row`` is the number (from 0) of the first row in the file; whether that one names the
    columns is detected, unless ``has_header`` says so.

    >>> table_of_rows([["a", "b"], [1.0, "x"]], "'t'", encoding="XLSX").columns
    ['a', 'b']

    Raises UploadError for an empty table and repeated names; LimitError above the limits.
    """
    width = len(rows[0]) if rows else 0
    check_limit("columns", width, what=f"The table {name}")
    check_limit("table_cells", len(rows) * width, what=f"The table {name}")
    texts = pd.DataFrame([[cell_text(cell) for cell in row] for row in rows], dtype=object)
    filled = (texts != "").to_numpy()
    if not filled.any():
        raise UploadError(f"The file {name} is empty: none of its cells is filled.")
    kept_rows, kept_columns = np.flatnonzero(filled.any(axis=1)), filled.any(axis=0)
    texts = texts.iloc[kept_rows, np.flatnonzero(kept_columns)]
    if has_header is None:
        has_header = detect_header(texts)
    first = [text.strip() for text in texts.iloc[0]]
    names = column_names(first if has_header else [""] * len(first), name)
    body = kept_rows[1:] if has_header else kept_rows
    if not len(body):
        raise UploadError(f"{name} holds a header and no rows; add at least one row of data.")
    if has_header and "" in first:
        unnamed = [names[i] for i, cell in enumerate(first) if not cell]
        notices += (f"Columns without a name are called {', '.join(unnamed[:5])}.",)
    if not has_header:
        notices += (f"The first row holds data, so the columns are called {names[0]}, ….",)
    columns = {
        title: typed_column([rows[row][position] for row in body.tolist()])
        for title, position in zip(names, np.flatnonzero(kept_columns).tolist(), strict=True)
    }
    frame = pd.DataFrame(columns, index=pd.Index(body + first_row))
    words = frame.select_dtypes(exclude="number")
    decimal = detect_decimal(words, ";") if words.shape[1] else "."
    return Table(frame, name, encoding, "", decimal, has_header, notices)


def typed_column(cells: Iterable[Any]) -> NDArray[Any] | list[str]:
    """An array where every filled cell is a number that float64 or int64 keeps, else texts."""
    cells = list(cells)
    numbers = [
        not isinstance(cell, bool)
        and (
            cell is None
            or cell == ""
            or isinstance(cell, float)
            or (isinstance(cell, int) and abs(cell) <= LARGEST_EXACT)
        )
        for cell in cells
    ]
    if not all(numbers) or all(cell is None or cell == "" for cell in cells):
        return [cell_text(cell) for cell in cells]
    values = np.array([np.nan if cell is None or cell == "" else cell for cell in cells], float)
    whole = np.isfinite(values).all() and (values == np.round(values)).all()
    return values.astype(np.int64) if whole and (abs(values) <= LARGEST_EXACT).all() else values
