"""Your data: does this bandwidth still estimate a density here, and what would?"""

import time

import numpy as np
import streamlit as st

from components.controls import control
from components.density.point_charts import show_projection, show_tail_indices
from components.density.query_panel import show_query_panel
from components.density.scan.charts import show_effective_points, show_likelihood
from components.density.scan.job import scan_of
from components.density.scan.results import bound_notes, diagnosis, widest_axes
from components.density.unlikely_rows import (
    points_download,
    show_unlikely_rows,
    unlikely_download,
)
from components.density.your_data_parameters import BANDWIDTH_RATIO
from components.density.your_data_verdict import your_data_sentence
from components.failures import show_error
from components.page_frame import begin_page, how_this_works
from components.points.choice import choose_points
from components.points.preparation import choose_preparation
from components.settings import value_of
from components.text import as_plain_text, counted
from core.errors import KernelscopeError
from core.parameters import Parameter

START = "breast_cancer"

frame = begin_page("your-data", "Does this bandwidth still estimate a density of your data?")

# the data and the parameters
with st.sidebar:
    choice = choose_points(frame, START)
points = choice.payload
parameters: tuple[Parameter, ...] = (*choice.parameters, BANDWIDTH_RATIO)
try:
    with st.sidebar:
        prepared, axes, switches = choose_preparation(points)
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()
parameters = (*parameters, *switches)
frame.check_link(parameters)
settings = tuple(str(value_of(row)) for row in switches)
ratio = control(BANDWIDTH_RATIO)

# the computation
started = time.perf_counter()
try:
    scan = scan_of(points, prepared, (points.key, *settings))
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()
if scan is None:
    frame.verdict("The scan of bandwidths was stopped; **Resume** starts it again.")
    frame.actions(parameters)
    st.stop()
found = diagnosis(scan, ratio * scan.h_loo)
took_s = time.perf_counter() - started

# the verdict
n, d = scan.points.values.shape
scored = f"{len(scan.rows):,} of them scored" if len(scan.rows) < n else "all scored"
sampled = any("drawn at random" in step for step in prepared.steps)
sample = [(f"a sample of {len(points.cloud.values):,} rows", "caution")] if sampled else []
frame.verdict(
    your_data_sentence(found),
    [
        (points.origin, points.origin),
        *sample,
        f"{n:,} points, {scored}",
        counted(d, "dimension"),
        f"intrinsic dimension {scan.neighborhoods.intrinsic_dimension:.1f}",
        "Gaussian kernel",
        f"{1000 * took_s:.0f} ms",
    ],
)
bounds = bound_notes(points, prepared, found.bandwidth)
for note in (*found.notes, *bounds):
    st.markdown(f":material/lightbulb: {note}")
st.caption(
    "What was done: " + as_plain_text(" ".join((*points.notices, *prepared.steps)) or "nothing.")
)

# the pictures
left, right = st.columns(2, gap="large")
with left:
    st.markdown("**What the other points say about each point**")
    show_likelihood(scan, found.bandwidth)
    st.markdown("**The regime of each point at this h**")
    show_tail_indices(found)
with right:
    st.markdown("**How many points carry an estimate**")
    show_effective_points(scan, found.bandwidth)
    st.markdown("**Where they lie**")
    labels = points.cloud.labels
    rows = prepared.rows[found.rows]
    show_projection(found, widest_axes(scan), None if labels is None else labels[rows])
st.caption(
    "What to notice: the bands are the regimes of the median point. Where the curve is highest, "
    "few points may carry each estimate: then the best global kernel is a nearest-neighbour rule."
)

# the numbers
show_query_panel(points, prepared, axes, found.bandwidth, settings)
show_unlikely_rows(found, points, prepared.rows)
how_this_works("density_your_data")
frame.actions(
    parameters,
    (unlikely_download(found, points, prepared.rows), points_download(found, prepared.rows)),
    {
        "data": points.key,
        "origin": points.origin,
        "preparation": prepared.steps,
        "bandwidth": found.bandwidth,
        "h_loo": found.h_loo,
        "h_loo_error": found.h_loo_error,
        "h_scott": found.h_scott,
        "h_silverman": found.h_silverman,
        "regime_shares": found.regime_shares,
        "median_k_eff": float(np.median(scan.participation(found.bandwidth))),
    },
)
