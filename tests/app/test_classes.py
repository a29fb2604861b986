"""A class from both sides: a teacher who asks, students who answer, and what is left of it."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from components.lessons.shelf import built_in
from core.lessons import Classrooms, KeptLessons, write_lesson
from tests.app.test_lessons import notes, now_at, open_link

KEY = "glass-transition"
QUESTION = built_in()[KEY].steps[0].question


@pytest.fixture
def browser(monkeypatch, tmp_path):
    """Says which browser the next runs come from; the workspace is the test's own."""
    monkeypatch.setenv("KERNELSCOPE_WORKSPACE", str(tmp_path))

    def be(name: str | None) -> None:
        monkeypatch.setattr("components.lessons.teaching_here.owner_here", lambda: name)

    be("teacher")
    return be


def lessons_page() -> AppTest:
    return open_link().switch_page("../pages/lessons.py").run()


def class_link(app: AppTest) -> str:
    """The key of the class that the page lists first."""
    return next(
        each.key for each in app.button if (each.key or "").startswith("open-")
    ).removeprefix("open-")


def bars(app: AppTest) -> list[str]:
    """What stands at the bars of the poll."""
    return [
        each.proto.text for each in app.get("progress") if not each.proto.text.startswith("Step")
    ]


def radio(app: AppTest):
    return next(each for each in app.radio if (each.key or "").startswith("class-answer-"))


def test_a_poll_from_the_question_to_the_result_with_two_students(browser):
    app = lessons_page()
    app.button(key=f"hold-{KEY}").click().run()
    key = class_link(app)
    app.button(key=f"open-{key}").click().run()
    teacher = now_at(app, "phase-diagram")
    browser("bob")
    bob = open_link(lesson=key, step="1")
    assert bob.radio(key=f"lesson-answer-{key}-1"), "before it is asked, it is as in any lesson"
    browser("teacher")
    teacher.button(key="class-ask-1").click().run()
    browser("bob")
    bob.run()
    assert bars(bob) == []
    radio(bob).set_value(1).run()
    radio(bob).set_value(0).run()
    assert any("is counted" in each.value for each in bob.caption)
    browser("eve")
    eve = open_link(lesson=key, step="1")
    radio(eve).set_value(1).run()
    browser("teacher")
    assert [text.rpartition(" (")[2] for text in bars(teacher.run())] == ["1, 50%)", "1, 50%)"]
    teacher.button(key="class-close-1").click().run()
    browser("bob")
    assert bars(bob.run()) == []
    assert any("has not shown" in each.value for each in bob.caption)
    browser("teacher")
    teacher.button(key="class-show-1").click().run()
    browser("bob")
    right = QUESTION.choices[QUESTION.answer]
    assert [right in text for text in bars(bob.run()) if ":material/check_circle:" in text] == [
        True
    ]
    assert any(QUESTION.explanation in each.value for each in bob.markdown)
    browser("teacher")
    teacher.switch_page("../pages/lessons.py").run()
    teacher.button(key=f"end-{key}").click().run()
    assert not [each for each in teacher.button if (each.key or "").startswith("open-")]
    browser("bob")
    bob.run()
    assert any("has ended" in each.value for each in bob.markdown)
    assert not bob.exception


def test_a_browser_that_is_known_again_finds_its_answer_and_one_without_a_cookie_is_told(browser):
    classes, key = _asked()
    browser("bob")
    radio(open_link(lesson=key, step="1")).set_value(1).run()
    assert radio(open_link(lesson=key, step="1")).value == 1
    browser(None)
    app = open_link(lesson=key, step="1")
    assert any("no cookie" in each.value for each in app.caption)
    assert classes.poll(key, 1).counts == (0, 1)


def _asked() -> tuple[Classrooms, str]:
    from components.lessons.teaching_here import classrooms, me

    classes = classrooms()
    key = classes.hold(me(), built_in()[KEY])
    classes.ask(key, me(), 1)
    return classes, key


