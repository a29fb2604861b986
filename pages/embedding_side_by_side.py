"""Side by side: the same points by several methods, laid on each other, with their scores."""

import streamlit as st

from components.controls import control
from components.csv_export import to_csv
from components.embedding.badges import data_badges
from components.embedding.colouring import DISTORTION, colour_choices, colouring
from components.embedding.data_choice import choose_data
from components.embedding.group_panel import show_group_panel
from components.embedding.map.parameters import (
    AUTO_T,
    LOG_T,
    NEIGHBORS,
    SEED,
    choose_side_settings,
    colour_parameter,
    for_data,
)
from components.embedding.score_table import rows_note, show_score_table
from components.embedding.selection import clear_group, selected_group
from components.embedding.side.maps import laid_on_first, side_maps_job
from components.embedding.side.methods import chosen_methods, methods_parameter
from components.embedding.side.table import places_table, side_table
from components.embedding.side.view import show_grid
from components.embedding.verdicts import side_sentence
from components.page_frame import Download, begin_page, how_this_works

frame = begin_page("side-by-side", "Which method keeps what?")

# the data and the parameters
with st.sidebar:
    choice = choose_data(frame)
data = choice.payload
methods_row = methods_parameter()
choices = {key: name for key, name in colour_choices(data.points).items() if key != DISTORTION}
colour_row = colour_parameter(choices, choice.key)
time_rows = for_data((AUTO_T, LOG_T), choice.key)
parameters = (*choice.parameters, methods_row, colour_row, *time_rows, NEIGHBORS, SEED)
frame.check_link(parameters)
with st.sidebar:
    st.subheader("Maps", anchor=False)
    colour = control(colour_row)
    settings = choose_side_settings(choice.key)
    keys = control(methods_row)

# the computation
methods = chosen_methods(keys, settings)
job = side_maps_job(data, methods, (settings,))
maps = job.results
places = laid_on_first(maps)

# the verdict
frame.verdict(
    side_sentence(maps),
    [
        *data_badges(data),
        f"{len(maps)} of {len(methods)} maps",
        f"k = {settings.n_neighbors}",
        f"seed {settings.random_state}",
        "CPU",
    ],
)

# the pictures
selected = selected_group(data.key, len(data))
show_grid(data, maps, places, colouring(data.points, colour), selected)
st.caption(
    "What to notice: every map shows the same points in the same colours, laid on the first as "
    "closely as turning, mirroring and scaling allow. Lasso a group on one and find it on the "
    "others. Read “Random placement” first: it is what scores are worth by chance."
)
table = side_table(maps)
if len(table):
    st.subheader("The scores", anchor=False)
    note = rows_note(maps[0].scores, len(data))
    show_score_table(table, key="side_scores", note=note)
if selected is not None and places:
    show_group_panel(data, next(iter(places.values())), selected)

how_this_works("embedding_side_by_side")
frame.actions(
    parameters,
    [
        Download("Scores (CSV)", "kernelscope-scores.csv", "text/csv", lambda: to_csv(table)),
        Download(
            "Coordinates of all maps (CSV)",
            "kernelscope-maps.csv",
            "text/csv",
            lambda: to_csv(places_table(places, data.points)),
        ),
    ],
    {"data": data.key, "origin": data.origin, "maps": [each.key for each in maps]},
    on_reset=clear_group,
)
