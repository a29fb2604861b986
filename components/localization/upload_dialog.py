"""The dialog in which a visitor's files become a survey: look, confirm, use."""

from typing import Any

import streamlit as st

from components.format_list import CONTENT_DECIDES, formats_in_words
from components.localization.mapping_form import confirm_mapping
from components.localization.own_experiment import own_experiment
from components.localization.plan_form import choose_plan
from components.own_data.own_set import OwnSet, make_own_set
from components.own_data.store import check_room, keep
from components.upload_dialog import (
    Understood,
    choose_files,
    confirm,
    form_key,
    offer_dialog,
    offer_templates,
    say_where_files_stay,
    shown_title,
)
from core.datasets import FingerprintSet
from core.datasets.readers import (
    Upload,
    inspect_upload,
    open_upload,
    place_beacons,
    read_beacon_positions,
    read_fingerprint_files,
)
from core.errors import UploadError
from core.localization.experiment import Experiment

LARGEST_MB = 200
KIND = "fingerprints"


def offer_upload() -> None:
    """The button in the sidebar that opens the dialog."""
    offer_dialog("survey", _dialog)


@st.dialog("Use your own survey", width="large")
def _dialog() -> None:
    say_where_files_stay()
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
    contents = [file.getvalue() for file in files]
    upload = _read({file.name: file.getvalue() for file in files}, form_key(*contents))
    for file in beacon_files:
        positions = read_beacon_positions(file.getvalue(), file.name)
        placed = place_beacons(_fingerprints(upload), positions)
        upload = Upload(placed.dataset, upload.notices + placed.notices)
    scans = _fingerprints(choose_plan(upload))
    own = make_own_set(Upload(scans, upload.notices), shown_title(files[0]), contents)
    check_room(own)
    return Understood(own, _summary(own.seen_by(own_experiment)), upload.notices)


def _read(files: dict[str, bytes], key: str) -> Upload:
    if len(files) > 1:
        return read_fingerprint_files(files)
    name, data = next(iter(files.items()))
    inspected = inspect_upload(data, name, KIND)
    if inspected is None:
        return open_upload(data, name, KIND)
    return confirm_mapping(*inspected, key=key)


def _fingerprints(upload: Upload) -> FingerprintSet:
    if not isinstance(upload.dataset, FingerprintSet):
        raise UploadError(
            "The file is readable, but it is not a survey: it needs received power for each "
            "beacon, and positions."
        )
    return upload.dataset


def _summary(experiment: Experiment) -> str:
    survey, test = experiment.survey, experiment.test
    extent_m = survey.known_position_m.max(axis=0) - survey.known_position_m.min(axis=0)
    return (
        f"Survey scans: {survey.n_scans:,}, test scans: {test.n_scans:,} "
        f"({experiment.split}), beacons: {survey.n_beacons:,}, an area of {extent_m[0]:.1f} m × "
        f"{extent_m[1]:.1f} m."
    )
