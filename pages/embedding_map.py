"""Map: the points as heat sees them, what colours them, and heat from any of them."""

import streamlit as st

from components.controls import control
from components.embedding.along.panel import ORDER, show_order
from components.embedding.badges import map_badges
from components.embedding.colouring import DISTORTION, colour_choices, colouring
from components.embedding.data_choice import choose_data
from components.embedding.density_lines import LINES
from components.embedding.downloads import map_downloads
from components.embedding.group_panel import show_group_panel
from components.embedding.groups.panel import FEWEST, GROUPS, show_groups
from components.embedding.heat.job import heat_job
from components.embedding.heat.panel import show_heat
from components.embedding.map.parameters import (
    HEAT_PARAMETERS,
    choose_point,
    choose_settings,
    colour_parameter,
    for_data,
    point_parameters,
)
from components.embedding.map.view import show_map, show_notices
from components.embedding.neighbor_panel import (
    neighbors_of,
    show_neighbor_panel,
    worst_partner,
)
from components.embedding.new_points_panel import show_new_points_panel
from components.embedding.numbers import distortion_of, map_numbers
from components.embedding.original_view import show_original
from components.embedding.row_search import search_rows
from components.embedding.selection import clear_group, selected_group
from components.embedding.survey_view import show_survey_floor
from components.embedding.time_curve import show_time_curve
from components.embedding.verdicts import map_sentence
from components.failures import show_error
from components.page_frame import begin_page, how_this_works
from core.errors import KernelscopeError

frame = begin_page("map", "Does this map keep the distances?")

# the data and the parameters
with st.sidebar:
    choice = choose_data(frame)
data = choice.payload
colour_row = colour_parameter(colour_choices(data.points), choice.key)
point_rows = point_parameters(data.points, choice.key)
parameters = (
    *choice.parameters,
    *for_data(HEAT_PARAMETERS, choice.key),
    colour_row,
    ORDER,
    GROUPS,
    FEWEST,
    LINES,
    *point_rows.values(),
)
frame.check_link(parameters)
with st.sidebar:
    st.subheader("Map", anchor=False)
    colour = control(colour_row)
    settings = choose_settings(choice.key)
    lines = control(LINES)
    search_rows(data.key, data.points)
    point = choose_point(data.points, point_rows["point"])

# the computation
try:
    result = heat_job(data, settings)
    if result is None:  # stopped before the first iterate
        frame.actions(parameters, on_reset=clear_group)
        st.stop()
    numbers = map_numbers(data, result)
    distortion = distortion_of(data, result)
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters, on_reset=clear_group)
    st.stop()

# the verdict
frame.verdict(
    map_sentence(numbers, data.truth_name, result.t, t_is_auto=settings.t is None),
    map_badges(data, settings, result),
)

# the pictures
selected = selected_group(data.key, len(data))
colours = colouring(data.points, colour, distortion if colour == DISTORTION else None)
found = neighbors_of(data, result, point)
left, right = st.columns([0.62, 0.38], gap="large")
with left:
    show_map(data, result, colours, selected, point, found, density_lines=lines)
    if data.survey is not None:
        st.subheader("The same places on their floor", anchor=False)
        show_survey_floor(data, colours, selected, point)
with right:
    if selected is not None:
        show_group_panel(data, result.embedding, selected)
    show_original(data, colours, point, choice.parameters[0])
    show_time_curve(result)
show_notices(data, result, numbers)

st.subheader("Heat from one point", anchor=False)
left, right = st.columns([0.62, 0.38], gap="large")
with left:
    show_heat(data, result, point, point_rows["heat_step"])
with right:
    show_neighbor_panel(data, result, point, worst_partner(data, result, point), found)

show_order(data, result, point)
show_groups(data, result)
show_new_points_panel(data, choice.key, result, colours)
how_this_works("embedding_map")
frame.actions(
    parameters,
    map_downloads(data, result, distortion),
    {"data": data.key, "origin": data.origin, "t": result.t, "scores": dict(numbers.map_scores)},
    on_reset=clear_group,
)
