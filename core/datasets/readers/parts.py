"""A survey in several files: rss, coordinates and ids without headers, or tables that refer to
each other.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from core.datasets.file_content import shown_name
from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.readers.archive import is_npz, open_archive
from core.datasets.readers.beacon_table import place_beacons
from core.datasets.readers.layouts import build_upload
from core.datasets.readers.location_table import place_stops, read_locations
from core.datasets.readers.mapping import guess_mapping
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.registry import Format, register
from core.datasets.readers.result import Upload
from core.datasets.readers.roles import LENGTH_UNITS, role_of
from core.datasets.readers.rss_values import clean_rss, rows_left_out, size_notices
from core.datasets.readers.table import Table, inspect_table
from core.datasets.readers.units import guess_length_unit, length_notice
from core.datasets.sentinels import not_heard
from core.errors import UploadError

_TEST = re.compile(r"(?:^|[^a-z])(?:test(?:ing)?|tst|validation)(?:[^a-z]|$)")
_SURVEY = re.compile(r"(?:^|[^a-z])(?:train(?:ing)?|trn|survey)(?:[^a-z]|$)")
_PART_WORDS = {
    "rss": ("rss", "rssi", "signal"),
    "coordinates": ("crd", "coord", "position", "location"),
    "ids": ("ids", "labels", "stop"),
    "times": ("tms", "time"),
    "beacons": ("beacon", "anchor", "transmitter"),
}


def read_fingerprint_files(files: Mapping[str, bytes], *, length_unit: str | None = None) -> Upload:
    """One FingerprintSet from several files, given as name → bytes.

    Either headerless matrices: received power (n rows, one column per beacon), coordinates (n rows
    of x, y) and ids (n rows that name the stop); a set whose names say "test" or "tst" beside one
    that says "train" or "trn" gives the role. Or one long or wide table, and tables with the
    positions of its locations or beacons. What a file is, is told by its name and then its content.

    Raises UploadError when files do not fit together; the message names them.
    """
    if not files:
        raise UploadError("No file was given; choose at least one.")
    tables = {name: inspect_table(data, name) for name, data in files.items()}
    parts: dict[str, dict[str, str]] = {}
    for name, table in tables.items():
        group = parts.setdefault(_role(name), {})
        part = _part(name, table)
        if part in group:
            raise UploadError(
                f"{shown_name(group[part])} and {shown_name(name)} both look like {part}; upload "
                "one of them."
            )
        group[part] = name
    shared = parts.pop("", {})
    if not parts:
        parts = {"": shared}
        shared = {}
    uploads = [
        _one_set({**shared, **group}, tables, files, role, length_unit)
        for role, group in sorted(parts.items())
    ]
    return uploads[0] if len(uploads) == 1 else _joined(uploads)


def _role(name: str) -> str:
    lowered = re.sub(r"[0-9]+", "-", name.rsplit("/", 1)[-1].lower())
    return "test" if _TEST.search(lowered) else "survey" if _SURVEY.search(lowered) else ""


def _part(name: str, table: Table) -> str:
    """What a file holds."""
    roles = {role_of(column) for column in table.columns} if table.has_header else set()
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


def _one_set(
    group: dict[str, str],
    tables: dict[str, Table],
    files: Mapping[str, bytes],
    role: str,
    length_unit: str | None,
) -> Upload:
    if "rss" in group:
        upload = _matrices(group, tables, length_unit)
    elif "table" in group:
        table = tables[group["table"]]
        mapping = guess_mapping(table, "fingerprints")
        if length_unit is not None:
            mapping = replace(mapping, length_unit=length_unit)
        upload = build_upload(table, mapping)
    else:
        listed = ", ".join(shown_name(name) for name in group.values())
        raise UploadError(f"None of the files holds received powers; there are {listed}.")
    dataset, notices = upload.dataset, upload.notices
    if not isinstance(dataset, FingerprintSet):
        raise UploadError("The table holds no fingerprints; it needs received powers in dBm.")
    for part, place in (("locations", place_stops), ("beacons", place_beacons)):
        if part in group:
            name = group[part]
            positions = read_locations(
                files[name], name, length_unit, "location" if part == "locations" else "beacon"
            )
            placed = place(dataset, positions)
            if not isinstance(placed.dataset, FingerprintSet):
                raise UploadError("The positions do not belong to fingerprints.")
            dataset, notices = placed.dataset, notices + positions.notices + placed.notices
    if role:
        dataset = replace(dataset, role=np.full(dataset.n_scans, role))
    return Upload(dataset, notices)


def _matrices(group: dict[str, str], tables: dict[str, Table], length_unit: str | None) -> Upload:
    """Headerless matrices that belong together row by row."""
    rss_table = tables[group["rss"]]
    rss, _, _ = parse_columns(rss_table, rss_table.columns)
    for part in ("coordinates", "ids"):
        if part in group and len(tables[group[part]].frame) != len(rss):
            raise UploadError(
                f"{rss_table.name} has {len(rss):,} rows and {tables[group[part]].name} has "
                f"{len(tables[group[part]].frame):,}; each row must describe the same scan."
            )
    rss_dbm, notices = clean_rss(rss, rss_table.name)
    heard = ~np.isnan(rss_dbm).all(axis=1)
    notices += rows_left_out(int((~heard).sum()), "they heard no beacon")
    position_m, stop_id = None, None
    if "coordinates" in group:
        table = tables[group["coordinates"]]
        if len(table.columns) < 2:
            raise UploadError(f"{table.name} has one column; coordinates need x and y.")
        values, _, _ = parse_columns(table, table.columns[:2])
        if np.isnan(values).any():
            row = int(np.isnan(values).any(axis=1).argmax())
            raise UploadError(f"{table.name} has no position in row {table.row_number(row):,}.")
        unit = length_unit or guess_length_unit(values)
        if unit not in LENGTH_UNITS:
            raise UploadError(f"There is no unit {unit!r}; choose: {', '.join(LENGTH_UNITS)}.")
        position_m = (values * LENGTH_UNITS[unit])[heard]
        notices += (length_notice(position_m, unit),)
    else:
        notices += ("The scans have no position: they can be located but not be a survey.",)
    if "ids" in group:
        frame = tables[group["ids"]].frame
        cells = ["/".join(str(cell).strip() for cell in row) for row in frame.to_numpy()]
        stop_id = np.array(cells, dtype=str)[heard]
    ignored = [shown_name(name) for part, name in group.items() if part == "times"]
    if ignored:
        notices += (f"{ignored[0]} was not used: its times have no stated form.",)
    beacon_ids = np.arange(1, rss.shape[1] + 1).astype(str)
    if rss_table.has_header:
        beacon_ids = np.array(rss_table.columns, dtype=str)
    dataset = FingerprintSet(rss_dbm[heard], position_m, beacon_ids, stop_id=stop_id)
    return Upload(dataset, notices + size_notices(dataset.n_scans, dataset.n_beacons))


def _joined(uploads: list[Upload]) -> Upload:
    """Survey and test as one set over all their beacons."""
    sets = [upload.dataset for upload in uploads if isinstance(upload.dataset, FingerprintSet)]
    beacon_ids = list(dict.fromkeys(b for scans in sets for b in scans.beacon_ids.tolist()))
    column = {beacon: i for i, beacon in enumerate(beacon_ids)}
    rss = np.full((sum(scans.n_scans for scans in sets), len(beacon_ids)), np.nan)
    start = 0
    for scans in sets:
        columns = [column[beacon] for beacon in scans.beacon_ids.tolist()]
        rss[start : start + scans.n_scans, columns] = scans.rss_dbm
        start += scans.n_scans
    common: dict[str, Any] = {}
    for name in ("position_m", "stop_id", "role"):
        values = [getattr(scans, name) for scans in sets]
        present = [value for value in values if value is not None]
        common[name] = np.concatenate(present) if len(present) == len(values) else None
    if all(scans.beacon_position_m is not None for scans in sets):
        common["beacon_position_m"] = np.full((len(beacon_ids), 2), np.nan)
        for scans in reversed(sets):
            columns = [column[beacon] for beacon in scans.beacon_ids.tolist()]
            common["beacon_position_m"][columns] = scans.beacon_position_m
    notices = tuple(dict.fromkeys(n for upload in uploads for n in upload.notices))
    return Upload(FingerprintSet(rss, beacon_ids=np.array(beacon_ids), **common), notices)


def read_zip(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """A ZIP archive with the files of one survey."""
    name = shown_name(filename)
    archive = open_archive(data, name)
    if kind not in (None, "fingerprints"):
        raise UploadError(f"{name} is a ZIP archive, which holds a survey in parts; unpack it.")
    files = {member: archive.read(member) for member in archive.names()}
    if not files:
        raise UploadError(f"The archive {name} is empty.")
    return read_fingerprint_files(files)


def _is_zip(data: bytes, content: str) -> bool:
    """An archive that is not one of arrays."""
    return content == "ZIP archive" and not is_npz(data, content)


ZIP = register(Format("ZIP", _is_zip, read_zip))
