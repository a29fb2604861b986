r"""Text in which every value stands behind its label: "x: 1.5", a block of lines for each scan."""

import re

import pandas as pd

from core.datasets.file_content import shown_name
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table
from core.datasets.readers.text import decode_text
from core.errors import UploadError
from core.limits import check_limit

_PAIR = re.compile(r"\s*([^\s,;:=][^,;=\t]*?)\s*(?::\s+|:(?=[^:\s]*$)|=\s*)([^,;\t]*?)\s*")
_BETWEEN = re.compile(r"[,;\t]")
LOOKED_AT = 40  # lines by which the format is told


def read_lines(data: bytes, filename: str) -> Table:
    r"""One row for each block of lines; blocks end at an empty line or where a label comes again.

    >>> table = read_lines(b"x: 0\ny: 2\naa:01: -60\n\nx: 1\ny: 2\naa:01: -71\n", "a.txt")
    >>> table.columns, table.frame["aa:01"].tolist(), table.row_number(1)
    (['x', 'y', 'aa:01'], ['-60', '-71'], 5)
    """
    text, encoding, notices = decode_text(data, filename)
    name = shown_name(filename)
    rows: list[dict[str, str]] = []
    starts: list[int] = []
    open_block = False
    labels: dict[str, None] = {}
    for number, line in enumerate(text.split("\n")):
        if not line.strip():
            open_block = False
            continue
        pairs = _pairs(line)
        if pairs is None:
            raise UploadError(
                f"{name} holds a value behind its label in each line, but row {number + 1:,} has "
                f"none ({line.strip()[:40]!r}); correct that row."
            )
        for label, value in pairs:
            if not open_block or label in rows[-1]:
                rows.append({})
                starts.append(number)
                open_block = True
            rows[-1][label] = value
            labels.setdefault(label)
        check_limit("table_cells", len(rows) * len(labels), what=f"The table {name}")
    check_limit("columns", len(labels), what=f"The table {name}")
    cells = [[row.get(label, "") for label in labels] for row in rows]
    frame = pd.DataFrame(cells, columns=list(labels), index=starts, dtype=str)
    notices += (f"Values were read behind their labels; blocks of lines: {len(rows):,}.",)
    return Table(frame, name, encoding, ":", notices=notices)


def _pairs(line: str) -> list[tuple[str, str]] | None:
    """Label and value of each part of a line; None where a part has no label."""
    found = []
    for part in _BETWEEN.split(line.strip().rstrip(",;")):
        pair = _PAIR.fullmatch(part)
        if pair is None:
            return None
        found.append((pair[1], pair[2]))
    return found


def _are_labelled(data: bytes, content: str) -> bool:
    """Whether each of the first lines holds labels, and one of them comes again."""
    if content != "text":
        return False
    head = data[:20_000].decode("utf-8", errors="replace").replace("\r\n", "\n")
    lines = [line for line in head.split("\n")[:LOOKED_AT] if line.strip()]
    if len(data) > 20_000 and len(lines) < LOOKED_AT:
        lines = lines[:-1]
    pairs = [_pairs(line) for line in lines]
    if len(lines) < 3 or any(pair is None for pair in pairs):
        return False
    labels = [label for pair in pairs for label, _ in pair or ()]
    named = all(re.search(r"[A-Za-z]", label) for label in labels)
    return named and len(set(labels)) < len(labels)


ROWS = (
    Format(
        name="Labelled lines",
        title="lines of “label: value”",
        suffixes=(".txt",),
        recognises=_are_labelled,
        holds={
            "fingerprints": "a block of lines like x: 1.5 and beacon 4: -60 for each scan",
            "points": "a block of lines like width: 1.5 for each point",
        },
        inspect=read_lines,
        no_template="It is what people note by hand; a table is easier to fill in.",
    ),
)
