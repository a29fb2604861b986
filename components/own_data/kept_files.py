"""Files of a visitor's own that are no data sets, kept beyond the session: models, recordings.

Where nothing is kept beyond the session the list is empty and keeping does nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from components.own_data.page.sizes_in_words import bytes_in_words
from components.own_data.store import FILE, LONGEST_TITLE, workspace
from components.text import as_plain_text, one_line
from core.datasets.workspace import Entry, WholeFile
from core.errors import KernelscopeError, WorkspaceError

_REFUSED = "kept_files_refused"


@dataclass(frozen=True)
class KeptFile:
    """A row of the list: ``holds`` is what it is, ``used`` how it is used, by name."""

    entry: Entry

    @property
    def holds(self) -> str:
        """What the file is: "model" or "recording"."""
        return self.entry.details["holds"]

    @property
    def used(self) -> Mapping[str, str]:
        """How it is used."""
        return self.entry.details["used"]

    @property
    def title(self) -> str:
        """What it is called on screen."""
        return self.entry.name

    def data(self) -> bytes:
        """The bytes; raises WorkspaceError where the file is damaged or gone."""
        where = workspace()
        found = None if where is None else where.open(self.entry.key)
        if not isinstance(found, WholeFile):
            raise WorkspaceError(f"'{self.title}' is not kept here any more; upload it again.")
        return found.data


def kept_files(holds: str = "") -> list[KeptFile]:
    """What is kept, the newest first; with ``holds`` only files of that kind."""
    where = workspace()
    try:
        entries = () if where is None else where.entries()
    except KernelscopeError as error:
        st.session_state[_REFUSED] = str(error)
        return []
    found = [KeptFile(entry) for entry in entries if entry.kind == FILE]
    return [each for each in found if holds in ("", each.holds)]


def keep_file(holds: str, title: str, data: bytes, used: Mapping[str, str]) -> None:
    """Keep a file; the same one again is kept once. Why it could not be, ``refused_file`` says."""
    where = workspace()
    if where is None:
        return
    name = one_line(title, longest=LONGEST_TITLE)
    details = {"holds": holds, "used": dict(used)}
    try:
        where.keep(WholeFile.of(data), name, details=details)
    except KernelscopeError as error:
        st.session_state[_REFUSED] = (
            f"'{name}' is here until this tab is closed, but it could not be saved. {error}"
        )


def forget_file(key: str) -> None:
    """Delete a kept file; one that is gone is gone."""
    where = workspace()
    try:
        if where is not None and key in {each.entry.key for each in kept_files()}:
            where.delete(key)
    except KernelscopeError as error:
        st.session_state[_REFUSED] = f"It could not be deleted. {error}"


def refused_file() -> str:
    """Why a file was not kept or deleted, or ""; said once."""
    return st.session_state.pop(_REFUSED, "")


def file_row(each: KeptFile, *, use: str = "", forget: Callable[[str], None] = forget_file) -> bool:
    """Draw a kept file with its size, a button that uses it, and one that deletes it.

    Returns whether it is to be used; without ``use``, the words on the button, there is none.
    """
    key = each.entry.key
    with st.container(horizontal=True, vertical_alignment="center", key=f"file-{key}"):
        st.markdown(f"**{as_plain_text(each.title)}** · {bytes_in_words(each.entry.n_bytes)}")
        wanted = bool(use) and st.button(use, key=f"use-file-{key}")
        st.button(
            "Delete",
            key=f"forget-file-{key}",
            type="tertiary",
            icon=":material/delete:",
            on_click=forget,
            args=(key,),
        )
    return wanted
