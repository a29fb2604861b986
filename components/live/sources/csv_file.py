"""A CSV file that another program appends to."""

import streamlit as st

from components.live.sources.source_kind import SourceChoice, SourceKind
from core.inference.live import CsvTail, live_files
from core.inference.live.csv_tail import FOLDER_VARIABLE
from core.localization.experiment import Experiment


def _choose(experiment: Experiment, pose: str) -> SourceChoice:
    files = live_files()
    if not files:
        note = (
            f"There is no file to follow. The operator names a folder in {FOLDER_VARIABLE}; CSV "
            "files in it, and no others, can be followed."
        )
        return SourceChoice(("csv",), None, note)
    name = st.selectbox(
        "File", files, key="live_file", help="New lines of this file are readings as they come."
    )
    return SourceChoice(("csv", name), lambda: CsvTail(name))


ROW = SourceKind("csv", "Growing CSV file", _choose)
