"""The button that deletes one of a visitor's own sets, and asks before it does."""

from collections.abc import Callable

import streamlit as st

from components.own_data.own_set import OwnSet
from components.text import as_plain_text


def offer_deletion(
    own: OwnSet, label: str, delete: Callable[[str], None], *, key: str, stretch: bool = False
) -> None:
    """Draw it; ``delete`` is called with the key of the set. ``key`` names the place."""
    title = as_plain_text(own.title)
    with st.popover(
        label,
        icon=":material/delete:",
        width="stretch" if stretch else "content",
        key=f"{key}-ask-{own.key}",
    ):
        st.markdown(
            f"This deletes **{title}** and all that was computed from it, on all pages. It cannot "
            "be undone."
        )
        st.button(
            f"Yes, delete {title}",
            key=f"{key}-{own.key}",
            type="primary",
            on_click=delete,
            args=(own.key,),
        )
