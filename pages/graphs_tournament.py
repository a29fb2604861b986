"""Which proximity wins over many graphs of one model? Copeland, bands and reject curves."""

import streamlit as st

from components.badges import Badge
from components.controls import control
from components.csv_export import to_csv
from components.failures import friendly_errors
from components.graphs.graph_models import graph_model
from components.graphs.measure_parameters import METHOD, SEED, score_parameter
from components.graphs.page_columns import two_columns
from components.graphs.tournament.jobs import TournamentPlan, result_of, tournament_job
from components.graphs.tournament.parameters import (
    GRIDS,
    MEASURE_SETS,
    MODEL_ROWS,
    TOURNAMENT_PARAMETERS,
)
from components.graphs.tournament.published import offer_presets, show_published
from components.graphs.tournament.rivals import show_against
from components.graphs.tournament.verdict import tournament_sentence
from components.graphs.tournament.view import (
    copeland_table,
    show_bands,
    show_copeland,
    show_pairs,
    show_reject_curves,
)
from components.page_frame import Download, begin_page, how_this_works

frame = begin_page("tournament", "Which proximity wins over many graphs?")
rows, score_row = TOURNAMENT_PARAMETERS, score_parameter(has_truth=True)
parameters = (*rows.values(), *MODEL_ROWS, METHOD, score_row, SEED)
frame.check_link(parameters)

# the parameters
with st.sidebar:
    offer_presets()
    model = control(rows["model"])
    by_name = {row.name: row for row in MODEL_ROWS}
    settings = {name: control(by_name[name]) for name in graph_model(model).settings_without_seed}
    n_graphs = control(rows["n_graphs"])
    st.subheader("Contestants", anchor=False)
    measures, _ = MEASURE_SETS[control(rows["measure_set"])]
    grid = GRIDS[control(rows["grid"])]
    method = control(METHOD)
    score = control(score_row)
    seed = control(SEED)
    st.subheader("Ranking", anchor=False)
    rank_by = control(rows["rank_by"])
    shown = control(rows["shown"])
plan = TournamentPlan(
    model, tuple(sorted(settings.items())), n_graphs, measures, grid, method, score, seed
)

# the computation
with friendly_errors():
    job = tournament_job(plan)
    badges: list[Badge] = [
        plan.title,
        ("simulated", "simulated"),
        f"{len(measures)} measures × {len(grid)} parameters",
        f"seeds {seed} to {seed + n_graphs - 1}",
        "CPU",
    ]
    if not job.results:  # stopped, or waiting for its button
        frame.verdict("No graph has been played yet: press the button below to begin.", badges)
        how_this_works("graphs_tournament")
        frame.actions(parameters)
        st.stop()
    result = result_of(plan, job)

    # the verdict
    frame.verdict(tournament_sentence(plan, result, rank_by), badges)

    # the pictures
    left, right = two_columns("tournament")
    with left:
        st.subheader("Copeland ranking", anchor=False)
        show_copeland(result, rank_by)
        show_pairs(result, rank_by)
        show_published(plan, result, rank_by)
        show_against(plan, result, rank_by)
    with right:
        st.subheader("Score against x", anchor=False)
        show_bands(plan, result, shown)
        st.subheader("Reject curves", anchor=False)
        show_reject_curves(plan, result, shown, rank_by)
    st.caption(
        "What to notice: choose another clusterer and the leader changes; rank at the 90th "
        "percentile and measures with a narrow peak fall. Nodes outside a graph's largest "
        "component are left out."
    )
    how_this_works("graphs_tournament")
    frame.actions(
        parameters,
        [
            Download(
                "Copeland table (CSV)",
                "kernelscope-copeland.csv",
                "text/csv",
                lambda: to_csv(copeland_table(result)),
            )
        ],
        {"model": plan.title, "graphs_done": result.n_graphs},
    )
