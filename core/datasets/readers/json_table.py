"""Tables as JSON: a list of rows, columns beside their data, or an object a line."""

from typing import Any

from core.datasets.file_content import shown_name
from core.datasets.readers.cells_table import table_of_rows
from core.datasets.readers.find_json import holds_scans
from core.datasets.readers.format import Format
from core.datasets.readers.json_text import is_json_lines, json_form, parse_json
from core.datasets.readers.presence_logs import holds_dump
from core.datasets.readers.table import Table
from core.datasets.readers.template import Template
from core.datasets.readers.text import decode_text
from core.errors import UploadError
from core.limits import check_limit

_FORMS = (
    'a list of objects [{"x": 1}, …], an object a line, {"columns": […], "data": [[…], …]}, or an '
    'object of lists {"x": […], …}'
)


def inspect_json(data: bytes, filename: str) -> Table:
    """The cells of a JSON table; a list of numbers in a cell becomes a column for each of them.

    Raises UploadError for other JSON and for cells that hold objects; LimitError above the limits.
    """
    name = shown_name(filename)
    check_limit("json_bytes", len(data), what=f"The file {name}")
    text, _, notices = decode_text(data, filename)
    if is_json_lines(data):
        lines = text.removeprefix("\ufeff").splitlines()
        content: Any = [parse_json(line, name) for line in lines if line.strip()]
    else:
        content = parse_json(text, name)
    header, rows = _rows(content, name)
    if header is not None:
        header, rows = _with_lists_unfolded(header, rows, name)
        rows = [header, *rows]
    for number, row in enumerate(rows, start=1):
        if any(isinstance(cell, dict | list) for cell in row):
            raise UploadError(
                f"{name}: row {number:,} has an object or a list in a cell; keep plain values."
            )
    named = None if header is None else True
    return table_of_rows(rows, name, encoding="JSON", has_header=named, notices=notices)


def _rows(content: Any, name: str) -> tuple[list[Any] | None, list[list[Any]]]:
    """The columns' names, if there are any, and the rows of one of the forms."""
    if isinstance(content, list) and content and all(isinstance(row, dict) for row in content):
        keys = list(dict.fromkeys(key for row in content for key in row))
        check_limit("columns", len(keys), what=f"The table {name}")
        check_limit("table_cells", len(keys) * len(content), what=f"The table {name}")
        return keys, [[row.get(key) for key in keys] for row in content]
    if isinstance(content, list) and content and all(isinstance(row, list) for row in content):
        return None, _even(content, len(content[0]), name)
    if isinstance(content, dict) and {"columns", "data"} <= content.keys():
        keys, rows = content["columns"], content["data"]
        if not (isinstance(keys, list) and keys and isinstance(rows, list)):
            raise UploadError(f"{name}: columns and data must be lists; {_FORMS}.")
        if not all(isinstance(row, list) for row in rows):
            raise UploadError(f"{name}: every row of data must be a list.")
        return [str(key) for key in keys], _even(rows, len(keys), name)
    if isinstance(content, dict) and content:
        columns = list(content.values())
        if all(isinstance(column, list) for column in columns):
            turned = _even(columns, len(columns[0]), name, "column")
            return list(content), [list(row) for row in zip(*turned, strict=True)]
    raise UploadError(f"{name} holds JSON, but no table that is known here: {_FORMS}.")


def _even(rows: list[list[Any]], width: int, name: str, what: str = "row") -> list[list[Any]]:
    """The rows, when all are as long as they should be."""
    for number, row in enumerate(rows, start=1):
        if len(row) != width:
            raise UploadError(
                f"{name}: {what} {number:,} has {len(row):,} values where {width:,} belong."
            )
    return rows


def _with_lists_unfolded(
    header: list[Any], rows: list[list[Any]], name: str
) -> tuple[list[Any], list[list[Any]]]:
    """A column whose cells are lists of one length as that many columns."""
    for position in reversed(range(len(header))):
        widths = {len(row[position]) if isinstance(row[position], list) else -1 for row in rows}
        width = next(iter(widths), -1)
        if len(widths) != 1 or width < 1:
            continue
        check_limit("columns", len(header) + width - 1, what=f"The table {name}")
        header[position : position + 1] = [f"{header[position]} {i}" for i in range(1, width + 1)]
        for row in rows:
            row[position : position + 1] = row[position]
    return header, rows


ROWS = (
    Format(
        name="JSON table",
        title="JSON",
        suffixes=(".json", ".jsonl"),
        recognises=lambda data, content: (
            json_form(data, content) == "table" and not holds_scans(data) and not holds_dump(data)
        ),
        holds={
            "fingerprints": "a list of rows, or an object a line",
            "points": "a list of rows, or an object a line",
            "graph": "a list of edges",
        },
        inspect=inspect_json,
        templates=(
            Template(
                "json_points",
                "points.json",
                "Points as JSON, an object each",
                '[\n  {"width": 1.5, "height": 2.0, "label": "small"},\n'
                '  {"width": 1.7, "height": 2.2, "label": "small"},\n'
                '  {"width": 6.0, "height": 7.5, "label": "large"}\n]\n',
                "points",
            ),
        ),
    ),
)
