"""The lesson that is under way in this session: which step, on which page, and its way into links.

A step is an arrival at its page: what it sets counts as what a link asks for, and all else returns
to its first value. Whoever leaves the step's page comes back to it by a button; nothing forces a
visitor anywhere but a press of Next, Back, or a classroom link.
"""

from dataclasses import dataclass, field

import streamlit as st

from components.data_origin import YOURS
from components.lessons.shelf import find, note_opening
from components.lessons.standings import note_step
from components.lessons.teaching_here import is_class, read_class
from components.link_state import (
    LESSON_WORDS,
    VERSION,
    arrive,
    lab_of,
    note_about_link,
    note_words,
    will_arrive,
)
from components.navigation import VIEWS
from components.text import as_plain_text
from core.lessons import Lesson, Step

_COURSE, _ENDED = "course", "class_ended"


@dataclass
class Course:
    """A lesson that is open, at a step counted from 0.

    ``due``: the step's page and settings are still to be set up; ``asked`` are settings of a link
    to be kept over those of the step; ``hide`` are controls that a classroom link hides.
    """

    key: str
    place: int = 0
    hide: tuple[str, ...] = ()
    due: bool = True
    asked: dict[str, list[str]] = field(default_factory=dict)

    @property
    def lesson(self) -> Lesson:
        """The lesson itself."""
        return lesson_at(self.key)

    @property
    def step(self) -> Step:
        """The step that is open."""
        return self.lesson.steps[self.place]


def course() -> Course | None:
    """What is under way, or None."""
    found: Course | None = st.session_state.get(_COURSE)
    return found if found is not None and find(found.key) is not None else None


def lesson_at(key: str) -> Lesson:
    """The lesson under a key that is here; KeyError where it is not."""
    found = find(key)
    if found is None:
        raise KeyError(key)
    return found


def begin(key: str, place: int = 0) -> None:
    """Open a lesson at a step; for use as a button's callback."""
    st.session_state[_COURSE] = Course(key, place)
    note_step(key, place + 1)
    note_opening(key)


def go(step: int) -> None:
    """Go on by so many steps, or back; 0 sets the page up again."""
    under_way = course()
    if under_way is not None:
        last = len(under_way.lesson.steps) - 1
        under_way.place = min(max(under_way.place + step, 0), last)
        under_way.due, under_way.asked = True, {}
        note_step(under_way.key, under_way.place + 1)


def leave(key: str = "") -> None:
    """Put the lesson aside, or only the one under ``key``; the page stays as it is."""
    under_way: Course | None = st.session_state.get(_COURSE)
    if under_way is not None and key in ("", under_way.key):
        del st.session_state[_COURSE]


def has_ended() -> bool:
    """Whether the class that was under way has been ended by its teacher."""
    return st.session_state.get(_ENDED, False)


def forget_ended() -> None:
    """It was read; for use as a button's callback."""
    st.session_state.pop(_ENDED, None)


def follow_link(page: str) -> None:
    """Open what a classroom link names, and go to the page of a step that is due.

    To be called before the page takes its own settings from the address.
    """
    query = st.query_params
    if will_arrive(page) and "lesson" in query:
        _open(page, query["lesson"], query.get("step", "1"), query.get("hide", ""))
    under_way = course()
    if under_way is not None and is_class(under_way.key) and read_class(under_way.key) is None:
        leave()
        st.session_state[_ENDED], under_way = True, None
    if under_way is not None and under_way.due and under_way.step.page != page:
        st.switch_page(f"../pages/{script_of(under_way.step.page)}")


def set_up(page: str) -> None:
    """Set the page to what a step asks that is due, and write the lesson into its address."""
    under_way = course()
    here = under_way is not None and under_way.step.page == page
    if here and under_way is not None and under_way.due:
        asked = {name: list(words) for name, words in under_way.step.settings.items()}
        arrive(page, asked | under_way.asked)
        under_way.due, under_way.asked = False, {}
    note_words(_words(under_way) if here and under_way is not None else [])


def script_of(page: str) -> str:
    """The file of the page at an address.

    >>> script_of("where")
    'localization_where.py'
    """
    return next(view.script for view in VIEWS if view.url_path == page)


def _open(page: str, key: str, step: str, hide: str) -> None:
    found = read_class(key) if is_class(key) else find(key)
    if found is None:
        note_about_link(_not_here(key))
        if not page:  # the first page has no place for notes
            st.switch_page(f"../pages/{script_of('lessons')}")
        return
    count = len(found.steps)
    if not (step.isascii() and step.isdigit() and 1 <= int(step[:4]) <= count):
        note_about_link(
            f"The link's step is {as_plain_text(step, longest=20)}; the lesson has steps 1 to "
            f"{count}. It begins at the first."
        )
        step = "1"
    hidden = tuple(name for name in hide.split(",") if name.replace("_", "").isalnum())[:40]
    opened = Course(key, int(step) - 1, hidden)
    if opened.step.page == page:  # a reload: what was changed since stands in the address, too
        opened.asked = {
            name.removeprefix(lab_of(page)): st.query_params.get_all(name)
            for name in st.query_params
            if name not in (*LESSON_WORDS, VERSION)
        }
    st.session_state[_COURSE] = opened
    note_step(key, int(step))


def _not_here(key: str) -> str:
    if is_class(key):
        return (
            "The class of this link has ended, or the link is not whole. Ask your teacher for "
            "another one."
        )
    if key.startswith(YOURS):
        return (
            "The link's lesson is private to whoever brought it, and is seen in that browser only. "
            "Others read it by the link of a class, which “Hold a class” on its card makes."
        )
    return (
        f"The link's lesson “{as_plain_text(key, longest=60)}” is not here: the lessons that are "
        "here stand on the Lessons page, which takes lesson files, too."
    )


def _words(under_way: Course) -> list[tuple[str, str]]:
    words = [("lesson", under_way.key), ("step", str(under_way.place + 1))]
    return words + ([("hide", ",".join(under_way.hide))] if under_way.hide else [])
