"""The distances between all nodes as a heat map, sorted so that communities are blocks."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components import palette
from components.charts import style
from core.graphs import squared_distance

MOST_CELLS = 360  # rows drawn; more are averaged in blocks


def draw_distances(
    kernel: NDArray[np.float64], groups: NDArray[np.int64] | None, *, height: int = 460
) -> tuple[go.Figure, str]:
    """The heat map of √Δ (negative Δ as 0), and what must be said of it.

    ``groups`` (n,) sorts the rows and draws lines between the groups; None keeps the file's order.
    """
    distance = np.sqrt(np.maximum(squared_distance(kernel), 0))
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
    said = "Colours end at the 99 % quantile."
    if block > 1:
        said += f" Each cell is the mean over {block} × {block} pairs of nodes."
    return figure, said


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
