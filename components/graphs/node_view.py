"""One node: how near every other node is to it by the chosen measure."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn
from components.graphs import kept_results
from components.graphs.graph_choice import GraphChoice
from components.graphs.graph_drawing import SVG_UP_TO, edge_lines
from components.graphs.one_graph.results import Setting
from components.text import as_plain_html
from core.datasets import GraphData


def show_node(choice: GraphChoice, setting: Setting, node: int, *, on_graph: bool) -> None:
    """The proximities of one node to all others, on the graph where it is drawn, and as a list."""
    graph = choice.graph
    found = kept_results.kernel(choice, setting.measure, setting.x_of(setting.measure))
    kernel = found.matrix
    proximity = (kernel[node] + kernel[:, node]) / 2
    order = _nearest_first(proximity, node)
    table = pd.DataFrame(
        {
            "node": graph.node_ids[order],
            "proximity": proximity[order],
            "edge": graph.adjacency[[node]].toarray().ravel()[order] > 0,
        }
    )
    if on_graph:
        chart(
            _draw_proximity(choice.graph, kept_results.layout(choice), node, proximity),
            key="graph_node",
            alt="Every node coloured by how near it is to the chosen node.",
            table=table,
        )
    st.dataframe(
        table.head(8),
        hide_index=True,
        column_config={
            "node": "Nearest nodes",
            "proximity": st.column_config.NumberColumn("Proximity", format="%.4g"),
            "edge": "Joined by an edge",
        },
        alt="The nodes nearest to the chosen one, with their proximity",
    )


def _nearest_first(proximity: NDArray[np.float64], node: int) -> NDArray[np.intp]:
    """All other nodes by their proximity to this one."""
    others = np.delete(np.arange(len(proximity)), node)
    return others[np.argsort(-proximity[others], kind="stable")]


@drawn
def _draw_proximity(
    graph: GraphData,
    position: NDArray[np.float64],
    node: int,
    proximity: NDArray[np.float64],
) -> go.Figure:
    n = graph.n_nodes
    rank = np.ones(n)
    rank[_nearest_first(proximity, node)] = np.linspace(1, 0, n - 1)
    chosen = np.arange(n) == node
    kind = go.Scatter if n <= SVG_UP_TO else go.Scattergl
    size = float(np.clip(150 / np.sqrt(n), 5, 13))
    x, y = edge_lines(graph, position)
    lines = {"color": palette.with_alpha(palette.faint_ink(), 0.3), "width": 0.8}
    figure = go.Figure(kind(x=x, y=y, mode="lines", line=lines, hoverinfo="skip"))
    figure.add_trace(
        kind(
            x=position[:, 0],
            y=position[:, 1],
            mode="markers",
            marker={
                "size": np.where(chosen, 1.8 * size, size),
                "symbol": np.where(chosen, "star", "circle"),
                "color": rank,
                "colorscale": palette.QUANTITY_SCALE,
                "colorbar": {
                    "thickness": 10,
                    "tickvals": [0, 1],
                    "ticktext": ["farthest", "nearest"],
                    "len": 0.7,
                },
                "line": {"width": 0.5, "color": palette.ink()},
            },
            text=[as_plain_html(str(each)) for each in graph.node_ids],
            customdata=proximity,
            hovertemplate="%{text}: proximity %{customdata:.4g}<extra></extra>",
        )
    )
    figure.update_layout(
        height=330, margin={"l": 0, "r": 0, "t": 8, "b": 0}, showlegend=False, dragmode="pan"
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure
