"""How far the visitor is in each lesson: in the session, and in a workspace where there is one."""

from collections.abc import Callable

import streamlit as st

from components.own_data.workspace_here import workspace_folder, workspace_here
from core.errors import KernelscopeError
from core.lessons import Progress, Standing

_KEY = "lesson_standings"


def standings() -> dict[str, Standing]:
    """By the lesson's key; what was never begun is not there."""
    if _KEY not in st.session_state:
        kept = _kept()
        st.session_state[_KEY] = {} if kept is None else kept.read()
    return st.session_state[_KEY]


def note_step(key: str, step: int) -> None:
    """Note which step is open, counted from 1."""
    _change(key, lambda before: before.at(step))


def note_right(key: str, step: int) -> None:
    """The question of this step was answered rightly."""
    _change(key, lambda before: before.found(step))


def note_done(key: str) -> None:
    """The lesson is finished."""
    _change(key, lambda before: Standing(before.step, before.right, done=True))


def forget_standings() -> None:
    """Begin every lesson anew; for use as a button's callback."""
    st.session_state[_KEY] = {}
    _write()


def _change(key: str, change: Callable[[Standing], Standing]) -> None:
    before = standings().get(key, Standing())
    after = change(before)
    if after != before or key not in standings():
        standings()[key] = after
        _write()


def _write() -> None:
    """A disk that refuses is no reason to stop a lesson: the session knows all the same."""
    try:
        kept = _kept()
        if kept is not None:
            kept.write(standings())
    except KernelscopeError as error:
        st.toast(str(error), icon=":material/warning:")


def _kept() -> Progress | None:
    try:
        folder, workspace = workspace_folder(), workspace_here()
    except KernelscopeError:
        return None
    if folder is None or workspace is None:
        return None
    return Progress(folder, workspace.owner_digest)
