"""Tables of locations: a code such as "O02" and its coordinates, joined to scans."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.georeference import Georeference
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.positions import metres_of
from core.datasets.readers.result import Upload
from core.datasets.readers.roles import roles_of
from core.datasets.readers.rss_values import rows_left_out
from core.datasets.readers.table import Table, inspect_table
from core.datasets.readers.units import guess_length_unit, length_notice
from core.errors import UploadError


@dataclass(frozen=True, eq=False)
class NamedPositions:
    """n names with their positions: codes of locations, or ids of beacons.

    Attributes
    ----------
    names : (n,) text, all different
    position_m : (n, 2) float64, metres
    notices : what was detected
    georeference : where the origin lies, for positions in degrees
    """

    names: NDArray[np.str_]
    position_m: NDArray[np.float64]
    notices: tuple[str, ...] = ()
    georeference: Georeference | None = None

    def lookup(self, wanted: NDArray[np.str_]) -> NDArray[np.float64]:
        """Positions of the wanted names, (len(wanted), 2) metres, NaN where unknown."""
        index = {name: i for i, name in enumerate(self.names.tolist())}
        rows = [index.get(name, -1) for name in np.asarray(wanted).tolist()]
        with_unknown = np.vstack([self.position_m, [np.nan, np.nan]])
        return with_unknown[rows]


def read_locations(
    data: bytes, filename: str, length_unit: str | None = None, name_role: str = "location"
) -> NamedPositions:
    """A table with a name and coordinates in each row, with or without a header.

    Without recognised names the first column is the name and the next two are x and y. The unit
    is guessed unless given. Raises UploadError for other tables and repeated names.
    """
    table = inspect_table(data, filename)
    name_column, x, y = _columns(table, name_role)
    values, keep, notices = parse_columns(table, [x, y])
    names = np.array([str(cell).strip() for cell in table.frame[name_column]], dtype=str)
    keep &= ~np.isnan(values).any(axis=1) & (names != "")
    if not keep.any():
        raise UploadError(f"{table.name} has no row with a name, x and y.")
    unit = length_unit or guess_length_unit(values[keep], (x, y))
    in_metres, georeference = metres_of(values, unit, keep)
    names, position_m = names[keep], in_metres[keep]
    unique, counts = np.unique(names, return_counts=True)
    if (counts > 1).any():
        repeated = ", ".join(repr(name[:40]) for name in unique[counts > 1].tolist()[:5])
        raise UploadError(f"{table.name} names {repeated} more than once; keep one row for each.")
    notices = table.notices + notices
    notices += rows_left_out(int((~keep).sum()), "they lack a name, x or y")
    notices = (*notices, length_notice(position_m, unit, f"Positions of {name_role}s"))
    return NamedPositions(names, position_m, notices, georeference)


def _columns(table: Table, name_role: str) -> tuple[str, str, str]:
    roles = roles_of(table.columns)
    others = [c for c in table.columns if c not in (roles.get("x"), roles.get("y"))]
    if table.has_header and "x" in roles and "y" in roles and others:
        return roles.get(name_role, others[0]), roles["x"], roles["y"]
    if len(table.columns) >= 3:
        return table.columns[0], table.columns[1], table.columns[2]
    raise UploadError(
        f"{table.name} has {len(table.columns)} columns; it needs a name, x and y in each row."
    )


def place_stops(scans: FingerprintSet, locations: NamedPositions) -> Upload:
    """The scans with the position of the location that their ``stop_id`` names.

    Scans of unknown locations are left out and counted. Raises UploadError when none is known.
    """
    if scans.stop_id is None:
        raise UploadError("The scans name no location; a location table needs a location column.")
    position_m = locations.lookup(scans.stop_id)
    known = np.asarray(~np.isnan(position_m).any(axis=1))
    if not known.any():
        raise UploadError(
            f"No scan names a location of the table: scans have {str(scans.stop_id[0])[:40]!r}, …, "
            f"the table has {str(locations.names[0])[:40]!r}, …."
        )
    unknown = sorted(set(scans.stop_id[~known].tolist()))
    notices: tuple[str, ...] = ()
    if unknown:
        listed = ", ".join(repr(code[:40]) for code in unknown[:5])
        notices = (
            f"Scans left out: {int((~known).sum()):,}; the table lacks their locations ({listed}).",
        )
    placed = replace(
        scans.select(known), position_m=position_m[known], georeference=locations.georeference
    )
    return Upload(placed, notices)
