"""What every dialog for a visitor's own files is made of: choose, see what was understood, use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from components.data_origin import own_key
from components.failures import show_error
from components.own_data.store import outlives_session
from components.text import as_plain_text, one_line
from core.datasets.readers import templates_for
from core.errors import KernelscopeError

T = TypeVar("T")
SHOWN_NAME = 40  # characters of a file's name in titles
OPENED = "dialogs_opened"  # how many dialogs were opened in this session


@dataclass(frozen=True)
class Understood(Generic[T]):
    """What a visitor's files were understood as.

    ``data`` is what can be used, ``summary`` a sentence that says what it is, ``notices`` a
    sentence each on what was detected, converted or left out.
    """

    data: T
    summary: str
    notices: tuple[str, ...] = ()


def offer_dialog(what: str, open_dialog: Callable[[], None]) -> None:
    """The button in the sidebar that opens the dialog for ``what``."""
    if st.button(
        f"Use your own {what}",
        icon=":material/upload_file:",
        width="stretch",
        on_click=count_opening,
    ):
        open_dialog()


def say_where_files_stay() -> None:
    """The promise that stands above every choice of files."""
    st.caption(
        (
            "What you use here is saved on the machine that runs Kernelscope until you delete it, "
            "and never leaves that machine. Only this browser sees it."
            if outlives_session()
            else "What you choose is kept in the memory of this tab's session, is gone when it "
            "ends, and never leaves the machine that runs Kernelscope."
        )
        + " While a file of more than 1 MB arrives, it passes through a temporary file without a "
        "name."
    )


def point_to_data_page() -> None:
    """The way from a lab's dialog, which is the short one, to the page for files of every kind."""
    st.page_link(
        "../pages/data.py",
        label="Several files, another kind, or not sure? The Data page tells what they are.",
        icon=":material/folder_open:",
    )


def choose_files(
    label: str, *, key: str, largest_mb: int, several: bool = False, help: str | None = None
) -> list[Any]:
    """The files chosen, with ``name`` and ``getvalue()``; none yet is an empty list.

    A dialog that is opened again has forgotten the files of the try before.
    """
    with st.container(key=key):
        # No list of file types: the widget would stop the page on a wrong one. The content decides.
        chosen: Any = st.file_uploader(
            label,
            accept_multiple_files=several,
            max_upload_size=largest_mb,
            key=f"{key}-{_n_opened()}",
            help=help,
        )
    if chosen is None:
        return []
    return list(chosen) if several else [chosen]


def form_key(*contents: bytes) -> str:
    """Ends the keys of the controls that ask about these files.

    Another file, and the same one at the next opening, is understood again.
    """
    return f"{_n_opened()}-{own_key(contents)}"


def shown_title(file: Any) -> str:
    """The name of a file as the title of what it holds, on one line and not too long."""
    return one_line(file.name, longest=SHOWN_NAME)


def confirm(
    read: Callable[[], Understood[T]], use: Callable[[T], None], *, button: str, behind: str
) -> None:
    """Show what ``read`` understood and the button that uses it.

    A file that cannot be used is explained, and ``behind`` ("The map"), all that is on the page,
    stays as it was.
    """
    try:
        found = read()
    except KernelscopeError as error:
        show_error(error)
        st.caption(f"{behind} behind this dialog is unchanged.")
        return
    st.markdown(f"**Understood as:** {as_plain_text(found.summary)}")
    for notice in found.notices:
        st.markdown(f"- {as_plain_text(notice)}")
    if st.button(button, type="primary", on_click=use, args=(found.data,)):
        st.rerun()  # closes the dialog


def count_opening() -> None:
    """A dialog is opened: the files of the try before are forgotten."""
    st.session_state[OPENED] = _n_opened() + 1


def _n_opened() -> int:
    return st.session_state.get(OPENED, 0)


def offer_templates(kind: str) -> None:
    """The files to fill in, of every format that has one for this kind of data."""
    templates = templates_for(kind)
    st.markdown("**Templates to fill in**" if len(templates) > 1 else "**A template to fill in**")
    with st.container(horizontal=True):
        for template in templates:
            st.download_button(
                template.filename,
                template.text,
                file_name=template.filename,
                mime="text/csv" if template.filename.endswith(".csv") else "text/plain",
                help=template.title,
                on_click="ignore",
                key=f"template-{template.key}",
            )
