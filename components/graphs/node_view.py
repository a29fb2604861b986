"""One node: how near every other node is to it by the chosen measure."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components.charts import chart
from components.graphs import kept_results
from components.graphs.graph_choice import GraphChoice
from components.graphs.graph_drawing import draw_ranked
from components.graphs.node_names import node_columns, node_hovers
from components.graphs.one_graph.results import Setting


def show_node(choice: GraphChoice, setting: Setting, node: int, *, on_graph: bool) -> None:
    """The proximities of one node to all others, on the graph where it is drawn, and as a list."""
    graph = choice.graph
    found = kept_results.kernel(choice, setting.measure, setting.x_of(setting.measure))
    kernel = found.matrix
    proximity = (kernel[node] + kernel[:, node]) / 2
    order = _nearest_first(proximity, node)
    table = pd.DataFrame(
        {
            **node_columns(graph, order),
            "proximity": proximity[order],
            "edge": graph.adjacency[[node]].toarray().ravel()[order] > 0,
        }
    )
    if on_graph:
        rank = np.ones(graph.n_nodes)
        rank[order] = np.linspace(1, 0, len(order))
        hover = [
            f"{name}: proximity {each:.4g}"
            for name, each in zip(node_hovers(graph), proximity, strict=True)
        ]
        marked = np.arange(graph.n_nodes) == node
        chart(
            draw_ranked(graph, kept_results.layout(choice), marked, rank, hover),
            key="graph_node",
            alt="Every node coloured by how near it is to the chosen node.",
            table=table,
        )
    st.dataframe(
        table.head(8),
        hide_index=True,
        column_config={
            "row": "Row",
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
