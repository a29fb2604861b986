"""Radio map: what the floor sounds like, and where the survey has gaps."""

import streamlit as st

from components.controls import control
from components.localization.floor_choice import choose_floor
from components.localization.radio_map.layers import LAYERS, Shown
from components.localization.radio_map.parameters import radio_map_parameters
from components.localization.radio_map.results import survey_gaps, survey_map
from components.localization.radio_map.verdict import radio_map_sentence
from components.localization.survey_choice import choose_survey
from components.page_frame import begin_page, how_this_works
from components.text import counted

UNREAD = "What is shown above does not ask for it."
frame = begin_page("radio-map", "What does the floor sound like?")

# the data and the parameters
with st.sidebar:
    choice = choose_survey(frame)
    experiment, floor = choose_floor(choice.payload)
table = radio_map_parameters(experiment)
parameters = (*choice.parameters, *floor, *table.values())
frame.check_link(parameters)
with st.sidebar:
    layer = control(table["layer"])
    beacon_name, source, least_heard, n_next, rule = (
        control(table[name], idle="" if name in LAYERS[layer].reads else UNREAD)
        for name in ("map_beacon", "radio_source", "least_heard", "n_next", "gap_rule")
    )
least_share = least_heard / 100

# the computation
found = survey_map(experiment)
gaps = survey_gaps(found, n_next, rule)
beacon = [str(name) for name in experiment.survey.beacon_ids].index(beacon_name)

# the verdict
survey = experiment.survey
frame.verdict(
    radio_map_sentence(experiment, found, gaps, beacon, least_share),
    [
        (experiment.origin, experiment.origin),
        counted(len(found.grid_m), "place"),
        counted(survey.n_scans, "survey scan"),
        counted(survey.n_beacons, "beacon"),
    ],
)

# the picture
LAYERS[layer].show(Shown(experiment, found, gaps, beacon, source, least_share, rule))
st.caption(
    "What to notice: bumps on the scale of a metre belong to the phone that surveyed, as it was "
    "held; a phone held differently hears bumps in other places."
)
how_this_works("localization_radio_map")
frame.actions(parameters, (), {"data": experiment.key, "origin": experiment.origin})
