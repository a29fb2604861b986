"""Text cut into cells at a separator; irregular tables are refused with the row that is wrong."""

import csv
import io
import re

import numpy as np
import pandas as pd

from core.datasets.readers.table_repairs import without_empty_ends
from core.errors import UploadError
from core.limits import LIMITS, check_limit

_IRREGULAR = (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error, ValueError)


def split_cells(text: str, separator: str, name: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """All cells as text, and notices; every row must have as many as the first.

    Empty cells in which rows exceed the first row, as with a separator at the end of each, are cut.
    """
    body = text.lstrip("\r\n")
    n_skipped = text[: len(text) - len(body)].count("\n")
    first_line = body.split("\n", 1)[0]
    check_limit("columns", first_line.count(separator) + 1, what=f"The table {name}")
    notices: tuple[str, ...] = ()
    try:
        cells = _parsed(body, separator)
    except _IRREGULAR as error:
        shorter = without_empty_ends(body, separator) if separator != " " else None
        if shorter is None:
            raise UploadError(f"{name} is not a regular table. {_explain(str(error))}") from None
        body, count = shorter
        notices = (f"Rows that end with a separator too many: {count:,}; it was ignored.",)
        cells = _parsed(body, separator)
    check_limit("columns", cells.shape[1], what=f"The table {name}")
    check_limit("table_cells", cells.size, what=f"The table {name}")
    _check_cell_length(cells, name)
    if (cells.iloc[:, -1] == "").any():
        _check_short_rows(body, separator, cells.shape[1], n_skipped, name)
    cells.index = cells.index + n_skipped
    # Blank lines carry nothing, but the rows after them keep their numbers.
    blank = np.logical_and.reduce([(cells[column] == "").to_numpy() for column in cells.columns])
    if blank.all():
        raise UploadError(f"The file {name} is empty: none of its cells is filled.")
    return cells[~blank], notices


def _parsed(body: str, separator: str) -> pd.DataFrame:
    return pd.read_csv(
        io.StringIO(body),
        sep=separator,
        header=None,
        dtype=str,
        keep_default_na=False,
        na_filter=False,
        skipinitialspace=separator == " ",
        low_memory=False,
        skip_blank_lines=False,
    )


def _check_short_rows(body: str, separator: str, width: int, n_skipped: int, name: str) -> None:
    """Refuse a row that ends early: pandas would fill its last cells with nothing."""
    reader = csv.reader(io.StringIO(body), delimiter=separator, skipinitialspace=separator == " ")
    try:
        for number, row in enumerate(reader, start=1 + n_skipped):
            if 0 < len(row) < width and any(row):
                raise UploadError(
                    f"{name} is not a regular table. Row {number:,} has {len(row)} cells where "
                    f"the first has {width}; correct that row or choose another separator."
                )
    except csv.Error as error:
        raise UploadError(f"{name} is not a regular table ({error}); save it again.") from None


def _explain(message: str) -> str:
    """The parser's complaint in plain words, with its row."""
    fields = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", message)
    if fields:
        expected, row, seen = (int(group) for group in fields.groups())
        return (
            f"Row {row:,} has {seen} cells where the rows before have {expected}; "
            "correct that row or choose another separator."
        )
    quote = re.search(r"EOF inside string starting at row (\d+)", message)
    if quote:
        row = int(quote[1]) + 1
        return f"A quotation mark opened in row {row:,} is never closed; close or remove it."
    return "Save it again as CSV with one header row."


def _check_cell_length(cells: pd.DataFrame, name: str) -> None:
    limit = LIMITS["cell_characters"].maximum
    for column in cells.columns:
        lengths = cells[column].str.len()
        if (lengths > limit).any():
            row = int(lengths.argmax())
            check_limit(
                "cell_characters", int(lengths.max()), what=f"The cell in row {row + 1:,} of {name}"
            )
