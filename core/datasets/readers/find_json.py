"""Fingerprints of FIND and FIND3: one JSON object per scan, in lines or in a list."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from core.datasets.file_content import shown_name
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table
from core.datasets.readers.text import decode_text
from core.errors import UploadError
from core.limits import check_limit

_SCAN = re.compile(rb'^\s*\[?\s*\{(?=.*"(?:s|wifi-fingerprint)"\s*:\s*[\[{])', re.DOTALL)
_GRAPH = re.compile(rb'"(?:nodes|links|edges)"\s*:')
_COLUMNS = ("scan", "time [ms]", "phone", "location", "longitude", "latitude", "beacon", "rssi")


def holds_scans(data: bytes) -> bool:
    """Whether JSON text begins like scans, and not like a graph."""
    head = data[:100_000]
    return bool(_SCAN.match(head)) and not _GRAPH.search(head)


def read_scans(data: bytes, filename: str) -> Table:
    """The scans as a long table, one row for each reading.

    FIND3 writes {"t": ms, "d": device, "l": location, "s": {technology: {address: power}}} and
    perhaps "gps"; FIND writes "time", "username", "location" and a list "wifi-fingerprint".
    """
    check_limit("graph_text_bytes", len(data), what=f"The file {shown_name(filename)}")
    text, encoding, notices = decode_text(data, filename)
    name = shown_name(filename)
    numbers: list[int] = []
    rows: list[tuple] = []
    for number, scan in _objects(text, name):
        for reading in _readings(scan, number):
            numbers.append(number)
            rows.append(reading)
    if not rows:
        raise UploadError(f"{name} holds scans of FIND, but none of them heard anything.")
    frame = pd.DataFrame(rows, columns=list(_COLUMNS), index=numbers)
    frame = frame.astype({"rssi": "float64"})
    roles = {"scan": "scan", "beacon": "beacon", "rss": "rssi"}
    for role, column in (("time", "time [ms]"), ("device", "phone"), ("location", "location")):
        if (frame[column] != "").all():
            roles[role] = column
    if (frame["latitude"] != "").all():
        roles |= {"x": "longitude", "y": "latitude"}
    frame = frame[[column for column in _COLUMNS if column in roles.values()]]
    notices += (f"Fingerprints of FIND, one scan in each object: {len(set(numbers)):,}.",)
    meaning = ColumnMapping("long", roles, length_unit="deg")
    return Table(frame, name, encoding, notices=notices, meaning=meaning)


def _objects(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The scans with their numbers: their lines', or their places in one list, from 0."""
    try:
        if text.lstrip().startswith("["):
            found = list(enumerate(json.loads(text)))
        else:
            lines = enumerate(text.split("\n"))
            found = [(number, json.loads(line)) for number, line in lines if line.strip()]
    except (ValueError, RecursionError) as error:
        raise UploadError(
            f"{name} is not what FIND writes, one JSON object in each line ({error}); export the "
            "fingerprints again."
        ) from None
    for number, scan in found:
        if not isinstance(scan, dict):
            raise UploadError(f"{name} holds something else than a scan in row {number + 1:,}.")
        yield number, scan


def _readings(scan: dict[str, Any], number: int) -> Iterator[tuple]:
    """The rows of one scan: whatever it heard."""
    given = scan.get("gps")
    gps: dict[str, Any] = given if isinstance(given, dict) else {}
    known = isinstance(gps.get("lat"), int | float) and isinstance(gps.get("lon"), int | float)
    place = (gps["lon"], gps["lat"]) if known and (gps["lat"] or gps["lon"]) else ("", "")
    head = (
        str(number + 1),
        str(scan.get("t", scan.get("time", scan.get("timestamp", "")))),
        str(scan.get("d", scan.get("username", ""))),
        str(scan.get("l", scan.get("location", ""))),
        *map(str, place),
    )
    sensors = scan.get("s")
    for heard in sensors.values() if isinstance(sensors, dict) else ():
        if isinstance(heard, dict):
            for address, power in heard.items():
                if isinstance(power, int | float):
                    yield (*head, str(address), float(power))
    listed = scan.get("wifi-fingerprint")
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("rssi"), int | float):
            yield (*head, str(entry.get("mac", "")), float(entry["rssi"]))


ROWS = (
    Format(
        name="FIND fingerprints",
        title="FIND3 JSON",
        suffixes=(".json", ".jsonl"),
        recognises=lambda data, content: content == "text" and holds_scans(data),
        holds={"fingerprints": "one JSON object per scan, as FIND and FIND3 export them"},
        inspect=read_scans,
        no_template="FIND's server exports it.",
    ),
)
