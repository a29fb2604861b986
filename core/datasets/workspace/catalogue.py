"""The list of what is kept, in SQLite: an index over the files, made again from them when it fails.

Every action opens the database and closes it, so that threads and processes share nothing but the
file, and nothing stays open.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from core.datasets.workspace.entry import Entry
from core.datasets.workspace.troubles import database_trouble

Result = TypeVar("Result")
Found = Iterable[tuple[str, Entry]]  # owners with what they keep
WAIT_S = 30.0
_LAYOUT = 1
_TABLES = """
CREATE TABLE entries (
    owner TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    n_bytes INTEGER NOT NULL, created_s REAL NOT NULL, opened_s REAL NOT NULL,
    notices TEXT NOT NULL, details TEXT NOT NULL, PRIMARY KEY (owner, key)
);
CREATE INDEX by_opening ON entries (opened_s);
CREATE TABLE owners (owner TEXT PRIMARY KEY, current TEXT)
"""
_MENDING = threading.RLock()


class Catalogue:
    """The list at ``path``; ``found`` looks through the files for a new list."""

    def __init__(self, path: Path, found: Callable[[], Found]) -> None:
        self.path, self._found = path, found

    def run(self, action: Callable[[sqlite3.Connection], Result]) -> Result:
        """What ``action`` returns, done as a whole or not at all.

        A damaged list is moved aside and made again. Raises WorkspaceError where the disk is full
        or the list cannot be written.
        """
        try:
            try:
                return self._try(action)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
            self._move_aside()
            return self._try(action)
        except sqlite3.Error as error:
            raise database_trouble(error) from None

    def check(self) -> None:
        """Read the whole list once, so that damage is met before anything depends on it."""
        self.run(_look_through)

    def _try(self, action: Callable[[sqlite3.Connection], Result]) -> Result:
        with self._connection() as connection:
            return action(connection)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=WAIT_S, isolation_level=None)) as opened:
            opened.row_factory = sqlite3.Row
            opened.execute("PRAGMA secure_delete = ON")  # what is deleted is not left in the file
            opened.execute("PRAGMA synchronous = NORMAL")  # a lost row is found again by its file
            if _layout(opened) != _LAYOUT:
                self._lay_out(opened)
            opened.execute("BEGIN IMMEDIATE")
            try:
                yield opened
            except BaseException:
                opened.rollback()
                raise
            opened.commit()

    def _lay_out(self, opened: sqlite3.Connection) -> None:
        """Make the tables and fill them from the files; a list of another layout is dropped."""
        with _MENDING:
            opened.execute("PRAGMA journal_mode = WAL")
            opened.execute("BEGIN IMMEDIATE")
            if _layout(opened) != _LAYOUT:  # another process may have been quicker
                for table in ("entries", "owners"):
                    opened.execute(f"DROP TABLE IF EXISTS {table}")
                for statement in _TABLES.split(";"):
                    opened.execute(statement)
                for owner, entry in self._found():
                    put(opened, owner, entry)
                opened.execute(f"PRAGMA user_version = {_LAYOUT}")
            opened.commit()

    def _move_aside(self) -> None:
        """Leave the damaged list under another name; nobody asked to delete it."""
        with _MENDING:
            try:
                self._try(_look_through)  # somebody else may have mended it
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                aside = f"{self.path.stem}-damaged-{time.time_ns()}"
                for end in ("", "-wal", "-shm"):
                    part = self.path.with_name(f"{self.path.name}{end}")
                    if part.exists():
                        part.replace(self.path.with_name(f"{aside}{self.path.suffix}{end}"))


def put(connection: sqlite3.Connection, owner: str, entry: Entry) -> None:
    """List an entry, instead of the one with the same key if there is one."""
    connection.execute(
        "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(owner, entry.key, entry.name, entry.kind, entry.n_bytes),
            *(entry.created_s, entry.opened_s),
            *(json.dumps(entry.notices), json.dumps(dict(entry.details))),
        ),
    )


def listed(connection: sqlite3.Connection, owner: str) -> dict[str, Entry]:
    """What an owner keeps by key, what was kept last first."""
    rows = connection.execute(
        "SELECT * FROM entries WHERE owner = ? ORDER BY created_s DESC, key", (owner,)
    )
    return {row["key"]: _entry(row) for row in rows}


def drop(connection: sqlite3.Connection, owner: str, key: str) -> None:
    """Take an entry off the list, and from being the current one."""
    connection.execute("DELETE FROM entries WHERE owner = ? AND key = ?", (owner, key))
    connection.execute("DELETE FROM owners WHERE owner = ? AND current = ?", (owner, key))


def drop_all(connection: sqlite3.Connection, owner: str) -> None:
    """Forget an owner."""
    for table in ("entries", "owners"):
        connection.execute(f"DELETE FROM {table} WHERE owner = ?", (owner,))  # noqa: S608


def note_opening(connection: sqlite3.Connection, owner: str, key: str, time_s: float) -> None:
    """Write down when a set was opened last."""
    connection.execute(
        "UPDATE entries SET opened_s = ? WHERE owner = ? AND key = ?", (time_s, owner, key)
    )


def unopened_since(connection: sqlite3.Connection, time_s: float) -> list[tuple[str, str]]:
    """Owner and key of what nobody has opened since then."""
    rows = connection.execute("SELECT owner, key FROM entries WHERE opened_s < ?", (time_s,))
    return [(row["owner"], row["key"]) for row in rows]


def total_without(connection: sqlite3.Connection, owner: str, key: str) -> tuple[int, int, int]:
    """Number and bytes of what an owner keeps, and bytes of what all keep, but for one set."""
    n_sets, n_bytes = connection.execute(
        "SELECT COUNT(*), COALESCE(SUM(n_bytes), 0) FROM entries WHERE owner = ? AND key <> ?",
        (owner, key),
    ).fetchone()
    in_all = connection.execute(
        "SELECT COALESCE(SUM(n_bytes), 0) FROM entries WHERE NOT (owner = ? AND key = ?)",
        (owner, key),
    ).fetchone()[0]
    return n_sets, n_bytes, in_all


def current_of(connection: sqlite3.Connection, owner: str) -> str | None:
    """The key that an owner works with, if one was said."""
    row = connection.execute("SELECT current FROM owners WHERE owner = ?", (owner,)).fetchone()
    return None if row is None else row["current"]


def set_current(connection: sqlite3.Connection, owner: str, key: str | None) -> None:
    """Note the key that an owner works with."""
    connection.execute("INSERT OR REPLACE INTO owners VALUES (?, ?)", (owner, key))


def _entry(row: sqlite3.Row) -> Entry:
    named = {name: row[name] for name in row.keys() if name != "owner"}  # noqa: SIM118
    return Entry(
        **{
            **named,
            "notices": tuple(json.loads(row["notices"])),
            "details": json.loads(row["details"]),
        }
    )


def _layout(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def _look_through(connection: sqlite3.Connection) -> None:
    """Raises DatabaseError where the list is damaged."""
    connection.execute("SELECT key, name, details FROM entries, owners LIMIT 1")  # they are there
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        error = sqlite3.DatabaseError("quick_check")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is not what it should be, rather than busy, full or out of reach."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the second byte is of no matter
    torn = primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return torn or (primary == sqlite3.SQLITE_ERROR and "no such" in str(error))
