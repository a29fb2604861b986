"""Beacons: which can be trusted, what each is worth, and what a dead or moved one does."""

import streamlit as st

from components.controls import control
from components.failures import show_error
from components.localization.beacons.change import show_change_panel
from components.localization.beacons.next_beacon import show_next_beacon_panel
from components.localization.beacons.parameters import beacon_parameters
from components.localization.beacons.path_loss import show_path_loss
from components.localization.beacons.results import (
    beacon_table,
    errors_with_fault,
    held_in_another_way,
    path_loss_of,
)
from components.localization.beacons.selection import show_selection
from components.localization.beacons.table import show_beacon_table
from components.localization.beacons.verdict import beacons_sentence
from components.localization.beacons.view import (
    show_beacon_map,
    show_worth_chart,
)
from components.localization.floor_choice import choose_floor
from components.localization.radio_map.results import survey_map
from components.localization.survey_choice import choose_survey
from components.page_frame import begin_page, how_this_works
from components.text import counted
from core.errors import KernelscopeError

STAYS, NOWHERE = (
    "The beacon is not moved.",
    "This survey does not say how levels fall with distance.",
)
frame = begin_page("beacons", "Which beacons can be trusted?")

# the data and the parameters
with st.sidebar:
    choice = choose_survey(frame)
    experiment, floor = choose_floor(choice.payload)
rows = beacon_parameters(experiment)
parameters = (*choice.parameters, *floor, *rows.values())
frame.check_link(parameters)
path_loss = path_loss_of(experiment)
with st.sidebar:
    criterion = control(rows["criterion"])
    name = control(rows["beacon"])
    fault = control(rows["fault"])
    can_move = fault == "moved" and path_loss is not None
    still = "" if can_move else NOWHERE if fault == "moved" else STAYS
    moved_to_m = (control(rows["moved_x"], idle=still), control(rows["moved_y"], idle=still))
    n_new = control(rows["n_new_beacons"])
beacon = [str(each) for each in experiment.survey.beacon_ids].index(name)

# the computation
errors = None
table = beacon_table(experiment, criterion)
try:
    if fault == "dead" or can_move:
        errors = errors_with_fault(experiment, beacon, fault, moved_to_m)
except KernelscopeError as error:
    show_error(error)
if fault == "moved" and path_loss is None:
    st.info(
        "This survey does not know where its beacons hang, so none can be moved. “Dead” works.",
        icon=":material/location_on:",
    )

# the verdict
frame.verdict(
    beacons_sentence(
        table,
        name,
        fault,
        errors,
        held_out=experiment.held_out,
        held=held_in_another_way(experiment),
    ),
    [
        (experiment.origin, experiment.origin),
        counted(len(table), "beacon"),
        counted(experiment.test.n_scans, "test scan"),
        "kernel vote, defaults",
    ],
)

# the pictures
show_beacon_map(experiment, survey_map(experiment), table, beacon, moved_to_m if can_move else None)
st.caption(
    "What to notice: the score is computed from the survey alone, the cost from the test scans. If "
    "the score could choose beacons, the points would fall from the upper right to the lower left. "
    f"Test scans: {experiment.split}."
)
st.subheader("Score against worth", anchor=False)
show_worth_chart(table, criterion)
show_selection(experiment)
show_path_loss(experiment, survey_map(experiment), path_loss, beacon)
st.subheader("The numbers", anchor=False)
show_beacon_table(table)
show_change_panel(experiment)
show_next_beacon_panel(experiment, survey_map(experiment), n_new)
how_this_works("localization_beacons")
frame.actions(parameters, (), {"data": experiment.key, "origin": experiment.origin})
