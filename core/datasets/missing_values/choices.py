"""The table of ways to deal with empty cells, each with what it costs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.missing_values.costs import cost_of_columns, cost_of_filling, cost_of_rows
from core.datasets.missing_values.counts import MissingCells
from core.datasets.missing_values.ways import (
    NEIGHBORS,
    Done,
    fill,
    fill_from_neighbors,
    leave_columns_out,
    leave_rows_out,
)
from core.errors import ParameterError
from core.percentages import percent

UNASKED = "rows"  # what a reader does that cannot ask
CHEAP = 0.05  # share of the rows that may be left out without asking


@dataclass(frozen=True)
class MissingChoice:
    """One way to deal with empty cells.

    Attributes
    ----------
    key : what a mapping calls it
    title : what it does, in two or three words
    help : when it is right, and what it does to distances
    cost : what it costs, in words, from the counts alone
    rows_lost : how many rows it leaves out, from the counts alone
    act : (n, d) values of which no row is blank → values, rows kept (mask), columns kept (mask)
    said : the sentence for what was done, from the counts
    """

    key: str
    title: str
    help: str
    cost: Callable[[MissingCells], str]
    rows_lost: Callable[[MissingCells], int]
    act: Callable[[NDArray[np.float64]], Done]
    said: Callable[[MissingCells], str]


def _filled_with(of_one: str, of_many: str) -> Callable[[MissingCells], str]:
    return lambda found: (
        f"1 empty cell was filled with {of_one}."
        if found.cells == 1
        else f"{found.cells:,} empty cells were filled with {of_many}."
    )


def _rows_left_out(found: MissingCells) -> str:
    said = f"Rows left out: {found.rows:,} (a value is empty)."
    if found.rows <= CHEAP * found.n_rows:
        return said
    share = percent(found.rows / found.n_rows)
    return f"{said} That is {share} of all rows; they stay if the empty cells are filled."


def _blank_rows(found: MissingCells) -> int:
    return found.blank


_TABLE = (
    MissingChoice(
        "rows",
        "Leave rows out",
        "Only what was measured is used. Right when few rows are incomplete, or when being empty "
        "says nothing about a row.",
        cost_of_rows,
        lambda found: found.rows,
        leave_rows_out,
        _rows_left_out,
    ),
    MissingChoice(
        "columns",
        "Leave columns out",
        "All rows stay, by fewer columns. Right when one or two columns hold most of the gaps.",
        cost_of_columns,
        _blank_rows,
        leave_columns_out,
        lambda found: (
            "Columns left out because a value is empty: "
            + ", ".join(repr(name[:40]) for name in found.columns[:5])
            + (f" and {len(found.columns) - 5:,} more" if len(found.columns) > 5 else "")
            + "."
        ),
    ),
    MissingChoice(
        "median",
        "Fill with the median",
        "Each gap gets the middle value of its column. It invents no neighbours, but pulls "
        "incomplete rows towards the middle.",
        cost_of_filling,
        _blank_rows,
        fill("median"),
        _filled_with("the median of its column", "the median of their column"),
    ),
    MissingChoice(
        "most_frequent",
        "Fill with the most frequent",
        "Each gap gets the value that its column has most often. For codes and grades, of which "
        "a median would be no value.",
        cost_of_filling,
        _blank_rows,
        fill("most_frequent"),
        _filled_with(
            "the most frequent value of its column", "the most frequent value of their column"
        ),
    ),
    MissingChoice(
        "neighbors",
        f"Fill from the {NEIGHBORS} nearest rows",
        f"Each gap gets the mean of the {NEIGHBORS} rows that are nearest by the columns both "
        "have. It keeps correlations, and makes neighbours more alike than they are.",
        cost_of_filling,
        _blank_rows,
        fill_from_neighbors,
        _filled_with(
            f"the mean of the {NEIGHBORS} nearest rows",
            f"the means of the {NEIGHBORS} nearest rows",
        ),
    ),
)
MISSING_CHOICES: dict[str, MissingChoice] = {row.key: row for row in _TABLE}


def choice_named(key: str) -> MissingChoice:
    """The row of the table; ParameterError lists the keys when there is none."""
    if key not in MISSING_CHOICES:
        raise ParameterError(f"missing is {key!r}; choose one of: {', '.join(MISSING_CHOICES)}.")
    return MISSING_CHOICES[key]


def proposed_choice(found: MissingCells) -> str:
    """What a form proposes: leave rows out while that costs at most 5 % of them, else the median.

    Gaps add up over columns: of 14 columns with 3 % of gaps each, 35 % of the rows have one. These
    are rarely a fair sample of all, and each still holds almost everything that was measured. The
    median is the most cautious filling: it puts an incomplete row nearer to the middle, and never
    makes two rows neighbours because one lent the other its value, which is what densities, graphs
    and maps would then find. Whoever reads the cost may choose otherwise.

    >>> from core.datasets.missing_values.counts import count_missing
    >>> proposed_choice(count_missing(np.array([[1.0, np.nan], [2.0, 3.0]]), ("a", "b")))
    'median'
    """
    return "rows" if found.rows <= CHEAP * found.n_rows else "median"
