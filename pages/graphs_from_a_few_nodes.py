"""Who else belongs to these nodes? A few known ones, and all others ranked by how near they are."""

import numpy as np
import streamlit as st

from components.controls import control
from components.csv_export import to_csv
from components.failures import friendly_errors, show_error
from components.graphs.few_nodes.parameters import (
    KNOWN_NODES,
    drawn_nodes,
    few_nodes_parameters,
)
from components.graphs.few_nodes.results import ranked_table, ranking_job, study_job
from components.graphs.few_nodes.verdict import few_nodes_sentence, hubs_sentence
from components.graphs.few_nodes.view import show_ranked_graph, show_ranked_table, show_study
from components.graphs.graph_choice import choose_graph, show_notes
from components.graphs.one_graph.parameters import MATRIX_LEADS_ABOVE
from components.graphs.page_columns import two_columns
from components.page_frame import Download, begin_page, how_this_works
from core.errors import KernelscopeError

frame = begin_page("from-a-few-nodes", "Who else belongs to these nodes?")

# the data and the parameters
with st.sidebar:
    choice = choose_graph(frame)
rows = few_nodes_parameters(choice)
parameters = (*choice.parameters, *rows.values())
frame.check_link(parameters)
with st.sidebar:
    st.subheader("Known nodes", anchor=False)
    names = control(rows[KNOWN_NODES])
    ranked_by = control(rows["ranked_by"])
    community = control(
        rows["community"], idle="" if choice.has_truth else "No communities are known."
    )
    draw = control(rows["draw"])

    def take_drawn() -> None:
        """Replace the known nodes by a random draw from the chosen community."""
        st.session_state[KNOWN_NODES] = drawn_nodes(choice, community, draw)

    st.button(
        "Know 5% of this community",
        on_click=take_drawn,
        disabled=not choice.has_truth,
        key="few-nodes-draw",
        help="Replaces the known nodes by one in twenty of the community, at least three.",
    )
show_notes(choice)
if not names:
    frame.verdict("Choose at least one known node, in the sidebar or by a click.", choice.badges)
    if choice.graph.n_nodes <= MATRIX_LEADS_ABOVE:
        show_ranked_graph(choice, (), np.full(choice.graph.n_nodes, np.nan))
    how_this_works("graphs_from_a_few_nodes")
    frame.actions(parameters)
    st.stop()

# the computation
place = {str(name): row for row, name in enumerate(choice.graph.node_ids.tolist())}
known = tuple(sorted(place[name] for name in names))
try:
    job = ranking_job(choice, known, ranked_by)
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()
if not job.results:
    frame.verdict("Stopped before the ranking was done: press “Resume”.", choice.badges)
    frame.actions(parameters)
    st.stop()
found = job.results[0]
table = ranked_table(choice, known, found.scores)

# the verdict
if len(table):
    sentence = few_nodes_sentence(choice, known, ranked_by, table)
else:
    sentence = "No other node is reached from the known ones."
frame.verdict(sentence, [*choice.badges, f"{len(known)} known", "CPU"])

# the pictures
left, right = two_columns("ranking", (0.55, 0.45))
with left, friendly_errors():
    st.subheader("Nodes by their rank", anchor=False)
    if choice.graph.n_nodes <= MATRIX_LEADS_ABOVE:
        show_ranked_graph(choice, known, found.scores)
    else:
        st.caption(f"Above {MATRIX_LEADS_ABOVE:,} nodes a drawing is a hairball: see the table.")
with right, friendly_errors():
    st.subheader("The nearest nodes", anchor=False)
    show_ranked_table(table, int(np.isnan(found.scores).sum()))
if len(table):
    st.caption(hubs_sentence(choice, known, ranked_by, found))
if choice.has_truth:
    with friendly_errors():
        st.subheader("Which proximity finds a community from so few?", anchor=False)
        study = study_job(choice, len(known), draw)
        if study.results:
            show_study(study.results[0], len(known))
how_this_works("graphs_from_a_few_nodes")
frame.actions(
    parameters,
    [
        Download(
            "Ranked nodes (CSV)",
            "kernelscope-ranked-nodes.csv",
            "text/csv",
            lambda: to_csv(table.drop(columns="row")),
        )
    ],
    {"data": choice.title, "origin": choice.origin, "known": len(known)},
)
