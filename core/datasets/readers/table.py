"""Text to a table of cells that are still text, with what was detected about its form."""

import csv
import io
import itertools
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.datasets.file_content import shown_name
from core.datasets.readers.roles import role_of
from core.datasets.readers.text import decode_text
from core.errors import UploadError
from core.limits import LIMITS, check_limit

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blank"}
_NUMBER = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?")
_COMMA_NUMBER = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
_POINT_NUMBER = re.compile(r"[+-]?\d*\.\d+([eE][+-]?\d+)?")
_EMPTY = ("", "nan", "na", "null", "none")


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it stands in the file: n rows, columns named or numbered, cells as text.

    Attributes
    ----------
    frame : pandas DataFrame; text cells, or typed columns where the format carries types; its
        index counts the file's rows from 0
    name : the file's name, escaped and shortened for messages
    encoding, separator, decimal : how the text was read
    has_header : whether the first row gave the column names
    notices : what was detected, one sentence each
    """

    frame: pd.DataFrame
    name: str
    encoding: str = "utf-8"
    separator: str = ","
    decimal: str = "."
    has_header: bool = True
    notices: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [str(name) for name in self.frame.columns]

    def row_number(self, index: int) -> int:
        """The row of the file, counted from 1, that row ``index`` of the frame stood in."""
        return int(self.frame.index[index]) + 1


def inspect_table(
    data: bytes,
    filename: str,
    *,
    separator: str | None = None,
    decimal: str | None = None,
    has_header: bool | None = None,
) -> Table:
    r"""Detect a text table's form and split it into cells; arguments that are given decide.

    >>> inspect_table(b"x;y\n1,5;2,5\n", "a.csv").decimal
    ','

    Raises UploadError for damaged tables (ragged rows, open quotation marks, duplicate columns;
    the message names the row or columns), LimitError above the limits.
    """
    text, encoding, notices = decode_text(data, filename)
    name = shown_name(filename)
    separator = separator or _detect_separator(text)
    cells = _split(text, separator, name)
    first = [str(cell).strip() for cell in cells.iloc[0]]
    if decimal is None:
        decimal = _detect_decimal(cells, separator)
    if has_header is None:
        has_header = _detect_header(cells)
    names = _column_names(first if has_header else [""] * len(first), name)
    if has_header:
        empty = [names[i] for i, cell in enumerate(first) if not cell]
        if empty:
            notices += (f"Columns without a name are called {', '.join(empty[:5])}.",)
        cells = cells.iloc[1:]
        if cells.empty:
            raise UploadError(f"{name} holds a header and no rows; add at least one row of data.")
    else:
        notices += (f"The first row holds data, so the columns are called {names[0]}, ….",)
    if separator != ",":
        notices += (f"Columns are separated by a {SEPARATORS.get(separator, separator)}.",)
    if decimal == ",":
        notices += ("Numbers are written with a decimal comma.",)
    return Table(
        cells.set_axis(names, axis=1), name, encoding, separator, decimal, has_header, notices
    )


def _detect_separator(text: str) -> str:
    """The separator that cuts the first rows into the same number (above one) of cells."""
    # A single huge cell must not make the detection slow: only the beginning counts.
    lines = [line for line in text[:200_000].splitlines()[:50] if line.strip()]
    if len(text) > 200_000 and len(lines) > 1:
        lines.pop()
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        try:
            rows = csv.reader(lines, delimiter=separator, skipinitialspace=separator == " ")
            widths = [len(row) for row in rows]
        except csv.Error:
            continue
        common = max(set(widths), key=widths.count) if widths else 1
        agreement = widths.count(common) / len(widths) if widths else 0.0
        # Decimal commas also cut rows evenly, so another separator wins at equal agreement.
        score = agreement * (1.0 if separator == "," else 1.1 if separator != " " else 0.5)
        if common > 1 and score > best_score:
            best, best_score = separator, score
    return best


def _split(text: str, separator: str, name: str) -> pd.DataFrame:
    """All cells as text; every row must have as many as the first."""
    body = text.lstrip("\r\n")
    n_skipped = text[: len(text) - len(body)].count("\n")
    first_line = body.split("\n", 1)[0]
    check_limit("columns", first_line.count(separator) + 1, what=f"The table {name}")
    try:
        cells = pd.read_csv(
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
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error, ValueError) as error:
        raise UploadError(f"{name} is not a regular table. {_explain(str(error))}") from None
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
    return cells[~blank]


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


def _detect_decimal(cells: pd.DataFrame, separator: str) -> str:
    """A comma when numbers are written with one and none with a point."""
    if separator == ",":
        return "."
    sample = [str(cell).strip() for cell in itertools.chain(*cells.head(200).to_numpy())]
    with_comma = sum(bool(_COMMA_NUMBER.fullmatch(cell)) for cell in sample)
    with_point = sum(bool(_POINT_NUMBER.fullmatch(cell)) for cell in sample)
    return "," if with_comma and not with_point else "."


def _detect_header(cells: pd.DataFrame) -> bool:
    """A header has text above a number, or nothing but names that a table of numbers has not."""
    first = [str(cell).strip() for cell in cells.iloc[0]]
    below = cells.iloc[1:200]
    if not any(cell and not _is_number(cell) for cell in first):
        return _are_column_numbers(first, below)
    if below.empty:
        return not any(_is_number(cell) for cell in first) or any(map(role_of, first))
    for position, cell in enumerate(first):
        if cell.lower() in _EMPTY or _is_number(cell):
            continue
        values = [str(value).strip() for value in below.iloc[:, position]]
        filled = [value for value in values if value.lower() not in _EMPTY]
        if not filled or sum(_is_number(value) for value in filled) * 2 > len(filled):
            return True
    return any(role_of(cell) for cell in first)


def _are_column_numbers(first: list[str], below: pd.DataFrame) -> bool:
    """Whether a first row of whole numbers 0, 1, 2, … or 1, 2, 3, … numbers the columns.

    Programs write such headers for tables without names. Rows of data below hold fractions.
    """
    if len(first) < 3 or not all(cell.isdecimal() and len(cell) < 6 for cell in first):
        return False
    counted = [int(cell) for cell in first]
    in_order = counted in (list(range(len(first))), list(range(1, len(first) + 1)))
    return in_order and any("." in str(cell) for cell in below.iloc[:1].to_numpy().ravel())


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell))


def _column_names(first: list[str], name: str) -> list[str]:
    """Names without repetition; empty ones are numbered."""
    names = [cell or f"column {i + 1}" for i, cell in enumerate(first)]
    repeated = (
        sorted({column for column in names if names.count(column) > 1})
        if len(set(names)) < len(names)
        else []
    )
    if repeated:
        shown = ", ".join(repr(column[:40]) for column in repeated[:5])
        raise UploadError(f"{name} has several columns named {shown}; give each its own name.")
    return names
