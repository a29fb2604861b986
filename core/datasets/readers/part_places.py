"""Tables that go with scans in a survey of several files: places, beacons, obstacles."""

from dataclasses import replace

import numpy as np
from shapely import LineString

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.floor_plan import FloorPlan
from core.datasets.readers.beacon_table import place_beacons
from core.datasets.readers.location_table import NamedPositions, place_stops
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.positions import metres_of
from core.datasets.readers.result import Upload
from core.datasets.readers.roles import roles_of
from core.datasets.readers.table import Table
from core.datasets.readers.units import guess_length_unit
from core.errors import UploadError


def place_by_table(
    scans: FingerprintSet, places: NamedPositions, part: str, *, unnamed: bool, file: str
) -> Upload:
    """Scans with the positions of a table of ``part`` "beacons" or "locations".

    A table whose names are those of no location, but of beacons, holds beacons whatever its file is
    called. Columns without names of their own (``unnamed``) take those of a table of as many rows,
    in its order.
    """
    in_order = unnamed and len(places.names) == scans.n_beacons
    stops = set() if scans.stop_id is None else set(scans.stop_id.tolist())
    names_stops = bool(stops & set(places.names.tolist()))
    names_beacons = bool(set(scans.beacon_ids.tolist()) & set(places.names.tolist()))
    if part == "locations" and (names_stops or not (in_order or names_beacons)):
        return place_stops(scans, places)
    if not in_order:
        return place_beacons(scans, places)
    placed = place_beacons(replace(scans, beacon_ids=places.names), places)
    notice = (
        f"Beacons were taken in the order of {file}: the first column is "
        f"{str(places.names[0])[:40]!r}, the last {str(places.names[-1])[:40]!r}."
    )
    return Upload(placed.dataset, (notice, *placed.notices))


def place_obstacles(scans: FingerprintSet, table: Table) -> Upload:
    """Scans over a plan with the closed outlines whose corners a table lists, name by name."""
    roles = roles_of(table.columns)
    if not {"x", "y"} <= roles.keys():
        raise UploadError(f"{table.name} needs columns x and y to be outlines of obstacles.")
    values, keep, _ = parse_columns(table, [roles["x"], roles["y"]], bad_cells="drop")
    keep &= ~np.isnan(values).any(axis=1)
    unit = guess_length_unit(values[keep], (roles["x"], roles["y"]))
    corner_m = metres_of(values, unit, keep)[0]
    names = table.frame.iloc[:, 0].to_numpy()
    walls = []
    for name in dict.fromkeys(names[keep].tolist()):
        outline = corner_m[keep & (names == name)]
        if len(outline) > 2:
            walls.append(LineString([*outline, outline[0]]))
        elif len(outline) == 2:
            walls.append(LineString(outline))
    plan = replace(scans.floor or FloorPlan(), walls=tuple(walls))
    return Upload(replace(scans, floor=plan), (f"Outlines drawn on the map: {len(walls):,}.",))
