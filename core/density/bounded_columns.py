"""Columns that stop at a bound: how much of the estimated mass a kernel spills beyond it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from core.errors import ParameterError

PILED_SHARE = 0.01  # of the rows at exactly the smallest or largest value
SPILL_WORTH_SAYING = 0.02


@dataclass(frozen=True)
class Spill:
    """A column that seems to end: ``mass`` of the estimated density lies beyond ``bound``.

    ``bound`` is in the column's own unit, ``side`` is "below" or "above" it.
    """

    column: int
    bound: float
    side: str
    mass: float


def spills(values: ArrayLike, bandwidths: ArrayLike) -> tuple[Spill, ...]:
    """Mass of a Gaussian kernel estimate beyond the bounds that columns seem to have.

    A column seems bounded where at least 1% of its values (and two of them) equal its smallest or
    largest one, or below at 0 when no value is negative and some lie nearer to 0 than the 10%
    quantile. The marginal mass beyond a bound b is the mean of Φ((b − y_i)/h).

    Parameters
    ----------
    values : (n, d) in the columns' own units
    bandwidths : (d,) h in each column's unit

    >>> X = np.random.default_rng(0).exponential(size=(1000, 1))
    >>> [(found.side, round(found.mass, 2)) for found in spills(X, [0.1])]
    [('below', 0.03)]
    """
    table, h = np.asarray(values, dtype=float), np.asarray(bandwidths, dtype=float)
    if h.shape != (table.shape[1],):
        raise ParameterError(
            f"There are {table.shape[1]} columns and {h.size} bandwidths; give one each."
        )
    found = []
    for column in range(table.shape[1]):
        y = table[:, column]
        for side, bound in _bounds(y):
            outward = (bound - y) if side == "below" else (y - bound)
            mass = float(ndtr(outward / h[column]).mean())
            if mass >= SPILL_WORTH_SAYING:
                found.append(Spill(column, bound, side, mass))
    return tuple(sorted(found, key=lambda spill: -spill.mass))


def column_bounds(values: ArrayLike) -> NDArray[np.float64]:
    """(d, 2) lower and upper bound that each column of (n, d) seems to have, infinite for none.

    >>> column_bounds([[0.0, 1.0], [0.0, 2.0], [3.0, 4.0], [9.0, 3.0]]).tolist()
    [[0.0, inf], [-inf, inf]]
    """
    table = np.asarray(values, dtype=float)
    found = np.tile([-np.inf, np.inf], (table.shape[1], 1))
    for column in range(table.shape[1]):
        for side, bound in _bounds(table[:, column]):
            found[column, 0 if side == "below" else 1] = bound
    return found


def _bounds(y: np.ndarray) -> list[tuple[str, float]]:
    low, high, least = float(y.min()), float(y.max()), max(2.0, PILED_SHARE * len(y))
    bounds = []
    decile = float(np.quantile(y, 0.1))
    if (y == low).sum() >= least:
        bounds.append(("below", low))
    elif low >= 0 and low < decile / 2:
        bounds.append(("below", 0.0))
    if (y == high).sum() >= least:
        bounds.append(("above", high))
    return bounds
