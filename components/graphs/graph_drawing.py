"""The graph on its fixed layout, as often as there are partitions to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots
from scipy import sparse

from components import palette
from components.charts import drawn
from components.text import as_plain_html
from core.datasets import GraphData

MOST_EDGES = 6_000
SVG_UP_TO = 400  # nodes; above, WebGL draws


@dataclass(frozen=True, eq=False)
class Panel:
    """One drawing: a title, a colour for each node, and what hovering a node says of it."""

    title: str
    colours: Sequence[str]
    hover: Sequence[str]


def cluster_colours(labels: NDArray[np.int64]) -> list[str]:
    """The category colour of each cluster number; beyond ten they repeat."""
    colours = palette.categories()
    return [colours[int(label) % len(colours)] for label in labels]


@drawn
def draw_panels(
    graph: GraphData,
    position: NDArray[np.float64],
    panels: Sequence[Panel],
    *,
    columns: int = 2,
    marked: int | None = None,
    row_height: int = 330,
) -> go.Figure:
    """All panels in one figure, so that they share one canvas; ``marked`` is ringed in each."""
    rows = -(-len(panels) // columns)
    figure = make_subplots(
        rows,
        min(columns, len(panels)),
        subplot_titles=[panel.title for panel in panels],
        horizontal_spacing=0.02,
        vertical_spacing=0.07,
    )
    kind = go.Scatter if graph.n_nodes <= SVG_UP_TO else go.Scattergl
    x, y = edge_lines(graph, position)
    size = float(np.clip(130 / np.sqrt(graph.n_nodes), 4, 13))
    ids = [as_plain_html(str(node)) for node in graph.node_ids]
    for number, panel in enumerate(panels):
        place: dict[str, Any] = {"row": number // columns + 1, "col": number % columns + 1}
        lines = {"color": palette.with_alpha(palette.faint_ink(), 0.65), "width": 0.9}
        figure.add_trace(
            kind(x=x, y=y, mode="lines", line=lines, hoverinfo="skip", showlegend=False), **place
        )
        ring = [palette.ink() if node == marked else palette.paper() for node in range(len(ids))]
        width = [3.0 if node == marked else 0.8 for node in range(len(ids))]
        figure.add_trace(
            kind(
                x=position[:, 0],
                y=position[:, 1],
                mode="markers",
                marker={
                    "size": size,
                    "color": list(panel.colours),
                    "line": {"color": ring, "width": width},
                },
                text=[f"{node}<br>{words}" for node, words in zip(ids, panel.hover, strict=True)],
                customdata=np.arange(graph.n_nodes)[:, None],
                hovertemplate="%{text}<extra></extra>",
                showlegend=False,
            ),
            **place,
        )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.update_layout(
        height=row_height * rows,
        margin={"l": 0, "r": 0, "t": 28, "b": 0},
        font={"family": "Inter, sans-serif"},
        dragmode="pan",
        clickmode="event+select",
    )
    return figure


def edge_lines(
    graph: GraphData, position: NDArray[np.float64]
) -> tuple[list[float | None], list[float | None]]:
    """x and y of all edges as one broken line; an even sample where there are too many."""
    upper = sparse.triu(graph.adjacency, k=1).tocoo()
    source, target = upper.coords
    if len(source) > MOST_EDGES:
        kept = np.linspace(0, len(source) - 1, MOST_EDGES).astype(int)
        source, target = source[kept], target[kept]
    lines = []
    for axis in range(2):
        ends = np.column_stack([position[source, axis], position[target, axis]])
        broken: list[float | None] = []
        for first, second in ends.round(4).tolist():
            broken += [first, second, None]
        lines.append(broken)
    return lines[0], lines[1]


def edges_note(graph: GraphData) -> str:
    """What the drawing leaves out, "" when nothing."""
    if graph.n_edges <= MOST_EDGES:
        return ""
    return f" {MOST_EDGES:,} of {graph.n_edges:,} edges are drawn."
