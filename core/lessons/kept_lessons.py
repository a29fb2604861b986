"""The lessons that one owner has brought or made, kept in the workspace until they are deleted."""

import hashlib
import sqlite3
import time
from pathlib import Path

from core.errors import KernelscopeError
from core.lessons.lesson import Lesson
from core.lessons.reading import read_lesson
from core.lessons.teaching_file import drop_old, drop_polls_without_class, teaching_file
from core.lessons.writing import write_lesson
from core.limits import check_limit

DRAFT = "draft"  # the key of the lesson that is being made, of which an owner has one


class KeptLessons:
    """One owner's lessons, by keys made of what they hold.

    Parameters
    ----------
    folder : str or Path
        The workspace's folder.
    owner_digest : str
        What stands for the owner there, as ``Workspace.owner_digest`` says.

    Examples
    --------
    >>> import tempfile
    >>> from core.lessons import Lesson, Step
    >>> step = Step("Wait", "phase-diagram", "Look.", "The dot.")
    >>> lesson = Lesson("Patience", "How to wait.", "newcomer", 5, (step,))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     mine = KeptLessons(folder, "0a1b")
    ...     key = mine.keep(lesson)
    ...     [found.title for found in mine.lessons().values()]
    ['Patience']
    """

    def __init__(self, folder: str | Path, owner_digest: str) -> None:
        self._file, self._owner = teaching_file(folder), owner_digest

    def keep(self, lesson: Lesson) -> str:
        """Keep a lesson; the same lesson again is the one that is kept already.

        Parameters
        ----------
        lesson : Lesson
            What is kept.

        Returns
        -------
        str
            Its key.

        Raises
        ------
        LimitError
            When the owner keeps too many lessons.
        WorkspaceError
            When the disk refuses.

        Examples
        --------
        >>> import tempfile
        >>> from core.lessons import Lesson, Step
        >>> step = Step("Wait", "phase-diagram", "Look.", "The dot.")
        >>> lesson = Lesson("Patience", "How to wait.", "newcomer", 5, (step,))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mine = KeptLessons(folder, "0a1b")
        ...     mine.keep(lesson) == mine.keep(lesson)
        True
        """
        content = write_lesson(lesson)
        key = key_of(lesson)

        def put(connection: sqlite3.Connection) -> None:
            drop_old(connection)
            others = connection.execute(
                "SELECT COUNT(*) FROM lessons WHERE owner = ? AND key NOT IN (?, ?)",
                (self._owner, key, DRAFT),
            ).fetchone()[0]
            check_limit("lessons_brought", others + 1, what="With this lesson, what you brought")
            self._put(connection, key, content)

        self._file.run(put)
        return key

    def lessons(self) -> dict[str, Lesson]:
        """All that this owner keeps but the draft.

        Returns
        -------
        dict of str to Lesson
            By key, what was kept last first; what an older version wrote and this one cannot
            read is left out.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     KeptLessons(folder, "0a1b").lessons()
        {}
        """
        rows = self._file.run(self._read_all, only_reads=True)
        found = ((row["key"], _lesson(row["content"])) for row in rows)
        return {key: lesson for key, lesson in found if lesson is not None and key != DRAFT}

    def note_opening(self, key: str) -> None:
        """A lesson was opened, so that it is kept on.

        Parameters
        ----------
        key : str
            As :meth:`keep` gave it; what is not there is left alone.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     KeptLessons(folder, "0a1b").note_opening("yours-00")
        """
        self._file.run(
            lambda connection: connection.execute(
                "UPDATE lessons SET opened_s = ? WHERE owner = ? AND key = ?",
                (time.time(), self._owner, key),
            )
        )

    def delete(self, key: str) -> None:
        """Delete a lesson, the classes that were held with it, and their polls.

        Parameters
        ----------
        key : str
            As :meth:`keep` gave it; what is not there stays away.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     KeptLessons(folder, "0a1b").delete("yours-00")
        """

        def remove(connection: sqlite3.Connection) -> None:
            whose = (self._owner, key)
            connection.execute("DELETE FROM lessons WHERE owner = ? AND key = ?", whose)
            connection.execute("DELETE FROM classes WHERE owner = ? AND source = ?", whose)
            drop_polls_without_class(connection)

        self._file.run(remove)

    @property
    def draft(self) -> Lesson | None:
        """The lesson that is being made, as it was written down last."""
        rows = self._file.run(self._read_all, only_reads=True)
        return next((_lesson(row["content"]) for row in rows if row["key"] == DRAFT), None)

    def write_draft(self, lesson: Lesson | None) -> None:
        """Write down the lesson that is being made; None forgets it.

        Parameters
        ----------
        lesson : Lesson or None
            As far as it has come.

        Raises
        ------
        LimitError
            When it is larger than a lesson may be.
        WorkspaceError
            When the disk refuses.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mine = KeptLessons(folder, "0a1b")
        ...     mine.write_draft(None)
        ...     mine.draft is None
        True
        """
        if lesson is None:
            self.delete(DRAFT)
            return
        content = write_lesson(lesson)
        check_limit("lesson_bytes", len(content), what="Your lesson")
        self._file.run(lambda connection: self._put(connection, DRAFT, content))

    def _put(self, connection: sqlite3.Connection, key: str, content: bytes) -> None:
        now_s = time.time()
        connection.execute(
            "INSERT OR REPLACE INTO lessons VALUES (?, ?, ?, ?, ?)",
            (self._owner, key, content, now_s, now_s),
        )

    def _read_all(self, connection: sqlite3.Connection) -> list[sqlite3.Row]:
        return connection.execute(
            "SELECT key, content FROM lessons WHERE owner = ? ORDER BY kept_s DESC, key",
            (self._owner,),
        ).fetchall()


def key_of(lesson: Lesson) -> str:
    """The key of a lesson of one's own, made of what it holds.

    >>> from core.lessons import Lesson, Step
    >>> step = Step("Wait", "phase-diagram", "Look.", "The dot.")
    >>> key_of(Lesson("Patience", "How to wait.", "newcomer", 5, (step,)))[:6]
    'yours-'
    """
    return f"yours-{hashlib.sha256(write_lesson(lesson)).hexdigest()[:12]}"


def _lesson(content: bytes) -> Lesson | None:
    try:
        return read_lesson(content, "a kept lesson")
    except KernelscopeError:
        return None
