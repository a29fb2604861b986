"""What each file of a survey in parts holds, told by its name and then by its content."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.roles import roles_of
from core.datasets.readers.table import Table
from core.datasets.sentinels import not_heard

_TEST = re.compile(r"(?:^|[^a-z])(?:test(?:ing)?|tst|validation)(?:[^a-z]|$)")
_SURVEY = re.compile(r"(?:^|[^a-z])(?:train(?:ing)?|trn|survey)(?:[^a-z]|$)")
_PART_WORDS = {
    "rss": ("rss", "rssi", "signal"),
    "coordinates": ("crd", "coord", "position", "location"),
    "ids": ("ids", "labels", "stop"),
    "times": ("tms", "time"),
    "beacons": ("beacon", "anchor", "transmitter", "deploy", "dep_", "_dep"),
    "obstacles": ("obs_", "_obs", "obstacle", "wall"),
}
# What a file can be, in the words of the form that asks.
PARTS: dict[str, str] = {
    "table": "scans with their columns named",
    "rss": "received powers alone",
    "coordinates": "coordinates, row by row",
    "ids": "ids of scans or stops, row by row",
    "times": "times, row by row (not used)",
    "locations": "coordinates of location codes",
    "beacons": "beacon positions",
    "obstacles": "outlines of walls and shelves",
    "ignored": "nothing that is used",
}


@dataclass(frozen=True)
class FilePart:
    """What one file holds: a key of ``PARTS``; "survey", "test" or "" for both; and its zone.

    Zones are parts of a site with positions of their own: files "hall_rss" and "lib_rss".
    """

    part: str
    role: str = ""
    zone: str = ""


def role_of_file(name: str) -> str:
    """Return "survey", "test", or "" when the file's name says neither.

    >>> role_of_file("trn01rss.csv"), role_of_file("testing/rss.csv"), role_of_file("latest.csv")
    ('survey', '', '')
    """
    lowered = re.sub(r"[0-9]+", "-", name.rsplit("/", 1)[-1].lower())
    return "test" if _TEST.search(lowered) else "survey" if _SURVEY.search(lowered) else ""


def zone_of_file(name: str) -> str:
    """What a file's name says beyond its part and role.

    >>> [zone_of_file(name) for name in ("geo_rss.csv", "dep/dep_geo.csv", "tst_lib_crd.csv")]
    ['geo', 'geo', 'lib']
    """
    stem = name.rsplit("/", 1)[-1].lower().rsplit(".", 1)[0]
    known = {word.strip("_") for words in _PART_WORDS.values() for word in words}
    known |= {"test", "testing", "tst", "train", "training", "trn", "survey", "data"}
    left = [token for token in re.split(r"[\W_]+", stem) if token and token not in known]
    return "_".join(left)


def guess_parts(tables: Mapping[str, Table]) -> dict[str, FilePart]:
    """What each file is; zones are told apart only where two files would be the same part."""
    found = {
        name: FilePart(part_of_file(name, table), role_of_file(name))
        for name, table in tables.items()
    }
    seen = [part for part in found.values() if part.part not in ("ignored", "table")]
    if len(set(seen)) == len(seen):
        return found
    zones = {name: zone_of_file(name) for name in found}
    zoned = {name: FilePart(p.part, p.role, zones[name]) for name, p in found.items()}
    signals = {part.zone for part in zoned.values() if part.part in ("rss", "table")}
    # A file that belongs to no zone with signals (a plan of the whole site) belongs to all.
    return {
        name: part if part.zone in signals else FilePart(part.part, part.role)
        for name, part in zoned.items()
    }


def named_part(name: str) -> str:
    """What a file's name says that it holds, a key of ``PARTS``; "" where it says nothing.

    >>> named_part("zone/geo_crd.csv"), named_part("iris.csv")
    ('coordinates', '')
    """
    last = name.rsplit("/", 1)[-1].lower()
    return next((p for p, words in _PART_WORDS.items() if any(w in last for w in words)), "")


def part_of_file(name: str, table: Table) -> str:
    """What a file holds: a key of ``PARTS``."""
    roles = set(roles_of(table.columns)) if table.has_header else set()
    if {"beacon", "rss"} <= roles:
        return "table"
    last, said = name.rsplit("/", 1)[-1].lower(), named_part(name)
    placed = table.has_header and {"x", "y"} <= roles and len(table.columns) <= 5
    if placed and not _holds_powers(table):
        if _repeats_names(table) and len(table.frame) > 5:
            return "obstacles"
        named = "beacon" in roles or any(word in last for word in _PART_WORDS["beacons"])
        return "beacons" if named else "locations"
    if said and not table.has_header:
        return said
    if table.has_header:
        return "table"
    values, _, _ = parse_columns(table, table.columns, bad_cells="drop")
    filled = values[~np.isnan(values)]
    heard = filled[~not_heard(filled)]
    if len(heard) and np.median(heard) < -20 and (filled > -20).sum() <= (filled >= 0).sum():
        return "rss"
    return "coordinates" if values.shape[1] in (2, 3) else "ids"


def _holds_powers(table: Table) -> bool:
    """Whether a column that is nothing else by its name holds received powers alone."""
    named = set(roles_of(table.columns).values())
    others = [column for column in table.columns if column not in named]
    values, _, _ = parse_columns(table, others, bad_cells="drop")
    lowest = np.where(np.isnan(values), 0.0, values)
    loud = (lowest > -20) & ~not_heard(values)
    heard = ((lowest <= -20) & ~not_heard(values)).any(axis=0)
    return bool((heard & ~loud.any(axis=0)).any())


def _repeats_names(table: Table) -> bool:
    """Whether the first column names corners of outlines: each name in a row of rows."""
    names = table.frame.iloc[:, 0]
    return names.nunique() * 2 < len(names)
