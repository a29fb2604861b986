"""The graph lab in one small picture: one graph, a plain measure, and its logarithm."""

from dataclasses import dataclass

import plotly.graph_objects as go

from components.graphs.graph_choice import FIRST, built_in
from components.graphs.graph_drawing import Panel, cluster_colours, draw_panels
from core.graphs import cluster, partition_score
from core.graphs.label_matching import match_labels
from core.graphs.node_layout import layout_nodes

X = 0.7


@dataclass(frozen=True)
class HomePicture:
    """A figure, its sentence and its alt text."""

    figure: go.Figure
    sentence: str
    alt: str


def karate_twice() -> HomePicture:
    """The karate club split by communicability and by its logarithm at the same parameter."""
    graph = built_in(FIRST)
    panels, scores = [], []
    for measure in ("Comm", "logComm"):
        labels = cluster(graph.adjacency, measure, X, 2)
        matched = match_labels(labels, graph.communities)
        scores.append(partition_score("ari", labels, graph.communities))
        hover = [f"cluster {label + 1}" for label in matched]
        title = f"{measure}: ARI {scores[-1]:.2f}"
        panels.append(Panel(title, cluster_colours(matched), hover))
    figure = draw_panels(graph, layout_nodes(graph.adjacency), panels)
    figure.update_layout(height=320)
    return HomePicture(
        figure,
        f"Zachary's karate club split in two at x = {X}: communicability finds the two clubs with "
        f"ARI {scores[0]:.2f}, **its logarithm with ARI {scores[1]:.2f}**.",
        "The karate club drawn twice, coloured by clusters of a plain measure and its logarithm.",
    )
