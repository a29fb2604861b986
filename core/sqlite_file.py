"""A small database in one SQLite file that threads and programs share.

Every action opens the file and closes it, so that they share nothing else, and nothing stays open.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from core.troubles import database_trouble

Result = TypeVar("Result")
WAIT_S = 30.0
_MENDING = threading.RLock()


def _nothing(connection: sqlite3.Connection) -> None:
    """A new file starts empty."""


class SqliteFile:
    """The tables at ``path``, by name with the statements that make them.

    ``fill`` puts into new tables what is known elsewhere. ``layout`` numbers their form: those of
    another one are dropped and made again.
    """

    def __init__(
        self,
        path: Path,
        layout: int,
        tables: Mapping[str, str],
        fill: Callable[[sqlite3.Connection], None] = _nothing,
    ) -> None:
        self.path, self._layout, self._tables, self._fill = path, layout, tables, fill

    def run(
        self, action: Callable[[sqlite3.Connection], Result], *, only_reads: bool = False
    ) -> Result:
        """What ``action`` returns, done as a whole or not at all.

        A damaged file is moved aside and made again. What only reads waits for nobody who writes.
        Raises WorkspaceError where the disk is full or the file cannot be written.
        """
        try:
            try:
                return self._try(action, only_reads=only_reads)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
            self._move_aside()
            return self._try(action, only_reads=only_reads)
        except sqlite3.Error as error:
            raise database_trouble(error) from None

    def check(self) -> None:
        """Read the whole file once, so that damage is met before anything depends on it."""
        self.run(self._look_through)

    def _try(
        self, action: Callable[[sqlite3.Connection], Result], *, only_reads: bool = False
    ) -> Result:
        with self._connection("DEFERRED" if only_reads else "IMMEDIATE") as connection:
            return action(connection)

    @contextmanager
    def _connection(self, kind: str) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=WAIT_S, isolation_level=None)) as opened:
            opened.row_factory = sqlite3.Row
            opened.execute("PRAGMA secure_delete = ON")  # what is deleted is not left in the file
            opened.execute("PRAGMA synchronous = NORMAL")  # a crash may lose the last row, no more
            if _layout_of(opened) != self._layout:
                self._lay_out(opened)
            opened.execute(f"BEGIN {kind}")
            try:
                yield opened
            except BaseException:
                opened.rollback()
                raise
            opened.commit()

    def _lay_out(self, opened: sqlite3.Connection) -> None:
        """Make the tables and fill them; those of another layout are dropped."""
        with _MENDING:
            opened.execute("PRAGMA journal_mode = WAL")
            opened.execute("BEGIN IMMEDIATE")
            if _layout_of(opened) != self._layout:  # another process may have been quicker
                for table, statements in self._tables.items():
                    opened.execute(f"DROP TABLE IF EXISTS {table}")
                    for statement in statements.split(";"):
                        opened.execute(statement)
                self._fill(opened)
                opened.execute(f"PRAGMA user_version = {self._layout}")
            opened.commit()

    def _move_aside(self) -> None:
        """Leave the damaged file under another name; nobody asked to delete it."""
        with _MENDING:
            try:
                self._try(self._look_through)  # somebody else may have mended it
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                aside = f"{self.path.stem}-damaged-{time.time_ns()}"
                for end in ("", "-wal", "-shm"):
                    part = self.path.with_name(f"{self.path.name}{end}")
                    if part.exists():
                        part.replace(self.path.with_name(f"{aside}{self.path.suffix}{end}"))

    def _look_through(self, connection: sqlite3.Connection) -> None:
        """Raises DatabaseError where the file is damaged."""
        for table in self._tables:
            connection.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 - a name of ours
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            error = sqlite3.DatabaseError("quick_check")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error


def _layout_of(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is not what it should be, rather than busy, full or out of reach."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the second byte is of no matter
    torn = primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return torn or (primary == sqlite3.SQLITE_ERROR and "no such" in str(error))
