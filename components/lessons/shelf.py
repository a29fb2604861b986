"""Which lessons there are: the built-in ones, and those that this visitor has brought."""

import hashlib
from functools import cache

import streamlit as st

from components.navigation import VIEWS
from components.project_folder import ROOT
from core.errors import UploadError
from core.lessons import Lesson, read_lesson
from core.limits import check_limit

FOLDER = ROOT / "assets" / "lessons"
# In the order in which they are offered: from where a phone is to what a kernel may become.
BUILT_IN = (
    "nearest_scan",
    "holding",
    "ninety_percent",
    "glass_transition",
    "scott",
    "logarithm_helps",
    "logarithm_does_not",
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
    """The lessons that this visitor has uploaded, until the tab is closed."""
    return st.session_state.setdefault(_BROUGHT, {})


def lessons() -> dict[str, Lesson]:
    """All of them by key, the visitor's own first."""
    return {**brought(), **built_in()}


def bring(data: bytes, filename: str) -> str:
    """Add an uploaded lesson and return its key.

    Raises UploadError or LimitError where it is none that can be shown here.
    """
    lesson = read_lesson(data, filename)
    check_pages(lesson)
    key = f"yours-{hashlib.sha256(data).hexdigest()[:12]}"
    check_limit(
        "lessons_brought", len({*brought(), key}), what="With this lesson, what you brought"
    )
    brought()[key] = lesson
    return key


def check_pages(lesson: Lesson) -> None:
    """Raise UploadError where a step is on a page that is not there."""
    there = {view.url_path for view in VIEWS}
    for step in lesson.steps:
        if step.page not in there:
            raise UploadError(
                f"The step “{step.title[:60]}” is on the page {step.page!r}, which is not there; "
                f"pages are: {', '.join(sorted(there - {''}))}."
            )
