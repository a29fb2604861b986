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
from components.charts import drawn, label_font
from components.graphs.node_names import node_hovers
from components.text import as_plain_html
from core.datasets import GraphData

MOST_EDGES = 6_000
SVG_UP_TO = 400  # nodes; above, WebGL draws
NAMED_UP_TO = 40  # nodes; names of more lie on each other
LONGEST_NAME = 14


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
    ids = node_hovers(graph)
    names = _written(graph, marked if marked is None else np.arange(graph.n_nodes) == marked)
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
                mode="markers+text",
                marker={
                    "size": size,
                    "color": list(panel.colours),
                    "line": {"color": ring, "width": width},
                },
                hovertext=[
                    f"{node}<br>{words}" for node, words in zip(ids, panel.hover, strict=True)
                ],
                customdata=np.arange(graph.n_nodes)[:, None],
                hovertemplate="%{hovertext}<extra></extra>",
                **names,
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


@drawn
def draw_ranked(
    graph: GraphData,
    position: NDArray[np.float64],
    marked: NDArray[np.bool_],
    rank: NDArray[np.float64],
    hover: Sequence[str],
    *,
    height: int = 330,
) -> go.Figure:
    """The graph with its nodes coloured by ``rank`` (n,), 1 for the nearest and NaN for grey.

    ``marked`` nodes are stars.
    """
    n = graph.n_nodes
    kind = go.Scatter if n <= SVG_UP_TO else go.Scattergl
    size = float(np.clip(150 / np.sqrt(n), 5, 13))
    x, y = edge_lines(graph, position)
    lines = {"color": palette.with_alpha(palette.faint_ink(), 0.3), "width": 0.8}
    figure = go.Figure(kind(x=x, y=y, mode="lines", line=lines, hoverinfo="skip"))
    for chosen, colour in ((np.isnan(rank), palette.faint_ink()), (~np.isnan(rank), None)):
        rows = np.flatnonzero(chosen)
        if not len(rows):
            continue
        scale = {"color": colour} if colour else _rank_scale(rank[rows])
        names = _written(graph, marked, rows)
        figure.add_trace(
            kind(
                x=position[rows, 0],
                y=position[rows, 1],
                mode="markers+text",
                marker={
                    "size": np.where(marked[rows], 1.8 * size, size),
                    "symbol": np.where(marked[rows], "star", "circle"),
                    "line": {"width": 0.5, "color": palette.ink()},
                    **scale,
                },
                hovertext=[hover[row] for row in rows.tolist()],
                customdata=rows[:, None],
                hovertemplate="%{hovertext}<extra></extra>",
                **names,
            )
        )
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 8, "b": 0},
        showlegend=False,
        dragmode="pan",
        clickmode="event+select",
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure


def _written(
    graph: GraphData, marked: NDArray[np.bool_] | None, rows: NDArray[np.intp] | None = None
) -> dict[str, Any]:
    """The names beside the nodes: all of a small graph, those of the marked nodes of a larger."""
    rows = np.arange(graph.n_nodes) if rows is None else rows
    small = graph.n_nodes <= NAMED_UP_TO
    shown = [small or (marked is not None and bool(marked[row])) for row in rows.tolist()]
    names = [
        str(graph.node_ids[row]) if each else "" for row, each in zip(rows, shown, strict=True)
    ]
    short = [
        name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…" for name in names
    ]
    font = {**label_font(), "size": 10}
    if graph.n_nodes > SVG_UP_TO:
        del font["shadow"]  # WebGL's text has none
    return {
        "text": [as_plain_html(name) for name in short],
        "textposition": "top center",
        "textfont": font,
    }


def _rank_scale(rank: NDArray[np.float64]) -> dict[str, Any]:
    return {
        "color": rank,
        "cmin": 0,
        "cmax": 1,
        "colorscale": palette.QUANTITY_SCALE,
        "colorbar": {
            "thickness": 10,
            "tickvals": [0, 1],
            "ticktext": ["farthest", "nearest"],
            "len": 0.7,
        },
    }


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
