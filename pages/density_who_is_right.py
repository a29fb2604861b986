"""Who is right? The same log densities from several libraries, judged against 50 digits."""

import streamlit as st

from components.controls import control
from components.csv_export import to_csv
from components.density.who_is_right.job import comparison_job
from components.density.who_is_right.settings import PARAMETERS, affordable_queries
from components.density.who_is_right.verdict import (
    answers_table,
    comparison_sentence,
    comparison_table,
)
from components.density.who_is_right.view import show_errors, show_table, show_times
from components.failures import show_error
from components.page_frame import Download, begin_page, how_this_works
from core.errors import KernelscopeError
from core.parallel import available_workers

frame = begin_page("who-is-right", "Who is right about this density?")
parameters = tuple(PARAMETERS.values())
frame.check_link(parameters)

# the parameters
with st.sidebar:
    chosen = {name: control(parameter) for name, parameter in PARAMETERS.items()}
queries = affordable_queries(chosen["n"], chosen["d"], chosen["queries"])
if queries < chosen["queries"]:
    st.info(
        f"The reference adds up every coordinate in 50 digits: {queries} of {chosen['queries']} "
        "query points are used here, so that it takes seconds.",
        icon=":material/timer:",
    )

# the computation
offset = float(chosen["offset"])
try:
    job = comparison_job(**{**chosen, "queries": queries, "offset": offset})
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()
if not job.results:
    frame.verdict("Stopped before any result: **press Resume**.", [("simulated", "simulated")])
    how_this_works("density_who_is_right")
    frame.actions(parameters)
    st.stop()
result = job.results[0]
table = comparison_table(result)

# the verdict
frame.verdict(
    comparison_sentence(result),
    [
        ("simulated", "simulated"),
        f"{chosen['n']:,} points, d = {chosen['d']}, h = {chosen['h']:g}",
        f"{queries} queries",
        f"seed {chosen['seed']}",
        f"reference: 50 digits, {result.reference_s:.1f} s",
    ],
)

# the pictures
st.subheader("How wrong?", anchor=False)
show_errors(result)
st.caption(
    "What to notice: no library warns. A wrong log density looks like any other number, and it is "
    "worst where the density is estimated from few points. Go down to two dimensions and all agree."
)
st.subheader("How fast?", anchor=False)
show_times(table)
st.caption(
    f"One thread for each library, up to {available_workers()} for ours. So few queries measure "
    "mostly what a call costs; benchmarks/density/side_by_side.md times large ones."
)
st.subheader("The numbers", anchor=False)
show_table(table)
how_this_works("density_who_is_right")
frame.actions(
    parameters,
    [
        Download(
            "Errors and times (CSV)",
            "kernelscope-who-is-right.csv",
            "text/csv",
            lambda: to_csv(table),
        ),
        Download(
            "All answers and the reference (CSV)",
            "kernelscope-who-is-right-answers.csv",
            "text/csv",
            lambda: to_csv(answers_table(result)),
        ),
    ],
    {"data": "standard normal, numpy default_rng(seed)", "queries_asked": queries},
)
