"""Tables of beacon positions, and what is odd about where the beacons are."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import pdist

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.readers.location_table import NamedPositions, read_locations
from core.datasets.readers.positions import in_frame
from core.datasets.readers.result import Upload


def read_beacon_positions(
    data: bytes, filename: str, length_unit: str | None = None
) -> NamedPositions:
    """A CSV table with a beacon id, x and y in each row. Raises UploadError for other tables."""
    return read_locations(data, filename, length_unit, name_role="beacon")


def place_beacons(scans: FingerprintSet, beacons: NamedPositions) -> Upload:
    """The scans with beacon positions; beacons that no scan heard are ignored with a notice."""
    position_m = in_frame(
        beacons.lookup(scans.beacon_ids), beacons.georeference, scans.georeference
    )
    unknown = scans.beacon_ids[np.isnan(position_m).any(axis=1)].tolist()
    unheard = [name for name in beacons.names.tolist() if name not in set(scans.beacon_ids)]
    notices: tuple[str, ...] = ()
    if unknown:
        notices += (f"Beacons without a position ({len(unknown):,}): {_listed(unknown)}.",)
    if unheard:
        notices += (f"Beacons in the table never heard ({len(unheard):,}): {_listed(unheard)}.",)
    placed = replace(scans, beacon_position_m=position_m)
    bounds = scans.floor.bounds_m if scans.floor is not None else None
    if bounds is None and scans.position_m is not None:
        low, high = scans.position_m.min(axis=0), scans.position_m.max(axis=0)
        margin = max(10.0, float(np.max(high - low)))
        bounds = (low[0] - margin, low[1] - margin, high[0] + margin, high[1] + margin)
    odd = geometry_notices(position_m, scans.beacon_ids, bounds)
    return Upload(placed, notices + odd)


def geometry_notices(
    position_m: NDArray[np.float64],
    beacon_ids: NDArray[np.str_],
    bounds_m: tuple[float, float, float, float] | None = None,
) -> tuple[str, ...]:
    """Beacons that lie outside ``bounds_m`` (x_min, y_min, x_max, y_max), share one place, are
    too few, or stand on one line, so that positions cannot be told from distances.
    """
    known = ~np.isnan(position_m).any(axis=1)
    place, names = position_m[known], np.asarray(beacon_ids)[known]
    notices: list[str] = []
    if bounds_m is not None and len(place):
        low, high = np.array(bounds_m[:2]), np.array(bounds_m[2:])
        outside = names[((place < low) | (place > high)).any(axis=1)].tolist()
        if outside:
            notices.append(
                f"Beacons outside the floor ({len(outside):,}): {_listed(outside)}; check the "
                "unit of their positions."
            )
    if len(place) > 1 and pdist(place).min() == 0:
        _, index, counts = np.unique(place, axis=0, return_index=True, return_counts=True)
        shared = names[index[counts > 1]].tolist()
        notices.append(f"Several beacons share one position, for instance {_listed(shared)}.")
    distinct = np.unique(place, axis=0)
    if len(distinct) < 3:
        notices.append(
            f"Known beacon positions: {len(distinct)}; locating by distance takes at least three."
        )
    else:
        spread = np.linalg.svd(distinct - distinct.mean(axis=0), compute_uv=False)
        if spread[1] < 1e-6 * spread[0]:
            notices.append(
                "All beacons stand on one line: distances alone cannot tell its two sides apart "
                "(not solvable: collinear)."
            )
    return tuple(notices)


def _listed(names: list[str]) -> str:
    return ", ".join(repr(str(name)[:40]) for name in names[:5]) + (", …" if len(names) > 5 else "")
