"""A stream that the visitor recorded here, played again."""

import streamlit as st

from components.live.sources.source_kind import SourceChoice, SourceKind
from core.inference.live import ReplaySource, read_readings, timeline_of_readings
from core.localization.experiment import Experiment


def _choose(experiment: Experiment, pose: str) -> SourceChoice:
    file = st.file_uploader(
        "Recording (CSV)",
        type="csv",
        max_upload_size=25,
        key="live_recording",
        help="A stream that was recorded here: one reading per line, time_s, phone, beacon_id, "
        "rss_dbm.",
    )
    if file is None:
        return SourceChoice(("recording",), None, "Choose a recording in the sidebar.")
    readings = read_readings(file.getvalue(), "The recording")
    timeline = timeline_of_readings(readings)
    return SourceChoice(("recording", file.file_id), lambda: ReplaySource(timeline))


ROW = SourceKind("recording", "My recording", _choose, plays=True)
