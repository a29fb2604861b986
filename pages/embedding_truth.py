"""Is it true? Distances on the map against the truth, where it is bent, and what seeds change."""

import numpy as np
import streamlit as st

from components.controls import control
from components.embedding.badges import map_badges
from components.embedding.data_choice import choose_data
from components.embedding.downloads import map_downloads
from components.embedding.heat.job import heat_job
from components.embedding.map.parameters import HEAT_PARAMETERS, choose_settings, for_data
from components.embedding.numbers import distortion_of, map_numbers
from components.embedding.score_table import rows_note, score_frame, show_score_table
from components.embedding.seed_job import stability_job
from components.embedding.truth_parameters import N_SEEDS
from components.embedding.truth_view import (
    CAUTION,
    judged_map,
    scores_against,
    show_distortion,
    show_shepard,
    show_stability,
)
from components.embedding.verdicts import truth_sentence
from components.failures import show_error
from components.page_frame import begin_page, how_this_works
from core.errors import KernelscopeError

frame = begin_page("is-it-true", "Is the map true, and where is it not?")

# the data and the parameters
with st.sidebar:
    choice = choose_data(frame)
data = choice.payload
parameters = (*choice.parameters, *for_data(HEAT_PARAMETERS, choice.key), N_SEEDS)
frame.check_link(parameters)
with st.sidebar:
    st.subheader("Map", anchor=False)
    settings = choose_settings(choice.key)
    n_seeds = control(N_SEEDS)

# the computation
try:
    result = heat_job(data, settings)
    if result is None:
        frame.actions(parameters)
        st.stop()
    numbers = map_numbers(data, result)
    distortion = distortion_of(data, result)
    judged = judged_map(data.key, result.key, _data=data, _result=result)
    against = scores_against(judged, data.origin)
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()
maps, stability = stability_job(data, settings, result, n_seeds)

# the verdict
frame.verdict(
    truth_sentence(against, distortion, result.out_of_reach, stability, judged.name),
    map_badges(data, settings, result),
)
# the pictures
left, right = st.columns(2, gap="large")
with left:
    show_shepard(judged, data.truth_unit, against["scale"], data.points)
with right:
    show_distortion(result.embedding, distortion, data.points)
if data.truth is None:
    st.caption(
        "No truth is known for these data, so the map is compared with the heat distances it "
        "was drawn from: what is seen here was lost in drawing. Whether the heat distances "
        "themselves are right cannot be known."
    )
else:
    st.caption(
        "What to notice: dots below the line are pairs that the map has brought too close, by a "
        "shortcut or a tear. Bright points have distances that cannot be trusted."
    )
st.subheader("What the seed changes", anchor=False)
if stability is not None:
    show_stability(result.embedding, stability, len(maps), data.points)
st.subheader("What not to read from this map", anchor=False)
st.markdown(CAUTION)
st.subheader("The scores", anchor=False)
table = score_frame({"This map": numbers.map_scores})
show_score_table(table, key="truth_scores", note=rows_note(numbers.map_scores, len(data)))

how_this_works("embedding_truth")
frame.actions(
    parameters,
    map_downloads(data, result, np.asarray(distortion)),
    {"data": data.key, "origin": data.origin, "t": result.t, "scores": dict(numbers.map_scores)},
)
