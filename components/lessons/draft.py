"""A lesson in the making: views of pages saved as steps, given words, and written as a file."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from components.failures import show_error
from components.lessons.shelf import keep
from components.lessons.teaching_here import kept_lessons
from components.link_state import ARRIVAL, link_words
from components.settings import value_of
from components.text import as_plain_text, counted, one_line
from core.errors import KernelscopeError, LimitError, WorkspaceError
from core.lessons import LEVELS, Lesson, Step, read_lesson, write_lesson
from core.limits import check_limit
from core.parameters import Parameter

_DRAFT, _BEGUN, _WRITTEN = "lesson_draft", "lesson_draft_begun", "lesson_draft_written"
_FIRST = Lesson(
    "My lesson", "My own views.", "student", 10, (Step("A view", "", "Look.", "This."),)
)
DATA_NAMES = ("survey", "points", "graph", "data")  # a step names its data, whatever is current
TO_BE_WRITTEN = "Say here what the picture shows."


def draft() -> list[Step]:
    """The steps saved so far, in order; those of before, where they are kept, at first."""
    if _DRAFT not in st.session_state:
        before = _kept_draft()
        st.session_state[_DRAFT] = [] if before is None else list(before.steps)
        st.session_state[_BEGUN] = before or _FIRST
    return st.session_state[_DRAFT]


def save_view(title: str, parameters: Iterable[Parameter]) -> None:
    """Keep the page as it stands as the next step; for use as a button's callback."""
    settings: dict[str, tuple[str, ...]] = {}
    for parameter in parameters:
        value = value_of(parameter)
        if value != parameter.default or parameter.name in DATA_NAMES:
            settings[parameter.name] = tuple(word for _, word in link_words(parameter, value))
    page = st.session_state[ARRIVAL].page
    try:
        check_limit("lesson_steps", len(draft()) + 1, what="Your lesson")
    except LimitError as error:
        st.toast(str(error), icon=":material/warning:")
        return
    draft().append(Step(title, page, TO_BE_WRITTEN, TO_BE_WRITTEN, settings))
    _write_down(replace(st.session_state[_BEGUN], steps=tuple(draft())))
    st.toast(
        f"Saved as step {len(draft())} of your lesson. The Lessons page gives it words.",
        icon=":material/school:",
    )


def show_draft() -> None:
    """The steps with their words, and the file that they make."""
    if not draft():
        st.caption(
            "Nothing saved yet. On any page, *Download → Save this view as a step* keeps it with "
            "its settings; here it gets its words."
        )
        return
    left, middle, right = st.columns([0.5, 0.3, 0.2])
    begun: Lesson = st.session_state[_BEGUN]
    levels = list(LEVELS)
    title = left.text_input("Title of the lesson", begun.title, key="draft-title")
    level = middle.selectbox("For whom", levels, levels.index(begun.level), key="draft-level")
    minutes = right.number_input("Minutes", 1, 180, begun.minutes, key="draft-minutes")
    about = st.text_input("What it is about, in a sentence", begun.about, key="draft-about")
    steps = [_show_step(number, step) for number, step in enumerate(draft())]
    try:
        lesson = Lesson(one_line(title), one_line(about), level, int(minutes), tuple(steps))
        content = write_lesson(lesson)
        read_lesson(content, "my-lesson.md")
    except KernelscopeError as error:
        show_error(error)
        return
    # Controls keep what is typed while they are drawn; from now on they would begin with it.
    draft()[:], st.session_state[_BEGUN] = lesson.steps, lesson
    _write_down(lesson)
    with st.container(horizontal=True):
        st.button(
            f"Keep it as a lesson ({counted(len(steps), 'step')})",
            type="primary",
            icon=":material/school:",
            key="draft-keep",
            help="It gets a card of its own, first in the list, from which you can hold a class.",
            on_click=_keep,
            args=(lesson,),
        )
        st.download_button(
            "Download the file",
            content,
            file_name="my-lesson.md",
            mime="text/markdown",
            on_click="ignore",
            icon=":material/download:",
            key="draft-download",
        )
        st.button("Start over", key="draft-clear", type="tertiary", on_click=_clear)


def _keep(lesson: Lesson) -> None:
    try:
        keep(lesson)
    except LimitError as error:
        st.toast(str(error), icon=":material/warning:")
        return
    said = f"“{as_plain_text(lesson.title)}” is first in the list of lessons."
    st.toast(said, icon=":material/school:")


def _clear() -> None:
    draft().clear()
    _forget_words("draft-")
    st.session_state[_BEGUN] = _FIRST
    _write_down(None)


def _kept_draft() -> Lesson | None:
    try:
        kept = kept_lessons()
        return None if kept is None else kept.draft
    except WorkspaceError:  # a draft that cannot be read does not keep anybody from making another
        return None


def _write_down(lesson: Lesson | None) -> None:
    """So that a reload and a restart find it again; the session has it in any case."""
    if lesson == st.session_state.get(_WRITTEN):
        return
    st.session_state[_WRITTEN] = lesson
    try:
        kept = kept_lessons()
        if kept is not None:
            kept.write_draft(lesson)
    except KernelscopeError as error:
        st.toast(str(error), icon=":material/warning:")


def _show_step(number: int, step: Step) -> Step:
    with st.container(border=True, key=f"draft-step-{number}"):
        st.caption(
            f"Step {number + 1}, on the page “{as_plain_text(step.page)}” with "
            f"{counted(len(step.settings), 'setting')}"
        )
        title = st.text_input("Heading", step.title, key=f"draft-heading-{number}")
        text = st.text_area("Text (Markdown, formulas in $)", step.text, key=f"draft-text-{number}")
        notice = st.text_input("What to notice", step.notice, key=f"draft-notice-{number}")
        st.button(
            "Remove",
            key=f"draft-remove-{number}",
            on_click=_remove,
            args=(number,),
            icon=":material/delete:",
            type="tertiary",
        )
    return replace(
        step,
        title=one_line(title) or step.title,
        text=text.strip() or step.text,
        notice=one_line(notice) or step.notice,
    )


def _remove(number: int) -> None:
    del draft()[number]
    _forget_words("draft-heading-", "draft-text-", "draft-notice-")  # the steps have moved up
    if not draft():
        _write_down(None)


def _forget_words(*beginnings: str) -> None:
    for key in list(st.session_state):
        if str(key).startswith(beginnings):
            del st.session_state[key]
