"""How the second real survey is had: its public record, and the files that are given from there."""

import streamlit as st

from components.failures import show_error
from core.datasets.uji_ble.files import ARTICLE, PUBLISHED, RECORD, keep_published
from core.errors import KernelscopeError

LARGEST_MB = 25


def show_uji_panel() -> None:
    """Name the record, the licence and its authors; take its files, which tell themselves."""
    with st.container(border=True, key="uji-panel"):
        st.markdown(
            "**The survey of Universitat Jaume I is not on this machine.** Its authors publish it "
            f"under **CC BY 4.0**: G. M. Mendoza-Silva et al., [Data 4(1), 12, 2019]({ARTICLE}). "
            f"Download it from its [public record]({RECORD}) and give the archive or its "
            f"{len(PUBLISHED)} files here: they are recognised by what they hold, and kept for "
            "all who use this machine. Until then the simulated building is shown."
        )
        files = st.file_uploader(
            "Files of the survey, as published",
            accept_multiple_files=True,
            max_upload_size=LARGEST_MB,
            key="uji_files",
        )
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
