"""Which lessons there are: the built-in ones, and those that this visitor has brought."""

import contextlib
from functools import cache

import streamlit as st

from components.lessons.teaching_here import classes_read, kept_lessons
from components.navigation import VIEWS
from components.project_folder import ROOT
from core.errors import KernelscopeError, UploadError, WorkspaceError
from core.lessons import Lesson, read_lesson
from core.lessons.kept_lessons import key_of
from core.limits import check_limit

FOLDER = ROOT / "assets" / "lessons"
# In the order in which they are offered: from where a phone is to what a kernel may become.
BUILT_IN = (
    "nearest_scan",
    "holding",
    "ninety_percent",
    "glass_transition",
    "scott",
    "gives_back",
    "logarithm_helps",
    "logarithm_does_not",
    "measure_or_clusterer",
    "what_t_means",
    "what_a_map_may_not",
    "how_deep",
    "heard_of",
    "what_a_gpu_changes",
)
_BROUGHT = "own_lessons"


@cache
def built_in() -> dict[str, Lesson]:
    """The lessons of the program by key, in order."""
    return {
        name.replace("_", "-"): read_lesson((FOLDER / f"{name}.md").read_bytes(), f"{name}.md")
        for name in BUILT_IN
    }


def brought() -> dict[str, Lesson]:
    """The lessons that this visitor has brought or made: those that are kept, at first."""
    if _BROUGHT not in st.session_state:
        try:
            kept = kept_lessons()
            st.session_state[_BROUGHT] = {} if kept is None else kept.lessons()
        except WorkspaceError:  # what the disk does not give can be brought again
            st.session_state[_BROUGHT] = {}
    return st.session_state[_BROUGHT]


def lessons() -> dict[str, Lesson]:
    """All of them by key, the visitor's own first."""
    return {**brought(), **built_in()}


def find(key: str) -> Lesson | None:
    """A lesson by its key, those of classes too; None where it is not here."""
    return lessons().get(key) or classes_read().get(key)


def bring(data: bytes, filename: str) -> str:
    """Add an uploaded lesson and return its key.

    Raises UploadError or LimitError where it is none that can be shown here.
    """
    lesson = read_lesson(data, filename)
    check_pages(lesson)
    return keep(lesson)


def keep(lesson: Lesson) -> str:
    """Keep a lesson of one's own and return its key.

    What the disk refuses is here until the tab is closed, and the page says so. Raises LimitError
    where there are too many.
    """
    key = key_of(lesson)
    check_limit(
        "lessons_brought", len({*brought(), key}), what="With this lesson, what you brought"
    )
    try:
        kept = kept_lessons()
        if kept is not None:
            kept.keep(lesson)
    except WorkspaceError as error:
        st.toast(str(error), icon=":material/warning:")
    st.session_state[_BROUGHT] = {key: lesson} | brought()
    return key


def discard(key: str) -> None:
    """Delete a lesson of one's own, with its classes; for use as a button's callback."""
    try:
        kept = kept_lessons()
        if kept is not None:
            kept.delete(key)
    except KernelscopeError as error:
        st.toast(str(error), icon=":material/warning:")
        return
    brought().pop(key, None)


def note_opening(key: str) -> None:
    """A lesson of one's own was opened, so that a server that deletes what is not keeps it."""
    if key in brought():
        with contextlib.suppress(WorkspaceError):  # what was opened is open, noted or not
            kept = kept_lessons()
            if kept is not None:
                kept.note_opening(key)


def check_pages(lesson: Lesson) -> None:
    """Raise UploadError where a step is on a page that is not there."""
    there = {view.url_path for view in VIEWS}
    for step in lesson.steps:
        if step.page not in there:
            raise UploadError(
                f"The step “{step.title[:60]}” is on the page {step.page!r}, which is not there; "
                f"pages are: {', '.join(sorted(there - {''}))}."
            )
