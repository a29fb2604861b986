"""A stream that the visitor recorded here, played again."""

import streamlit as st

from components.data_origin import own_key
from components.live.sources.source_kind import SourceChoice, SourceKind
from components.own_data.kept_files import keep_file, kept_files
from core.inference.live import ReplaySource, read_readings, timeline_of_readings
from core.localization.experiment import Experiment

_KEPT = "live_recording_was_kept"


def _choose(experiment: Experiment, pose: str) -> SourceChoice:
    kept = {each.entry.key: each for each in kept_files("recording")}
    before = (
        st.selectbox(
            "Kept recordings",
            list(kept),
            index=None,
            format_func=lambda key: kept[key].title,
            key="live_recording_kept",
            help="Recordings that you used before. The Data page deletes them.",
        )
        if kept
        else None
    )
    file = st.file_uploader(
        "Recording (CSV)",
        type="csv",
        max_upload_size=25,
        key="live_recording",
        help="A stream that was recorded here: one reading per line, time_s, phone, beacon_id, "
        "rss_dbm.",
    )
    if before is not None:
        data = kept[before].data()
    elif file is not None:
        data = file.getvalue()
    else:
        return SourceChoice(("recording",), None, "Choose a recording in the sidebar.")
    readings = read_readings(data, "The recording")
    if before is None and file is not None:
        _keep_once(file.name, data)
    timeline = timeline_of_readings(readings)
    return SourceChoice(("recording", own_key([data])), lambda: ReplaySource(timeline))


def _keep_once(name: str, data: bytes) -> None:
    """Keep what could be read; a recording that was deleted since stays deleted."""
    key = own_key([data])
    if st.session_state.get(_KEPT) != key:
        st.session_state[_KEPT] = key
        keep_file("recording", name, data, {"key": key})


ROW = SourceKind("recording", "My recording", _choose, plays=True)
