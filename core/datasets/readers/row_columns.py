"""The columns that say where, when and how a scan was taken, read for both fingerprint layouts."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import ROLES
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.roles import LENGTH_UNITS
from core.datasets.readers.table import Table
from core.datasets.readers.units import parse_times
from core.errors import UploadError

_ROLE_WORDS = {"train": "survey", "training": "survey", "trn": "survey", "testing": "test",
               "tst": "test", "validation": "test", "val": "test"}  # fmt: skip


@dataclass
class RowColumns:
    """Per-row columns of a fingerprint table; ``keep`` marks the rows that can be used."""

    keep: NDArray[np.bool_]
    position_m: NDArray[np.float64] | None = None
    text: dict[str, NDArray[np.str_]] = field(default_factory=dict)
    time_s: NDArray[np.float64] | None = None
    notices: tuple[str, ...] = ()


def read_row_columns(table: Table, mapping: ColumnMapping) -> RowColumns:
    """Positions in metres, times in seconds and texts of every row, and which rows to keep."""
    roles = mapping.roles
    rows = RowColumns(np.ones(len(table.frame), dtype=bool))
    if ("x" in roles) != ("y" in roles):
        present = "x" if "x" in roles else "y"
        rows.notices += (f"Column {roles[present]!r} was left out: a position needs both x and y.",)
    if {"x", "y"} <= roles.keys():
        values, keep, notices = parse_columns(
            table, [roles["x"], roles["y"]], bad_cells=mapping.bad_cells
        )
        if mapping.length_unit not in LENGTH_UNITS:
            known = ", ".join(LENGTH_UNITS)
            raise UploadError(f"There is no unit {mapping.length_unit!r}; choose one of: {known}.")
        empty = np.isnan(values).any(axis=1) & keep
        if empty.all():
            raise UploadError(f"{table.name} has no row with a position in x and y.")
        if empty.any():
            notices += (f"Rows left out: {int(empty.sum()):,} (no position).",)
        rows.position_m = values * LENGTH_UNITS[mapping.length_unit]
        rows.keep &= keep & ~empty
        rows.notices += notices
    if "time" in roles:
        rows.time_s, empty, notices = parse_times(table, roles["time"])
        if empty.all():
            rows.time_s = None
            notices += (f"Column {roles['time']!r} was left out: it holds no readable time.",)
        elif empty.any():
            notices += (f"Rows left out: {int(empty.sum()):,} (no readable time).",)
            rows.keep &= ~empty
        rows.notices += notices
    for role in ("location", "session", "scan", "holding", "role", "beacon"):
        if role in roles:
            cells = table.frame[roles[role]]
            rows.text[role] = np.array([str(cell).strip() for cell in cells], dtype=str)
    _translate_roles(rows)
    return rows


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
