"""What each way to deal with empty cells costs, in words, from the counts alone."""

import numpy as np

from core.datasets.missing_values.counts import MissingCells
from core.percentages import percent

LISTED = 3


def cost_of_rows(found: MissingCells) -> str:
    """How many rows are left out, and the columns that cost most of them by themselves.

    >>> from core.datasets.missing_values.counts import count_missing
    >>> cost_of_rows(count_missing(np.array([[1.0, np.nan], [2.0, 3.0]]), ("a", "b")))
    "1 of 2 rows (50%); column 'b' alone costs 1 row."
    """
    text = f"{found.rows:,} of {_counted(found.n_rows, 'row')}"
    if found.n_rows:
        text += f" ({percent(found.rows / found.n_rows)})"
    costly = [int(i) for i in np.argsort(-found.alone, kind="stable")[:LISTED] if found.alone[i]]
    parts = [
        f"column {found.names[i][:40]!r} alone costs {_counted(int(found.alone[i]), 'row')}"
        for i in costly
    ]
    return "; ".join((text, *parts)) + "."


def cost_of_columns(found: MissingCells) -> str:
    """Which columns are left out."""
    columns = found.columns
    if len(columns) == len(found.names):
        return f"All {_counted(len(columns), 'column')}: each has an empty cell."
    text = f"{len(columns):,} of {_counted(len(found.names), 'column')}"
    listed = ", ".join(repr(name[:40]) for name in columns[:LISTED])
    more = f" and {len(columns) - LISTED:,} more" if len(columns) > LISTED else ""
    return f"{text}: {listed}{more}."


def cost_of_filling(found: MissingCells) -> str:
    """How many cells are made up."""
    all_cells = max(found.n_rows * len(found.names), 1)
    share = percent(found.cells / all_cells)
    lost = "no row is lost"
    if found.blank:
        are = "is" if found.blank == 1 else "are"
        lost = f"{_counted(found.blank, 'row')} without any number {are} lost"
    return (
        f"{found.cells:,} of {_counted(all_cells, 'cell')} ({share}) would hold numbers that "
        f"nobody measured; {lost}."
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
