"""What is each proximity? Formula, range, limits, and its claims measured on a toy."""

import streamlit as st

from components.controls import control
from components.csv_export import to_csv
from components.graphs.card_parameters import KIND, TOY, TOYS, start_parameter
from components.graphs.card_picture import show_proximity
from components.graphs.card_view import (
    cards_table,
    show_card,
    show_cards_table,
    show_measured,
    show_path_curve,
    show_published,
)
from components.graphs.graph_choice import built_in
from components.graphs.measure_parameters import MEASURE, NO_X, X
from components.graphs.page_columns import two_columns
from components.page_frame import Download, begin_page, how_this_works
from core.graphs import MEASURE_TABLE, MEASURES, family_of

frame = begin_page("measure-cards", "What does each proximity measure?")

# the graph and the parameters
with st.sidebar:
    toy = control(TOY)
graph = built_in(toy)
start_row = start_parameter(toy, graph.n_nodes)
parameters = (MEASURE, X, TOY, start_row, KIND)
frame.check_link(parameters)
with st.sidebar:
    row = MEASURE_TABLE[control(MEASURE)]
    x = control(X, idle="" if row.parameter else NO_X.format(row.name))
    start = control(start_row)
    kind = control(KIND)

# the card, and what is measured of it
left, right = two_columns("card", (0.52, 0.48))
with left:
    show_card(row, x)
with right:
    st.subheader(f"What it does: {TOYS[toy]}", anchor=False)
    show_proximity(row, graph, toy, x, start)
st.subheader(f"Measured on: {TOYS[toy]}", anchor=False)
measured = show_measured(row, graph, x, TOYS[toy])
st.subheader("Checked by hand on a path", anchor=False)
show_path_curve(row, built_in("path"), x)

# the verdict
families = {family_of(name) for name in MEASURES}
frame.verdict(
    f"**{row.name}**: {row.in_words} {measured} All {len(MEASURES)} measures are only "
    f"{len(families)} different distances.",
    [TOYS[toy], f"{graph.n_nodes} nodes", "CPU"],
)
st.caption(
    "What to notice: most logarithms tend to the shortest path at one end and to resistance or one "
    "eigenvector at the other; a plain kernel often tends to centrality instead, which ignores "
    "communities."
)

st.subheader("Against the printed values", anchor=False)
show_published(built_in("path"))
st.subheader("All cards", anchor=False)
table = cards_table(kind)
show_cards_table(table)
how_this_works("graphs_measure_cards")
frame.actions(
    parameters,
    [Download("All cards (CSV)", "kernelscope-measures.csv", "text/csv", lambda: to_csv(table))],
    {"data": toy},
)
