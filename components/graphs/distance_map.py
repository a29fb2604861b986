"""The distances between all nodes as a heat map, sorted so that communities are blocks."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components import palette
from components.charts import drawn, style
from core.graphs import squared_distance
from core.graphs.scaled_kernel import ScaledKernel

MOST_CELLS = 360  # rows drawn; more are averaged in blocks


@drawn
def draw_distances(
    kernel: ScaledKernel, groups: NDArray[np.int64] | None, *, height: int = 460
) -> go.Figure:
    """The heat map of √Δ (negative Δ as 0).

    ``groups`` (n,) sorts the rows and draws lines between the groups; None keeps the file's order.
    """
    distance = np.sqrt(np.maximum(squared_distance(kernel.matrix), 0))
    n = len(distance)
    order = np.arange(n) if groups is None else np.argsort(groups, kind="stable")
    shown, block = averaged(distance[np.ix_(order, order)])
    edges = np.arange(len(shown)) * block + (block - 1) / 2
    high = float(np.quantile(shown, 0.99)) or 1.0
    figure = go.Figure(
        go.Heatmap(
            z=shown,
            x=edges,
            y=edges,
            zmin=0,
            zmax=high,
            colorscale=palette.QUANTITY_SCALE,
            colorbar={"title": {"text": "√Δ"}, "thickness": 12, "len": 0.8},
            hovertemplate="rows %{y:.0f}, %{x:.0f}: √Δ = %{z:.3g}<extra></extra>",
        )
    )
    if groups is not None:
        for end in np.flatnonzero(np.diff(groups[order])) + 0.5:
            for line in (figure.add_hline, figure.add_vline):
                line(
                    **{"y" if line == figure.add_hline else "x": float(end)},
                    line={"color": "#FFFFFF", "width": 1.2},
                )
    style(figure, height=height, x="Node (sorted)", y="Node (sorted)")
    figure.update_yaxes(autorange="reversed", scaleanchor="x", constrain="domain")
    figure.update_xaxes(constrain="domain")
    return figure


def distances_note(n_nodes: int) -> str:
    """What must be said of the heat map of a graph of so many nodes."""
    note, block = "Colours end at the 99% quantile.", -(-n_nodes // MOST_CELLS)
    return note if block == 1 else f"{note} Each cell is the mean over {block} × {block} pairs."


def averaged(matrix: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """Means of square blocks so that at most ``MOST_CELLS`` rows remain, and the block's side."""
    n = len(matrix)
    block = -(-n // MOST_CELLS)
    if block == 1:
        return matrix, 1
    starts = np.arange(0, n, block)
    sums = np.add.reduceat(np.add.reduceat(matrix, starts, axis=0), starts, axis=1)
    size = np.diff(np.append(starts, n))
    return sums / np.outer(size, size), block
