"""A button that fetches a public survey, with its progress; what goes wrong is said in words."""

from pathlib import Path
from typing import Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.failures import show_error
from core.errors import KernelscopeError
from core.parallel import Progress


class Download(Protocol):
    """What fetches the survey and tells how far it is."""

    def __call__(self, *, progress: Progress) -> Path:
        """Fetch; return the folder."""
        ...


def download_on_click(place: DeltaGenerator, download: Download, key: str) -> None:
    """Put the button in ``place``; fetch when it is pressed, and open the page again when done."""
    if not place.button("Download", icon=":material/download:", width="stretch", key=key):
        return
    bar = st.progress(0.0, "Downloading …")

    def show(share: float, message: str) -> None:
        bar.progress(share, message)

    try:
        download(progress=show)
    except KernelscopeError as error:
        bar.empty()
        show_error(error)
    else:
        st.rerun()
