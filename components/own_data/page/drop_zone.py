"""Where files are dropped, and where somebody without a file finds one to try."""

from typing import Any

import streamlit as st

from components.format_list import CONTENT_DECIDES
from components.own_data.file_forms import HOLDS
from components.own_data.page.given_files import ExampleFile
from components.upload_dialog import OPENED, choose_files, say_where_files_stay
from core.datasets.readers import titles
from core.datasets.readers.worked_examples import worked_example

LARGEST_MB = 400
_EXAMPLE = "data_example"  # kind of the example that is looked at


def drop_zone() -> list[Any]:
    """Draw it; the files that are looked at, the example last."""
    zone, beside = st.columns([0.62, 0.38], gap="large")
    with zone:
        files = choose_files(
            "Drop your files here: points, distances, graphs, surveys, one or many at once",
            several=True,
            largest_mb=LARGEST_MB,
            key="data_files",
            help=f"{titles()}. {CONTENT_DECIDES}",
        )
        say_where_files_stay()
    with beside:
        st.markdown("**No file at hand? Try with an example**")
        with st.container(horizontal=True, key="data-examples"):
            for kind, name in HOLDS.items():
                st.button(
                    name,
                    key=f"example-{kind}",
                    icon=":material/science:",
                    help=f"{worked_example(kind).title}. It takes the way that a file of yours "
                    "takes.",
                    on_click=_choose_example,
                    args=(kind,),
                )
        st.caption(
            "You see how a file is understood, what is left out of it, and what each lab will "
            "take, before anything is computed. Then name it, keep it, and open it in a lab."
        )
    chosen = st.session_state.get(_EXAMPLE)
    if chosen is not None:
        example = worked_example(chosen)
        files = [*files, ExampleFile(example.filename, example.content())]
    return files


def put_aside() -> None:
    """Forget the files that are looked at; for a button's callback."""
    st.session_state.pop(_EXAMPLE, None)
    st.session_state[OPENED] = st.session_state.get(OPENED, 0) + 1


def _choose_example(kind: str) -> None:
    st.session_state[_EXAMPLE] = kind
