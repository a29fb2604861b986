"""Polls on the questions of a class: asked, answered once by each, counted, and closed.

Of an answer is kept which choice it is, and a number made of the poll and of who gave it, so that
nobody answers twice; when the poll closes, these numbers are deleted and only the counts remain.
"""

import hashlib
import json
import secrets
import sqlite3
from pathlib import Path

from core.errors import ParameterError
from core.lessons.poll import Poll
from core.lessons.reading import read_lesson
from core.lessons.teaching_file import teaching_file, too_old
from core.limits import check_limit


class ClassPolls:
    """The polls of all classes of a workspace; ``Classrooms`` adds the classes.

    Parameters
    ----------
    folder : str or Path
        The workspace's folder.
    """

    def __init__(self, folder: str | Path) -> None:
        self._file = teaching_file(folder)

    def ask(self, key: str, owner: str, step: int) -> None:
        """Put the question of a step to the class; answers of an earlier round are deleted.

        Parameters
        ----------
        key : str
            Of the class.
        owner : str
            Who holds it.
        step : int
            The step, from 1.

        Raises
        ------
        ParameterError
            When there is no such class of this owner, or the step asks nothing.

        Examples
        --------
        See :class:`core.lessons.Classrooms`.
        """

        def put(connection: sqlite3.Connection) -> None:
            row = check_owner(connection, key, owner)
            steps = read_lesson(row["content"], "the lesson of a class").steps
            question = steps[step - 1].question if 1 <= step <= len(steps) else None
            if question is None:
                raise ParameterError(
                    f"Step {step} of the lesson asks no question; ask at one that does."
                )
            n_choices = len(question.choices)
            connection.execute("DELETE FROM answers WHERE class = ? AND step = ?", (key, step))
            connection.execute(
                "INSERT OR REPLACE INTO polls VALUES (?, ?, ?, ?, 1, 0, ?)",
                (key, step, secrets.token_hex(8), n_choices, json.dumps([0] * n_choices)),
            )

        self._file.run(put)

    def close(self, key: str, owner: str, step: int) -> None:
        """Take no more answers, and delete who gave which: the counts remain.

        Parameters
        ----------
        key, owner, step
            As :meth:`ask` takes them.

        Raises
        ------
        ParameterError
            When there is no such class of this owner, or nothing was asked.

        Examples
        --------
        See :meth:`show`.
        """

        def put(connection: sqlite3.Connection) -> None:
            check_owner(connection, key, owner)
            row = _check_asked(_poll(connection, key, step), step)
            if row["is_open"]:
                counts = _counted(connection, row)
                connection.execute(
                    "UPDATE polls SET is_open = 0, counts = ? WHERE class = ? AND step = ?",
                    (json.dumps(counts), key, step),
                )
                connection.execute("DELETE FROM answers WHERE class = ? AND step = ?", (key, step))

        self._file.run(put)

    def show(self, key: str, owner: str, step: int, *, shown: bool = True) -> None:
        """Let the class see the result, or not.

        Parameters
        ----------
        key, owner, step
            As :meth:`ask` takes them.
        shown : bool
            Whether it sees it.

        Raises
        ------
        ParameterError
            When there is no such class of this owner, or nothing was asked.

        Examples
        --------
        >>> import tempfile
        >>> from core.lessons import Classrooms, Lesson, Question, Step
        >>> asked = Question("1 + 1?", ("1", "2"), 1, "Count.")
        >>> step = Step("Wait", "phase-diagram", "Look.", "The dot.", question=asked)
        >>> lesson = Lesson("Patience", "How to wait.", "newcomer", 5, (step,))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     classes = Classrooms(folder)
        ...     key = classes.hold("ann", lesson)
        ...     classes.ask(key, "ann", 1)
        ...     classes.close(key, "ann", 1)
        ...     classes.show(key, "ann", 1)
        ...     classes.poll(key, 1).is_shown
        True
        """

        def put(connection: sqlite3.Connection) -> None:
            check_owner(connection, key, owner)
            _check_asked(_poll(connection, key, step), step)
            connection.execute(
                "UPDATE polls SET is_shown = ? WHERE class = ? AND step = ?",
                (int(shown), key, step),
            )

        self._file.run(put)

    def answer(self, key: str, step: int, voter: str, choice: int) -> None:
        """Count one answer; a later one of the same voter takes its place.

        Parameters
        ----------
        key : str
            Of the class.
        step : int
            The step, from 1.
        voter : str
            Who answers; only a hash with the poll's own number is written.
        choice : int
            The place of the choice, from 0.

        Raises
        ------
        ParameterError
            When the poll is not open, or there is no such choice.
        LimitError
            When more have answered than a poll counts.

        Examples
        --------
        See :class:`core.lessons.Classrooms`.
        """

        def put(connection: sqlite3.Connection) -> None:
            row = _check_asked(_poll(connection, key, step), step)
            if not row["is_open"]:
                raise ParameterError(
                    f"The poll at step {step} is closed, so this answer is not counted; an answer "
                    "that you gave before is."
                )
            if not 0 <= choice < row["n_choices"]:
                raise ParameterError(
                    f"The answer is number {choice + 1}; choose one of {row['n_choices']}."
                )
            number = _number(voter, row["round"])
            others = connection.execute(
                "SELECT COUNT(*) FROM answers WHERE class = ? AND step = ? AND voter <> ?",
                (key, step, number),
            ).fetchone()[0]
            check_limit("poll_answers", others + 1, what="With this answer, the poll")
            connection.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", (key, step, number, choice)
            )

        self._file.run(put)

    def poll(self, key: str, step: int, voter: str | None = None) -> Poll | None:
        """How the poll of a step stands.

        Parameters
        ----------
        key : str
            Of the class.
        step : int
            The step, from 1.
        voter : str, optional
            Whose own answer is told.

        Returns
        -------
        Poll or None
            None where nothing was asked.

        Examples
        --------
        >>> from core.lessons import Classrooms
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Classrooms(folder).poll("class-guessed", 1) is None
        True
        """

        def look(connection: sqlite3.Connection) -> Poll | None:
            row = _poll(connection, key, step)
            if row is None:
                return None
            is_open = bool(row["is_open"])
            counts = _counted(connection, row) if is_open else json.loads(row["counts"])
            mine = None if voter is None else _choice_of(connection, row, voter)
            return Poll(row["round"], is_open, bool(row["is_shown"]), tuple(counts), mine)

        return self._file.run(look, only_reads=True)


