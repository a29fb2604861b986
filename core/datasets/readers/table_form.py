"""The form of a text table: its separator, decimal mark, and whether it has a header."""

import csv
import itertools
import re

import pandas as pd

from core.datasets.readers.roles import role_of

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blank"}
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_COMMA_NUMBER = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
_POINT_NUMBER = re.compile(r"[+-]?\d*\.\d+([eE][+-]?\d+)?")
_COMMENT = re.compile(r"^[#%][ \t][^\n\"]*$", re.M)
_EMPTY = ("", "nan", "na", "null", "none")


def skip_comments(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Empty the leading lines that start with # or %, and say so; rows keep their numbers.

    The last of them stays, without its mark, when it has as many cells as the first row of data:
    it is the header that network collections and ``numpy.savetxt`` write. Numbers are none: KONECT
    counts edges and nodes there.

    >>> skip_comments("# two columns\n# a\tb\n1\t2\n")[0]
    '\na\tb\n1\t2\n'
    """
    comments, rest = [], text
    while rest.startswith(("#", "%")):
        line, newline, rest = rest.partition("\n")
        if not newline:
            return text, ()
        comments.append(line.lstrip("#% "))
    if not comments:
        return text, ()
    separator = detect_separator(rest)
    widths = [_width(line, separator) for line in (comments[-1], rest.partition("\n")[0])]
    is_header = widths[0] == widths[1] > 1 and not _all_numbers(comments[-1], separator)
    header = comments.pop() if is_header else None
    notice = f"Comment lines left out at the beginning: {len(comments):,}."
    notices = (notice,) if comments else ()
    head = "\n" * len(comments) + ("" if header is None else f"{header}\n")
    return head + rest, notices


def skip_comments_within(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Empty the lines further down that start with a # or % and a blank; rows keep their numbers.

    >>> skip_comments_within("1 2\n# half\n2 3\n")
    ('1 2\n\n2 3\n', ('Comment lines left out: 1.',))
    """
    rest, count = _COMMENT.subn("", text)
    return (rest, (f"Comment lines left out: {count:,}.",)) if count else (text, ())


def _all_numbers(line: str, separator: str) -> bool:
    cells = line.split() if separator == " " else line.split(separator)
    return all(_NUMBER.fullmatch(cell.strip()) for cell in cells)


def _width(line: str, separator: str) -> int:
    """How many cells a line has; none when a cell is too long to be one."""
    try:
        return len(next(csv.reader([line], delimiter=separator, skipinitialspace=True), []))
    except csv.Error:
        return 0


def detect_separator(text: str) -> str:
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


def detect_decimal(cells: pd.DataFrame, separator: str) -> str:
    """A comma when numbers are written with one and none with a point."""
    if separator == ",":
        return "."
    sample = [str(cell).strip() for cell in itertools.chain(*cells.head(200).to_numpy())]
    with_comma = sum(bool(_COMMA_NUMBER.fullmatch(cell)) for cell in sample)
    with_point = sum(bool(_POINT_NUMBER.fullmatch(cell)) for cell in sample)
    return "," if with_comma and not with_point else "."


def detect_header(cells: pd.DataFrame) -> bool:
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
