"""A CSV file that another program appends to: new lines are readings."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from core.errors import UploadError
from core.inference.live.reading import Reading
from core.inference.live.recording import COLUMNS, parse_line
from core.inference.live.source import Source

FOLDER_VARIABLE = "KERNELSCOPE_LIVE_FOLDER"
MOST_BYTES = 1_000_000  # read at once; a longer backlog is skipped, the newest wins
LONGEST_LINE = 1_000


def live_folder() -> Path | None:
    """The only folder whose files may be followed: the variable KERNELSCOPE_LIVE_FOLDER."""
    name = os.environ.get(FOLDER_VARIABLE)
    folder = Path(name).resolve() if name else None
    return folder if folder is not None and folder.is_dir() else None


def live_files() -> list[str]:
    """Names of the CSV files in that folder."""
    folder = live_folder()
    return sorted(path.name for path in folder.glob("*.csv")) if folder else []


class CsvTail(Source):
    """Follows ``time_s,phone,beacon_id,rss_dbm`` lines as they are appended.

    A file that is cut short or replaced is read from its beginning; a last line without its end
    waits for the rest. UploadError when the file is not in the folder that may be followed.
    """

    title = "CSV file"
    origin = "measured"

    def __init__(self, file_name: str, *, wall_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        folder = live_folder()
        path = (folder / file_name).resolve() if folder else None
        if folder is None or path is None or not path.is_relative_to(folder):
            raise UploadError(
                f"{file_name} is not in the folder that may be followed; the operator names it in "
                f"{FOLDER_VARIABLE}."
            )
        self._path, self._wall_s = path, wall_s
        self._offset, self._rest = 0, b""
        self._file_id: int | None = None
        self._newest_at_s = wall_s()

    def start(self) -> None:
        """Follow from the present end of the file."""
        if self._state == "stopped":
            if self._path.exists():
                status = self._path.stat()
                self._offset, self._file_id = status.st_size, status.st_ino
            self._say("waiting", "Waiting for new lines.")

    def stop(self) -> None:
        """Follow no more."""
        self._say("stopped", "Stopped.")

    def now_s(self) -> float:
        """The newest reading's time plus what has passed since it arrived."""
        newest = self.newest
        return 0.0 if newest is None else newest.time_s + self._wall_s() - self._newest_at_s

    def take(self) -> list[Reading]:
        """The lines that were completed since the last call."""
        if self._state != "stopped":
            self._read()
        return super().take()

    def _read(self) -> None:
        try:
            status = self._path.stat()
            if status.st_ino != self._file_id or status.st_size < self._offset:
                self._offset, self._file_id, self._rest = 0, status.st_ino, b""
            if status.st_size == self._offset:
                return
            with self._path.open("rb") as file:
                skipped = status.st_size - self._offset > MOST_BYTES
                if skipped:
                    self._offset, self._rest = status.st_size - MOST_BYTES, b""
                file.seek(self._offset)
                data = file.read(MOST_BYTES)
        except OSError:
            self._file_id = None  # a new file may get the old one's number
            self._say("lost", "The file is not there at the moment.")
            return
        self._offset += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest if len(self._rest) <= LONGEST_LINE else b""
        if skipped:
            self._ignore("backlog too long, skipped")
            lines = lines[1:]
        for line in lines:
            self._take_line(line.decode("utf-8", "replace").strip())
        self._say("running", "Lines are arriving.")

    def _take_line(self, line: str) -> None:
        if not line or line == ",".join(COLUMNS):
            return
        reading = parse_line(line)
        if reading is None:
            self._ignore("line not understood")
        else:
            self._newest_at_s = self._wall_s()
            self._put(reading)
