"""Which survey is on the map: built-in, the real one when it is here, or the visitor's own."""

from components.guelph_panel import data_key, load_entry
from components.localization.own_experiment import own_experiment
from components.localization.upload_dialog import offer_upload
from components.memory import shared
from components.own_data.chosen_data import ChosenData, choose
from components.own_data.lab_data import Lab, built_in_options
from components.page_frame import PageFrame
from core.datasets import FingerprintSet, catalog
from core.errors import ParameterError
from core.localization.experiment import Experiment, make_experiment

SURVEYS = Lab(
    name="survey",
    label="Survey",
    help="The floor, its registered fingerprints, and the scans that are located on it.",
    make=own_experiment,
    usable=own_experiment,
    lost="a survey",
    offer_upload=offer_upload,
)


def choose_survey(frame: PageFrame) -> ChosenData[Experiment]:
    """Draw the choice in the current container; a survey that cannot be loaded is explained."""
    entries = [entry for entry in catalog() if entry.kind == "fingerprints"]
    return choose(frame, SURVEYS, built_in_options(entries, built_in), entries[0].key)


@shared(spinner="Loading the survey …")
def built_in(key: str, folder: str | None) -> Experiment:
    """The experiment of a catalogue entry, shared by all visitors."""
    entry = next(entry for entry in catalog() if entry.key == key)
    scans = load_entry(key, folder)
    if not isinstance(scans, FingerprintSet):
        raise ParameterError(f"{entry.title} is not a survey; choose a data set of fingerprints.")
    return make_experiment(data_key(key, scans), entry.title, entry.origin, scans)
