"""Small faults of text tables that programs write, mended and said."""

import csv
import io
import re

import pandas as pd

from core.datasets.readers.roles import role_of

# Minus signs of typography before a number at the beginning of a cell, never within a word.
_MINUS = re.compile(r"(?<![\w.])[\u2212\u2013\uFE63\uFF0D](?=[\d.,])")
# A line that a program writes above its header: the program → how the line begins.
PRE_HEADERS = {"WiGLE": "WigleWifi-", "WiGLE Bluetooth": "WigleBle-"}


def plain_minus(text: str) -> tuple[str, tuple[str, ...]]:
    """Typographic minus signs as the sign that numbers are written with.

    >>> plain_minus("a," + chr(0x2212) + "50")[0]
    'a,-50'
    """
    if text.isascii():
        return text, ()
    mended, count = _MINUS.subn("-", text)
    return mended, (f"Minus signs written as \u2212 or \u2013: {count:,}.",) if count else ()


def skip_pre_header(text: str) -> tuple[str, tuple[str, ...]]:
    """Empty a line above the header that its program is known for; rows keep their numbers."""
    first, newline, rest = text.partition("\n")
    for program, start in PRE_HEADERS.items():
        if newline and first.startswith(start):
            return f"\n{rest}", (f"The first line, which {program} writes, was left out.",)
    return text, ()


def without_empty_ends(body: str, separator: str) -> tuple[str, int] | None:
    r"""Rows without the empty cells in which they exceed the first row, and how many rows did.

    None where a row is longer for another reason, or none is.

    >>> without_empty_ends("a,b\n1,2,\n", ",")
    ('a,b\n1,2\n', 1)
    """
    try:
        rows = list(csv.reader(io.StringIO(body), delimiter=separator))
    except csv.Error:
        return None
    width, count = len(rows[0]) if rows else 0, 0
    for index, row in enumerate(rows):
        if len(row) > width:
            if any(cell.strip() for cell in row[width:]):
                return None
            rows[index], count = row[:width], count + 1
    if not count:
        return None
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\n").writerows(rows)
    return written.getvalue(), count


def without_repeated_headers(
    cells: pd.DataFrame, header: list[str]
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows below a header without those that repeat it, as files joined end to end do."""
    if not any(role_of(name) for name in header):
        return cells, ()
    candidates = (cells.iloc[:, 0].str.strip() == header[0]).to_numpy()
    for position, name in enumerate(header):
        if not candidates.any():
            return cells, ()
        repeats = (cells.iloc[:, position].str.strip() == name).to_numpy()
        candidates = candidates & repeats
    count = int(candidates.sum())
    return cells[~candidates], (f"Rows left out: {count:,} (they repeat the header).",)
