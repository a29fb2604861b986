"""A survey in several files: rss, coordinates and ids without headers, or tables that refer to
each other.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from core.datasets.file_content import shown_name
from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.readers.archive import archive_kind, data_members, open_archive
from core.datasets.readers.beacon_table import place_beacons
from core.datasets.readers.format import Format
from core.datasets.readers.layouts import build_upload
from core.datasets.readers.location_table import place_stops, read_locations
from core.datasets.readers.mapping import guess_mapping
from core.datasets.readers.part_matrices import join_sets, read_matrices
from core.datasets.readers.part_names import part_of_file, role_of_file
from core.datasets.readers.result import Upload
from core.datasets.readers.table import Table, inspect_table
from core.errors import UploadError


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
        group = parts.setdefault(role_of_file(name), {})
        part = part_of_file(name, table)
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
    return uploads[0] if len(uploads) == 1 else join_sets(uploads)


def _one_set(
    group: dict[str, str],
    tables: dict[str, Table],
    files: Mapping[str, bytes],
    role: str,
    length_unit: str | None,
) -> Upload:
    if "rss" in group:
        upload = read_matrices(group, tables, length_unit)
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
        holds={"fingerprints": "separate files for signals, coordinates and ids"},
        read=read_zip,
        no_template="It packs the files that have templates of their own.",
    ),
)
