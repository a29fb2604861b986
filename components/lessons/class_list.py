"""The classes that a teacher holds: their links, and the button that ends each."""

from collections.abc import Iterable
from datetime import datetime

import streamlit as st

from components.copy_link import copy_link_button
from components.data_origin import YOURS
from components.failures import show_error
from components.lessons.course import begin, leave
from components.lessons.shelf import find
from components.lessons.teaching_here import NO_PLACE, classrooms, me, read_class
from components.text import as_plain_text, counted
from core.errors import KernelscopeError
from core.lessons import Classroom, Step

_SAID = "class_said"


def hold(key: str) -> None:
    """Open a class on a lesson; for use as a button's callback."""
    st.session_state[_SAID] = None
    try:
        found, teacher, lesson = classrooms(), me(), find(key)
        if found is None or teacher is None:
            st.session_state[_SAID] = NO_PLACE
        elif lesson is not None:
            found.hold(teacher, lesson, key)
    except KernelscopeError as error:
        st.session_state[_SAID] = error


def show_classes() -> None:
    """What the visitor holds, newest first; nothing where that is nothing."""
    said = st.session_state.get(_SAID)
    if isinstance(said, str):
        st.info(said, icon=":material/groups:")
    elif said is not None:
        show_error(said)
    try:
        found, teacher = classrooms(), me()
        held = found.held_by(teacher) if found is not None and teacher is not None else ()
    except KernelscopeError as error:
        show_error(error)
        return
    if held:
        st.subheader("Your classes", anchor=False)
        st.caption(
            "Whoever opens the link reads the lesson. You ask its questions there, see the answers "
            "come in, and show them. When you end a class, its polls are deleted."
        )
    for each in held:
        _show(each)


def _show(held: Classroom) -> None:
    made = datetime.fromtimestamp(held.made_s).astimezone()
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"held-{held.key}"
    ):
        st.markdown(f"**{as_plain_text(held.title)}**, since {made:%d %B, %H:%M}", width="stretch")
        st.button("Open", key=f"open-{held.key}", type="primary", on_click=_open, args=(held.key,))
        copy_link_button(
            [("lesson", held.key), ("step", "1")], key=f"link-{held.key}", of_this_page=False
        )
        with st.popover("End", icon=":material/delete:"):
            st.markdown("The link will open nothing any more, and the counts are deleted.")
            st.button("Yes, end the class", key=f"end-{held.key}", on_click=_end, args=(held.key,))
    lesson = read_class(held.key)
    private = private_steps(lesson.steps) if lesson is not None else []
    if private:
        where, verb = ", ".join(map(str, private)), "names" if len(private) == 1 else "name"
        st.warning(
            f"{counted(len(private), 'step')} of this lesson ({where}) {verb} data of your own. "
            "Your students cannot see these: the page opens on its own data instead, and says so.",
            icon=":material/lock:",
        )


def private_steps(steps: Iterable[Step]) -> list[int]:
    """The numbers of the steps that name an upload, which others cannot see.

    >>> private_steps([Step("A", "where", "x", "y", {"survey": ("yours-0a",)})])
    [1]
    """
    return [
        number
        for number, step in enumerate(steps, 1)
        if any(word.startswith(YOURS) for words in step.settings.values() for word in words)
    ]


def _open(key: str) -> None:
    if read_class(key) is not None:
        begin(key)


def _end(key: str) -> None:
    try:
        found, teacher = classrooms(), me()
        if found is not None and teacher is not None:
            found.end(key, teacher)
    except KernelscopeError as error:
        st.session_state[_SAID] = error
    if read_class(key) is None:
        leave(key)
