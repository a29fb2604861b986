"""The columns that say where, when and how a scan was taken, read for both fingerprint layouts."""

import re
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import ROLES, FingerprintSet
from core.datasets.floor_names import sorted_floors
from core.datasets.georeference import Georeference
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.positions import IN_PIXELS, metres_of, no_position_notice
from core.datasets.readers.result import Upload
from core.datasets.readers.roles import PIXELS
from core.datasets.readers.table import Table
from core.datasets.readers.units import length_notice, parse_times
from core.errors import UploadError

TEXT_ROLES = ("location", "session", "scan", "holding", "role", "beacon", "major", "minor",
              "floor", "building", "device", "id")  # fmt: skip
_ROLE_WORDS = {"train": "survey", "training": "survey", "trn": "survey", "testing": "test",
               "tst": "test", "validation": "test", "val": "test"}  # fmt: skip


@dataclass
class RowColumns:
    """Per-row columns of a fingerprint table; ``keep`` marks the rows that can be used.

    Where ``in_pixels``, ``position_m`` holds pixels of a plan whose scale is not known yet.
    """

    keep: NDArray[np.bool_]
    row_id: NDArray[np.str_]
    position_m: NDArray[np.float64] | None = None
    in_pixels: bool = False
    georeference: Georeference | None = None
    text: dict[str, NDArray[np.str_]] = field(default_factory=dict)
    time_s: NDArray[np.float64] | None = None
    notices: tuple[str, ...] = ()


def read_row_columns(table: Table, mapping: ColumnMapping) -> RowColumns:
    """Positions in metres, times in seconds and texts of every row, and which rows to keep."""
    roles = mapping.roles
    numbers = (table.frame.index.to_numpy() + 1).astype(str)
    rows = RowColumns(np.ones(len(table.frame), dtype=bool), numbers)
    if ("x" in roles) != ("y" in roles):
        present = "x" if "x" in roles else "y"
        rows.notices += (f"Column {roles[present]!r} was left out: a position needs both x and y.",)
    if {"x", "y"} <= roles.keys():
        values, keep, notices = parse_columns(
            table, [roles["x"], roles["y"]], bad_cells=mapping.bad_cells
        )
        empty = np.isnan(values).any(axis=1) & keep
        if empty.all():
            raise UploadError(f"{table.name} has no row with a position in x and y.")
        if empty.any():
            notices += (f"Rows left out: {int(empty.sum()):,} (no position).",)
        rows.keep &= keep & ~empty
        if mapping.length_unit == PIXELS:
            rows.position_m, rows.in_pixels = values, True
        else:
            rows.position_m, rows.georeference = metres_of(values, mapping.length_unit, rows.keep)
        rows.notices += notices
    if "time" in roles:
        rows.time_s, empty, notices = parse_times(table, roles["time"])
        if empty.all():
            rows.time_s = None
            if not notices:
                notices = (f"Column {roles['time']!r} was left out: it is empty.",)
        elif empty.any():
            notices += (f"Rows left out: {int(empty.sum()):,} (no readable time).",)
            rows.keep &= ~empty
        rows.notices += notices
    for role in TEXT_ROLES:
        if role in roles:
            cells = table.frame[roles[role]]
            rows.text[role] = np.array([str(cell).strip() for cell in cells], dtype=str)
    _translate_roles(rows)
    _name_beacons(rows)
    _name_floors(rows)
    named = rows.text.pop("id", None if mapping.layout == "long" else rows.text.get("scan"))
    if named is not None:
        rows.row_id = np.where(named == "", rows.row_id, named)
    return rows


def _name_beacons(rows: RowColumns) -> None:
    """A beacon that is called by several columns gets one name: UUID/major/minor."""
    parts = [rows.text.pop(role) for role in ("major", "minor") if role in rows.text]
    if not parts or "beacon" not in rows.text:
        return
    names = zip(rows.text["beacon"].tolist(), *(part.tolist() for part in parts), strict=True)
    # A row that lacks a part of the name names no beacon.
    rows.text["beacon"] = np.array(
        ["/".join(name) if all(name) else "" for name in names], dtype=str
    )


def _name_floors(rows: RowColumns) -> None:
    """Floors by number, with the building before it where there are several."""
    building = rows.text.pop("building", None)
    if "floor" not in rows.text:
        if building is None or len(set(building.tolist())) < 2:
            return
        rows.text["floor"] = np.full(len(building), "0")
    floor = np.array([_whole(name) for name in rows.text["floor"].tolist()], dtype=str)
    unnamed = floor == ""
    if unnamed.all():
        del rows.text["floor"]
        return
    if (unnamed & rows.keep).any():
        rows.notices += (f"Rows left out: {int((unnamed & rows.keep).sum()):,} (no floor).",)
        rows.keep &= ~unnamed
    if building is not None and len(set(building[rows.keep].tolist())) > 1:
        pairs = zip(building.tolist(), floor.tolist(), strict=True)
        floor = np.array([f"{_whole(where)}/{name}" for where, name in pairs], dtype=str)
    rows.text["floor"] = floor
    names = sorted_floors(floor[rows.keep])
    if len(names) > 1:
        listed = ", ".join(repr(name[:40]) for name in names[:5]) + (", …" if names[5:] else "")
        rows.notices += (f"Floors: {len(names):,} ({listed}). Each has a map of its own.",)


def _whole(name: str) -> str:
    """A whole number without its zeros, as spreadsheets write 2 as 2.0.

    >>> _whole("2.0"), _whole("2a"), _whole("-1.000")
    ('2', '2a', '-1')
    """
    return re.sub(r"^([+-]?\d+)\.0*$", r"\1", name)


def _translate_roles(rows: RowColumns) -> None:
    """Words like "train" to survey and test; a column with other words is left out."""
    if "role" not in rows.text:
        return
    words = np.array([_ROLE_WORDS.get(w, w) for w in map(str.lower, rows.text["role"])], dtype=str)
    if np.isin(words, ROLES).all():
        rows.text["role"] = words
    else:
        other = next(word for word in words if word not in ROLES)
        del rows.text["role"]
        rows.notices += (
            f"The role column was left out: {other[:40]!r} is neither survey nor test.",
        )


def position_notices(
    table: Table,
    mapping: ColumnMapping,
    rows: RowColumns,
    position_m: NDArray[np.float64] | None,
    used: set[str],
) -> tuple[str, ...]:
    """What was understood of the positions of a set's scans."""
    if rows.in_pixels:
        return (IN_PIXELS,)
    if position_m is None:
        return (no_position_notice(table, used),)
    return (length_notice(position_m, mapping.length_unit),)


def as_upload(dataset: FingerprintSet, notices: tuple[str, ...], rows: RowColumns) -> Upload:
    """The set as it was read; positions in pixels wait beside it for the scale of their plan."""
    if not rows.in_pixels:
        return Upload(dataset, notices)
    placeless = replace(dataset, position_m=None)
    return Upload(placeless, notices, position_px=dataset.position_m)
