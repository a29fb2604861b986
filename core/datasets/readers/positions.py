"""Coordinates as they stand in files to positions in metres: units, degrees, pixels of a plan."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.floor_plan import FloorPlan
from core.datasets.georeference import Georeference
from core.datasets.readers.numbers import share_of_numbers
from core.datasets.readers.result import Upload
from core.datasets.readers.roles import DEGREES, LENGTH_UNITS, POSITION_UNITS
from core.datasets.readers.table import Table
from core.errors import ParameterError, UploadError

IN_PIXELS = (
    "Positions are pixels of the floor plan: choose the plan's image and two points of known "
    "distance to turn them into metres."
)
NO_POSITION = "The scans have no position: they can be located but cannot be a survey."


def metres_of(
    values: NDArray[np.float64], unit: str, keep: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], Georeference | None]:
    """(n, 2) x and y (longitude and latitude) to metres; degrees from the corner of rows ``keep``.

    The corner is the south-western one. Raises UploadError for an unknown unit, for pixels, and for
    degrees out of their range.
    """
    if unit in LENGTH_UNITS:
        return values * LENGTH_UNITS[unit], None
    if unit != DEGREES:
        known = ", ".join(POSITION_UNITS)
        raise UploadError(f"Positions cannot be read in {unit!r} here; choose one of: {known}.")
    known_deg = values[keep & ~np.isnan(values).any(axis=1)]
    if not len(known_deg):
        return np.full(values.shape, np.nan), None
    west, south = known_deg.min(axis=0).tolist()
    try:
        origin = Georeference(south, west)
    except ParameterError as error:
        raise UploadError(f"The positions are no degrees. {error}") from None
    return origin.to_metres(values[:, ::-1]), origin


def in_frame(
    position_m: NDArray[np.float64], own: Georeference | None, frame: Georeference | None
) -> NDArray[np.float64]:
    """Positions in the metres of another origin; unchanged where an origin is unknown."""
    if own is None or frame is None or own == frame:
        return position_m
    return frame.to_metres(own.to_degrees(position_m))


def place_on_plan(upload: Upload, plan: FloorPlan) -> Upload:
    """The scans on their plan; positions in pixels become metres by the plan's scale."""
    scans = upload.dataset
    if not isinstance(scans, FingerprintSet):
        raise UploadError("A floor plan belongs to a survey; the file holds none.")
    if upload.position_px is None:
        return replace(upload, dataset=replace(scans, floor=plan))
    position_m = plan.to_metre(upload.position_px)
    notices = tuple(notice for notice in upload.notices if notice != IN_PIXELS)
    width, height = np.ptp(position_m, axis=0)
    notices += (
        f"Positions were read as pixels of the plan and span {width:.3g} m × {height:.3g} m.",
    )
    return replace(
        upload,
        dataset=replace(scans, floor=plan, position_m=position_m),
        notices=notices,
        position_px=None,
    )


def place_on_plans(upload: Upload, plans: Mapping[str, FloorPlan]) -> Upload:
    """The scans of several floors on their plans, by the floors' names.

    Raises UploadError where positions are pixels and a floor has no plan.
    """
    scans = upload.dataset
    if not isinstance(scans, FingerprintSet):
        raise UploadError("A floor plan belongs to a survey; the file holds none.")
    placed = replace(scans, floors={**scans.floors, **plans})
    if upload.position_px is None or scans.floor_id is None:
        return replace(upload, dataset=placed)
    missing = [name for name in scans.floor_names if name not in plans]
    if missing:
        raise UploadError(f"{IN_PIXELS} Floors without a plan: {', '.join(missing)}.")
    position_m = np.empty_like(upload.position_px)
    for name in scans.floor_names:
        rows = scans.floor_id == name
        position_m[rows] = plans[name].to_metre(upload.position_px[rows])
    notices = tuple(notice for notice in upload.notices if notice != IN_PIXELS)
    notices += ("Positions were read as pixels of each floor's plan.",)
    return replace(
        upload, dataset=replace(placed, position_m=position_m), notices=notices, position_px=None
    )


def no_position_notice(table: Table, used: set[str]) -> str:
    """That no position was found, and which unused columns of numbers could hold it."""
    said = NO_POSITION
    numeric = [
        column
        for column in table.columns
        if column not in used and share_of_numbers(table, column) >= 0.5
    ]
    if len(numeric) < 2:
        return said
    listed = ", ".join(repr(column[:40]) for column in numeric[:5])
    more = f" and {len(numeric) - 5:,} more" if len(numeric) > 5 else ""
    return f"{said} Columns of numbers that could be x and y: {listed}{more}."
