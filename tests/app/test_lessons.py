"""Lessons end to end: every step opens its page in its state, and a classroom link does too."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from components.address import PARAMETERS, SHOWN
from components.lessons.course import script_of
from components.lessons.shelf import built_in
from components.link_state import ARRIVAL, link_words
from components.navigation import ROOT, VIEWS
from core.lessons import Lesson, Step, write_lesson
from tests.app.test_links import drawn_values
from tests.every_page import thorough

LINK = re.compile(r"\]\((/[^)]*)\)")
FEWEST = 12
CHOICES = {"Survey", "Data", "Graph"}  # labels of what chooses data
LESSONS = built_in()


def open_link(**query: str) -> AppTest:
    """What a classroom link opens, in a new session."""
    app = AppTest.from_file(str(ROOT / "components" / "shell.py"), default_timeout=300)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def now_at(app: AppTest, page: str) -> AppTest:
    """A test's app does not notice by itself that the program went to another page."""
    assert app.session_state[ARRIVAL].page == page
    app.query_params.clear()
    app.switch_page(f"../pages/{script_of(page)}")
    return app


def notes(app: AppTest) -> list[str]:
    return [each.value for each in app.markdown if "**Link:**" in each.value]


def each_step() -> list:
    """The first step of each lesson, and all others if asked."""
    return [
        (key, number) if number == 1 else thorough(key, number)
        for key, lesson in LESSONS.items()
        for number in range(1, len(lesson.steps) + 1)
    ]


@pytest.mark.parametrize(("key", "number"), each_step())
def test_a_step_opens_its_page_in_its_state(key, number):
    app, step = open_link(lesson=key, step=str(number)), LESSONS[key].steps[number - 1]
    assert not app.exception
    assert not app.error
    assert notes(app) == []
    assert app.session_state[ARRIVAL].page == step.page
    rows = {row.name: row for row in app.session_state[PARAMETERS]}
    named = {*step.settings, *step.hide, *(step.show or ())}
    assert named <= set(rows), "controls of the page"
    assert {row.name for row in rows.values() if row.label in CHOICES} <= set(step.settings), (
        "data are named, so that a visitor's own do not take their place"
    )
    shown = drawn_values(app)
    for name, words in step.settings.items():
        if name in shown:
            value = tuple(shown[name]) if isinstance(shown[name], list) else shown[name]
            assert [word for _, word in link_words(rows[name], value)] == list(words), name
    written = [each.value for each in app.sidebar.markdown]
    assert step.text in written
    for link in LINK.findall(step.text + step.notice):
        assert link.partition("?")[0].strip("/") in {view.url_path for view in VIEWS}


@pytest.mark.parametrize("key", LESSONS)
def test_a_lesson_asks_at_every_step_and_ends_with_an_experiment_of_ones_own(key):
    lesson = LESSONS[key]
    assert len(lesson.steps) >= 3
    assert all(step.question for step in lesson.steps)
    assert lesson.steps[-1].title == "Your turn"
    last = lesson.steps[-1]
    assert last.show is None or len(last.show) >= 2, "there is something to try"


def test_there_are_twelve_lessons():
    assert len(LESSONS) >= FEWEST
    assert {lesson.level for lesson in LESSONS.values()} == {"newcomer", "student", "researcher"}


def test_a_lesson_is_begun_answered_gone_through_and_finished():
    app = open_link()
    app.switch_page("../pages/lessons.py").run()
    app.button(key="begin-glass-transition").click().run()
    now_at(app, "phase-diagram")
    assert app.slider(key="h").value == 2.4
    question = LESSONS["glass-transition"].steps[0].question
    answer = app.radio(key="lesson-answer-glass-transition-1")
    answer.set_value((question.answer + 1) % len(question.choices)).run()
    assert any("Not this one" in each.value for each in app.warning)
    app.radio(key="lesson-answer-glass-transition-1").set_value(question.answer).run()
    assert any(question.explanation in each.value for each in app.success)
    app.slider(key="h").set_value(2.0)
    app.slider(key="d").set_value(50).run()
    assert "step=1" in app.session_state[SHOWN].query
    app.button(key="lesson-next").click().run()
    assert (app.slider(key="h").value, app.slider(key="d").value) == (1.7, 100)
    app.slider(key="h").set_value(1.5).run()
    app.button(key="lesson-again").click().run()
    assert app.slider(key="h").value == 1.7
    for _ in LESSONS["glass-transition"].steps[2:]:
        app.button(key="lesson-next").click().run()
    app.button(key="lesson-finish").click().run()
    assert app.session_state[ARRIVAL].page == "lessons"
    assert any("finished 1" in each.value for each in app.markdown)
    assert not app.exception


