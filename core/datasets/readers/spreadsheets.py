"""XLSX and ODS workbooks: the first sheet that holds a table.

The extent of each sheet is read before the library unfolds it, since one filled cell in the last
corner of a sheet stands for 17 billion.
"""

import io
import re
from collections.abc import Sequence
from typing import Any

import python_calamine as calamine

from core.datasets.data_source import ZipSource
from core.datasets.file_content import shown_name
from core.datasets.readers.archive import archive_kind, open_archive
from core.datasets.readers.cells_table import table_of_rows
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table
from core.errors import UploadError
from core.limits import check_limit

MOST_SHEETS_LOOKED_AT = 50
_PROLOGUE = 65_536
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c(?=[\s])[^>]*?\sr="([A-Z]{1,3})([0-9]{1,7})"[^>]*?(/?)>')
_ERROR = re.compile(rb'<(?:\w+:)?c(?=\s)[^>]*?\st="e"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_NO_VALUE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>\s*)?</(?:\w+:)?c>"
)


def inspect_spreadsheet(data: bytes, filename: str) -> Table:
    """The first visible sheet with two filled rows; cells keep their numbers, dates and text.

    Of a formula counts the value that was saved with it; of cells merged downwards, their value
    counts in every row.

    Raises UploadError for damaged or protected files and those without a table; LimitError for
    sheets and archives that are larger than the limits, before they are unfolded.
    """
    name = shown_name(filename)
    source = open_archive(data, name)
    notices = _check_members(source, name)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == calamine.SheetVisibleEnum.Visible
        ]
        for title in sheets[:MOST_SHEETS_LOOKED_AT]:
            sheet = book.get_sheet_by_name(title)
            rows = sheet.to_python()
            if sum(any(cell != "" for cell in row) for row in rows[:1000]) > 1:
                break
        else:
            raise UploadError(
                f"None of the {len(sheets):,} visible sheets of {name} holds a table; put the "
                "data on the first one, a row each."
            )
        start = sheet.start or (0, 0)
        notices += _filled_downwards(rows, sheet.merged_cell_ranges or (), start)
    except calamine.PasswordError:
        raise UploadError(f"{name} is protected by a password; save it without one.") from None
    except (calamine.CalamineError, OSError, ValueError, OverflowError, TypeError) as error:
        raise UploadError(
            f"{name} is a damaged workbook ({str(error)[:100]}); save it again, or as CSV."
        ) from None
    if len(sheets) > 1:
        notices = (
            f"The file holds {len(sheets):,} sheets; the first with a table was read: "
            f"'{title[:40]}'.",
            *notices,
        )
    form = "ODS" if archive_kind(data) == "ods" else "XLSX"
    return table_of_rows(rows, name, encoding=form, first_row=start[0], notices=notices)


def _check_members(source: ZipSource, name: str) -> tuple[str, ...]:
    """No document type anywhere, no sheet of too many cells; what is odd about formulas."""
    formulas = without_value = errors = 0
    for member in source.names():
        if not member.lower().endswith((".xml", ".rels")):
            continue
        text = source.read(member)
        if b"<!DOCTYPE" in text[:_PROLOGUE] or b"<!ENTITY" in text[:_PROLOGUE]:
            raise UploadError(
                f"{name} declares a document type or entities within, which no spreadsheet program "
                "writes and which could make a small file huge; it is refused. Save it again."
            )
        if _SHEET.fullmatch(member):
            _check_extent(text, name)
            formulas += len(_FORMULA.findall(text))
            without_value += len(_NO_VALUE.findall(text))
            errors += len(_ERROR.findall(text))
    notices: tuple[str, ...] = ()
    if formulas:
        notices += (f"Formulas: {formulas:,}; the values saved with them count.",)
    if without_value:
        notices += (
            f"Formulas without a saved value: {without_value:,}; they count as empty. Open the "
            "file in a spreadsheet program and save it to fill them.",
        )
    if errors:
        notices += (
            f"Cells that hold an error (#DIV/0!, #N/A, …): {errors:,}; they count as empty.",
        )
    return notices


def _check_extent(sheet: bytes, name: str) -> None:
    """The rectangle around the filled cells of an XLSX sheet, which the library will unfold."""
    rows, columns = [], set()
    for letters, row, closed in _FILLED_CELL.findall(sheet):
        if not closed:
            rows.append(int(row))
            columns.add(letters)
    if rows:
        numbers = [_column_number(letters) for letters in columns]
        width, height = max(numbers) - min(numbers) + 1, max(rows) - min(rows) + 1
        check_limit("table_cells", width * height, what=f"A sheet of {name}")


def _column_number(letters: bytes) -> int:
    """Return the number of a column, from 1: A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _filled_downwards(
    rows: Sequence[list[Any]],
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    start: tuple[int, int],
) -> tuple[str, ...]:
    """Cells merged over several rows hold their value in each of them; changes ``rows``."""
    for (top, left), (bottom, _) in ranges:
        row, column = top - start[0], left - start[1]
        if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            continue
        for below in range(row + 1, min(bottom - start[0] + 1, len(rows))):
            rows[below][column] = rows[row][column]
    if not ranges:
        return ()
    return (
        f"Merged cells: {len(ranges):,}; the value counts in each of their rows, in the first of "
        "their columns.",
    )


_HOLDS = {
    "fingerprints": "columns as in CSV, on the first sheet that holds a table",
    "points": "columns as in CSV, on the first sheet that holds a table",
    "graph": "columns as in CSV, on the first sheet that holds a table",
}
_NO_TEMPLATE = "It is not text: open a CSV template in a spreadsheet program and save it."
ROWS = (
    Format(
        name="XLSX",
        title="XLSX",
        suffixes=(".xlsx",),
        recognises=lambda data, content: archive_kind(data) == "xlsx",
        holds=_HOLDS,
        inspect=inspect_spreadsheet,
        apart_from=0,
        no_template=_NO_TEMPLATE,
    ),
    Format(
        name="ODS",
        title="ODS",
        suffixes=(".ods",),
        recognises=lambda data, content: archive_kind(data) == "ods",
        holds=_HOLDS,
        inspect=inspect_spreadsheet,
        apart_from=0,
        no_template=_NO_TEMPLATE,
    ),
)
