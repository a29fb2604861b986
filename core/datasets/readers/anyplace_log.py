"""Logs that Anyplace's logger writes: blanks between cells, the header a comment."""

import re

import pandas as pd

from core.datasets.file_content import shown_name
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table
from core.datasets.readers.text import decode_text
from core.errors import UploadError
from core.limits import check_limit

_HEADER = re.compile(rb"\s*#\s*Timestamp\s*,\s*X\s*,\s*Y\s*,\s*HEADING\s*,", re.IGNORECASE)
# The header's words → role. Its X is a latitude and its Y a longitude.
_ROLES = {"timestamp": "time", "x": "y", "y": "x", "mac address of ap": "beacon", "rss": "rss",
          "floor": "floor", "buid": "building"}  # fmt: skip


def read_log(data: bytes, filename: str) -> Table:
    """The log as a long table; a header before every scan is read once."""
    text, encoding, notices = decode_text(data, filename)
    name = shown_name(filename)
    header = [word.strip() for word in text.lstrip().partition("\n")[0].lstrip("# ").split(",")]
    if len(set(header)) < len(header):
        raise UploadError(
            f"{name} is an Anyplace log whose header names a column twice; give each its own name."
        )
    check_limit("table_cells", text.count("\n") * len(header), what=f"The log {name}")
    numbers, rows = [], []
    for number, line in enumerate(text.split("\n")):
        cells = line.split()
        if not cells or line.lstrip().startswith("#"):
            continue
        if len(cells) != len(header):
            raise UploadError(
                f"{name} is an Anyplace log whose row {number + 1:,} has {len(cells)} cells where "
                f"its header has {len(header)}; correct that row."
            )
        numbers.append(number)
        rows.append(cells)
    if not rows:
        raise UploadError(f"{name} is an Anyplace log without a reading; add at least one row.")
    frame = pd.DataFrame(rows, columns=header, index=numbers, dtype=str)
    roles = {role: word for word in header if (role := _ROLES.get(word.lower())) is not None}
    notices += ("Anyplace log: X was read as the latitude and Y as the longitude.",)
    meaning = ColumnMapping("long", roles, length_unit="deg")
    return Table(frame, name, encoding, " ", notices=notices, meaning=meaning)


ROWS = (
    Format(
        name="Anyplace log",
        title="Anyplace log",
        suffixes=(".txt", ".log"),
        recognises=lambda data, content: content == "text" and bool(_HEADER.match(data)),
        holds={"fingerprints": "one row per reading, as Anyplace's logger writes it"},
        inspect=read_log,
        no_template="Anyplace's logger writes it.",
    ),
)
