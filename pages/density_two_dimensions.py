"""Two dimensions: what does the estimate look like, and which points carry it?"""

import time

import streamlit as st

from components.charts import chart
from components.controls import control
from components.density.kernel_words import kernel_formulas
from components.density.other_rules import other_rules
from components.density.plane_job import best_bandwidth
from components.density.two_dimensions.clicks import (
    added_places,
    forget_added,
    on_click,
    show_added,
)
from components.density.two_dimensions.data import (
    FEW_COLUMNS,
    Source,
    make_plane,
    own_plane,
    varying_columns,
    with_added,
)
from components.density.two_dimensions.downloads import plane_downloads
from components.density.two_dimensions.estimate import estimate
from components.density.two_dimensions.figure import plane_figure
from components.density.two_dimensions.place import show_place, take_apart
from components.density.two_dimensions.settings import (
    ADDING,
    PLACE,
    column_parameters,
    view_parameters,
)
from components.density.two_dimensions.verdict import limits_of, title_of, verdict_sentence
from components.failures import show_error
from components.page_frame import begin_page, how_this_works
from components.points.choice import choose_points
from core.errors import KernelscopeError, ParameterError

frame = begin_page("two-dimensions", "Which points carry this density?")

# the data
with st.sidebar:
    choice = choose_points(frame, "moons", usable=own_plane)
points = choice.payload
cloud, source = (
    points.cloud,
    Source(points.key, points.title, points.origin, len(points.cloud.values)),
)
names = varying_columns(cloud)
if len(names) < len("xy"):
    show_error(ParameterError(FEW_COLUMNS))
    frame.actions(choice.parameters)
    st.stop()
columns, view = column_parameters(names, points.key), view_parameters(points.key)
parameters = (*choice.parameters, *columns, *view.values())
frame.check_link(parameters)

# the parameters
with st.sidebar:
    name_x, name_y = (control(column) for column in columns)
    standardised = control(view["standardised"])
    st.subheader("Estimate", anchor=False)
    kernel = control(view["kernel"])
    ratio = control(view["ratio"])
    compare = control(view["compare"])
    ratio_b = control(view["ratio_b"], idle="" if compare else "Nothing is compared.")
    st.subheader("Place", anchor=False)
    place_x, place_y = (control(view[axis]) for axis in PLACE)

# the computation
started = time.perf_counter()
try:
    original = make_plane(source, cloud, name_x, name_y, standardised=standardised)
    h_best = best_bandwidth(original, kernel)
    if h_best is None:
        frame.verdict("The search for the bandwidth was stopped; **Resume** starts it again.")
        frame.actions(parameters)
        st.stop()
    places = added_places(original.key)
    plane = with_added(original, places)
    ratios = (ratio, ratio_b) if compare else (ratio,)
    estimates = [estimate(plane, kernel, each * h_best, each) for each in ratios]
    position = plane.place(place_x, place_y)
    apart = [take_apart(plane, kernel, found.h, position) for found in estimates]
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()
took_s = time.perf_counter() - started

# the verdict
frame.verdict(
    verdict_sentence(estimates[0], estimates[1] if compare else None),
    [
        *source.badges,
        f"{plane.copies.sum():,} points",
        *([(f"{plane.n_added} added by hand", "caution")] if plane.n_added else []),
        *(["standardised"] if standardised else []),
        f"leave-one-out optimum {h_best:.3g}",
        f"{1000 * took_s:.0f} ms",
    ],
)
# the pictures
shares = [0.5, 0.5] if compare else [0.62, 0.38]
boxes = st.columns(shares, gap="medium")
for number, (found, place) in enumerate(zip(estimates, apart, strict=True)):
    chart_key = f"plane_{number}"
    with boxes[number]:
        st.markdown(f"**{title_of(found)}**")
        chart(
            plane_figure(found, place),
            key=chart_key,
            first=True,
            alt=f"Density of {source.title} in the plane of {name_x} and {name_y} with "
            f"contours that hold 50, 68 and 90% of the mass, h = {found.h:.3g}.",
            on_select=lambda chart_key=chart_key: on_click(chart_key, plane.key),
            selection_mode=("points",),
            scroll_zoom=True,
        )
for number, place in enumerate(apart):
    with boxes[number if compare else 1]:
        show_place(plane, place, number)
st.caption(
    "What to notice: a contour holds the stated share of the mass, and a point's colour says how "
    "many others carry its estimate. Drag the bandwidth and watch "
    "the bridge break; click a place to see how few points its value hangs on. The unit of the "
    "bandwidth stays that of the data without added points."
)
if estimates[0].noise is not None:  # the rules are for a Gaussian kernel
    st.caption(other_rules(original.rows, original.key, h_best, source.origin))
for found in estimates:
    for note in limits_of(found):
        st.info(note, icon=":material/search:")
with st.container(horizontal=True, vertical_alignment="center"):
    control(view[ADDING])
    show_added(plane.key)
how_this_works("density_two_dimensions", kernels=kernel_formulas())
frame.actions(
    parameters,
    plane_downloads(estimates[0]),
    {"data": plane.key, "added_percent": places, "bandwidths": [each.h for each in estimates]},
    on_reset=forget_added,
)
