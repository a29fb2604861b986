"""What is this? The one place where a chosen method is explained at its two depths."""

from collections.abc import Sequence

import streamlit as st

from components.text import as_plain_text
from core.depths import Depths


def what_is_this(rows: Sequence[tuple[str, Depths]], *, key: str) -> None:
    """A button below the control where methods are chosen, which unfolds what each of them is.

    ``rows`` are the names on pages with their texts, of which empty ones are left out; ``key``
    tells the buttons of a page apart.
    """
    told = [(name, depths) for name, depths in rows if depths.plain]
    if not told:
        return
    with st.popover("What is this?", icon=":material/help:", type="tertiary", key=f"depths_{key}"):
        # One text for all: an element for each would make a long list dear at every run.
        st.markdown("\n\n".join(_told(name, depths) for name, depths in told))


def _told(name: str, depths: Depths) -> str:
    bold = f"**{as_plain_text(name)}.** " if name else ""
    return f"{bold}{depths.plain}\n\n> {depths.mathematics}"
