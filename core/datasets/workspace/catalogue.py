"""The list of what is kept, in SQLite: an index of the files, made again from them if it fails."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from core.datasets.workspace.entry import Entry
from core.sqlite_file import SqliteFile

Found = Iterable[tuple[str, Entry]]  # owners with what they keep
_LAYOUT = 1
_TABLES = {
    "entries": """
CREATE TABLE entries (
    owner TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    n_bytes INTEGER NOT NULL, created_s REAL NOT NULL, opened_s REAL NOT NULL,
    notices TEXT NOT NULL, details TEXT NOT NULL, PRIMARY KEY (owner, key)
);
CREATE INDEX by_opening ON entries (opened_s)
""",
    "owners": "CREATE TABLE owners (owner TEXT PRIMARY KEY, current TEXT)",
}


def catalogue_at(path: Path, found: Callable[[], Found]) -> SqliteFile:
    """The list at ``path``; ``found`` looks through the files for a new list."""

    def fill(connection: sqlite3.Connection) -> None:
        for owner, entry in found():
            put(connection, owner, entry)

    return SqliteFile(path, _LAYOUT, _TABLES, fill)


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
