"""Text to a table of cells that are still text, with what was detected about its form."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from core.datasets.file_content import shown_name
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.table_cells import split_cells
from core.datasets.readers.table_form import (
    SEPARATORS,
    detect_decimal,
    detect_header,
    detect_separator,
    skip_comments,
    skip_comments_within,
)
from core.datasets.readers.table_repairs import (
    plain_minus,
    skip_pre_header,
    without_repeated_headers,
)
from core.datasets.readers.text import decode_text
from core.errors import UploadError


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
    read_again : the table of the same file by another separator, decimal or has_header, given by
        these names; None where the format leaves nothing to choose
    meaning : what the file itself says its columns mean; None where that is to be guessed
    """

    frame: pd.DataFrame
    name: str
    encoding: str = "utf-8"
    separator: str = ","
    decimal: str = "."
    has_header: bool = True
    notices: tuple[str, ...] = ()
    read_again: Callable[..., "Table"] | None = field(default=None, repr=False)
    meaning: ColumnMapping | None = None

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
    for mend in (plain_minus, skip_pre_header, skip_comments, skip_comments_within):
        text, more = mend(text)
        notices += more
    separator = separator or detect_separator(text)
    cells, more = split_cells(text, separator, name)
    notices += more
    first = [str(cell).strip() for cell in cells.iloc[0]]
    if decimal is None:
        decimal = detect_decimal(cells, separator)
    if has_header is None:
        has_header = detect_header(cells)
    names = column_names(first if has_header else [""] * len(first), name)
    if has_header:
        empty = [names[i] for i, cell in enumerate(first) if not cell]
        if empty:
            notices += (f"Columns without a name are called {', '.join(empty[:5])}.",)
        cells, more = without_repeated_headers(cells.iloc[1:], first)
        notices += more
        if cells.empty:
            raise UploadError(f"{name} holds a header and no rows; add at least one row of data.")
    else:
        notices += (f"The first row holds data, so the columns are called {names[0]}, ….",)
    if separator != ",":
        notices += (f"Columns are separated by a {SEPARATORS.get(separator, separator)}.",)
    if decimal == ",":
        notices += ("Numbers are written with a decimal comma.",)
    return Table(
        cells.set_axis(names, axis=1),
        name,
        encoding,
        separator,
        decimal,
        has_header,
        notices,
        partial(
            inspect_table,
            data,
            filename,
            separator=separator,
            decimal=decimal,
            has_header=has_header,
        ),
    )


def column_names(first: list[str], name: str) -> list[str]:
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
