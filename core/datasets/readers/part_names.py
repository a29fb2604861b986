"""What each file of a survey in parts holds, told by its name and then by its content."""

import re

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
    "beacons": ("beacon", "anchor", "transmitter"),
}


def role_of_file(name: str) -> str:
    """Return "survey", "test", or "" when the file's name says neither.

    >>> role_of_file("trn01rss.csv"), role_of_file("testing/rss.csv"), role_of_file("latest.csv")
    ('survey', '', '')
    """
    lowered = re.sub(r"[0-9]+", "-", name.rsplit("/", 1)[-1].lower())
    return "test" if _TEST.search(lowered) else "survey" if _SURVEY.search(lowered) else ""


def part_of_file(name: str, table: Table) -> str:
    """What a file holds."""
    roles = set(roles_of(table.columns)) if table.has_header else set()
    if {"beacon", "rss"} <= roles:
        return "table"
    last = name.rsplit("/", 1)[-1].lower()
    if table.has_header and {"x", "y"} <= roles and len(table.columns) <= 5:
        named = "beacon" in roles or any(word in last for word in _PART_WORDS["beacons"])
        return "beacons" if named else "locations"
    named_part = next((p for p, words in _PART_WORDS.items() if any(w in last for w in words)), "")
    if named_part and not table.has_header:
        return named_part
    if table.has_header:
        return "table"
    values, _, _ = parse_columns(table, table.columns, bad_cells="drop")
    filled = values[~np.isnan(values)]
    heard = filled[~not_heard(filled)]
    if len(heard) and np.median(heard) < -20 and (filled > -20).sum() <= (filled >= 0).sum():
        return "rss"
    return "coordinates" if values.shape[1] in (2, 3) else "ids"
