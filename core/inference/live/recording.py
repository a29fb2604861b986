"""Recording a stream and reading it back: CSV with one reading per line."""

import csv
import io
import threading
from collections import deque
from collections.abc import Iterable

from core.errors import UploadError
from core.inference.live.reading import Reading, problem_with
from core.limits import check_limit
from core.spreadsheet_text import FORMULA_STARTS

COLUMNS = ("time_s", "phone", "beacon_id", "rss_dbm")
KEPT = 200_000


class Recording:
    """The latest 200,000 readings while switched on; older ones make room."""

    def __init__(self) -> None:
        self._readings: deque[Reading] = deque(maxlen=KEPT)
        self._lock = threading.Lock()
        self.on = False

    def __len__(self) -> int:
        return len(self._readings)

    def add(self, reading: Reading) -> None:
        """Keep a reading when the recording is on."""
        if self.on:
            with self._lock:
                self._readings.append(reading)

    def clear(self) -> None:
        """Forget what was recorded."""
        with self._lock:
            self._readings.clear()

    def to_csv(self) -> bytes:
        """The recording as UTF-8 CSV; names that a spreadsheet would run get a ``'``."""
        with self._lock:
            readings = list(self._readings)
        return write_readings(readings)


def write_readings(readings: Iterable[Reading]) -> bytes:
    """Readings as CSV.

    >>> write_readings([Reading(0.5, "p", "B1", -60.0)]).decode().splitlines()
    ['time_s,phone,beacon_id,rss_dbm', '0.500,p,B1,-60.0']
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in readings:
        names = (_neutralised(one.phone), _neutralised(one.beacon_id))
        writer.writerow((f"{one.time_s:.3f}", *names, f"{one.rss_dbm:.1f}"))
    return text.getvalue().encode("utf-8")


def read_readings(data: bytes, file_name: str) -> list[Reading]:
    """A recorded CSV as readings; UploadError names the line that is wrong."""
    check_limit("csv_bytes", len(data), what=f"The file {file_name}")
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise UploadError(f"{file_name} is not UTF-8 text; record it again.") from None
    readings = []
    for number, line in enumerate(lines[1:], start=2):
        reading = parse_line(line)
        if reading is None:
            raise UploadError(
                f"Line {number} of {file_name} is not “{','.join(COLUMNS)}”; a recording has one "
                "reading per line, with a level below 0 dBm."
            )
        readings.append(reading)
    if not lines or not _is_header(lines[0]):
        raise UploadError(f"{file_name} does not begin with the line “{','.join(COLUMNS)}”.")
    if not readings:
        raise UploadError(f"{file_name} holds no reading; record something first.")
    return readings


def _is_header(line: str) -> bool:
    try:
        return tuple(next(csv.reader([line]), [])) == COLUMNS
    except csv.Error:
        return False


def parse_line(line: str) -> Reading | None:
    """One line as a usable reading, None when it is not one.

    >>> parse_line("0.5,p,B1,-60")
    Reading(time_s=0.5, phone='p', beacon_id='B1', rss_dbm=-60.0)
    """
    try:
        cells = next(csv.reader([line]))
        time_s, phone, beacon_id, rss_dbm = cells
        reading = Reading(float(time_s), _plain(phone), _plain(beacon_id), float(rss_dbm))
    except (ValueError, StopIteration, csv.Error):
        return None
    return None if problem_with(reading) else reading


def _neutralised(name: str) -> str:
    return f"'{name}" if name.startswith((*FORMULA_STARTS, "'")) else name


def _plain(name: str) -> str:
    return name[1:] if name.startswith("'") else name
