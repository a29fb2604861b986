"""The dialog in which a visitor's files become a survey: look, confirm, use."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import streamlit as st

from components.format_list import CONTENT_DECIDES, formats_in_words
from components.localization.mapping_form import confirm_mapping
from components.localization.own_survey import forget, make_own_experiment, use
from components.localization.parts_form import confirm_parts
from components.localization.plan_form import choose_plan
from components.shared_uploads import deletions
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
)
from core.errors import UploadError
from core.localization.experiment import Experiment

LARGEST_MB = 200
KIND = "fingerprints"


def offer_upload(own: Iterable[str]) -> None:
    """The buttons in the sidebar: open the dialog, and delete each of one's ``own`` data listed."""
    offer_dialog("survey", _dialog, deletions(own, "survey", forget, deletes="the uploaded survey"))


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
        lambda: _understood(files, beacon_files), use, button="Use this survey", behind="The map"
    )


def _understood(files: list[Any], beacon_files: list[Any]) -> Understood[Experiment]:
    contents = [file.getvalue() for file in files]
    upload = _read({file.name: file.getvalue() for file in files}, form_key(*contents))
    for file in beacon_files:
        positions = read_beacon_positions(file.getvalue(), file.name)
        placed = place_beacons(_fingerprints(upload), positions)
        upload = replace(upload, dataset=placed.dataset, notices=upload.notices + placed.notices)
    upload = choose_plan(upload)
    experiment = make_own_experiment(_fingerprints(upload), shown_title(files[0]), contents)
    return Understood(experiment, _summary(experiment), upload.notices)


def _read(files: dict[str, bytes], key: str) -> Upload:
    if len(files) > 1:
        return confirm_parts(files, key=key)
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
