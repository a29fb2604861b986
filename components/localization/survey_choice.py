"""Which survey is on the map: built-in, the real one when it is here, or the visitor's own."""

from dataclasses import dataclass

import streamlit as st

from components.controls import control
from components.failures import show_error
from components.localization.guelph_panel import guelph_folder, show_guelph_panel
from components.localization.own_survey import YOURS, own_survey
from components.localization.upload_dialog import offer_upload
from components.localization.view_parameters import survey_parameter
from components.page_frame import PageFrame
from core.datasets import FingerprintSet, catalog, load
from core.datasets.guelph import load_guelph
from core.errors import KernelscopeError, ParameterError, UploadError
from core.localization.experiment import Experiment, make_experiment
from core.parameters import Parameter

GUELPH = "guelph"


@dataclass(frozen=True, eq=False)
class SurveyChoice:
    """The experiment on screen and the parameter that chose it."""

    experiment: Experiment
    parameter: Parameter


def choose_survey(frame: PageFrame) -> SurveyChoice:
    """Draw the choice in the current container; a survey that cannot be loaded is explained."""
    entries = [entry for entry in catalog() if entry.kind == "fingerprints"]
    keys = [entry.key for entry in entries]
    titles = [f"{entry.title} ({entry.origin})" for entry in entries]
    own = own_survey()
    if own is not None:
        keys.append(YOURS)
        titles.append(f"{own.title} (yours)")
    parameter = survey_parameter(keys, titles)
    _note_lost_upload(frame, has_upload=own is not None)
    key = control(parameter)
    offer_upload()
    if key == YOURS and own is not None:
        return SurveyChoice(own, parameter)
    try:
        return SurveyChoice(built_in(key, guelph_folder() if key == GUELPH else None), parameter)
    except KernelscopeError as error:
        with frame.note_box:
            if key == GUELPH and isinstance(error, UploadError):
                if guelph_folder():
                    show_error(error)
                show_guelph_panel()
            else:
                show_error(error)
        return SurveyChoice(built_in(keys[0], None), parameter)


def _note_lost_upload(frame: PageFrame, *, has_upload: bool) -> None:
    asked = st.session_state.get("link_query", {}).get("survey", [])
    if YOURS in asked and not has_upload:
        with frame.note_box:
            st.info(
                "This link points to a survey that somebody uploaded. Uploads stay in the tab "
                "that made them, so the built-in building is shown; upload the file to see it.",
                icon="🔒",
            )


@st.cache_resource(max_entries=8, show_spinner="Loading the survey …")
def built_in(key: str, folder: str | None) -> Experiment:
    """The experiment of a catalogue entry, shared by all visitors."""
    entry = next(entry for entry in catalog() if entry.key == key)
    scans = load_guelph(folder=folder) if key == GUELPH else load(key)
    if not isinstance(scans, FingerprintSet):
        raise ParameterError(f"{entry.title} is not a survey; choose a data set of fingerprints.")
    return make_experiment(key, entry.title, entry.origin, scans)
