"""Lessons that are held with a class: readable by a secret key, with polls on their questions."""

import secrets
import sqlite3
import time
from dataclasses import dataclass

from core.lessons.class_polls import ClassPolls, check_owner, class_of
from core.lessons.lesson import Lesson
from core.lessons.reading import read_lesson
from core.lessons.teaching_file import DAY_S, drop_old, drop_polls_without_class
from core.lessons.writing import write_lesson
from core.limits import check_limit

PREFIX = "class-"
_SECRET_BYTES = 16


@dataclass(frozen=True)
class Classroom:
    """A lesson that is held with a class.

    Attributes
    ----------
    key : str
        What a link to it names; whoever knows it reads the lesson.
    title : str
        Of the lesson.
    source : str
        The key of the lesson that it was made from.
    made_s : float
        When, in seconds since 1970.

    Examples
    --------
    >>> Classroom("class-0a", "Patience", "yours-00", 0.0).title
    'Patience'
    """

    key: str
    title: str
    source: str
    made_s: float


class Classrooms(ClassPolls):
    """All classes of a workspace. Threads and programs may use it together.

    Parameters
    ----------
    folder : str or Path
        The workspace's folder.

    Examples
    --------
    >>> import tempfile
    >>> from core.lessons import Lesson, Question, Step
    >>> asked = Question("1 + 1?", ("1", "2"), 1, "Count.")
    >>> step = Step("Wait", "phase-diagram", "Look.", "The dot.", question=asked)
    >>> lesson = Lesson("Patience", "How to wait.", "newcomer", 5, (step,))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     classes = Classrooms(folder)
    ...     key = classes.hold("the teacher", lesson)
    ...     classes.ask(key, "the teacher", 1)
    ...     classes.answer(key, 1, "a student", 0)
    ...     classes.answer(key, 1, "another", 1)
    ...     classes.answer(key, 1, "a student", 1)
    ...     classes.poll(key, 1).counts
    (0, 2)
    """

    def hold(self, owner: str, lesson: Lesson, source: str = "") -> str:
        """Open a class on a lesson.

        Parameters
        ----------
        owner : str
            Who holds it: alone may ask, close, show and end.
        lesson : Lesson
            What the class reads; later changes of it do not reach the class.
        source : str, optional
            The key of a lesson that is kept: the class is deleted with it.

        Returns
        -------
        str
            The class's secret key.

        Raises
        ------
        LimitError
            When the owner, or all together, hold too many classes.
        WorkspaceError
            When the disk refuses.

        Examples
        --------
        >>> import tempfile
        >>> from core.lessons import Lesson, Step
        >>> step = Step("Wait", "phase-diagram", "Look.", "The dot.")
        >>> lesson = Lesson("Patience", "How to wait.", "newcomer", 5, (step,))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     len(Classrooms(folder).hold("ann", lesson))
        38
        """
        key = f"{PREFIX}{secrets.token_hex(_SECRET_BYTES)}"
        content, now_s = write_lesson(lesson), time.time()

        def put(connection: sqlite3.Connection) -> None:
            drop_old(connection)
            count = "SELECT COUNT(*) FROM classes"
            in_all = connection.execute(count).fetchone()[0]
            mine = connection.execute(f"{count} WHERE owner = ?", (owner,)).fetchone()[0]
            check_limit("classes", mine + 1, what="With this class, what you hold")
            check_limit("classes_of_all", in_all + 1, what="With this class, this server")
            connection.execute(
                "INSERT INTO classes VALUES (?, ?, ?, ?, ?, ?)",
                (key, owner, source, content, now_s, now_s),
            )

        self._file.run(put)
        return key

    def lesson(self, key: str) -> Lesson | None:
        """What a class reads.

        Parameters
        ----------
        key : str
            As :meth:`hold` gave it.

        Returns
        -------
        Lesson or None
            None where there is no such class, or no longer.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Classrooms(folder).lesson("class-guessed") is None
        True
        """
        row = self._file.run(lambda connection: class_of(connection, key), only_reads=True)
        if row is None:
            return None
        if time.time() - row["used_s"] > DAY_S:  # not at every look: that would be a write each
            self._file.run(
                lambda connection: connection.execute(
                    "UPDATE classes SET used_s = ? WHERE key = ?", (time.time(), key)
                )
            )
        return read_lesson(row["content"], "the lesson of a class")

    def held_by(self, owner: str) -> tuple[Classroom, ...]:
        """The classes of an owner.

        Parameters
        ----------
        owner : str
            As :meth:`hold` was told.

        Returns
        -------
        tuple of Classroom
            What was opened last comes first.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Classrooms(folder).held_by("ann")
        ()
        """
        rows = self._file.run(
            lambda connection: connection.execute(
                "SELECT * FROM classes WHERE owner = ? ORDER BY made_s DESC, key", (owner,)
            ).fetchall(),
            only_reads=True,
        )
        return tuple(
            Classroom(row["key"], _title(row["content"]), row["source"], row["made_s"])
            for row in rows
        )

    def is_held_by(self, key: str, owner: str) -> bool:
        """Whether somebody holds a class.

        Parameters
        ----------
        key : str
            Of the class.
        owner : str
            Of whom it is asked.

        Returns
        -------
        bool
            False for a class that is not there, too.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Classrooms(folder).is_held_by("class-guessed", "ann")
        False
        """
        row = self._file.run(lambda connection: class_of(connection, key), only_reads=True)
        return row is not None and row["owner"] == owner

    def end(self, key: str, owner: str) -> None:
        """End a class: the link opens nothing any more, and its polls are deleted.

        Parameters
        ----------
        key : str
            Of the class.
        owner : str
            Who holds it.

        Raises
        ------
        ParameterError
            When there is no such class of this owner.

        Examples
        --------
        >>> import tempfile
        >>> from core.lessons import Lesson, Step
        >>> step = Step("Wait", "phase-diagram", "Look.", "The dot.")
        >>> lesson = Lesson("Patience", "How to wait.", "newcomer", 5, (step,))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     classes = Classrooms(folder)
        ...     classes.end(classes.hold("ann", lesson), "ann")
        ...     classes.held_by("ann")
        ()
        """

        def remove(connection: sqlite3.Connection) -> None:
            check_owner(connection, key, owner)
            connection.execute("DELETE FROM classes WHERE key = ?", (key,))
            drop_polls_without_class(connection)

        self._file.run(remove)


def _title(content: bytes) -> str:
    return read_lesson(content, "the lesson of a class").title
