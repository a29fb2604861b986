"""What room presence writes down: MQTT messages of ESPresense in lines, and Bermuda's dump.

Fixed stations hear a phone or a tag; a station plays the part of a beacon.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeGuard

import pandas as pd

from core.datasets.file_content import shown_name
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.format import Format
from core.datasets.readers.json_text import parse_json
from core.datasets.readers.table import Table
from core.datasets.readers.text import decode_text
from core.errors import UploadError
from core.limits import check_limit

ROUND_S = 10.0  # a scan of what stations say lasts so long at most
_MESSAGE = re.compile(r"(?:(\S.*?)\s+)?espresense/devices/([^/\s]+)/([^/\s]+)\s+(\{.*\})\s*")
_IS_MESSAGES = re.compile(rb"[^{\n]*\bespresense/devices/[^/\s]+/[^/\s]+\s+\{")
_IS_DUMP = re.compile(rb'^\s*\{(?=.*"(?:adverts|scanners)"\s*:)(?=.*"scanner_address")', re.DOTALL)
_COLUMNS = ("scan", "time_s", "phone", "beacon", "rssi")


def holds_dump(data: bytes) -> bool:
    """Whether JSON text begins like what Bermuda answers."""
    return bool(_IS_DUMP.match(data[:100_000]))


def read_messages(data: bytes, filename: str) -> Table:
    """Lines "topic payload" with a time before them or none, as mosquitto_sub writes them.

    A scan of a phone ends where a station speaks for the second time, and after ten seconds.
    """
    text, encoding, notices = decode_text(data, filename)
    name = shown_name(filename)
    check_limit("table_cells", text.count("\n") * len(_COLUMNS), what=f"The log {name}")
    readings, unread = [], 0
    for number, line in enumerate(text.split("\n")):
        found = _MESSAGE.fullmatch(line)
        level = None if found is None else _level(found[4], name)
        if found is not None and level is not None:
            readings.append((number, _seconds(found[1]), found[2], found[3], level))
        else:
            unread += bool(line.strip())
    notices += (f"Messages of ESPresense: {len(readings):,}; a station plays a beacon's part.",)
    if unread:
        notices += (f"Lines that hold no level of a station left out: {unread:,}.",)
    return _table(readings, name, encoding, notices)


def read_dump(data: bytes, filename: str) -> Table:
    """What Bermuda's action dump_devices answers, as JSON: devices with their last levels."""
    check_limit("json_bytes", len(data), what=f"The file {shown_name(filename)}")
    text, encoding, notices = decode_text(data, filename)
    name = shown_name(filename)
    content = parse_json(text, name)
    inner = content.get("response", content)
    devices = inner.values() if isinstance(inner, dict) else ()
    readings = [reading for device in devices for reading in _heard(device)]
    readings.sort(key=lambda reading: (reading[2], reading[1] or 0.0))
    notices += (f"Levels that Bermuda remembers: {len(readings):,}.",)
    return _table([(i, *each[1:]) for i, each in enumerate(readings)], name, encoding, notices)


def _heard(device: Any) -> Iterator[tuple[int, float | None, str, str, float]]:
    """Number, time, phone, station and level of everything that stations heard of one device."""
    if not isinstance(device, dict):
        return
    phone = str(device.get("name") or device.get("address") or "")
    stations = device.get("adverts", device.get("scanners"))
    for station in stations.values() if isinstance(stations, dict) else ():
        if not isinstance(station, dict):
            continue
        beacon = str(station.get("scanner_address") or station.get("name") or "")
        levels, stamps = station.get("hist_rssi"), station.get("hist_stamp")
        if not (isinstance(levels, list) and isinstance(stamps, list) and levels):
            levels, stamps = [station.get("rssi")], [station.get("stamp")]
        for level, stamp in zip(levels, stamps, strict=False):
            if _is_number(level) and beacon:
                yield 0, float(stamp) if _is_number(stamp) else None, phone, beacon, float(level)


def _table(
    readings: list[tuple[int, float | None, str, str, float]],
    name: str,
    encoding: str,
    notices: tuple[str, ...],
) -> Table:
    if not readings:
        raise UploadError(
            f"{name} is a log of room presence, but no station heard anything in it; record again."
        )
    frame = pd.DataFrame(readings, columns=["line", *_COLUMNS[1:]])
    frame.insert(0, "scan", _rounds(readings))
    frame.index = pd.Index(frame.pop("line").to_numpy())
    roles = {"scan": "scan", "device": "phone", "beacon": "beacon", "rss": "rssi"}
    if frame["time_s"].notna().all():
        roles["time"] = "time_s"
    else:
        frame = frame.drop(columns="time_s")
    meaning = ColumnMapping("long", roles)
    return Table(frame, name, encoding, notices=notices, meaning=meaning)


def _rounds(readings: list[tuple[int, float | None, str, str, float]]) -> list[str]:
    """The scan of each reading: of one phone, each station at most once, and ten seconds long."""
    begun: dict[str, tuple[int, float | None, set[str]]] = {}
    names, count = [], 0
    for _, time_s, phone, beacon, _ in readings:
        number, start_s, stations = begun.get(phone, (0, None, {beacon}))
        late = time_s is not None and start_s is not None and not 0 <= time_s - start_s < ROUND_S
        if beacon in stations or late:
            count += 1
            number, start_s, stations = count, time_s, set()
        begun[phone] = number, start_s, stations | {beacon}
        names.append(str(number))
    return names


def _level(written: str, name: str) -> float | None:
    """The level in a payload; None where there is none, or no JSON: such lines are counted."""
    try:
        payload = parse_json(written, name)
    except UploadError:
        return None
    level = payload.get("rssi") if isinstance(payload, dict) else None
    return float(level) if _is_number(level) else None


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _seconds(written: str | None) -> float | None:
    """The time before a message: seconds, or a date in ISO form; None for anything else."""
    if written is None:
        return None
    try:
        return float(written) if len(written) < 30 else None
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(written.strip("[]")).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


ROWS = (
    Format(
        name="ESPresense messages",
        title="ESPresense messages",
        suffixes=(".log", ".txt"),
        recognises=lambda data, content: content == "text" and bool(_IS_MESSAGES.match(data)),
        holds={"fingerprints": "a line for each MQTT message, as mosquitto_sub -v writes it"},
        inspect=read_messages,
        no_template="mosquitto_sub -v -t 'espresense/devices/#' writes it.",
    ),
    Format(
        name="Bermuda dump",
        title="Bermuda dump",
        suffixes=(".json",),
        recognises=lambda data, content: content == "text" and holds_dump(data),
        holds={"fingerprints": "what the action bermuda.dump_devices answers, as JSON"},
        inspect=read_dump,
        no_template="Home Assistant writes it.",
    ),
)
