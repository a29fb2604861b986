"""What is kept of a visitor's own: one row a set, with everything that can be done with it."""

import streamlit as st

from components.badges import badge
from components.live.own_model import forget_model, own_model
from components.own_data.deletion import offer_deletion
from components.own_data.kept_files import file_row, forget_file, kept_files, refused_file
from components.own_data.own_set import OwnSet
from components.own_data.page.drop_zone import put_aside
from components.own_data.page.export_menu import export_menu
from components.own_data.page.keep_form import show_doors
from components.own_data.page.plan_dialog import offer_plan
from components.own_data.page.sizes_in_words import bytes_in_words, size_in_words
from components.own_data.settings_files import HOLDS, settings_row
from components.own_data.store import (
    LONGEST_TITLE,
    current,
    forget,
    forget_all,
    kept_at,
    own_sets,
    rename,
)
from components.sizes import bytes_of
from components.text import as_plain_text, counted


def show_kept() -> None:
    """The list, and the button that empties it."""
    sets, files = own_sets(), kept_files()
    st.subheader("Kept here", anchor=False)
    if said := refused_file():
        st.error(as_plain_text(said), icon=":material/error:")
    if not sets and not files:
        st.caption("Nothing yet. What you keep is listed here, and in every lab that can use it.")
        return
    for own in sets.values():
        with st.container(border=True, key=f"set-{own.key}"):
            _show_set(own)
    if files:
        st.markdown("**Models, recordings and settings**")
        for each in files:
            if each.holds == HOLDS:
                settings_row(each)
            else:
                file_row(each, forget=_forget_file)
    with st.popover("Delete everything of mine", icon=":material/delete_forever:"):
        kept = [counted(len(sets), "data set")] if sets else []
        kept += [counted(len(files), "other file")] if files else []
        st.markdown(
            f"This deletes {' and '.join(kept)}, and all that was computed from "
            f"{'it' if len(sets) + len(files) == 1 else 'them'}. It cannot be undone."
        )
        st.button(
            "Yes, delete everything",
            key="delete-all",
            type="primary",
            on_click=_forget_all,
        )


def data_bytes(own: OwnSet) -> int:
    """Bytes of the data alone, without what labs have made of them."""
    return bytes_of((own.dataset, own.node_attributes))


def _show_set(own: OwnSet) -> None:
    words, actions = st.columns([0.5, 0.5], vertical_alignment="center")
    moment = kept_at(own.key)
    when = f" · kept {moment:%Y-%m-%d %H:%M}" if moment else ""
    opens = f" {badge('labs open on it', 'yours')}" if own.key == current() else ""
    words.markdown(
        f"**{as_plain_text(own.title)}**{opens}  \n"
        f"{own.kind.removeprefix('a ').capitalize()} · {size_in_words(own)} · "
        f"{bytes_in_words(data_bytes(own))}{when}"
    )
    with actions.container(horizontal=True, horizontal_alignment="right"):
        with st.popover("Open in …", icon=":material/open_in_new:", width="content"):
            show_doors(own, key="kept", beside=False)
        offer_plan(own)
        with st.popover("Rename", icon=":material/edit:", width="content"):
            name = st.text_input(
                "New name", own.title, max_chars=LONGEST_TITLE, key=f"rename-{own.key}"
            )
            st.button("Rename it", key=f"renamed-{own.key}", on_click=rename, args=(own.key, name))
        with st.popover("Export", icon=":material/download:", width="content"):
            export_menu(own)
        offer_deletion(own, "Delete", _forget, key="forget")


def _forget(key: str) -> None:
    forget(key)
    put_aside()


def _forget_file(key: str) -> None:
    """Delete it; a model that is in use ends."""
    mine = own_model()
    of_it = [each for each in kept_files("model") if each.entry.key == key]
    if mine is not None and any(each.used["key"] == mine.key for each in of_it):
        forget_model()
    forget_file(key)


def _forget_all() -> None:
    forget_model()
    forget_all()
    put_aside()