def test_another_page_keeps_the_lesson_and_says_the_way_back():
    app = open_link(lesson="glass-transition", step="2")
    app.query_params.clear()
    app.switch_page("../pages/lessons.py").run()
    assert "lesson=" not in app.session_state[SHOWN].query
    app.button(key="lesson-return").click().run()
    now_at(app, "phase-diagram")
    app.button(key="lesson-leave").click().run()
    assert not [each for each in app.button if each.key == "lesson-next"]
    assert app.slider(key="h").value == 1.7, "the page stays as it is"


def test_a_classroom_link_hides_controls_and_stays_in_the_address():
    app = open_link(lesson="glass-transition", step="2", hide="seed,d}x")
    query = app.session_state[SHOWN].query
    assert query == "density.h=1.7&lesson=glass-transition&step=2&hide=seed"
    (style,) = [each.proto.body for each in app.get("html") if ".st-key-seed" in each.proto.body]
    assert "display: none" in style
    assert "}x" not in style


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"lesson": "no-such"}, "is not here"),
        ({"lesson": "scott", "step": "99"}, "steps 1 to"),
        ({"lesson": "scott", "step": "<b>"}, "steps 1 to"),
    ],
)
def test_a_link_to_what_is_not_there_says_so(query, said):
    app = open_link(**query)
    assert any(said in note for note in notes(app))
    assert not app.exception


def test_a_view_is_saved_as_a_step_given_words_and_comes_back_as_a_lesson():
    app = now_at(open_link(lesson="glass-transition", step="2"), "phase-diagram")
    app.button(key="lesson-leave").click().run()
    app.slider(key="d").set_value(40).run()
    app.button(key="save-step-phase-diagram").click().run()
    app.query_params.clear()
    app.switch_page("../pages/lessons.py").run()
    app.text_area(key="draft-text-0").set_value("Look at $h$.")
    app.text_input(key="draft-notice-0").set_value("The dot.").run()
    assert not app.error
    made = Step(
        "Does this bandwidth still estimate a density?",
        "phase-diagram",
        "Look at $h$.",
        "The dot.",
        {"d": ("40",), "h": ("1.7",)},
    )
    lesson = Lesson("My lesson", "My own views.", "student", 10, (made,))
    uploader = app.file_uploader(key="lesson_file")
    uploader.upload("mine.md", write_lesson(lesson), "text/markdown").run()
    own = next(each.key for each in app.button if (each.key or "").startswith("begin-yours-"))
    app.button(key=own).click().run()
    now_at(app, "phase-diagram")
    assert (app.slider(key="d").value, app.slider(key="h").value) == (40, 1.7)
    assert app.session_state["lesson_draft"][0].settings == made.settings
    app.query_params.clear()
    app.switch_page("../pages/lessons.py").run()
    app.text_area(key="draft-text-0").set_value("<script>x</script>").run()
    assert any("HTML" in each.value for each in app.error)


def test_an_own_lesson_is_taken_and_a_hostile_one_is_refused_with_the_reason():
    app = open_link()
    app.switch_page("../pages/lessons.py").run()
    good = write_lesson(LESSONS["scott"])
    app.file_uploader(key="lesson_file").upload("mine.md", good, "text/markdown").run()
    assert any("is here" in each.value for each in app.success)
    bad = good.replace(b"## ", b"<script>x</script>\n\n## ", 1)
    app.file_uploader(key="lesson_file").upload("bad.md", bad, "text/markdown").run()
    assert any("HTML" in each.value for each in app.error)
    elsewhere = good.replace(b"page: your-data", b"page: nowhere")
    app.file_uploader(key="lesson_file").upload("no.md", elsewhere, "text/markdown").run()
    assert any("which is not there" in each.value for each in app.error)
    assert not app.exception
