"""One row that decides by itself how a table is scaled, or which bandwidth fits it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.density.bandwidth_scan import BandwidthScan
from core.density.bandwidths import select_bandwidth
from core.density.validation import check_data

LEAST_SPREAD = 1.5  # times the standard deviation without the row
LEAST_MOVE = 1.25  # times the bandwidth without the row, or as much below it
WORTH_A_LOOK = 0.05  # of log h, to first order: below, leaving a row out is not tried
Name = Callable[[int], str]
FEWEST = 10  # of fewer rows each decides


@dataclass(frozen=True)
class ScaleDecider:
    """``row`` without which the standard deviation of ``column`` is ``without``, not ``spread``."""

    row: int
    column: int
    spread: float
    without: float


@dataclass(frozen=True)
class BandwidthDecider:
    """``row`` of the table without which leave-one-out chooses ``without``, not ``bandwidth``."""

    row: int
    bandwidth: float
    without: float


def scale_decider(X: ArrayLike) -> ScaleDecider | None:
    """The row of a table (n, d) that stretches a column's standard deviation most, if by half.

    Without row i the variance is (n s² − (x_i − x̄)² n/(n − 1))/(n − 1), so that it is the row
    farthest from the mean of its column.

    >>> found = scale_decider(np.append(np.arange(20.0), 9999.0)[:, None])
    >>> found.row, found.column, round(found.spread), round(found.without, 2)
    (20, 0, 2127, 5.77)
    """
    values = check_data(X)
    if len(values) < FEWEST:
        return None
    spread = values.std(axis=0)
    far = np.abs(values - values.mean(axis=0)).argmax(axis=0)
    best: ScaleDecider | None = None
    for column, row in enumerate(far.tolist()):
        without = float(np.delete(values[:, column], row).std())
        if without > 0 and spread[column] >= LEAST_SPREAD * without:
            found = ScaleDecider(row, column, float(spread[column]), without)
            if best is None or found.spread / found.without > best.spread / best.without:
                best = found
    return best


def bandwidth_decider(scan: BandwidthScan) -> BandwidthDecider | None:
    """The scored row whose leaving moves the leave-one-out optimum by a quarter or more.

    The row with the largest influence on ĥ to first order is left out, and ĥ computed again.
    """
    points = scan.points
    alone = points.copies[scan.rows] == 1
    if points.n_rows < FEWEST or not alone.any():
        return None
    influence: NDArray[np.float64] = np.where(alone, np.abs(scan.influence), 0.0)
    first = int(influence.argmax())
    if influence[first] < WORTH_A_LOOK:
        return None
    others = np.delete(np.arange(len(points.values)), scan.rows[first])
    rest = points.values[others]
    if len(rest) < FEWEST:
        return None
    without = select_bandwidth(rest, sample_weight=points.mass[others])
    if max(scan.h_loo / without, without / scan.h_loo) < LEAST_MOVE:
        return None
    return BandwidthDecider(int(points.first_row[scan.rows[first]]), scan.h_loo, without)


def deciding_notes(
    scale: ScaleDecider | None,
    bandwidth: BandwidthDecider | None,
    row_name: Name,
    column_name: Name,
) -> tuple[str, ...]:
    """One sentence for each, with the names that a table gives its rows and columns."""
    notes = []
    if scale is not None:
        notes.append(
            f"{_capital(row_name(scale.row))} alone decides the scale of "
            f"{column_name(scale.column)}: its standard deviation is {scale.spread:,.4g} with that "
            f"row and {scale.without:,.4g} without."
        )
    if bandwidth is not None:
        notes.append(
            f"{_capital(row_name(bandwidth.row))} alone moves h from {bandwidth.without:.3g} to "
            f"{bandwidth.bandwidth:.3g}: the optimum must reach it from the other rows."
        )
    return tuple(notes)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
