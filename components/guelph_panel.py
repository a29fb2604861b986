"""The real survey: loaded where a copy is, and what is shown when it is not on this machine."""

import streamlit as st

from components.download_click import download_on_click
from components.failures import show_error
from components.fingerprint import fingerprint
from components.page_frame import PageFrame
from components.uji_panel import show_uji_panel
from core.datasets import load
from core.datasets.guelph import load_guelph
from core.datasets.guelph.download import download_guelph
from core.datasets.readers.result import DataSet
from core.datasets.uji_ble.scans import UJI_ENTRY
from core.errors import KernelscopeError, UploadError

GUELPH = "guelph"
FOLDER = "guelph_folder"


def guelph_folder() -> str | None:
    """The folder or ZIP archive that this session named for the survey, or None."""
    return st.session_state.get(FOLDER) or None


def folder_for(key: str) -> str | None:
    """The folder or archive from which a catalogue entry is loaded, None for its usual place."""
    return guelph_folder() if key == GUELPH else None


def load_entry(key: str, folder: str | None) -> DataSet:
    """The data set of a catalogue entry; raises UploadError when the real survey is not here."""
    return load_guelph(folder=folder) if key == GUELPH else load(key)


def data_key(key: str, data: DataSet) -> str:
    """What results on a catalogue entry are kept under: a folder that a visitor names may hold
    anything, so the real survey's key tells what it holds.
    """
    return f"{key}-{fingerprint(data).hex()[:12]}" if key == GUELPH else key


def entry_key(key: str) -> str:
    """The catalogue's key in a key of data.

    >>> entry_key("guelph-1a2b"), entry_key("building_sparse")
    ('guelph', 'building_sparse')
    """
    return key.partition("-")[0]


def explain_missing(frame: PageFrame, key: str, error: KernelscopeError) -> None:
    """Say above the page why a data set cannot be loaded; of real surveys, how to get them."""
    with frame.note_box:
        if key == UJI_ENTRY["key"] and isinstance(error, UploadError):
            show_uji_panel()
            return
        if key != GUELPH or not isinstance(error, UploadError):
            show_error(error)
            return
        if guelph_folder():
            show_error(error)
        show_guelph_panel()


def show_guelph_panel() -> None:
    """Say what the survey is and that it has no licence; take a folder, or download on a click."""
    with st.container(border=True, key="guelph-panel"):
        st.markdown(
            "**The survey of the University of Guelph is not on this machine.** Its authors "
            "publish it and **state no licence**, so it is not part of Kernelscope. Name a folder "
            "or ZIP archive that holds a copy, set `KERNELSCOPE_DATA`, or download it (2 MB) from "
            "its [public home](https://github.com/pspachos/RSSI_BLE_Localization_UoG). Until "
            "then the simulated building is shown."
        )
        left, right = st.columns([0.7, 0.3], vertical_alignment="bottom")
        left.text_input("Folder or ZIP archive on this machine", key=FOLDER)
        download_on_click(right, download_guelph, "guelph_download")
