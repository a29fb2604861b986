"""Where is the phone? One scan on the floor map, and all scans behind it."""

import time
from dataclasses import replace
from functools import partial

import streamlit as st

from components.badges import badge
from components.controls import control
from components.failures import show_error
from components.localization.calibrated_sets import calibrated_sets
from components.localization.downloads import where_downloads
from components.localization.error_charts import show_error_charts
from components.localization.floor_choice import choose_floor, floor_words
from components.localization.floor_stack import FloorStack
from components.localization.locator_controls import CONTROLS, choose_locator
from components.localization.results import evaluation
from components.localization.room_words import room_words
from components.localization.row_words import kernel_words, method_words, representation_words
from components.localization.scan.view import clear_selection, selected_rows, show_scan_view
from components.localization.set_words import promise_badge, sets_sentence
from components.localization.survey_choice import choose_survey
from components.localization.tracking import NO_TRACKER, track, tracked_evaluation
from components.localization.view_parameters import (
    ALL_HOLDINGS,
    holding_parameter,
    where_parameters,
)
from components.localization.where_verdict import where_badges, where_sentence
from components.page_frame import begin_page, how_this_works
from core.errors import KernelscopeError
from core.localization.experiment import holdings_of, with_holding

frame = begin_page("where", "Where is the phone, and how sure are we?")

# the data
with st.sidebar:
    choice = choose_survey(frame)
    whole, (experiment, floor) = choice.payload, choose_floor(choice.payload)
    surveyed, holding = experiment.key, holding_parameter(experiment)
    held = control(holding) if len(holdings_of(experiment.test)) > 1 else ALL_HOLDINGS
if held != ALL_HOLDINGS:
    experiment = with_holding(experiment, held)
stack = FloorStack.of(whole, experiment, held if held != ALL_HOLDINGS else "")
view = where_parameters(experiment, surveyed, several_floors=stack is not None)
parameters = (*choice.parameters, *floor, holding, *view.values(), *CONTROLS)
frame.check_link(parameters)

# the parameters
with st.sidebar:
    st.subheader("Locator", anchor=False)
    locator = choose_locator(experiment)
    st.subheader("Beacons", anchor=False)
    beacons_off = control(view["beacons_off"])
    st.subheader("How sure", anchor=False)
    calibrated_on = control(view["calibrated_on"])
settings = replace(locator.settings, beacons_off=beacons_off)

# the computation
started = time.perf_counter()
try:
    single = results = evaluation(experiment, settings)
    walk = None
    if locator.tracker.tracker != NO_TRACKER:
        walk = track(experiment, settings, locator.tracker)
        results = tracked_evaluation(experiment, single, walk)
    found = calibrated_sets(experiment, settings, calibrated_on)
    with_all_beacons = evaluation(experiment, locator.settings) if beacons_off else None
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()
took_s = time.perf_counter() - started

# the verdict
frame.verdict(
    where_sentence(experiment, results, with_all_beacons, single if walk else None)
    + f"{floor_words(whole, settings)}{room_words(experiment, settings)} {sets_sentence(found)}",
    [
        *where_badges(experiment, settings, "CPU"),
        promise_badge(found),
        f"{1000 * took_s:.0f} ms",
    ],
)

# the pictures
all_floors = None if stack is None else partial(stack.deck, settings)
show_scan_view(experiment, settings, results, view, found, walk, all_floors)
st.caption(
    "What to notice: the heat shows which registered places sound like this scan; the squares "
    "around them, not the dot alone, are the answer: the places of the 90% set. "
    f"Test scans: {experiment.split}."
)
selected = selected_rows(experiment)
if selected is not None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{badge('Lasso', 'caution')} Scans selected on the map: {selected.sum():,}.")
        st.button("Show all scans", on_click=clear_selection, type="tertiary")
show_error_charts(experiment, results, selected)
how_this_works(
    "localization_where",
    kernels=kernel_words(),
    methods=method_words(),
    representations=representation_words(),
)
frame.actions(
    parameters,
    where_downloads(experiment, results),
    {"data": experiment.key, "origin": experiment.origin, "split": experiment.split},
    on_reset=clear_selection,
)
