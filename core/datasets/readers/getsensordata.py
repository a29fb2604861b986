"""Logs of the GetSensorData app, in which indoor-positioning competitions publish their walks."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.datasets.file_content import shown_name
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table
from core.datasets.readers.text import decode_text
from core.errors import UploadError
from core.limits import check_limit

SCAN_S = 1.0
_MAC = re.compile(r"(?:[0-9A-Fa-f]{2}:)+[0-9A-Fa-f]{2}")
_LINE = re.compile(rb"^(?:POSI|WIFI|BLE4|BLUE);", re.MULTILINE)
_HEARD = ("WIFI", "BLE4", "BLUE")
_COLUMNS = ("time_s", "scan", "beacon", "rss_dbm", "longitude", "latitude", "floor", "building")


def read_log(data: bytes, filename: str) -> Table:
    """The readings of WIFI, BLE4 and BLUE lines, each where the walker was, as a long table.

    POSI lines say when a known point was passed; between two of them on one floor the walker is
    taken to go straight and steadily, as the competitions' rules say. Readings between points on
    two floors (stairs, lifts) are left out, and so are those before the first and after the last
    point unless nothing else is known. One scan is one second.
    """
    text, encoding, notices = decode_text(data, filename)
    name = shown_name(filename)
    marks, readings, unread = _lines(text, name)
    if not readings:
        raise UploadError(f"{name} is a GetSensorData log without a WIFI, BLE4 or BLUE reading.")
    if not marks:
        raise UploadError(
            f"{name} is a GetSensorData log without POSI lines, so nothing says where its readings "
            "were made; choose the log of a walk with marked points."
        )
    frame = pd.DataFrame(readings, columns=["line", "time_s", "beacon", "rss_dbm"])
    frame["scan"] = np.floor(frame["time_s"] / SCAN_S).astype(np.int64)
    placed, kept = _along(pd.DataFrame(marks), (frame["scan"].to_numpy() + 0.5) * SCAN_S)
    frame = pd.concat([frame, placed], axis=1)[kept]
    notices += (
        f"GetSensorData log: {len(marks):,} marked points, {len(readings):,} readings. Between two "
        "points of a floor the walker is taken to go straight and steadily.",
    )
    if not kept.all():
        notices += (f"Readings left out: {int((~kept).sum()):,} (on the way between two floors).",)
    if unread:
        notices += (f"Lines without a readable time, address or power left out: {unread:,}.",)
    frame.index = pd.Index(frame["line"].to_numpy())
    roles = {"time": "time_s", "scan": "scan", "beacon": "beacon", "rss": "rss_dbm",
             "x": "longitude", "y": "latitude", "floor": "floor",
             "building": "building"}  # fmt: skip
    degrees = placed[["longitude", "latitude"]].abs().max()
    unit = "deg" if degrees["longitude"] <= 180 and degrees["latitude"] <= 89 else "m"
    meaning = ColumnMapping("long", roles, length_unit=unit)
    return Table(frame[list(_COLUMNS)], name, encoding, ";", notices=notices, meaning=meaning)


def _lines(text: str, name: str) -> tuple[list[dict], list[tuple], int]:
    """Marked points, readings (line, time, address, power), and the count of unread lines."""
    lines = text.split("\n")
    check_limit("table_cells", len(lines), what=f"The log {name}")
    marks, readings, unread = [], [], 0
    for number, line in enumerate(lines):
        kind, _, rest = line.partition(";")
        cells = rest.split(";")
        if kind == "POSI":
            mark = _mark(cells)
            unread += mark is None
            marks += [] if mark is None else [mark]
        elif kind in _HEARD:
            heard = _reading(kind, cells)
            unread += heard is None
            readings += [] if heard is None else [(number, *heard)]
    return marks, readings, unread


def _mark(cells: list[str]) -> dict | None:
    """A line POSI;time;counter;latitude;longitude;floor;building."""
    numbers = [_number(cell) for cell in (cells[0], *cells[2:4])] if len(cells) >= 4 else [None]
    if None in numbers:
        return None
    floor, building = (*cells[4:6], "0", "0")[:2] if len(cells) > 5 else (*cells[4:5], "0", "0")[:2]
    return {"time_s": numbers[0], "latitude": numbers[1], "longitude": numbers[2],
            "floor": floor.strip() or "0", "building": building.strip() or "0"}  # fmt: skip


def _reading(kind: str, cells: list[str]) -> tuple[float, str, float] | None:
    """Time, address and power: the first number that can be a power behind the address.

    Versions of the app write other things between the two (frequency) and behind them. The first
    wrote BLE4;time;major;minor;power, without an address.
    """
    time_s = _number(cells[0])
    place = next((i for i, cell in enumerate(cells) if _MAC.fullmatch(cell.strip())), None)
    if place is None and kind == "BLE4" and len(cells) >= 4:
        beacon, place = f"{cells[1].strip()}/{cells[2].strip()}", 2
    elif place is None:
        return None
    else:
        beacon = cells[place].strip()
    powers = (_number(cell) for cell in cells[place + 1 :])
    power = next((power for power in powers if power is not None and -120 < power < 0), None)
    return None if time_s is None or power is None else (time_s, beacon, power)


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _along(
    marks: pd.DataFrame, time_s: NDArray[np.float64]
) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Where the walker was at each time, and whether that is known."""
    marks = marks.sort_values("time_s", kind="stable").reset_index(drop=True)
    moments = marks["time_s"].to_numpy()
    place = marks["building"] + "/" + marks["floor"]
    before = np.clip(np.searchsorted(moments, time_s, side="right") - 1, 0, len(marks) - 1)
    after = np.clip(before + 1, 0, len(marks) - 1)
    outside = (time_s < moments[0]) | (time_s >= moments[-1])
    same_floor = place.to_numpy()[before] == place.to_numpy()[after]
    found = pd.DataFrame(
        {
            name: np.interp(time_s, moments, marks[name].to_numpy())
            for name in ("longitude", "latitude")
        }
    )
    for name in ("floor", "building"):
        found[name] = marks[name].to_numpy()[before]
    return found, np.asarray(same_floor | outside)


ROWS = (
    Format(
        name="GetSensorData log",
        title="GetSensorData log",
        suffixes=(".txt", ".log"),
        recognises=lambda data, content: (
            content == "text" and data[:2000].count(b";") > 3 and bool(_LINE.search(data[:500_000]))
        ),
        holds={"fingerprints": "POSI lines and WIFI, BLE4 or BLUE lines"},
        inspect=read_log,
        no_template="The app writes it while somebody walks.",
    ),
)
