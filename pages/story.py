"""One building, four lenses: one survey as a floor, points among levels, a graph, and a map."""

import time

import numpy as np
import streamlit as st

from components.controls import control
from components.failures import show_error
from components.localization.floor_choice import choose_floor
from components.localization.survey_choice import choose_survey
from components.page_frame import begin_page, how_this_works
from components.story.parameters import BANDWIDTHS_DB, story_parameters
from components.story.results import lenses_of
from components.story.sections import show_map, show_phone, show_vote, show_zones
from components.story.verdict import story_sentence
from components.text import counted
from core.errors import KernelscopeError

frame = begin_page("story", "One building: what do four lenses see?")

# the data
with st.sidebar:
    choice = choose_survey(frame)
    experiment, floor = choose_floor(choice.payload)
n_places = len(np.unique(experiment.survey.known_position_m, axis=0))
rows = story_parameters(experiment, n_places)
parameters = (*choice.parameters, *floor, *rows.values())
frame.check_link(parameters)

# the parameters
with st.sidebar:
    st.subheader("What is looked at", anchor=False)
    place = control(rows["place"]) - 1
    scan = control(rows["story_scan"]) - 1
    st.subheader("The lenses", anchor=False)
    log_h = control(rows["story_h"])
    measure = control(rows["story_measure"])
place, scan = min(place, n_places - 1), min(scan, experiment.test.n_scans - 1)
number = int(np.argmin(np.abs(np.array(BANDWIDTHS_DB) - 2.0**log_h)))

# the computation
started = time.perf_counter()
try:
    lenses = lenses_of(experiment)
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()
took_s = time.perf_counter() - started

# the verdict
frame.verdict(
    story_sentence(lenses),
    [
        (experiment.origin, experiment.origin),
        counted(lenses.n_places, "place"),
        counted(experiment.survey.n_beacons, "beacon"),
        counted(experiment.test.n_scans, "scan"),
        "seed 0",
        f"CPU, {1000 * took_s:.0f} ms",
    ],
)

# the pictures
try:
    show_phone(experiment, choice.key, lenses, place, scan, number)
    show_vote(experiment, choice.key, lenses, scan, number)
    show_zones(experiment, choice.key, lenses, place, measure)
    show_map(experiment, choice.key, lenses, place)
except KernelscopeError as error:
    show_error(error)
how_this_works("story")
frame.actions(
    parameters,
    (),
    {
        "data": experiment.key,
        "origin": experiment.origin,
        "kept": lenses.floor.kept,
        "zones": {score.measure: score.mean for score in lenses.scores},
    },
)
