"""The dialog in which a visitor's files become a survey: look, confirm, use."""

import streamlit as st

from components.failures import show_error
from components.localization.mapping_form import confirm_mapping
from components.localization.own_survey import forget, make_own_experiment, own_survey, use
from components.localization.plan_form import choose_plan
from components.text import as_plain_text
from core.datasets import FingerprintSet
from core.datasets.readers import (
    TEMPLATES,
    Upload,
    inspect_upload,
    open_upload,
    place_beacons,
    read_beacon_positions,
    read_fingerprint_files,
)
from core.errors import KernelscopeError, UploadError
from core.localization.experiment import Experiment

LARGEST_MB = 200
SURVEY_TEMPLATES = ("wide", "long", "coded", "locations", "beacons")


def offer_upload() -> None:
    """The buttons in the sidebar: open the dialog, and delete what was uploaded."""
    if st.button("Use your own survey", icon=":material/upload_file:", width="stretch"):
        _dialog()
    if own_survey() is not None:
        st.button(
            "Delete my survey",
            icon=":material/delete:",
            width="stretch",
            on_click=forget,
            help="Remove the uploaded survey from this session.",
        )


@st.dialog("Use your own survey", width="large")
def _dialog() -> None:
    st.caption(
        "Your files stay in the memory of this tab's session, are gone when it ends, and never "
        "leave the machine that runs Kernelscope."
    )
    # No list of file types: the widget would stop the page on a wrong one. The content decides.
    files = st.file_uploader(
        "Signals: one table, or several files that belong together",
        accept_multiple_files=True,
        max_upload_size=LARGEST_MB,
        key="survey_files",
        help="CSV or TSV (one row a reading, or one column a beacon), Parquet, NPY, NPZ, or a ZIP "
        "of separate files for signals, coordinates and ids. Location codes can be joined to a "
        "table of locations: choose both files.",
    )
    beacon_file = st.file_uploader(
        "Beacon positions (optional)", max_upload_size=LARGEST_MB, key="beacon_file"
    )
    if not files:
        _offer_templates()
        return
    try:
        upload = _read({file.name: file.getvalue() for file in files})
        if beacon_file is not None:
            positions = read_beacon_positions(beacon_file.getvalue(), beacon_file.name)
            placed = place_beacons(_fingerprints(upload), positions)
            upload = Upload(placed.dataset, upload.notices + placed.notices)
        upload = choose_plan(upload)
        title = as_plain_text(files[0].name, longest=40)
        contents = [file.getvalue() for file in files]
        experiment = make_own_experiment(_fingerprints(upload), title, contents)
    except KernelscopeError as error:
        show_error(error)
        st.caption("The map behind this dialog is as it was.")
        return
    _show_summary(experiment, upload)
    if st.button("Use this survey", type="primary", on_click=use, args=(experiment,)):
        st.rerun()


def _read(files: dict[str, bytes]) -> Upload:
    if len(files) > 1:
        return read_fingerprint_files(files)
    name, data = next(iter(files.items()))
    inspected = inspect_upload(data, name, "fingerprints")
    if inspected is None:
        return open_upload(data, name, "fingerprints")
    return confirm_mapping(*inspected, data=data, name=name)


def _fingerprints(upload: Upload) -> FingerprintSet:
    if not isinstance(upload.dataset, FingerprintSet):
        raise UploadError(
            "The file is readable, but it is not a survey: it needs received power for each "
            "beacon, and positions."
        )
    return upload.dataset


def _show_summary(experiment: Experiment, upload: Upload) -> None:
    survey, test = experiment.survey, experiment.test
    extent_m = survey.known_position_m.max(axis=0) - survey.known_position_m.min(axis=0)
    st.markdown(
        f"**Understood as:** {survey.n_scans:,} survey scans and {test.n_scans:,} test scans "
        f"({experiment.split}), {survey.n_beacons:,} beacons, an area of {extent_m[0]:.1f} m × "
        f"{extent_m[1]:.1f} m."
    )
    for notice in upload.notices:
        st.markdown(f"- {as_plain_text(notice)}")


def _offer_templates() -> None:
    st.markdown("**Templates to fill in**")
    with st.container(horizontal=True):
        for name in SURVEY_TEMPLATES:
            template = TEMPLATES[name]
            st.download_button(
                template.filename,
                template.text,
                file_name=template.filename,
                mime="text/csv",
                help=template.title,
                on_click="ignore",
                key=f"template-{name}",
            )
