"""Which proximity leads on this graph? All measures, all clusterers, all parameters."""

import time

import streamlit as st

from components.badges import badge
from components.controls import control
from components.csv_export import to_csv
from components.failures import friendly_errors
from components.graphs.baseline_view import show_baselines
from components.graphs.graph_choice import choose_graph, show_notes
from components.graphs.leaderboard.parameters import (
    GRIDS,
    START_UP_TO,
    leaderboard_parameters,
)
from components.graphs.leaderboard.verdict import leaderboard_sentence
from components.graphs.leaderboard.view import (
    scored_cells,
    show_all_parameters,
    show_clusterers,
    show_pairs,
    show_table,
)
from components.graphs.measure_parameters import METHOD, METHOD_TITLES, SEED, score_parameter
from components.graphs.slow_clusterers import FEW_X, SLOW_METHODS, seconds_of, slow_offer
from components.graphs.sweep_jobs import SweepPlan, sweep_job
from components.page_frame import Download, begin_page, how_this_works
from core.graphs import MEASURES, QUICK_METHODS, family_of

KNOWN = "The graph's known communities say how many."
SLOW = "exact k-means of every measure"
N_FAMILIES = len({family_of(name) for name in MEASURES})
frame = begin_page("leaderboard", "Which proximity finds the communities?")

# the data and the parameters
with st.sidebar:
    choice = choose_graph(frame)
rows = leaderboard_parameters(choice)
score_row = score_parameter(has_truth=choice.has_truth, judged_as=choice.judged_as)
parameters = (*choice.parameters, *rows.values(), score_row, METHOD, SEED)
frame.check_link(parameters)
with st.sidebar:
    st.subheader("Comparison", anchor=False)
    grid = control(rows["grid"])
    exact = control(rows["exact"])
    score = control(score_row)
    count_by = control(rows["count_by"])
    given = control(rows["n_clusters"], idle=KNOWN if choice.has_truth else "")
    method = control(METHOD)
    seed = control(SEED)
show_notes(choice)
n_clusters = choice.n_communities if choice.has_truth else given

# the computation: labels only, so that another score asks for nothing new
started = time.perf_counter()
plan = SweepPlan(MEASURES, GRIDS[grid], QUICK_METHODS, n_clusters, (), seed)
job = sweep_job(choice, plan, "leaderboard", start=choice.graph.n_nodes <= START_UP_TO)
cells = job.results
if exact:
    slow = SweepPlan(MEASURES, FEW_X, SLOW_METHODS, n_clusters, (), seed)
    seconds = seconds_of(SLOW_METHODS[0], choice.graph.n_nodes, len(MEASURES) * len(FEW_X))
    offer = slow_offer(SLOW, seconds)
    cells = [*cells, *sweep_job(choice, slow, SLOW, start=False, offer=offer).results]
values, table = scored_cells(cells, score, choice.graph)
took_s = time.perf_counter() - started

# the verdict
frame.verdict(
    leaderboard_sentence(table, score, count_by),
    [
        *choice.badges,
        f"{n_clusters} clusters",
        f"{len(cells):,} clusterings",
        f"seed {seed}",
        f"CPU, {took_s:.1f} s",
    ],
)
if not job.done and cells:
    stopped = badge("stopped", "caution")
    st.caption(f"{stopped} What was finished is shown; measures may be missing.")

# the pictures
if len(table):
    with friendly_errors():
        st.subheader("Measures by family", anchor=False)
        show_table(table, score, count_by)
        st.subheader("How the order changes with the clusterer", anchor=False)
        show_clusterers(table, score, count_by)
        st.caption(
            "What to notice: the winner with one clusterer need not win with another, so “the "
            f"best measure” is a property of both. {len(MEASURES)} measures are {N_FAMILIES} "
            "different distances: equal bars in one family are one distance."
        )
        best = table.loc[table.groupby("method", sort=False)[count_by].idxmax()]
        leaders = {
            f"{row.measure}, {METHOD_TITLES[row.method]}": getattr(row, count_by)
            for row in best.itertuples()
        }
        show_baselines(choice, n_clusters, seed, score, leaders)
        if choice.has_truth:
            st.caption(
                "Measures stand here at parameters that were chosen by the communities themselves, "
                "which flatters them; Tournament chooses them on other graphs."
            )
        st.subheader("Plain against logarithm", anchor=False)
        show_pairs(table, score, count_by)
        st.subheader(f"Every parameter, {METHOD_TITLES[method]}", anchor=False)
        if any(cell.method == method for cell in cells):
            show_all_parameters(cells, values, method, score)
        else:
            st.caption("Not computed yet: switch on “Exact k-means, too” and press its button.")
how_this_works("graphs_leaderboard")
frame.actions(
    parameters,
    [
        Download(
            "Leaderboard (CSV)",
            "kernelscope-leaderboard.csv",
            "text/csv",
            lambda: to_csv(table),
        )
    ],
    {"data": choice.title, "origin": choice.origin, "clusters": n_clusters},
)
