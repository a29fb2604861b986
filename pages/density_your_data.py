"""Your data: does this bandwidth still estimate a density here, and what would?"""

import time

import streamlit as st

from components.controls import control
from components.density.judge import judge_of
from components.density.local_kernels import (
    ESTIMATOR,
    chosen_score,
    gain_sentence,
    scores_of,
    show_scores,
)
from components.density.mixture_panel import show_mixture_panel
from components.density.other_rules import other_rules
from components.density.point_charts import show_projection, show_tail_indices
from components.density.query_panel import show_query_panel
from components.density.scan.charts import show_effective_points, show_likelihood
from components.density.scan.job import scan_of
from components.density.scan.results import diagnosis, widest_axes
from components.density.unlikely_rows import (
    points_download,
    rows_downloads,
    show_rows_of_both_ends,
)
from components.density.your_data_notes import show_notes, verdict_badges, what_to_notice
from components.density.your_data_parameters import BANDWIDTH_RATIO
from components.density.your_data_verdict import your_data_sentence
from components.depths import what_is_this
from components.failures import show_error
from components.page_frame import begin_page, how_this_works
from components.points.choice import choose_points
from components.points.preparation import choose_preparation
from components.points.weight_column import choose_weight, weighed
from components.settings import value_of
from core.density.bandwidth_rules import BANDWIDTH_RULES
from core.density.local.choices import GLOBAL
from core.errors import KernelscopeError
from core.parameters import Parameter

START = "breast_cancer"
MANIFEST = ("bandwidth", "h_loo", "h_loo_error", "h_scott", "h_silverman", "regime_shares")

frame = begin_page("your-data", "Does this bandwidth still fit your data?")

# the data and the parameters
with st.sidebar:
    choice = choose_points(frame, START)
points = choice.payload
parameters: tuple[Parameter, ...] = (*choice.parameters, BANDWIDTH_RATIO, ESTIMATOR)
try:
    with st.sidebar:
        weight_row, weight_column = choose_weight(points)
        rows = weighed(points, weight_row, weight_column)
        points = rows.points
        prepared, axes, switches = choose_preparation(rows)
except KernelscopeError as error:
    show_error(error)
    frame.actions((*parameters, *((weight_row,) if weight_row is not None else ())))
    st.stop()
parameters = (*parameters, *switches)
frame.check_link(parameters)
settings = tuple(str(value_of(row)) for row in switches)
with st.sidebar:
    st.subheader("Estimate", anchor=False)
    estimator = control(ESTIMATOR)
pictures, below = st.container(), st.container()
with below:
    ratio = control(BANDWIDTH_RATIO)
    rules = [(row.label, row.depths) for row in BANDWIDTH_RULES.values()]
    what_is_this(rules, key="bandwidth_rules")

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
wanted = estimator != GLOBAL
scores = scores_of(points, prepared, (points.key, *settings)) if wanted else ()
chosen = chosen_score(scores, estimator)
judge = judge_of(found, chosen)
took_s = time.perf_counter() - started

# the verdict
gained = "" if chosen is None else f" {gain_sentence(scores, chosen)}"
frame.verdict(
    f"{your_data_sentence(found)}{gained}",
    [*verdict_badges(rows, prepared, scan), f"{1000 * took_s:.0f} ms"],
)

# the pictures
left, right = pictures.columns(2, gap="large")
with left:
    st.markdown("**What the other points say about each point**")
    show_likelihood(scan, found.bandwidth)
with right:
    st.markdown("**How many points carry an estimate**")
    show_effective_points(scan, found.bandwidth)
with below:
    show_notes(points, prepared, found, switches, local=wanted)
left, right = st.columns(2, gap="large")
with left:
    st.markdown("**The regime of each point at this h**")
    show_tail_indices(found)
with right:
    st.markdown("**Where they lie**")
    show_projection(found, widest_axes(scan), points.cloud, prepared.rows[found.rows])
st.caption(what_to_notice(scan.points.values.shape[1]))
if others := other_rules(
    prepared.values, (points.key, *settings), scan.h_loo, points.origin, prepared.weight
):
    st.caption(others)

# the numbers
if scores:
    show_scores(scores, len(prepared.values))
show_mixture_panel(points, prepared, judge, (points.key, *settings))
show_query_panel(points, prepared, axes, judge, settings)
show_rows_of_both_ends(judge, rows, prepared)
how_this_works("density_your_data")
frame.actions(
    parameters,
    (
        *rows_downloads(judge, rows, prepared),
        points_download(found, rows, prepared.rows),
    ),
    {
        "data": points.key,
        "origin": points.origin,
        "preparation": prepared.steps,
        "judged_by": judge.said,
        "weighed_by": rows.column,
        "n_effective": scan.points.n_effective,
        **{name: getattr(found, name) for name in MANIFEST},
        "median_k_eff": found.k_eff_quantiles[0.5],
    },
)