def class_of(connection: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    """The row of a class that has not ended."""
    row = connection.execute("SELECT * FROM classes WHERE key = ?", (key,)).fetchone()
    return None if row is None or too_old(row["used_s"]) else row


def _poll(connection: sqlite3.Connection, key: str, step: int) -> sqlite3.Row | None:
    return connection.execute(
        "SELECT * FROM polls WHERE class = ? AND step = ?", (key, step)
    ).fetchone()


def check_owner(connection: sqlite3.Connection, key: str, owner: str) -> sqlite3.Row:
    """The row of a class that somebody holds; ParameterError where there is none."""
    row = class_of(connection, key)
    if row is None or row["owner"] != owner:
        raise ParameterError(
            f"There is no class {key[:40]!r} that you hold: it has ended, or somebody else holds "
            "it. The Lessons page lists yours."
        )
    return row


def _check_asked(row: sqlite3.Row | None, step: int) -> sqlite3.Row:
    if row is None:
        raise ParameterError(f"Nothing is asked at step {step}; who holds the class can ask.")
    return row


def _counted(connection: sqlite3.Connection, poll: sqlite3.Row) -> list[int]:
    counts = [0] * poll["n_choices"]
    for choice, count in connection.execute(
        "SELECT choice, COUNT(*) FROM answers WHERE class = ? AND step = ? GROUP BY choice",
        (poll["class"], poll["step"]),
    ):
        counts[choice] = count
    return counts


def _choice_of(connection: sqlite3.Connection, poll: sqlite3.Row, voter: str) -> int | None:
    row = connection.execute(
        "SELECT choice FROM answers WHERE class = ? AND step = ? AND voter = ?",
        (poll["class"], poll["step"], _number(voter, poll["round"])),
    ).fetchone()
    return None if row is None else row["choice"]


def _number(voter: str, round_: str) -> str:
    """What stands for a voter in one round of one poll, and says nothing in another."""
    return hashlib.blake2b(voter.encode(), key=round_.encode(), digest_size=16).hexdigest()
