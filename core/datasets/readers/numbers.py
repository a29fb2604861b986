"""Columns of cells to columns of numbers; a cell that is no number is reported, never lost."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from core.datasets.readers.table import Table
from core.errors import UploadError

MOST_REPORTED = 20
_NUMBER = r"^(-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?)$"
_DBM = r"^([^a-zA-Z]*[0-9.])\s*(?i:dbm)$"  # "-62 dBm": the only unit that cells may carry
_EMPTY = r"^(?i:nan|na|null|none|)$"


class BadCellsError(UploadError):
    """Cells that should be numbers and are not.

    ``cells`` holds the first 20 as (row in the file, column, value); ``n_bad`` counts them all.
    """

    def __init__(self, message: str, cells: tuple[tuple[int, str, str], ...], n_bad: int) -> None:
        super().__init__(message)
        self.cells = cells
        self.n_bad = n_bad


def parse_column(table: Table, column: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """One column as float64 (NaN where empty), and where its cells are not finite numbers.

    Empty are blanks and the words NaN, NA, null, None. Infinite values count as bad.
    """
    series = table.frame[column]
    if isinstance(series.dtype, np.dtype) and series.dtype.kind in "biuf":
        values = series.to_numpy(dtype=np.float64)
        return np.where(np.isinf(values), np.nan, values), np.isinf(values)
    # Arrow reads decimal numbers with correct rounding, so that a written file reads back exactly.
    text = pc.utf8_trim_whitespace(_as_arrow_text(series))
    if table.decimal == ",":
        text = pc.replace_substring_regex(text, r"^([^.,]*),([^.,]*)$", r"\1.\2")
    text = pc.replace_substring_regex(text, r"^\+", "")
    text = pc.replace_substring_regex(text, _DBM, r"\1")
    number = pc.match_substring_regex(text, _NUMBER)
    empty = pc.match_substring_regex(text, _EMPTY)
    readable = pc.if_else(number, text, pa.scalar(None, pa.string()))
    values = pc.cast(readable, pa.float64()).to_numpy(zero_copy_only=False)
    values = np.array(values, dtype=np.float64)
    bad = ~np.asarray(pc.or_(number, empty)) | np.isinf(values)
    values[bad] = np.nan
    return values, bad


def parse_columns(
    table: Table, columns: Sequence[str], *, bad_cells: str = "stop"
) -> tuple[NDArray[np.float64], NDArray[np.bool_], tuple[str, ...]]:
    """Columns as (n, len(columns)) float64, the rows to keep, and notices.

    With ``bad_cells`` "stop" a bad cell raises BadCellsError; with "drop" its row is not kept.
    """
    values = np.empty((len(table.frame), len(columns)))
    bad = np.zeros(values.shape, dtype=bool)
    for position, column in enumerate(columns):
        values[:, position], bad[:, position] = parse_column(table, column)
    if not bad.any():
        return values, np.ones(len(values), dtype=bool), ()
    n_bad, bad_rows = int(bad.sum()), np.asarray(bad.any(axis=1))
    if bad_cells == "drop":
        dropped = int(bad_rows.sum())
        return values, ~bad_rows, (f"Rows dropped: {dropped:,} (a cell is not a number).",)
    cells = tuple(
        (table.row_number(int(row)), columns[position], _shown(table.frame, row, columns[position]))
        for row, position in np.argwhere(bad)[:MOST_REPORTED]
    )
    listed = "; ".join(f"row {row:,}, column {name!r}: {text!r}" for row, name, text in cells[:5])
    more = f" and {n_bad - 5:,} more" if n_bad > 5 else ""
    raise BadCellsError(
        f"{table.name} has {n_bad:,} cells that should be finite numbers: {listed}{more}. "
        "Correct them, leave them empty, or drop their rows.",
        cells,
        n_bad,
    )


def _as_arrow_text(series: pd.Series) -> pa.Array:
    """The cells of a text column, without a copy where pandas keeps them in Arrow already."""
    text = pa.array(series if series.dtype == "str" else series.astype("str"))
    return text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text


def share_of_numbers(table: Table, column: str) -> float:
    """Share of the filled cells that are numbers; 0 for an empty column."""
    head = Table(table.frame[[column]].head(2000), table.name, decimal=table.decimal)
    values, bad = parse_column(head, column)
    filled = (~np.isnan(values)).sum() + bad.sum()
    return float((~np.isnan(values)).sum() / filled) if filled else 0.0


def is_empty(table: Table, column: str) -> bool:
    """Whether the column has no filled cell."""
    values, bad = parse_column(table, column)
    return bool(np.isnan(values).all() and not bad.any())


def _shown(frame: pd.DataFrame, row: int, column: str) -> str:
    """A cell's value, shortened for a message."""
    value = str(frame[column].iloc[row])
    return value if len(value) <= 40 else value[:39] + "…"
