"""Numbers that stand for "no value" in tables of measurements, as −999 does."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.readers.numbers import parse_column
from core.datasets.readers.table import Table

# What programs write where nothing was measured.
MARKS = (-9999.0, -999.0, -99.0, 999.0, 9999.0, 99999.0, -99999.0, -999.25, 1e30, -1e30)
FEWEST = 2  # a single far value may be true
SPANS_AWAY = 1.0  # from the other values, in units of what those span


@dataclass(frozen=True)
class EmptyMark:
    """A number that seems to stand for an empty cell: how often, and in which columns it is."""

    value: float
    count: int
    columns: tuple[str, ...]


def guess_empty_marks(table: Table, columns: tuple[str, ...]) -> tuple[EmptyMark, ...]:
    r"""Numbers like −999 or 9999 that stand apart from all other values of their column.

    Apart means farther from the others than those span, and at least twice there: a value that is
    met once may be true.

    >>> from core.datasets.readers.table import inspect_table
    >>> table = inspect_table(b"a\n1.5\n-999\n2.5\n-999\n4\n", "t.csv")
    >>> guess_empty_marks(table, ("a",))
    (EmptyMark(value=-999.0, count=2, columns=('a',)),)
    """
    found: dict[float, list[tuple[str, int]]] = {}
    for column in columns:
        values, _ = parse_column(table, column)
        values = values[~np.isnan(values)]
        marked = np.isin(values, MARKS)
        if not marked.any() or marked.all():
            continue
        low, high = float(values[~marked].min()), float(values[~marked].max())
        away = SPANS_AWAY * max(high - low, abs(high), abs(low))
        for mark in MARKS:
            count = int((values == mark).sum())
            if count >= FEWEST and (mark < low - away or mark > high + away):
                found.setdefault(mark, []).append((column, count))
    return tuple(
        EmptyMark(mark, sum(n for _, n in where), tuple(column for column, _ in where))
        for mark, where in found.items()
    )


def without_marks(
    values: NDArray[np.float64], marks: tuple[float, ...]
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """The values with NaN where a mark stands, and a notice for each mark.

    >>> without_marks(np.array([[1.0], [-999.0]]), (-999.0,))[1]
    ('1 cell of −999 was taken for empty.',)
    """
    said = []
    for mark in marks:
        count = int((values == mark).sum())
        if count:
            cells = "1 cell" if count == 1 else f"{count:,} cells"
            was = "was" if count == 1 else "were"
            said.append(f"{cells} of {shown_mark(mark)} {was} taken for empty.")
    return np.where(np.isin(values, marks), np.nan, values), tuple(said)


def shown_mark(mark: float) -> str:
    """A mark as it is read, with a true minus sign.

    >>> shown_mark(-999.25)
    '−999.25'
    """
    return f"{mark:.10g}".replace("-", "−")
