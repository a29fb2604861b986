"""Does the logarithm help on this graph? One graph, one pair of measures, every picture of them."""

import time

import streamlit as st

from components.controls import control
from components.failures import friendly_errors, show_error
from components.graphs.count_view import show_counts
from components.graphs.graph_choice import choose_graph, show_notes
from components.graphs.large_graph_view import is_large, show_large_page
from components.graphs.measure_parameters import (
    MEASURE,
    METHOD,
    NO_X,
    SEED,
    X,
    pair_of,
    score_parameter,
)
from components.graphs.no_truth_view import current_study, show_study
from components.graphs.node_names import node_name
from components.graphs.node_view import show_node
from components.graphs.one_graph.downloads import one_graph_downloads
from components.graphs.one_graph.exact import show_exact
from components.graphs.one_graph.jobs import clustered_measures, pair_cells, ready_measures
from components.graphs.one_graph.parameters import (
    COUNTED,
    GIVEN,
    MATRIX_LEADS_ABOVE,
    one_graph_parameters,
)
from components.graphs.one_graph.results import Setting, cluster_count, compare
from components.graphs.one_graph.verdict import no_truth_sentence, one_graph_sentence
from components.graphs.one_graph.view import (
    choose_clicked_node,
    show_beside,
    show_confusion,
    show_curves,
    show_matrix,
    show_partitions,
)
from components.graphs.page_columns import two_columns
from components.page_frame import begin_page, how_this_works
from components.text import as_plain_text
from core.errors import KernelscopeError
from core.graphs import MEASURE_TABLE

frame = begin_page("one-graph", "Does the logarithm help on this graph?")

# the data and the parameters
with st.sidebar:
    choice = choose_graph(frame)
rows = one_graph_parameters(choice)
score_row = score_parameter(has_truth=choice.has_truth, judged_as=choice.judged_as)
parameters = (*choice.parameters, MEASURE, X, METHOD, score_row, SEED, *rows.values())
frame.check_link(parameters)
with st.sidebar:
    st.subheader("Clustering", anchor=False)
    measure = control(MEASURE)
    x = control(X, idle="" if MEASURE_TABLE[measure].parameter else NO_X.format(measure))
    method = control(METHOD)
    source = control(rows["clusters_from"])
    given = control(rows["n_clusters"], idle="" if source == GIVEN else COUNTED)
    score = control(score_row)
    seed = control(SEED)
    order = control(rows["order"])
    node = choice.graph.node_ids.tolist().index(control(rows["node"]))
show_notes(choice)

# the computation
started = time.perf_counter()
try:
    x_or_none = x if MEASURE_TABLE[measure].parameter else None
    ready = () if is_large(choice) else ready_measures(choice, measure, x)
    count, proposals = cluster_count(choice, source, given, measure, x_or_none)
    setting = Setting(measure, x, method, count, score, seed)
    if is_large(choice):
        show_large_page(frame, choice, setting, parameters)
        st.stop()
    ready = clustered_measures(choice, setting, ready)
    compared = compare(choice, setting, ready)
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()
took_s = time.perf_counter() - started
if measure not in ready:
    frame.verdict("This partition is not there yet: press the button.", choice.badges)
    frame.actions(parameters)
    st.stop()
cells = pair_cells(choice, setting)
study = None if choice.has_truth else current_study(choice, setting)

# the verdict
sentence = (
    one_graph_sentence(choice, setting, compared, cells)
    if choice.has_truth
    else no_truth_sentence(setting, compared, study.recommendation if study else None)
)
facts = [f"{count} clusters", f"seed {seed}", f"CPU, {1000 * took_s:.0f} ms"]
frame.verdict(sentence, [*choice.badges, *facts])

# the pictures
drawn = choice.graph.n_nodes <= MATRIX_LEADS_ABOVE
left, right = two_columns("curves", (0.46, 0.54))
with left, friendly_errors():
    st.subheader(f"{' and '.join(pair_of(measure))} against x", anchor=False)
    show_curves(choice, setting, compared, cells)
    if drawn:
        show_confusion(choice, setting, compared)
with right, friendly_errors():
    st.subheader("Partitions side by side" if drawn else "Distances", anchor=False)
    if drawn:
        show_partitions(choice, setting, compared, node, choose_clicked_node(choice))
    else:
        show_matrix(choice, setting, compared, order)
        show_confusion(choice, setting, compared)
        st.caption(f"Above {MATRIX_LEADS_ABOVE:,} nodes a drawing is a hairball: the matrix leads.")
st.caption(
    "What to notice: move x. The plain curve often has one narrow peak, the logarithm a wide "
    "plateau; the colours of the partitions show which nodes change sides."
)
left, right = two_columns("matrix")
with left, friendly_errors():
    if drawn:
        st.subheader("Distances", anchor=False)
        show_matrix(choice, setting, compared, order)
with right, friendly_errors():
    st.subheader(f"Proximities of {as_plain_text(node_name(choice.graph, node))}", anchor=False)
    show_node(choice, setting, node, on_graph=drawn)
if measure in compared.labels:
    with friendly_errors():
        show_exact(choice, setting)
        show_beside(choice, setting, compared)
st.subheader("How many clusters?", anchor=False)
show_counts(choice, proposals, measure, count)
if study is not None:
    show_study(choice, setting, study, compared)
how_this_works("graphs_one_graph")
frame.actions(
    parameters,
    one_graph_downloads(choice, setting, compared),
    {"data": choice.title, "origin": choice.origin, "clusters": count},
)
