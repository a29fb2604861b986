"""The pictures of the "One graph" view: curves, partitions side by side, matrix, one node."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn, style
from components.graphs import kept_results
from components.graphs.baseline_view import show_baselines
from components.graphs.distance_map import distances_note, draw_distances
from components.graphs.graph_choice import GraphChoice
from components.graphs.graph_drawing import Panel, cluster_colours, draw_panels, edges_note
from components.graphs.measure_parameters import METHOD_TITLES, SCORE_SHORT
from components.graphs.one_graph.parameters import NODE
from components.graphs.one_graph.results import LOUVAIN, Compared, Setting
from components.text import as_plain_html, as_plain_text, one_line
from core.graphs import MEASURE_TABLE, parameter
from core.graphs.label_matching import contingency
from core.graphs.sweeps import SweepCell

PARTITIONS = "graph_partitions"


def show_curves(
    choice: GraphChoice, setting: Setting, compared: Compared, cells: tuple[SweepCell, ...]
) -> None:
    """Score against the parameter, plain and logarithm, with the chosen parameter marked."""
    if not cells:
        st.caption("The curves over x wait for the button above; on this graph they take a while.")
        return
    show_curve_of(choice, setting, compared.scores, cells)


def show_curve_of(
    choice: GraphChoice, setting: Setting, scores: dict[str, float], cells: tuple[SweepCell, ...]
) -> None:
    """The curves, with the scores at the chosen parameter marked."""
    rows = [(cell.measure, cell.x, cell.scores.get(setting.score), cell.reason) for cell in cells]
    chart(
        _curves(setting, scores, cells),
        key="graph_curves",
        first=True,
        alt="Score against the flat parameter for the plain measure and its logarithm.",
        table=lambda: pd.DataFrame(rows, columns=["measure", "x", setting.score, "reason"]),
    )
    _explain_parameter(choice, setting, cells)


@drawn
def _curves(setting: Setting, scores: dict[str, float], cells: tuple[SweepCell, ...]) -> go.Figure:
    figure = go.Figure()
    for name in dict.fromkeys(cell.measure for cell in cells):
        own = [cell for cell in cells if cell.measure == name]
        x = [cell.x for cell in own if cell.x is not None]
        y = [cell.scores.get(setting.score, np.nan) for cell in own if cell.x is not None]
        colour = _colour(name)
        if x:
            figure.add_scatter(
                x=x,
                y=y,
                mode="lines+markers",
                name=name,
                line={"color": colour, "width": 2.5},
                marker={"size": 5},
                hovertemplate="x = %{x:.2f}: %{y:.3f}<extra>" + name + "</extra>",
            )
        elif own and own[0].scores:
            figure.add_hline(y=own[0].scores[setting.score], line={"color": colour, "width": 2.5})
        if name in scores and x:
            figure.add_scatter(
                x=[setting.x],
                y=[scores[name]],
                mode="markers",
                showlegend=False,
                marker={"size": 13, "color": colour, "line": {"width": 2, "color": palette.ink()}},
                hovertemplate=f"{name} at x = {setting.x:.2f}: %{{y:.3f}}<extra></extra>",
            )
    figure.add_vline(x=setting.x, line={"width": 1, "dash": "dot", "color": palette.faint_ink()})
    if LOUVAIN in scores:
        figure.add_hline(
            y=scores[LOUVAIN],
            line={"width": 1.5, "dash": "dash", "color": palette.faint_ink()},
            annotation={"text": "Louvain", "font": {"color": palette.muted_ink()}},
            annotation_position="bottom right",
        )
    style(figure, height=420, x="Flat parameter x", y=SCORE_SHORT[setting.score])
    figure.update_xaxes(range=[0, 1])
    return figure


def _explain_parameter(choice: GraphChoice, setting: Setting, cells: tuple[SweepCell, ...]) -> None:
    row = MEASURE_TABLE[setting.measure]
    if row.parameter:
        value = parameter(choice.graph.adjacency, setting.measure, setting.x)
        st.caption(
            f"Here x = {setting.x:.2f} means {row.parameter} = {value:.4g} ({row.flat_map}). "
            f"x → 0: {row.limit_low}. x → 1: {row.limit_high}."
        )
    missing = [cell for cell in cells if cell.reason]
    if missing:
        st.caption(
            f"Missing points: {len(missing)} of {len(cells)}; the first because: "
            f"{as_plain_text(missing[0].reason)}"
        )


def show_partitions(
    choice: GraphChoice, setting: Setting, compared: Compared, node: int, select: Any
) -> None:
    """The graph on one layout, coloured by the truth and by each partition."""
    panels = []
    if compared.truth is not None and choice.graph.communities is not None:
        known = [as_plain_html(str(each)) for each in choice.graph.communities]
        panels.append(Panel("Known communities", cluster_colours(compared.truth), known))
    for name, labels in compared.labels.items():
        title = f"{name}: {SCORE_SHORT[setting.score]} {compared.scores[name]:.2f}"
        hover = [f"cluster {label + 1}" for label in labels]
        panels.append(Panel(title, cluster_colours(labels), hover))
    figure = draw_panels(choice.graph, kept_results.layout(choice), panels, marked=node)
    chart(
        figure,
        key=PARTITIONS,
        first=True,
        alt="The same graph drawn once for each partition, with colours that agree.",
        scroll_zoom=True,
        on_select=select,
        selection_mode="points",
    )
    st.caption(
        "One layout (seed 0), and colours matched so that as many nodes as possible keep theirs. "
        "Click a node to see its proximities." + edges_note(choice.graph)
    )


def clicked_node() -> int | None:
    """The row of the node that was clicked last in the partitions, or None."""
    state = st.session_state.get(PARTITIONS)
    for point in [] if state is None else state["selection"]["points"]:
        data = point.get("customdata")
        values = list(data.values()) if isinstance(data, Mapping) else data
        if values:
            return int(values[0])
    return None


def show_matrix(
    choice: GraphChoice, setting: Setting, compared: Compared, order: str, *, height: int = 460
) -> None:
    """The distance matrix of the chosen measure, sorted by truth or by the clusters found."""
    groups = {"truth": compared.truth, "clusters": compared.labels.get(setting.measure)}
    kernel = kept_results.kernel(choice, setting.measure, setting.x_of(setting.measure))
    chart(
        draw_distances(kernel, groups.get(order), height=height),
        key="graph_matrix",
        alt="Heat map of the distances between all nodes, sorted by community.",
    )
    st.caption(
        f"√Δ of {setting.measure}, where "
        r"$\Delta_{ij} = k_{ii} + k_{jj} - k_{ij} - k_{ji}$. "
        "Dark blocks along the diagonal are groups of nearby nodes. "
        f"{distances_note(choice.graph.n_nodes)}"
    )


def show_confusion(choice: GraphChoice, setting: Setting, compared: Compared) -> None:
    """How many nodes each cluster shares with each known community."""
    labels = compared.labels.get(setting.measure)
    if labels is not None:
        show_confusion_of(choice, setting.measure, labels)


def show_confusion_of(choice: GraphChoice, measure: str, labels: NDArray[np.int64]) -> None:
    """The table of one partition; nothing without known communities."""
    known = choice.graph.communities
    if known is None:
        return
    table = pd.DataFrame(
        contingency(labels, known),
        index=[f"cluster {label + 1}" for label in dict.fromkeys(labels.tolist())],
        columns=[one_line(str(each), longest=30) for each in dict.fromkeys(known.tolist())],
    )
    st.markdown(f"**Confusion of {measure} with the known communities** (nodes)")
    st.dataframe(table, alt="Nodes that each cluster shares with each known community")


def show_beside(choice: GraphChoice, setting: Setting, compared: Compared) -> None:
    """The scores of the measures beside those of what people use."""
    at = "" if setting.x_of(setting.measure) is None else f" at x = {setting.x:.2f}"
    ours = {
        f"{name}, {METHOD_TITLES[setting.method]}{at}": score
        for name, score in compared.scores.items()
        if name != LOUVAIN
    }
    show_baselines(choice, setting.n_clusters, setting.seed, setting.score, ours)


def choose_clicked_node(choice: GraphChoice) -> Callable[[], None]:
    """A callback that makes the clicked node the chosen one."""

    def chosen() -> None:
        node = clicked_node()
        if node is not None and node < choice.graph.n_nodes:
            st.session_state[NODE] = str(choice.graph.node_ids[node])

    return chosen


def _colour(measure: str) -> str:
    """Plain measures in the first category colour, logarithms in the second."""
    return palette.categories()[1 if MEASURE_TABLE[measure].is_logarithm else 0]
