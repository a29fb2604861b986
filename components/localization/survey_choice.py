"""Which survey is on the map: built-in, the real one when it is here, or the visitor's own."""

from dataclasses import dataclass

from components.controls import control
from components.data_origin import OwnData
from components.guelph_panel import data_key, explain_missing, folder_for, load_entry
from components.link_state import note_lost_upload
from components.localization.upload_dialog import offer_upload
from components.localization.view_parameters import survey_parameter
from components.memory import shared
from components.page_frame import PageFrame
from components.shared_uploads import surveys_here
from core.datasets import FingerprintSet, catalog
from core.errors import KernelscopeError, ParameterError
from core.localization.experiment import Experiment, make_experiment
from core.parameters import Parameter


@dataclass(frozen=True, eq=False)
class SurveyChoice:
    """The experiment on screen and the parameter that chose it."""

    experiment: Experiment
    parameter: Parameter


def choose_survey(frame: PageFrame) -> SurveyChoice:
    """Draw the choice in the current container; a survey that cannot be loaded is explained."""
    entries = [entry for entry in catalog() if entry.kind == "fingerprints"]
    titles = {entry.key: f"{entry.title} ({entry.origin})" for entry in entries}
    own = surveys_here()
    listed = {option: OwnData(each.key, each.title) for option, each in own.items()}
    parameter = survey_parameter(titles, listed)
    note_lost_upload(parameter, what="a survey")
    key = control(parameter)
    offer_upload(own)
    if key in own:
        return SurveyChoice(own[key], parameter)
    try:
        return SurveyChoice(built_in(key, folder_for(key)), parameter)
    except KernelscopeError as error:
        explain_missing(frame, key, error)
        return SurveyChoice(built_in(entries[0].key, None), parameter)


@shared(spinner="Loading the survey …")
def built_in(key: str, folder: str | None) -> Experiment:
    """The experiment of a catalogue entry, shared by all visitors."""
    entry = next(entry for entry in catalog() if entry.key == key)
    scans = load_entry(key, folder)
    if not isinstance(scans, FingerprintSet):
        raise ParameterError(f"{entry.title} is not a survey; choose a data set of fingerprints.")
    return make_experiment(data_key(key, scans), entry.title, entry.origin, scans)
