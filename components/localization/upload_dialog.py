"""The dialog in which a visitor's files become a survey: look, confirm, use."""

from typing import Any

import streamlit as st

from components.format_list import CONTENT_DECIDES, formats_in_words
from components.localization.own_experiment import own_experiment
from components.own_data.file_forms import confirm_files
from components.own_data.own_set import OwnSet
from components.own_data.store import check_room, keep
from components.upload_dialog import (
    Understood,
    choose_files,
    confirm,
    offer_dialog,
    offer_templates,
    point_to_data_page,
    say_where_files_stay,
)
from core.localization.experiment import Experiment

LARGEST_MB = 200
KIND = "fingerprints"


def offer_upload() -> None:
    """The button in the sidebar that opens the dialog."""
    offer_dialog("survey", _dialog)


@st.dialog("Use your own survey", width="large")
def _dialog() -> None:
    say_where_files_stay()
    point_to_data_page()
    files = choose_files(
        "Signals: one table, or several files that belong together",
        several=True,
        largest_mb=LARGEST_MB,
        key="survey_files",
        help=f"{formats_in_words(KIND)} {CONTENT_DECIDES} Location codes can be joined to a table "
        "of locations: choose both files.",
    )
    beacon_files = choose_files(
        "Beacon positions (optional)", largest_mb=LARGEST_MB, key="beacon_file"
    )
    if not files:
        offer_templates(KIND)
        return
    confirm(
        lambda: _understood(files, beacon_files), keep, button="Use this survey", behind="The map"
    )


def _understood(files: list[Any], beacon_files: list[Any]) -> Understood[OwnSet]:
    own = confirm_files(files, KIND, beacon_files)
    check_room(own)
    return Understood(own, _summary(own.seen_by(own_experiment)), own.notices)


def _summary(experiment: Experiment) -> str:
    survey, test = experiment.survey, experiment.test
    extent_m = survey.known_position_m.max(axis=0) - survey.known_position_m.min(axis=0)
    return (
        f"Survey scans: {survey.n_scans:,}, test scans: {test.n_scans:,} "
        f"({experiment.split}), beacons: {survey.n_beacons:,}, an area of {extent_m[0]:.1f} m × "
        f"{extent_m[1]:.1f} m."
    )
