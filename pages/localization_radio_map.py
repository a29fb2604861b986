"""Radio map: what the floor sounds like, and where the survey has gaps."""

import streamlit as st

from components.controls import control
from components.localization.floor_choice import choose_floor
from components.localization.label_check import show_labels_layer
from components.localization.radio_map.parameters import radio_map_parameters
from components.localization.radio_map.results import survey_gaps, survey_map
from components.localization.radio_map.verdict import radio_map_sentence
from components.localization.radio_map.view import (
    show_beacon_layer,
    show_coverage_layer,
    show_gaps_layer,
)
from components.localization.survey_choice import choose_survey
from components.page_frame import begin_page, how_this_works
from components.text import counted

frame = begin_page("radio-map", "What does the floor sound like?")

# the data and the parameters
with st.sidebar:
    choice = choose_survey(frame)
    experiment, floor = choose_floor(choice.experiment)
table = radio_map_parameters(experiment)
parameters = (choice.parameter, *floor, *table.values())
frame.check_link(parameters)
with st.sidebar:
    layer = control(table["layer"])
    beacon_name = control(table["map_beacon"], disabled=layer != "beacon")
    source = control(table["radio_source"], disabled=layer != "beacon")
    least_share = control(table["least_heard"], disabled=layer != "coverage") / 100
    n_next = control(table["n_next"], disabled=layer != "gaps")

# the computation
found = survey_map(experiment)
gaps = survey_gaps(found, n_next)
beacon = [str(name) for name in experiment.survey.beacon_ids].index(beacon_name)

# the verdict
survey = experiment.survey
frame.verdict(
    radio_map_sentence(experiment, found, gaps, beacon, least_share),
    [
        (experiment.origin, experiment.origin),
        f"{len(found.grid_m):,} places",
        f"{survey.n_scans:,} survey scans",
        counted(survey.n_beacons, "beacon"),
    ],
)
st.caption(
    "What to notice: a beacon's map is bumpy on the scale of a metre. Those bumps belong to the "
    "survey's phone on the floor; a phone in a hand meets others."
)
if source != "measured" and found.smoothed_dbm is None and layer == "beacon":
    st.info(
        "Smoothing needs beacon positions, which this survey does not know: the measured levels "
        "are shown. A file of beacon positions can be added when the survey is uploaded.",
        icon=":material/location_on:",
    )
if layer == "gaps" and (survey.floor is None or survey.floor.walkable is None):
    st.info(
        "Without a floor plan every place inside the map counts as floor, even where nobody can "
        "walk.",
        icon=":material/map:",
    )

# the pictures
{
    "beacon": lambda: show_beacon_layer(experiment, found, beacon, source),
    "coverage": lambda: show_coverage_layer(experiment, found, least_share),
    "gaps": lambda: show_gaps_layer(experiment, found, gaps),
    "labels": lambda: show_labels_layer(experiment),
}[layer]()
how_this_works("localization_radio_map")
frame.actions(parameters, (), {"data": experiment.key, "origin": experiment.origin})
