"""How the second real survey is had: downloaded on a click, or its files given by hand."""

import streamlit as st

from components.download_click import download_on_click
from components.failures import show_error
from core.datasets.uji_ble.download import download_uji
from core.datasets.uji_ble.files import ARTICLE, PUBLISHED, RECORD, keep_published
from core.errors import KernelscopeError

LARGEST_MB = 25


def show_uji_panel() -> None:
    """Name the record, the licence and its authors; download it, or take its files."""
    with st.container(border=True, key="uji-panel"):
        st.markdown(
            "**The survey of Universitat Jaume I is not on this machine.** Its authors publish it "
            f"under **CC BY 4.0**: G. M. Mendoza-Silva et al., [Data 4(1), 12, 2019]({ARTICLE}). "
            f"Download it from its [public record]({RECORD}), or give the archive or its "
            f"{len(PUBLISHED)} files: they are recognised by what they hold, and kept for "
            "all who use this machine. Until then the simulated building is shown."
        )
        left, right = st.columns([0.7, 0.3], vertical_alignment="bottom")
        files = left.file_uploader(
            "Files of the survey, as published",
            accept_multiple_files=True,
            max_upload_size=LARGEST_MB,
            key="uji_files",
        )
        download_on_click(right, download_uji, "uji_download")
        if not files:
            return
        try:
            missing = keep_published({file.name: file.getvalue() for file in files})
        except KernelscopeError as error:
            show_error(error)
            return
        if missing:
            st.info(f"Kept. Still missing: {', '.join(missing)}.")
        else:
            st.rerun()
