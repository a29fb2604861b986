"""A lesson in the making: views of pages saved as steps, given words, and written as a file."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from components.failures import show_error
from components.link_state import ARRIVAL, link_words
from components.settings import value_of
from components.text import as_plain_text, counted, one_line
from core.errors import KernelscopeError, LimitError
from core.lessons import LEVELS, Lesson, Step, read_lesson, write_lesson
from core.limits import check_limit
from core.parameters import Parameter

_DRAFT = "lesson_draft"
DATA_NAMES = ("survey", "points", "graph", "data")  # a step names its data, whatever is current
TO_BE_WRITTEN = "Say here what the picture shows."


def draft() -> list[Step]:
    """The steps saved so far, in order."""
    return st.session_state.setdefault(_DRAFT, [])


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
    title = left.text_input("Title of the lesson", "My lesson", key="draft-title")
    level = middle.selectbox("For whom", list(LEVELS), 1, key="draft-level")
    minutes = right.number_input("Minutes", 1, 180, 10, key="draft-minutes")
    about = st.text_input("What it is about, in a sentence", "My own views.", key="draft-about")
    steps = [_show_step(number, step) for number, step in enumerate(draft())]
    try:
        lesson = Lesson(one_line(title), one_line(about), level, int(minutes), tuple(steps))
        content = write_lesson(lesson)
        read_lesson(content, "my-lesson.md")
    except KernelscopeError as error:
        show_error(error)
        return
    st.download_button(
        f"Download the lesson ({counted(len(steps), 'step')})",
        content,
        file_name="my-lesson.md",
        mime="text/markdown",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
        key="draft-download",
    )


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
    for key in list(st.session_state):  # what was written belongs to the steps that moved up
        if str(key).startswith(("draft-heading-", "draft-text-", "draft-notice-")):
            del st.session_state[key]
