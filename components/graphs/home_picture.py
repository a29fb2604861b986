"""The graph lab in one small picture: one graph at every parameter, with and without logarithm."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components import palette
from components.charts import drawn, style
from components.graphs.graph_choice import CLASSIC, built_in
from components.home_card import PICTURE_PX, HomePicture
from components.memory import shared
from core.graphs import DEFAULT_X, cluster
from core.graphs.label_matching import match_labels
from core.graphs.measures.selections import OPENING_PAIR

PLAIN, LOGARITHM = OPENING_PAIR


def karate_club() -> HomePicture:
    """Zachary's karate club split by communicability and by its logarithm, at every parameter."""
    right = members_in_the_right_club()
    plain, logarithm = right[PLAIN], right[LOGARITHM]
    n = built_in(CLASSIC).n_nodes
    more = " or more" if logarithm.max() > logarithm.min() else ""
    return HomePicture(
        _figure(right, n),
        f"A karate club split in two. The **logarithm of communicability puts "
        f"{logarithm.min()} of its {n} members**{more} into the right half at each of "
        f"{len(DEFAULT_X)} parameters; without it, {plain.max()} at best and {plain.min()} at "
        "worst.",
        "Members of the karate club in the right half against the parameter: two curves.",
    )


@shared()
def members_in_the_right_club() -> dict[str, NDArray[np.intp]]:
    """Measure → (x,) members whose cluster, matched to the known halves, is theirs."""
    graph = built_in(CLASSIC)
    known = match_labels(graph.communities, graph.communities)
    return {
        measure: np.array(
            [
                (match_labels(cluster(graph.adjacency, measure, x, 2), known) == known).sum()
                for x in DEFAULT_X
            ]
        )
        for measure in (LOGARITHM, PLAIN)
    }


@drawn
def _figure(right: dict[str, NDArray[np.intp]], n: int) -> go.Figure:
    figure = go.Figure()
    for (measure, count), colour in zip(right.items(), palette.categories()[1::-1], strict=True):
        figure.add_scatter(
            x=DEFAULT_X,
            y=count,
            mode="lines+markers",
            name="With logarithm" if measure == LOGARITHM else "Without",
            line={"color": colour, "width": 2.5},
            marker={"size": 5},
        )
    style(figure, height=PICTURE_PX, x="Parameter x", y="Members in their half")
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    figure.update_xaxes(title_standoff=6, range=[0, 1])
    figure.update_yaxes(title_standoff=12, range=[0, n + 1.5], tickvals=[0, 10, 20, n])
    return figure
