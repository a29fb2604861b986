"""The table of file formats: each is a row in the file that implements it.

A format is added by a file with its ``ROWS``, and by the file's name in ``FILES``.
"""

from importlib import import_module

from core.datasets.file_content import looks_like, shown_name
from core.datasets.readers.column_mapping import KINDS
from core.datasets.readers.format import Format
from core.datasets.readers.template import Template
from core.errors import ParameterError, UploadError

# In the order in which dialogs list them; of two that recognise a file, the first reads it.
FILES = (
    *("text_table", "spreadsheets", "find_json", "presence_logs", "json_table", "parquet"),
    *("feather", "arrays", "matlab", "h5ad", "gml", "xml_graphs", "matrix_market", "pajek"),
    *("gdf", "dot", "dl", "graph6", "networkx_lines", "node_link_json", "cytoscape_json"),
    *("getsensordata", "anyplace_log", "labelled_lines"),
    *("packed_table", "vectors", "parts"),
)
MOST_NAMED = 3  # formats in a message
_ROWS: tuple[Format, ...] = tuple(
    row for file in FILES for row in import_module(f"core.datasets.readers.{file}").ROWS
)
FORMATS: dict[str, Format] = {row.name: row for row in _ROWS}
TEMPLATES: dict[str, Template] = {
    template.key: template for row in _ROWS for template in row.templates
}
if len(FORMATS) < len(_ROWS) or len(TEMPLATES) < sum(len(row.templates) for row in _ROWS):
    raise ParameterError(
        f"Two formats or two templates share a name: {', '.join(row.name for row in _ROWS)}; "
        f"{', '.join(t.key for row in _ROWS for t in row.templates)}."
    )


def format_named(name: str) -> Format:
    """The row of the table; ParameterError lists the names when there is none.

    >>> format_named("Pajek").suffixes
    ('.net',)
    """
    if name not in FORMATS:
        raise ParameterError(f"format is {name!r}; choose one of: {', '.join(FORMATS)}.")
    return FORMATS[name]


def formats_holding(kind: str | None) -> tuple[Format, ...]:
    """The formats that hold a kind of data, or all; ParameterError lists the kinds.

    >>> all("graph" in row.holds for row in formats_holding("graph"))
    True
    """
    _check_kind(kind)
    return tuple(row for row in FORMATS.values() if kind is None or kind in row.holds)


def templates_for(kind: str) -> tuple[Template, ...]:
    """The example files that dialogs for a kind of data offer; ParameterError lists the kinds.

    >>> templates_for("graph")[0].filename
    'edges.csv'
    """
    _check_kind(kind)
    return tuple(template for template in TEMPLATES.values() if template.offered_for == kind)


def titles(kind: str | None = None) -> str:
    """The formats that hold a kind of data, as a list in a sentence.

    >>> titles("points").startswith("CSV, TSV, ")
    True
    """
    *others, last = (row.title for row in formats_holding(kind))
    return f"{', '.join(others)} or {last}" if others else last


def first_titles(kind: str | None = None) -> str:
    """The first of the formats that hold a kind of data, and how many others there are.

    >>> first_titles("graph").startswith("CSV, TSV, XLSX, ODS or one of ")
    True
    """
    rows = formats_holding(kind)
    first = ", ".join(row.title for row in rows[:MOST_NAMED])
    return f"{first} or one of {len(rows) - MOST_NAMED} other formats"


def recognise(data: bytes, filename: str, kind: str | None = None) -> Format:
    """The format of a file, told by its content alone; ``kind`` is what it should hold.

    Raises UploadError, which lists the kinds or the formats, when there is none.
    """
    try:
        _check_kind(kind)
    except ParameterError as error:
        raise UploadError(str(error)) from None
    name = shown_name(filename)
    if not data:
        raise UploadError(f"The file {name} is empty; choose a file that holds data.")
    content = looks_like(data)
    for row in sorted(FORMATS.values(), key=lambda row: row.asked_last):
        if row.recognises(data, content):
            return row
    raise UploadError(
        f"{name} looks like a {content}, which cannot be read here; save its data as "
        f"{first_titles(kind)}."
    )


def _check_kind(kind: str | None) -> None:
    if kind is not None and kind not in KINDS:
        raise ParameterError(
            f"There is no kind of data {kind!r}; choose one of: {', '.join(KINDS)}."
        )
