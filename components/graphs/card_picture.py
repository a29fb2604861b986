"""What a measure does: how near every node of a small graph is to one of them, at this x."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components.charts import chart
from components.graphs.graph_choice import built_in
from components.graphs.graph_drawing import draw_ranked
from components.graphs.node_names import node_columns, node_hovers, node_name
from components.memory import once, shared
from components.text import as_plain_text
from core.datasets import GraphData
from core.errors import KernelscopeError
from core.graphs import Measure, kernel_matrix
from core.graphs.node_layout import layout_nodes


def show_proximity(row: Measure, graph: GraphData, key: str, x: float, node: int) -> None:
    """The graph with its nodes coloured by their proximity to ``node``."""
    try:
        proximity = proximity_from(graph, row.name, x if row.parameter else None, node)
    except KernelscopeError as error:
        st.info(str(error))
        return
    marked = np.arange(graph.n_nodes) == node
    hover = [
        f"{name}: proximity {each:.4g}"
        for name, each in zip(node_hovers(graph), proximity, strict=True)
    ]
    chart(
        draw_ranked(graph, _layout(key), marked, shares(proximity, node), hover, height=380),
        key="card_proximity",
        first=True,
        alt="A small graph, each node coloured by its proximity to the node with the star.",
        table=lambda: pd.DataFrame({**node_columns(graph), "proximity": proximity}),
    )
    at = f", x = {x:.2f}" if row.parameter else ""
    st.caption(
        f"Proximity to {as_plain_text(node_name(graph, node))} (star) by {row.name}{at}; colours "
        "run evenly from the smallest value to the largest of the others. Move x: near 0 only "
        "neighbours are near, near 1 long paths decide."
    )


@once
def proximity_from(
    graph: GraphData, measure: str, x: float | None, node: int
) -> NDArray[np.float64]:
    """The kernel's entries (n,) between ``node`` and all nodes, the mean of both directions."""
    kernel = kernel_matrix(graph.adjacency, measure, x)
    return (kernel[node] + kernel[:, node]) / 2


def shares(proximity: NDArray[np.float64], node: int) -> NDArray[np.float64]:
    """Where each value (n,) lies between the smallest and the largest of the others; node has 1.

    >>> shares(np.array([9.0, 1.0, 2.0, 3.0]), 0).tolist()
    [1.0, 0.0, 0.5, 1.0]
    """
    others = np.delete(proximity, node)
    low, high = float(others.min()), float(others.max())
    result = (proximity - low) / (high - low) if high > low else np.ones(len(proximity))
    result[node] = 1.0
    return result


@shared()
def _layout(key: str) -> NDArray[np.float64]:
    return layout_nodes(built_in(key).adjacency, random_state=0)