def test_a_lesson_of_ones_own_is_kept_shared_on_purpose_and_deleted(browser, tmp_path):
    app = lessons_page()
    content = write_lesson(built_in()["scott"]).replace(b"title: ", b"title: My own ", 1)
    app.file_uploader(key="lesson_file").upload("mine.md", content, "text/markdown").run()
    assert any("is here" in each.value for each in app.success)
    app = lessons_page()
    (own,) = [each.key for each in app.button if (each.key or "").startswith("begin-yours-")]
    key = own.removeprefix("begin-")
    browser("bob")
    stranger = open_link(lesson=key, step="1")
    assert any("private to whoever brought it" in note for note in notes(stranger))
    assert not [each for each in lessons_page().button if each.key == own]
    browser("teacher")
    app.button(key=f"hold-{key}").click().run()
    shared = class_link(app)
    browser("bob")
    student = open_link(lesson=shared, step="2")
    assert not notes(student)
    assert any(each.value == built_in()["scott"].steps[1].title for each in student.subheader)
    browser("teacher")
    app.button(key=f"delete-{key}").click().run()
    assert not [each for each in app.button if each.key in (own, f"open-{shared}")]
    browser("bob")
    late = open_link(lesson=shared, step="2")
    assert any("has ended" in note for note in notes(late))
    assert not [
        each for each in lessons_page().button if (each.key or "").startswith("begin-yours-")
    ]
    assert not any(each.exception for each in (app, student, stranger, late))


def test_a_lesson_in_the_making_is_here_again_in_a_new_tab_and_becomes_a_lesson(browser):
    app = open_link(lesson=KEY, step="2")
    app.query_params.clear()
    app = now_at(app, "phase-diagram")
    app.button(key="lesson-leave").click().run()
    app.button(key="save-step-phase-diagram").click().run()
    again = lessons_page()
    again.text_area(key="draft-text-0").set_value("Look at $h$.")
    again.text_input(key="draft-title").set_value("Mine").run()
    again.switch_page("../pages/data.py").run()
    again.switch_page("../pages/lessons.py").run()
    assert again.text_area(key="draft-text-0").value == "Look at $h$.", "another page was open"
    third = lessons_page()
    assert third.text_input(key="draft-title").value == "Mine"
    assert third.text_area(key="draft-text-0").value == "Look at $h$."
    third.button(key="draft-keep").click().run()
    assert any((each.key or "").startswith("begin-yours-") for each in third.button)
    third.button(key="draft-clear").click().run()
    assert any("Nothing saved yet" in each.value for each in lessons_page().caption)


def test_without_a_place_to_keep_a_class_it_is_said_how_to_get_one(browser, monkeypatch):
    monkeypatch.setenv("KERNELSCOPE_WORKSPACE", "off")
    app = lessons_page()
    app.button(key=f"hold-{KEY}").click().run()
    assert any("KERNELSCOPE_WORKSPACE" in each.value for each in app.info)
    assert any("has ended" in note for note in notes(open_link(lesson="class-00", step="1")))


def test_steps_with_data_of_ones_own_are_named_before_a_class_meets_them(browser, tmp_path):
    content = write_lesson(built_in()["nearest-scan"]).decode()
    mine = re.sub(r"survey: \S+", "survey: yours-0a1b", content, count=1)
    app = lessons_page()
    app.file_uploader(key="lesson_file").upload("m.md", mine.encode(), "text/markdown").run()
    own = next(each.key for each in app.button if (each.key or "").startswith("begin-yours-"))
    app.button(key=own.replace("begin", "hold")).click().run()
    assert any("1 step of this lesson (1) names data" in each.value for each in app.warning)
    assert len(KeptLessons(tmp_path, _digest()).lessons()) == 1


def _digest() -> str:
    from components.lessons.teaching_here import me

    return me() or ""
