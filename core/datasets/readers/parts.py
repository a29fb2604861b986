"""A survey in several files: rss, coordinates and ids without headers, or tables that refer to
each other, for one zone or several.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module

import numpy as np

from core.datasets.file_content import looks_like, shown_name
from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.readers.archive import archive_kind, data_members, open_archive
from core.datasets.readers.format import Format
from core.datasets.readers.layouts import build_upload
from core.datasets.readers.location_table import read_locations
from core.datasets.readers.mapping import guess_mapping
from core.datasets.readers.part_matrices import join_sets, read_matrices
from core.datasets.readers.part_names import FilePart, guess_parts
from core.datasets.readers.part_places import place_by_table, place_obstacles
from core.datasets.readers.part_series import join_logs, join_series
from core.datasets.readers.part_unnamed import join_unnamed
from core.datasets.readers.result import Upload
from core.datasets.readers.table import Table, inspect_table
from core.errors import UploadError

_PROSE = re.compile(r"read[ _-]?me|licen[cs]e|copying|source|citation|changelog", re.IGNORECASE)

_LOGS = ("find_json", "presence_logs", "getsensordata", "anyplace_log")
_TABLE_ENDS = (".csv", ".tsv", ".txt", ".dat")


def read_fingerprint_files(
    files: Mapping[str, bytes],
    *,
    length_unit: str | None = None,
    parts: Mapping[str, FilePart] | None = None,
) -> Upload:
    """One FingerprintSet from several files, given as name → bytes.

    Headerless matrices are joined row by row: received power (n rows, one column per beacon),
    coordinates (n rows of x, y) and ids (n rows that name the stop, or the scan where there are
    more of them than places). Or one long or wide table, and tables with the positions of its
    locations. Either with a table of beacon positions, joined by name, or in its order where the
    columns of powers have no names, and with outlines of obstacles. Files of one layout are joined
    end to end. A set whose names say "test" or "tst" beside one that says "train" or "trn" gives
    the role; two sets whose names differ otherwise ("hall_rss", "lib_rss") become floors.

    What a file is, is told by its name and then its content, unless ``parts`` says it.

    Raises UploadError when files do not fit together; the message names them.
    """
    if not files:
        raise UploadError("No file was given; choose at least one.")
    tables, notices = read_tables(files)
    parts = {**guess_parts(tables), **(parts or {})}
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for name in tables:
        if parts[name].part == "ignored":
            continue
        group = groups.setdefault((parts[name].zone, parts[name].role), {})
        if parts[name].part in group:
            raise UploadError(
                f"{shown_name(group[parts[name].part])} and {shown_name(name)} both look like "
                f"{'a whole ' if parts[name].part == 'table' else ''}{parts[name].part}; take one "
                "of them out, or say what each file holds."
            )
        group[parts[name].part] = name
    uploads = []
    zones = sorted({zone for zone, _ in groups if zone}) or [""]
    for zone in zones:
        roles = sorted({role for where, role in groups if where in (zone, "") and role}) or [""]
        for role in roles:
            group = {}
            for key in sorted({("", ""), ("", role), (zone, ""), (zone, role)}):
                group |= groups.get(key, {})
            uploads.append(_one_set(group, tables, files, FilePart("", role, zone), length_unit))
    joined = uploads[0] if len(uploads) == 1 else join_sets(uploads)
    return replace(joined, notices=tuple(dict.fromkeys(notices + joined.notices)))


def read_tables(files: Mapping[str, bytes]) -> tuple[dict[str, Table], tuple[str, ...]]:
    """The tables among files by name, and notices on files that are none; series are joined.

    Raises UploadError for a table that cannot be read.
    """
    chosen = {name: data for name, data in files.items() if not _is_beside(name, data)}
    if not chosen:
        listed = ", ".join(shown_name(name) for name in list(files)[:5])
        raise UploadError(f"None of the files is a table; there are {listed}.")
    beside = [name for name in files if name not in chosen]
    listed = ", ".join(shown_name(name) for name in beside[:5])
    notices: tuple[str, ...] = ()
    if beside:
        notices = (f"Files that hold no table were not used: {listed}.",)
    logs, chosen = _logs(chosen)
    joined = join_logs(logs)
    if joined is not None:
        logs = dict([joined])
        notices += joined[1].notices[-1:]
    unnamed = join_unnamed(chosen)
    if unnamed is not None:
        return {**logs, unnamed[0]: unnamed[1]}, notices + unnamed[1].notices[-1:]
    by_header: dict[bytes, dict[str, bytes]] = {}
    for name, data in chosen.items():
        by_header.setdefault(data[:2000].partition(b"\n")[0].strip(), {})[name] = data
    tables: dict[str, Table] = dict(logs)
    for alike in by_header.values():
        series = join_series(alike)
        if series is not None:
            tables[series[0]] = series[1]
            notices += series[1].notices[-1:]
        else:
            tables |= {name: inspect_table(data, name) for name, data in alike.items()}
    return tables, notices


def _logs(files: Mapping[str, bytes]) -> tuple[dict[str, Table], dict[str, bytes]]:
    """The logs of an app among files, as tables; and the other files."""
    logs: dict[str, Table] = {}
    for name, data in files.items():
        row = next((row for row in _log_formats() if row.recognises(data, looks_like(data))), None)
        if row is not None and row.inspect is not None:
            logs[name] = row.inspect(data, name)
    return logs, {name: data for name, data in files.items() if name not in logs}


@cache
def _log_formats() -> tuple[Format, ...]:
    """The rows of files that log scans; the table of formats imports this file."""
    return tuple(row for name in _LOGS for row in import_module(f"{__package__}.{name}").ROWS)


def _is_beside(name: str, data: bytes) -> bool:
    """Whether a file only goes with the tables: a description, a picture, what systems leave."""
    last = name.rsplit("/", 1)[-1]
    if last.startswith(".") or name.startswith("__MACOSX/") or _PROSE.search(last):
        return True
    named_table = last.lower().endswith(_TABLE_ENDS)  # then it is said what it is instead
    return bool(data) and not named_table and looks_like(data) not in ("text", "binary data")


def _one_set(
    group: dict[str, str],
    tables: dict[str, Table],
    files: Mapping[str, bytes],
    what: FilePart,
    length_unit: str | None,
) -> Upload:
    unnamed = False
    if "rss" in group:
        upload = read_matrices(group, tables, length_unit)
        unnamed = not tables[group["rss"]].has_header
    elif "table" in group:
        table = tables[group["table"]]
        mapping = guess_mapping(table, "fingerprints")
        if length_unit is not None:
            mapping = replace(mapping, length_unit=length_unit)
        upload = build_upload(table, mapping)
    else:
        listed = ", ".join(shown_name(name) for name in group.values())
        raise UploadError(f"None of the files holds received powers; there are {listed}.")
    dataset, notices = _scans(upload), upload.notices
    for part in ("locations", "beacons"):
        if part in group:
            name = group[part]
            positions = read_locations(
                files[name], name, length_unit, "location" if part == "locations" else "beacon"
            )
            placed = place_by_table(
                dataset, positions, part, unnamed=unnamed, file=shown_name(name)
            )
            dataset, notices = _scans(placed), notices + positions.notices + placed.notices
    if "obstacles" in group:
        placed = place_obstacles(dataset, tables[group["obstacles"]])
        dataset, notices = _scans(placed), notices + placed.notices
    if what.role and dataset.role is None:  # what the rows say themselves counts
        dataset = replace(dataset, role=np.full(dataset.n_scans, what.role))
    if what.zone:
        dataset = _as_floor(dataset, what.zone, unnamed=unnamed)
        notices = tuple(f"{what.zone}: {notice}" for notice in notices)
    return replace(upload, dataset=dataset, notices=notices)


def _as_floor(scans: FingerprintSet, zone: str, *, unnamed: bool) -> FingerprintSet:
    """A zone as a floor; beacons that only have a number are told from those of other zones."""
    floors = {} if scans.floor is None else {zone: scans.floor}
    floor_id = np.full(scans.n_scans, zone)
    beacon_ids = scans.beacon_ids
    if unnamed and scans.beacon_position_m is None:
        beacon_ids = np.array([f"{zone}/{beacon}" for beacon in beacon_ids.tolist()], dtype=str)
    return replace(scans, floor_id=floor_id, floors=floors, floor=None, beacon_ids=beacon_ids)


def _scans(upload: Upload) -> FingerprintSet:
    if not isinstance(upload.dataset, FingerprintSet):
        raise UploadError("The table holds no fingerprints; it needs received powers in dBm.")
    return upload.dataset


def read_zip(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """A ZIP archive with the files of one survey."""
    name = shown_name(filename)
    archive = open_archive(data, name)
    if kind not in (None, "fingerprints"):
        raise UploadError(f"{name} is a ZIP archive, which holds a survey in parts; unpack it.")
    files = {member: archive.read(member) for member in data_members(archive.names())}
    if not files:
        raise UploadError(f"The archive {name} is empty.")
    return read_fingerprint_files(files)


ROWS = (
    Format(
        name="ZIP",
        title="ZIP",
        suffixes=(".zip",),
        recognises=lambda data, content: archive_kind(data) == "parts",
        holds={"fingerprints": "separate files for signals, coordinates, ids and beacons, or many "
               "files of one layout"},
        read=read_zip,
        no_template="It packs the files that have templates of their own.",
    ),
)  # fmt: skip
