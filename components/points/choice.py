"""Which points are on the page: built-in points, a survey's fingerprints, or the visitor's own."""

from dataclasses import dataclass

import streamlit as st

from components.controls import control
from components.failures import show_error
from components.localization.guelph_panel import guelph_folder, show_guelph_panel
from components.page_frame import PageFrame
from components.points.chosen_points import ChosenPoints, chosen_points, own_chosen_points
from components.points.own_points import YOURS, OwnPoints, own_points
from components.points.upload_dialog import offer_points_upload
from core.datasets import catalog, load
from core.datasets.guelph import load_guelph
from core.errors import KernelscopeError, UploadError
from core.parameters import Parameter

GUELPH = "guelph"
CHOICE = "points"


@dataclass(frozen=True, eq=False)
class PointsChoice:
    """The points on screen and the parameter that chose them."""

    points: ChosenPoints
    parameter: Parameter


def choose_points(frame: PageFrame, start: str) -> PointsChoice:
    """Draw the choice in the current container; points that cannot be loaded are explained."""
    entries = [entry for entry in catalog() if entry.kind in ("points", "fingerprints")]
    entries.sort(key=lambda entry: (entry.key != start, entry.kind != "points"))
    keys = [entry.key for entry in entries]
    titles = [
        f"{'survey: ' if entry.kind == 'fingerprints' else ''}{entry.title} ({entry.origin})"
        for entry in entries
    ]
    own = own_points()
    if own is not None:
        keys.append(YOURS)
        titles.append(f"{own.title} (yours)")
    parameter = Parameter(
        CHOICE,
        "Data",
        str,
        start,
        options=tuple(keys),
        labels=tuple(titles),
        help="The points whose density is looked at. A survey counts as the mean fingerprint of "
        "each place.",
    )
    _note_lost_upload(frame, has_upload=own is not None)
    key = control(parameter)
    offer_points_upload(CHOICE, _look, behind="The page")
    try:
        if key == YOURS and own is not None:
            return PointsChoice(own.seen_by(own_chosen_points), parameter)
        return PointsChoice(built_in(key, guelph_folder() if key == GUELPH else None), parameter)
    except KernelscopeError as error:
        with frame.note_box:
            if key == GUELPH and isinstance(error, UploadError):
                show_guelph_panel()
            else:
                show_error(error)
        return PointsChoice(built_in(start, None), parameter)


def _look(own: OwnPoints) -> tuple[str, tuple[str, ...]]:
    """What the upload dialog says of points; raises UploadError where there are no coordinates."""
    found = own.seen_by(own_chosen_points)
    n, d = found.cloud.values.shape
    labelled = ", with labels" if found.cloud.labels is not None else ""
    more = tuple(notice for notice in found.notices if notice not in own.notices)
    return f"{n:,} points in {d:,} dimensions{labelled}.", more


def _note_lost_upload(frame: PageFrame, *, has_upload: bool) -> None:
    asked = st.session_state.get("link_query", {}).get(CHOICE, [])
    if YOURS in asked and not has_upload:
        with frame.note_box:
            st.info(
                "This link points to a table that somebody uploaded. Uploads stay in the tab that "
                "made them, so built-in data are shown; upload the file to see it.",
                icon="🔒",
            )


@st.cache_resource(max_entries=12, show_spinner="Loading the data …")
def built_in(key: str, folder: str | None) -> ChosenPoints:
    """The points of a catalogue entry, shared by all visitors."""
    entry = next(entry for entry in catalog() if entry.key == key)
    dataset = load_guelph(folder=folder) if key == GUELPH else load(key)
    return chosen_points(dataset, key, entry.title, entry.origin)
