"""Lessons of one's own, classes and their polls, in one SQLite file of the workspace.

They are nowhere else: a layout that follows must carry the rows of this one over.
"""

import sqlite3
import time
from pathlib import Path

from core.limits import LONGEST_CLASS, LONGEST_UNOPENED, value_of
from core.sqlite_file import SqliteFile
from core.troubles import disk_trouble

DAY_S = 86_400.0
_LAYOUT = 1
_TABLES = {
    "lessons": """
CREATE TABLE lessons (
    owner TEXT NOT NULL, key TEXT NOT NULL, content BLOB NOT NULL, kept_s REAL NOT NULL,
    opened_s REAL NOT NULL, PRIMARY KEY (owner, key)
)""",
    "classes": """
CREATE TABLE classes (
    key TEXT PRIMARY KEY, owner TEXT NOT NULL, source TEXT NOT NULL, content BLOB NOT NULL,
    made_s REAL NOT NULL, used_s REAL NOT NULL
);
CREATE INDEX by_owner ON classes (owner)
""",
    "polls": """
CREATE TABLE polls (
    class TEXT NOT NULL, step INTEGER NOT NULL, round TEXT NOT NULL, n_choices INTEGER NOT NULL,
    is_open INTEGER NOT NULL, is_shown INTEGER NOT NULL, counts TEXT NOT NULL,
    PRIMARY KEY (class, step)
)""",
    "answers": """
CREATE TABLE answers (
    class TEXT NOT NULL, step INTEGER NOT NULL, voter TEXT NOT NULL, choice INTEGER NOT NULL,
    PRIMARY KEY (class, step, voter)
)""",
}


def teaching_file(folder: str | Path) -> SqliteFile:
    """The file below the workspace's folder, which is made when it is not there."""
    path = Path(folder) / "lessons" / "teaching.sqlite"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise disk_trouble(error) from None
    return SqliteFile(path, _LAYOUT, _TABLES)


def too_old(used_s: float) -> bool:
    """Whether a class that was used last at this time is over."""
    days = value_of(LONGEST_CLASS)
    return bool(days) and used_s < time.time() - days * DAY_S


def drop_old(connection: sqlite3.Connection) -> None:
    """Delete classes that nobody has used for too long, and lessons that nobody has opened."""
    now_s = time.time()
    for limit, table, column in (
        (LONGEST_CLASS, "classes", "used_s"),
        (LONGEST_UNOPENED, "lessons", "opened_s"),
    ):
        if days := value_of(limit):
            connection.execute(
                f"DELETE FROM {table} WHERE {column} < ?",  # noqa: S608 - names of ours
                (now_s - days * DAY_S,),
            )
    drop_polls_without_class(connection)


def drop_polls_without_class(connection: sqlite3.Connection) -> None:
    """With a class go its polls and their answers."""
    for table in ("polls", "answers"):
        connection.execute(
            f"DELETE FROM {table} WHERE class NOT IN (SELECT key FROM classes)"  # noqa: S608
        )
