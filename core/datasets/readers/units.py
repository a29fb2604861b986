"""Lengths to metres and times to seconds: by the column's name, else by what is plausible."""

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from core.datasets.readers.dates import are_years, parse_dates, seconds_of_years
from core.datasets.readers.numbers import parse_column
from core.datasets.readers.roles import DEGREES, POSITION_UNITS, are_degrees, unit_of
from core.datasets.readers.table import Table

UNIT_NAMES = {"m": "metres", "dm": "decimetres", "cm": "centimetres", "mm": "millimetres",
              "ft": "feet"}  # fmt: skip
# How the message on an unreadable time shows the forms that are read.
SHOWN_FORMS = ("2023-05-31 14:05:09", "31.05.2023 14:05", "05/31/2023 02:05 PM", "14:05:09")
_LONGEST_END = 20  # characters of a name in which its unit is looked for
_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]{1,10})\s*[)\]]\s*$")
_KNOWN_UNIT = re.compile(
    r"[\s_.-](nm|um|µm|mm|cm|dm|m|km|in|inch|ft|mg|g|kg|lb|ms|s|sec|min|h|hz|khz|mhz|mv|v|ma|pa|hpa|"
    r"kpa|bar|dbm|db|ml|l|deg|rad|degc|celsius|kelvin|percent|pct|usd|eur|kwh|kw|w)$",
    re.IGNORECASE,
)
_TIME_SCALES = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}


def units_by_name(columns: Iterable[str]) -> dict[str, int]:
    """Units that columns of measurements bear in their names → how many columns bear each.

    In brackets any short word is one, behind a line or a blank what is known as one.

    >>> units_by_name(["bill_length_mm", "bill_depth_mm", "mass (g)", "Rest [a.u.]", "x_m_1"])
    {'mm': 2, 'g': 1, 'a.u.': 1}
    """
    ends = [column[-_LONGEST_END:] for column in columns]
    found = (_IN_BRACKETS.search(end) or _KNOWN_UNIT.search(end) for end in ends)
    return dict(Counter(match[1].strip() for match in found if match))


def guess_length_unit(coordinates: NDArray[np.float64], columns: tuple[str, ...] = ()) -> str:
    """The unit of (n, 2) coordinates: from a name like "x_cm", else from their extent.

    Longitude and latitude by name are degrees where all lie within a degree of each other and in
    the range that degrees have. A floor is tens of metres long. Whole numbers that span more than
    1,000 are taken as centimetres and more than 200 as decimetres; everything else as metres, which
    also holds for map coordinates with decimals.

    >>> guess_length_unit(np.array([[0.0, 0.0], [4300.0, 1200.0]]))
    'cm'
    """
    named = [unit for column in columns if (unit := unit_of(column)) in POSITION_UNITS]
    if named and named[0] is not None:
        return named[0]
    if len(columns) == 2 and are_degrees(*columns) and _fit_degrees(coordinates):
        return DEGREES
    filled = coordinates[~np.isnan(coordinates).any(axis=1)]
    if not len(filled) or (filled != np.rint(filled)).any():
        return "m"
    span = float(np.ptp(filled, axis=0).max())
    return "cm" if span > 1000 else "dm" if span > 200 else "m"


def _fit_degrees(coordinates: NDArray[np.float64]) -> bool:
    """Whether (n, 2) numbers can be longitudes and latitudes of one site."""
    filled = coordinates[~np.isnan(coordinates).any(axis=1)]
    if not len(filled):
        return False
    within = (np.abs(filled) <= np.array([180.0, 89.0])).all()
    return bool(within and (np.ptp(filled, axis=0) < 1).all())


def length_notice(position_m: NDArray[np.float64], unit: str, what: str = "Positions") -> str:
    """What the positions span, for the user to confirm; ``what`` begins the sentence."""
    width, height = np.ptp(position_m, axis=0)
    if unit == DEGREES:
        return (
            f"{what} were read as degrees of longitude and latitude and projected to metres from "
            f"their south-western corner; they span {width:.3g} m × {height:.3g} m."
        )
    if 0 < max(width, height) < 0.05 and len(position_m) > 1:
        return (
            f"{what} were read as {UNIT_NAMES[unit]} and span only {width:.3g} m × "
            f"{height:.3g} m, which is no floor; if they are degrees, choose deg as their unit."
        )
    return (
        f"{what} were read as {UNIT_NAMES[unit]} and span {width:.3g} m × {height:.3g} m; "
        "choose another unit if that is not the size of the floor."
    )


def parse_times(
    table: Table, column: str
) -> tuple[NDArray[np.float64], NDArray[np.bool_], tuple[str, ...]]:
    """A time column in seconds, where it is empty or unreadable, and notices.

    Numbers are seconds unless the name or their size (epoch times) says milli-, micro- or
    nanoseconds, or the name that they are years; text is read as dates in one of the forms of
    :mod:`core.datasets.readers.dates`. A column without a readable time has one notice, which names
    its first value.
    """
    values, bad = parse_column(table, column)
    if bad.sum() * 2 > len(bad):
        return _parse_dates(table, column)
    if are_years(column, values):
        said = (
            f"Times were read as years: {column[:40]!r} stands for the first moment of each, UTC."
        )
        return seconds_of_years(values), np.isnan(values), (said,)
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


def _parse_dates(
    table: Table, column: str
) -> tuple[NDArray[np.float64], NDArray[np.bool_], tuple[str, ...]]:
    cells = table.frame[column]
    found = parse_dates(cells)
    if found is not None:
        return found.seconds, np.isnan(found.seconds), (found.said,)
    filled = [cell for cell in cells.astype(str).str.strip() if cell]
    first = filled[0] if filled else ""
    return (
        np.full(len(cells), np.nan),
        np.ones(len(cells), dtype=bool),
        (
            f"Column {column!r} was left out: its first value, {first[:40]!r}, is no time in a "
            f"form that can be read ({', '.join(SHOWN_FORMS)}, or seconds).",
        ),
    )
