"""Where lessons of one's own, classes and polls are kept on this server, and who the visitor is."""

import streamlit as st

from components.own_data.workspace_here import owner_here, workspace_folder
from core.datasets.workspace.store import digest_of_owner
from core.errors import WorkspaceError
from core.lessons import Classrooms, KeptLessons, Lesson
from core.lessons.classrooms import PREFIX

_READ = "class_lessons"
NO_PLACE = (
    "Classes need a place where this server keeps data, and a browser that takes its cookie. "
    "Whoever runs the server names a folder in `KERNELSCOPE_WORKSPACE`."
)


def me() -> str | None:
    """What stands for the visitor on the disk; None where nothing tells visitors apart."""
    owner = owner_here()
    return None if owner is None else digest_of_owner(owner)


def classrooms() -> Classrooms | None:
    """The classes of this server, None where it keeps nothing; raises WorkspaceError."""
    folder = workspace_folder()
    return None if folder is None else Classrooms(folder)


def kept_lessons() -> KeptLessons | None:
    """The visitor's own lessons, None where nothing is kept beyond the session.

    Raises WorkspaceError where the disk refuses.
    """
    folder, owner = workspace_folder(), me()
    return None if folder is None or owner is None else KeptLessons(folder, owner)


def is_class(key: str) -> bool:
    """Whether a lesson's key is that of a class.

    >>> is_class("class-0a1b"), is_class("scott")
    (True, False)
    """
    return key.startswith(PREFIX)


def read_class(key: str) -> Lesson | None:
    """The lesson of a class as it stands on the disk; None when it has ended."""
    held = st.session_state.setdefault(_READ, {})
    try:
        found = classrooms()
        lesson = None if found is None else found.lesson(key)
    except WorkspaceError:  # what was read before can be read on
        return held.get(key)
    held.pop(key, None)
    if lesson is not None:
        held[key] = lesson
    return lesson


def classes_read() -> dict[str, Lesson]:
    """The lessons of classes that this session has read, by key."""
    return st.session_state.get(_READ, {})
