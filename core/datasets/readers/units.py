"""Lengths to metres and times to seconds: by the column's name, else by what is plausible."""

import numpy as np
from numpy.typing import NDArray

from core.datasets.readers.dates import parse_dates
from core.datasets.readers.numbers import parse_column
from core.datasets.readers.roles import LENGTH_UNITS, unit_of
from core.datasets.readers.table import Table

UNIT_NAMES = {"m": "metres", "dm": "decimetres", "cm": "centimetres", "mm": "millimetres",
              "ft": "feet"}  # fmt: skip
_TIME_SCALES = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}


def guess_length_unit(coordinates: NDArray[np.float64], columns: tuple[str, ...] = ()) -> str:
    """The unit of (n, 2) coordinates: from a name like "x_cm", else from their extent.

    A floor is tens of metres long. Whole numbers that span more than 1,000 are taken as
    centimetres and more than 200 as decimetres; everything else as metres, which also holds for
    map coordinates with decimals.

    >>> guess_length_unit(np.array([[0.0, 0.0], [4300.0, 1200.0]]))
    'cm'
    """
    named = [unit for column in columns if (unit := unit_of(column)) in LENGTH_UNITS]
    if named and named[0] is not None:
        return named[0]
    filled = coordinates[~np.isnan(coordinates).any(axis=1)]
    if not len(filled) or (filled != np.rint(filled)).any():
        return "m"
    span = float(np.ptp(filled, axis=0).max())
    return "cm" if span > 1000 else "dm" if span > 200 else "m"


def length_notice(position_m: NDArray[np.float64], unit: str) -> str:
    """What the positions span, for the user to confirm."""
    width, height = np.ptp(position_m, axis=0)
    return (
        f"Positions were read as {UNIT_NAMES[unit]} and span {width:.3g} m × {height:.3g} m; "
        "choose another unit if that is not the size of the floor."
    )


def parse_times(
    table: Table, column: str
) -> tuple[NDArray[np.float64], NDArray[np.bool_], tuple[str, ...]]:
    """A time column in seconds, where it is empty or unreadable, and notices.

    Numbers are seconds unless the name or their size (epoch times) says milli-, micro- or
    nanoseconds; text is read as dates in one of the forms of :mod:`core.datasets.readers.dates`.
    """
    values, bad = parse_column(table, column)
    if bad.sum() * 2 > len(bad):
        found = parse_dates(table.frame[column])
        if found is None:
            return np.full(len(values), np.nan), np.ones(len(values), dtype=bool), ()
        return found.seconds, np.isnan(found.seconds), (found.said,)
    unit = unit_of(column)
    if unit not in _TIME_SCALES:
        largest = float(np.nanmax(np.abs(values))) if (~np.isnan(values)).any() else 0.0
        unit = (
            "ns" if largest > 1e17 else "us" if largest > 1e14 else "ms" if largest > 1e11 else "s"
        )
    notices: tuple[str, ...] = ()
    if unit != "s":
        notices = (f"Times were read as {unit} and converted to seconds.",)
    return values * _TIME_SCALES[str(unit)], np.isnan(values), notices
