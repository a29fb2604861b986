"""Settings of a page as files: kept under a name, dropped on the Data page, opened again."""

import streamlit as st

from components.failures import show_error
from components.link_state import VERSION, lab_of
from components.navigation import VIEWS, View
from components.own_data.kept_files import KeptFile, file_row, forget_file, keep_file, refused_file
from components.own_data.page.sizes_in_words import bytes_in_words
from components.own_data.store import LONGEST_TITLE, workspace
from components.text import as_plain_text, counted
from core.datasets.settings_file import SettingsFile, read_settings
from core.errors import KernelscopeError, UploadError

HOLDS = "settings"
EARLIER = {"kernel": "inside-the-kernel"}  # what a page's files called it once


def keep_settings_form(page: str, file: bytes, name: str) -> None:
    """A name, and the button that keeps the settings of a page under it."""
    if workspace() is None:
        return
    typed = st.text_input(
        "Name for these settings", name, max_chars=LONGEST_TITLE, key=f"settings-name-{page}"
    )
    st.button(
        "Keep these settings",
        key=f"keep-settings-{page}",
        icon=":material/bookmark:",
        width="stretch",
        help="They are listed on the Data page, which opens this page with them again.",
        on_click=_keep,
        args=(typed.strip() or name, page, file),
    )


def show_settings(data: bytes, name: str) -> None:
    """What a dropped file of settings asks for, and the buttons that open and keep it.

    Raises UploadError where it asks for nothing that can be opened here.
    """
    found = read_settings(data, name)
    view = view_of(found)
    st.markdown(
        f"**{as_plain_text(name, longest=40)}**, {bytes_in_words(len(data))}  \n"
        f"{counted(len(found.settings), 'setting')} of the page **{view.title}**, made with "
        f"Kernelscope {as_plain_text(found.version, longest=20)}."
    )
    with st.container(horizontal=True):
        if st.button("Open the page with them", key="open-settings", type="primary"):
            open_settings(found)
        if workspace() is not None:
            title = name.removesuffix(".json")
            st.button(
                "Keep them",
                key="keep-given-settings",
                icon=":material/bookmark:",
                on_click=_keep,
                args=(title, view.url_path, data),
            )


def settings_row(each: KeptFile) -> None:
    """Kept settings with the button that opens their page; why they do not open is said there."""
    if not file_row(each, use=f"Open {_title(each)}", forget=forget_file):
        return
    try:
        found = read_settings(each.data(), each.title)
        view_of(found)
    except KernelscopeError as error:
        show_error(error)
        return
    open_settings(found)


def view_of(found: SettingsFile) -> View:
    """The page that the settings are for; UploadError where there is none of that name."""
    page = EARLIER.get(found.page, found.page)
    for view in VIEWS:
        if view.url_path == page:
            return view
    raise UploadError(
        f"The settings are for a page called '{found.page[:40]}', which is not here; they may come "
        "from another version."
    )


def open_settings(found: SettingsFile) -> None:
    """Go to the page, as by a link that asks for these settings."""
    view = view_of(found)
    lab = lab_of(view.url_path)
    words = [(f"{lab}{name}", word) for name, each in found.settings.items() for word in each]
    st.switch_page(
        f"../pages/{view.script}", query_params=[(f"{lab}{VERSION}", found.version), *words]
    )


def _title(each: KeptFile) -> str:
    page = each.used.get("page", "")
    return next((view.title for view in VIEWS if view.url_path == page), "the page")


def _keep(name: str, page: str, file: bytes) -> None:
    keep_file(HOLDS, name, file, {"page": page})
    refused = refused_file()
    st.toast(
        as_plain_text(refused) or "Kept. The Data page lists and opens them.",
        icon=":material/error:" if refused else ":material/bookmark:",
    )
