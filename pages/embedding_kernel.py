"""Inside the kernel: one row of it, its spectrum, other ways to compute it, and the floor."""

import streamlit as st

from components.controls import control
from components.embedding.badges import map_badges
from components.embedding.colouring import DISTORTION, colour_choices, colouring
from components.embedding.data_choice import choose_data
from components.embedding.heat.job import heat_job
from components.embedding.kernel_results import (
    floor_numbers,
    order_table,
    spectrum_of,
    ways_table,
)
from components.embedding.kernel_view import (
    show_decay,
    show_floor,
    show_orders,
    show_row,
    show_spectrum,
    show_ways,
)
from components.embedding.map.parameters import (
    KERNEL_PARAMETERS,
    choose_kernel_settings,
    choose_point,
    colour_parameter,
    for_data,
    order_parameter,
    point_parameters,
)
from components.embedding.verdicts import kernel_sentence
from components.failures import show_error
from components.page_frame import begin_page, how_this_works
from core.errors import KernelscopeError

frame = begin_page("kernel", "What is inside the heat kernel?")

# the data and the parameters
with st.sidebar:
    choice = choose_data(frame)
data = choice.payload
choices = {key: name for key, name in colour_choices(data.points).items() if key != DISTORTION}
colour_row = colour_parameter(choices, choice.key)
point_row = point_parameters(data.points, choice.key)["point"]
order_row = order_parameter()
parameters = (
    *choice.parameters,
    *for_data(KERNEL_PARAMETERS, choice.key),
    colour_row,
    point_row,
    order_row,
)
frame.check_link(parameters)
with st.sidebar:
    st.subheader("Kernel", anchor=False)
    settings = choose_kernel_settings(choice.key)
    point = choose_point(data.points, point_row)
    order = control(order_row)
    colour = control(colour_row)

# the computation
try:
    result = heat_job(data, settings)
    if result is None or not result.model.maps_:
        if result is not None:
            st.info(
                "All points coincide: heat has nowhere to go.",
                icon=":material/local_fire_department:",
            )
        frame.actions(parameters)
        st.stop()
    numbers = floor_numbers(data, result)
    errors, ways = order_table(data, result, point), ways_table(data, result, point, order)
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()

# the verdict
if numbers is not None:
    frame.verdict(
        kernel_sentence(
            numbers.study.share_on_floor, numbers.spearman_plain, numbers.spearman_floored
        ),
        map_badges(data, settings, result),
    )

# the pictures
left, right = st.columns(2, gap="large")
with left:
    show_row(data, result, point)
with right:
    show_decay(data, result, point)
st.caption(
    "What to notice: far entries of the kernel are tiny, and they are what distances are made of. "
    "An error of 10⁻¹⁶ sounds like nothing; beyond the dashed line it is everything."
)
if numbers is not None:
    show_floor(data, numbers, colouring(data.points, colour))
left, right = st.columns(2, gap="large")
with left:
    eigenvalues, complete = spectrum_of(data, result)
    show_spectrum(eigenvalues, complete=complete, t=result.t)
with right:
    show_orders(errors, order)
st.subheader("Four ways to the same column", anchor=False)
show_ways(ways)

how_this_works("embedding_kernel")
frame.actions(
    parameters, (), {"data": data.key, "origin": data.origin, "t": result.t, "order": order}
)
