"""Columns that hold few distinct values: found, and spread over the gaps between these values."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.scaling import varying_columns

Array = NDArray[np.float64]
MOST_VALUES = 10  # a column of more passes for a measurement
FEWEST_ROWS_EACH = 5  # on average, for each value


@dataclass(frozen=True)
class DiscreteColumn:
    """A column of a table and how many distinct values it holds."""

    column: int
    n_values: int


def discrete_columns(values: Array) -> tuple[DiscreteColumn, ...]:
    """The columns of (n, d) with 2 to 10 distinct values, each met five times on average.

    >>> grades = np.repeat([1.0, 2.0, 3.0], 10)
    >>> discrete_columns(np.column_stack([grades, np.arange(30.0)]))
    (DiscreteColumn(column=0, n_values=3),)
    """
    found = []
    for column in varying_columns(values).tolist():
        n_values = len(np.unique(values[:, column]))
        if n_values <= min(MOST_VALUES, len(values) // FEWEST_ROWS_EACH):
            found.append(DiscreteColumn(column, n_values))
    return tuple(found)


def spread_between_values(values: Array, random_state: int = 0) -> Array:
    """A column (n,) in which each value is drawn evenly from its halves of the gaps beside it.

    So rounding is undone: of measured steps of 1, a 3 becomes anything from 2.5 to 3.5. The two
    outermost values get as much on their far side as on the near one.

    >>> spread = spread_between_values(np.array([0.0, 0.0, 1.0, 5.0]))
    >>> bool((abs(spread[:2]) <= 0.5).all()), bool(0.5 <= spread[2] <= 3.0 <= spread[3] <= 7.0)
    (True, True)
    """
    steps, place = np.unique(values, return_inverse=True)
    if len(steps) < 2:
        return values.copy()
    middles = (steps[1:] + steps[:-1]) / 2
    edges = np.concatenate([[2 * steps[0] - middles[0]], middles, [2 * steps[-1] - middles[-1]]])
    drawn = np.random.default_rng(random_state).uniform(size=len(values))
    return np.asarray(edges[place] + drawn * (edges[place + 1] - edges[place]))
