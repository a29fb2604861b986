"""Polls count each visitor once, tell nobody who chose what, and go with their lesson."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from core.errors import LimitError, ParameterError
from core.lessons import Classrooms, KeptLessons, Lesson, Question, Step
from core.lessons.teaching_file import DAY_S
from tests.conftest import ROOT

ASKED = Question("1 + 1?", ("1", "2", "3"), 1, "Count.")
STEPS = (
    Step("Wait", "phase-diagram", "Look.", "The dot.", question=ASKED),
    Step("Go on", "where", "Look.", "The dot."),
)
LESSON = Lesson("Patience", "How to wait.", "newcomer", 5, STEPS)
# Another process that answers for twenty students.
CROWD = """
import sys
from core.lessons import Classrooms
folder, key, first = sys.argv[1:]
classes = Classrooms(folder)
for number in range(20):
    classes.answer(key, 1, f"student {int(first) + number}", 0)
    classes.answer(key, 1, f"student {int(first) + number}", number % 3)
"""


@pytest.fixture
def held(tmp_path):
    """Classes of a folder, and the key of one whose first question is asked."""
    classes = Classrooms(tmp_path)
    key = classes.hold("ann", LESSON)
    classes.ask(key, "ann", 1)
    return classes, key


def everything(folder) -> bytes:
    """What stands in the file, also in its journal."""
    return b"".join(path.read_bytes() for path in (folder / "lessons").glob("teaching.sqlite*"))


def test_one_answer_a_student_which_can_be_changed_until_the_poll_closes(held):
    classes, key = held
    for voter, choice in (("bob", 0), ("eve", 1), ("bob", 2)):
        classes.answer(key, 1, voter, choice)
    poll = classes.poll(key, 1, "bob")
    assert (poll.counts, poll.mine, poll.is_open, poll.is_shown) == ((0, 1, 1), 2, True, False)
    classes.close(key, "ann", 1)
    with pytest.raises(ParameterError, match="is closed"):
        classes.answer(key, 1, "bob", 0)
    assert classes.poll(key, 1, "bob").counts == (0, 1, 1)
    classes.ask(key, "ann", 1)
    assert classes.poll(key, 1).counts == (0, 0, 0), "asked again, it begins anew"


def test_who_chose_what_is_written_nowhere_and_the_hashes_go_with_the_close(held, tmp_path):
    classes, key = held
    classes.answer(key, 1, "bob", 0)
    second = classes.hold("ann", LESSON)
    classes.ask(second, "ann", 1)
    classes.answer(second, 1, "bob", 0)
    database = sqlite3.connect(tmp_path / "lessons" / "teaching.sqlite")
    voters = [row[0] for row in database.execute("SELECT voter FROM answers")]
    assert len(set(voters)) == 2, "the same student in two polls cannot be told to be one"
    assert b"bob" not in everything(tmp_path)
    for each in (key, second):
        classes.close(each, "ann", 1)
    assert database.execute("SELECT COUNT(*) FROM answers").fetchone()[0] == 0
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    assert not any(voter.encode() in everything(tmp_path) for voter in voters)


def test_only_who_holds_a_class_can_ask_close_show_or_end(held):
    classes, key = held
    for act in (
        lambda: classes.ask(key, "bob", 1),
        lambda: classes.close(key, "bob", 1),
        lambda: classes.show(key, "bob", 1),
        lambda: classes.end(key, "bob"),
    ):
        with pytest.raises(ParameterError, match="that you hold"):
            act()
    assert classes.poll(key, 1).is_open
    assert (classes.is_held_by(key, "ann"), classes.is_held_by(key, "bob")) == (True, False)


@pytest.mark.parametrize("step", [0, 2, 3, -1])
def test_a_step_that_asks_nothing_cannot_be_asked(held, step):
    classes, key = held
    with pytest.raises(ParameterError, match=r"no question|Nothing is asked"):
        classes.ask(key, "ann", step)
    with pytest.raises(ParameterError, match="Nothing is asked"):
        classes.answer(key, step, "bob", 0)


@pytest.mark.parametrize("choice", [-1, 3])
def test_a_choice_that_is_not_there_is_refused(held, choice):
    classes, key = held
    with pytest.raises(ParameterError, match="choose one of 3"):
        classes.answer(key, 1, "bob", choice)


def test_with_the_class_go_its_polls_and_with_the_lesson_its_classes(held, tmp_path):
    classes, key = held
    classes.answer(key, 1, "bob", 0)
    classes.end(key, "ann")
    assert classes.lesson(key) is None
    assert classes.poll(key, 1) is None
    mine = KeptLessons(tmp_path, "ann")
    source = mine.keep(LESSON)
    key, other = classes.hold("ann", LESSON, source), classes.hold("bob", LESSON, source)
    classes.ask(key, "ann", 1)
    mine.delete(source)
    assert (mine.lessons(), classes.lesson(key), classes.poll(key, 1)) == ({}, None, None)
    assert classes.lesson(other) == LESSON, "somebody else's class stays"


def test_lessons_are_kept_per_owner_with_a_draft_apart(tmp_path):
    mine, other = KeptLessons(tmp_path, "ann"), KeptLessons(tmp_path, "bob")
    key = mine.keep(LESSON)
    mine.write_draft(replace(LESSON, title="In the making"))
    again = KeptLessons(tmp_path, "ann")
    assert again.lessons() == {key: LESSON}
    assert again.draft.title == "In the making"
    assert (other.lessons(), other.draft) == ({}, None)
    other.delete(key)
    assert key in again.lessons()
    mine.write_draft(None)
    assert again.draft is None


def test_a_lesson_that_is_opened_now_and_then_is_kept(tmp_path, monkeypatch):
    mine = KeptLessons(tmp_path, "ann")
    opened, left = mine.keep(LESSON), mine.keep(replace(LESSON, title="Left"))
    database = sqlite3.connect(tmp_path / "lessons" / "teaching.sqlite")
    database.execute("UPDATE lessons SET opened_s = opened_s - ?", (20 * DAY_S,))
    database.commit()
    database.close()
    mine.note_opening(opened)
    monkeypatch.setenv("KERNELSCOPE_WORKSPACE_DAYS", "10")
    third = mine.keep(replace(LESSON, title="Third"))
    assert set(mine.lessons()) == {opened, third} != {left}


def test_limits_name_the_way_out(held, tmp_path, monkeypatch):
    classes, key = held
    monkeypatch.setattr(
        "core.limits.LIMITS", _at_most(poll_answers=1, classes=2, lessons_brought=1)
    )
    classes.answer(key, 1, "bob", 0)
    classes.answer(key, 1, "bob", 1)
    with pytest.raises(LimitError, match="2 answers; the limit is 1"):
        classes.answer(key, 1, "eve", 0)
    classes.hold("ann", LESSON)
    with pytest.raises(LimitError, match="3 classes; the limit is 2"):
        classes.hold("ann", LESSON)
    mine = KeptLessons(tmp_path, "ann")
    mine.keep(LESSON)
    with pytest.raises(LimitError, match="2 lessons; the limit is 1"):
        mine.keep(replace(LESSON, title="Another"))
    assert len(mine.lessons()) == 1


def test_a_class_that_nobody_uses_ends_by_itself(held, tmp_path, monkeypatch):
    classes, key = held
    database = sqlite3.connect(tmp_path / "lessons" / "teaching.sqlite")
    database.execute("UPDATE classes SET used_s = used_s - ?", (91 * DAY_S,))
    database.commit()
    assert classes.lesson(key) is None
    classes.hold("ann", LESSON)
    rows = [
        database.execute(f"SELECT COUNT(*) FROM {t}").fetchone()[0] for t in ("classes", "polls")
    ]
    database.close()
    assert rows == [1, 0]


def test_threads_and_processes_answer_at_once_and_every_answer_counts_once(held, tmp_path):
    classes, key = held
    crowds = [
        subprocess.Popen([sys.executable, "-c", CROWD, str(tmp_path), key, str(first)], cwd=ROOT)
        for first in (0, 10)  # ten students answer in both
    ]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: classes.answer(key, 1, f"thread {number}", 2), range(40)))
    assert [crowd.wait(60) for crowd in crowds] == [0, 0]
    assert classes.poll(key, 1).n_answers == 30 + 40


def test_a_damaged_file_is_moved_aside_and_teaching_goes_on(held, tmp_path):
    classes, _ = held
    path = tmp_path / "lessons" / "teaching.sqlite"
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    path.write_bytes(b"no database" * 500)
    key = classes.hold("ann", LESSON)
    assert classes.lesson(key) == LESSON
    assert list(path.parent.glob("teaching-damaged-*.sqlite"))


def _at_most(**maxima):
    from core.limits import LIMITS

    return LIMITS | {name: replace(LIMITS[name], maximum=most) for name, most in maxima.items()}
