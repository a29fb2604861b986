"""What the columns of a table mean: guessed here, confirmed or corrected by the user."""

from dataclasses import replace

import numpy as np

from core.datasets.readers.adjacency_table import adjacency_meaning, has_gaps
from core.datasets.readers.column_guesses import guess_columns
from core.datasets.readers.column_mapping import KINDS, POINT_ROLES, ColumnMapping
from core.datasets.readers.numbers import parse_column, parse_columns, share_of_numbers
from core.datasets.readers.roles import edge_role_of, roles_of
from core.datasets.readers.rss_values import MARKS, lacks_sign
from core.datasets.readers.table import Table
from core.datasets.readers.units import guess_length_unit
from core.datasets.sentinels import not_heard
from core.errors import UploadError


def guess_mapping(table: Table, kind: str | None = None) -> ColumnMapping:
    """What the file itself says of the columns; else the most plausible meaning, by their names
    and then by their values.

    Raises UploadError when nothing fits ``kind``; the message names the columns.
    """
    if kind is not None and kind not in KINDS:
        raise UploadError(f"There is no kind of data {kind!r}; choose one of: {', '.join(KINDS)}.")
    if table.meaning is not None:
        return table.meaning
    roles = roles_of(table.columns) if table.has_header else {}
    if kind == "graph" or (kind is None and {"source", "target"} <= roles.keys()):
        return adjacency_meaning(table, may_be_unnamed=True) or _edges(table, roles)
    square = adjacency_meaning(table) if kind is None else None
    if square is not None and has_gaps(table, square):
        return square
    if kind == "fingerprints" or (kind is None and {"beacon", "rss"} <= roles.keys()):
        if {"beacon", "rss"} <= roles.keys():
            return _with_unit(table, ColumnMapping("long", roles))
        return _wide(table, roles)
    if kind is None:
        beacons = _beacon_columns(table, roles)
        located = {"x", "y"} <= roles.keys() or "location" in roles
        others = [c for c in table.columns if c not in roles.values() and c not in beacons]
        if beacons and (located or not (others or roles)):
            return _wide(table, roles)
    return _points(table)


def _edges(table: Table, roles: dict[str, str]) -> ColumnMapping:
    for column in table.columns if table.has_header else ():
        role = edge_role_of(column)
        if role is not None:
            roles.setdefault(role, column)
    if not {"source", "target"} <= roles.keys():
        if len(table.columns) not in (2, 3):
            raise UploadError(
                f"{table.name} has {len(table.columns)} columns; an edge list has two or three: "
                "source, target and perhaps weight."
            )
        names = ("source", "target", "weight")
        roles = dict(zip(names, table.columns, strict=False))
    return ColumnMapping("edges", {k: v for k, v in roles.items() if k in EDGE_ROLES})


EDGE_ROLES = ("source", "target", "weight")


def _wide(table: Table, roles: dict[str, str]) -> ColumnMapping:
    beacons = _beacon_columns(table, roles) or _signless_columns(table, roles)
    if not beacons:
        raise UploadError(
            f"{table.name} holds no column of received power: values between −120 and 0 dBm, one "
            f"column per beacon, or columns beacon and rss. Its columns are {_listed(table)}. If "
            "the minus signs are missing, put them back."
        )
    return _with_unit(table, ColumnMapping("wide", roles, tuple(beacons)))


def _beacon_columns(table: Table, roles: dict[str, str]) -> list[str]:
    """Columns without another role in which most values are powers or marks for "not heard"."""
    found = []
    for column in table.columns:
        if column in roles.values() or share_of_numbers(table, column) < 0.5:
            continue
        values, _ = parse_column(table, column)
        filled = values[~np.isnan(values)]
        heard = filled[~not_heard(filled)]
        # A coordinate or a count may dip below zero; received power hardly ever exceeds −20 dBm.
        if len(heard) and np.median(heard) < -20:
            found.append(column)
    return found


def _signless_columns(table: Table, roles: dict[str, str]) -> list[str]:
    """Columns of whole numbers that are powers if a minus sign belongs before each.

    Nothing is read so unless somebody says it: a quality in percent looks the same.
    """
    found = []
    for column in table.columns:
        if column in roles.values() or share_of_numbers(table, column) < 0.5:
            continue
        values, _ = parse_column(table, column)
        filled = values[~np.isnan(values)]
        levels = filled[lacks_sign(filled)]
        others = filled[~lacks_sign(filled)]
        whole = bool((levels == np.rint(levels)).all())
        if len(levels) and whole and np.isin(others, MARKS).all() and np.median(levels) > 20:
            found.append(column)
    return found


def _points(table: Table) -> ColumnMapping:
    guesses = guess_columns(table)
    roles = {each.role: each.column for each in guesses if each.role in POINT_ROLES}
    truth = tuple(each.column for each in guesses if each.role == "truth")
    features = tuple(each.column for each in guesses if each.role == "feature")
    if not features:
        raise UploadError(
            f"{table.name} holds no column of numbers; its columns are {_listed(table)}."
        )
    return ColumnMapping("points", roles, features, truth=truth)


def _with_unit(table: Table, mapping: ColumnMapping) -> ColumnMapping:
    if not {"x", "y"} <= mapping.roles.keys():
        return mapping
    columns = (mapping.roles["x"], mapping.roles["y"])
    coordinates, _, _ = parse_columns(table, columns, bad_cells="drop")
    unit = guess_length_unit(coordinates, columns)
    return replace(mapping, length_unit=unit)


def _listed(table: Table) -> str:
    """The first columns of a table, quoted."""
    names = [repr(column[:40]) for column in table.columns]
    return ", ".join(names[:8]) + (f" and {len(names) - 8:,} more" if len(names) > 8 else "")
