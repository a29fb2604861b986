"""A plan for a survey that is kept already: the same form as for a new file."""

import streamlit as st

from components.localization.plan.form import choose_plan
from components.own_data.own_set import OwnSet, make_own_set
from components.own_data.store import check_room, keep
from components.upload_dialog import Understood, confirm, count_opening
from core.datasets import FingerprintSet
from core.datasets.readers import Upload
from core.errors import UploadError


def offer_plan(own: OwnSet) -> None:
    """The button that opens the dialog; only a survey has a plan."""
    if not isinstance(own.dataset, FingerprintSet):
        return
    if st.button(
        "Add a plan",
        key=f"plan-{own.key}",
        icon=":material/map:",
        on_click=count_opening,
        help="A picture of the floor, rooms and walls, or positions of beacons by hand.",
    ):
        _dialog(own)


@st.dialog("A floor plan for a kept survey", width="large")
def _dialog(own: OwnSet) -> None:
    st.caption(
        "The survey with its plan is kept as a set of its own, under the same name with a number; "
        "the one without it stays until you delete it."
    )
    confirm(lambda: _with_plan(own), keep, button="Keep it with this plan", behind="The list")


def _with_plan(own: OwnSet) -> Understood[OwnSet]:
    if not isinstance(own.dataset, FingerprintSet):
        raise UploadError(f"{own.what_it_is}; only a survey has a floor plan.")
    given = Upload(own.dataset, own.notices)
    contents = [own.key.encode()]
    upload = choose_plan(given, key="kept_plan", contents=contents)
    found = make_own_set(upload, own.title, contents)
    same = make_own_set(given, own.title, contents)
    if found.key == same.key:
        raise UploadError("Nothing was added yet: give a plan, or a position of a beacon.")
    check_room(found)
    floors = own.dataset.floor_names
    where = f" on {len(floors)} floors" if len(floors) > 1 else ""
    return Understood(found, f"'{own.title}'{where}, with what was added.", upload.notices)
