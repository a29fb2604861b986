"""One map of points as a figure: WebGL, equal axes, a legend or a colour bar."""

from typing import Any

import numpy as np
import plotly.colors as plotly_colors
import plotly.graph_objects as go
from numpy.typing import NDArray

from components import palette
from components.charts import style
from components.embedding.colouring import Colouring
from components.points.row_names import RowLabels
from components.text import as_plain_html

SYMBOLS = ("circle", "diamond")  # the second ten categories repeat the colours as diamonds
MOST_FRAMES = 40
FRAME_ROOM = 0.03  # around a piece, of the largest one's width
MOST_DRAWN = 60_000  # WebGL stays fluent up to here


def map_figure(
    embedding: NDArray[np.float64],
    colours: Colouring,
    *,
    height: int,
    unit: str = "units of distance",
    selected: NDArray[np.bool_] | None = None,
    point: int | None = None,
    labels: RowLabels | None = None,
    colour_scale: Any = palette.QUANTITY_SCALE,
    show_legend: bool = True,
    tick_labels: bool = True,
    pieces: NDArray[np.int64] | None = None,
) -> go.Figure:
    """Draw (n, 2) or (n, 3) coordinates; ``customdata`` of a point is its place among them and the
    number of its row, which ``labels`` say; without them, rows are counted from 1.

    ``selected`` (n,) points keep their colour, the others fade; ``point`` gets a ring. Beyond
    60,000 points every k-th is drawn; the caller says so. Each of several ``pieces`` (n,) gets a
    frame.
    """
    figure = go.Figure()
    drawn = drawn_rows(len(embedding))
    labels = labels or RowLabels(np.arange(1, len(embedding) + 1))
    for rows, marker, name in _groups(colours, drawn):
        marker |= {"size": _size(len(drawn))}
        _add_points(figure, embedding, rows, marker, name, selected, labels)
    if point is not None:
        _add_ring(figure, embedding[point], int(labels.number[point]))
    if embedding.shape[1] == 3:
        _style_3d(figure, height, unit)
    else:
        style(figure, height=height, x=f"Axis 1, {unit}", y=f"Axis 2, {unit}")
        figure.update_yaxes(scaleanchor="x", constrain="domain", showgrid=False, zeroline=False)
        figure.update_xaxes(constrain="domain", showgrid=False, zeroline=False)
        figure.update_layout(dragmode="pan")
        if pieces is not None and pieces.max() > 0:
            _add_frames(figure, embedding, pieces)
        if not tick_labels:
            figure.update_xaxes(showticklabels=False, title_text="")
            figure.update_yaxes(showticklabels=False, title_text="")
    figure.update_layout(showlegend=show_legend and colours.names is not None)
    longest = max((len(name) for name in colours.order), default=0)
    figure.update_layout(
        legend={"entrywidth": max(70, 26 + 7 * min(longest, 24)), "entrywidthmode": "pixels"}
    )
    figure.update_coloraxes(
        colorscale=colour_scale,
        colorbar={"title": {"text": as_plain_html(colours.title, longest=28)}, "thickness": 10},
        showscale=show_legend and colours.values is not None,
    )
    return figure


def heat_scale() -> Any:
    """Colours of heat, the coldest receding into the page.

    Streamlit takes "#000004", where plotly's own Inferno begins, for a placeholder and paints it in
    a category's colour; and so dark a colour could not be seen on the dark page.
    """
    if not palette.is_dark():
        return "YlOrRd"
    colours = plotly_colors.sequential.Inferno[2:]
    return [(i / (len(colours) - 1), colour) for i, colour in enumerate(colours)]


def fitting_height(embedding: NDArray[np.float64], width_px: int, tallest_px: int) -> int:
    """The height at which a flat map of equal axes fills the width; never above ``tallest_px``."""
    if embedding.shape[1] != 2:
        return tallest_px
    width, height = np.ptp(embedding, axis=0)
    if not width > 0:
        return tallest_px
    return int(np.clip(100 + width_px * height / width, 260, tallest_px))


def drawn_rows(n_points: int) -> NDArray[np.intp]:
    """The rows that are drawn: all, or every k-th beyond 60,000."""
    return np.arange(0, n_points, -(-n_points // MOST_DRAWN))


def _groups(colours: Colouring, drawn: NDArray[np.intp]) -> list[tuple[NDArray, dict, str]]:
    """Rows, marker and name of each trace: one per category, or a single one for quantities."""
    if colours.names is None:
        assert colours.values is not None  # noqa: S101 - one of the two is always there
        return [(drawn, {"color": colours.values[drawn], "coloraxis": "coloraxis"}, colours.title)]
    colour, groups = palette.categories(), []
    for index, name in enumerate(colours.order):
        rows = drawn[colours.names[drawn] == name]
        symbol = SYMBOLS[index // len(colour) % len(SYMBOLS)]
        shown = {"color": colour[index % len(colour)], "symbol": symbol}
        if name == colours.rest:
            shown = {"color": palette.muted_ink(), "symbol": "circle-open"}
        groups.append((rows, shown, name))
    return groups


def _add_points(
    figure: go.Figure,
    embedding: NDArray[np.float64],
    rows: NDArray[np.intp],
    marker: dict,
    name: str,
    selected: NDArray[np.bool_] | None,
    labels: RowLabels,
) -> None:
    flat = embedding.shape[1] == 2
    faded = None if selected is None else np.flatnonzero(selected[rows])
    common = {
        "x": embedding[rows, 0],
        "y": embedding[rows, 1],
        "mode": "markers",
        "marker": marker,
        "name": as_plain_html(str(name), longest=24),
        "showlegend": "coloraxis" not in marker,
        "customdata": np.column_stack([rows, labels.number[rows]]),
        **hover_text(labels, rows),
        "hovertemplate": f"{hover_name(labels)}<br>%{{fullData.name}}"
        + ("" if "coloraxis" not in marker else ": %{marker.color:.4g}")
        + "<extra></extra>",
    }
    if flat:
        figure.add_scattergl(
            **common,
            selectedpoints=faded,
            selected={"marker": {"opacity": 1.0}},
            unselected={"marker": {"opacity": 0.12}},
        )
    else:
        figure.add_scatter3d(**common, z=embedding[rows, 2])


def hover_text(labels: RowLabels, rows: NDArray[np.intp]) -> dict[str, NDArray[np.str_]]:
    """The property of a trace that holds what these rows are called, where that is more than a
    number.
    """
    return {} if labels.text is None else {"text": labels.text[rows]}


def hover_name(labels: RowLabels) -> str:
    """The part of a hover that names the row; its number is the second of ``customdata``."""
    return "row %{customdata[1]}" if labels.text is None else "%{text}"


def _add_ring(figure: go.Figure, place: NDArray[np.float64], number: int) -> None:
    ring = {"symbol": "circle-open", "size": 16, "line": {"width": 3}, "color": palette.ink()}
    common = {
        "mode": "markers",
        "marker": ring,
        "name": f"row {number}",
        "showlegend": False,
        "hoverinfo": "skip",
    }
    if len(place) == 3:
        figure.add_scatter3d(x=[place[0]], y=[place[1]], z=[place[2]], **common)
    else:
        figure.add_scattergl(x=[place[0]], y=[place[1]], **common)


def _add_frames(
    figure: go.Figure, embedding: NDArray[np.float64], pieces: NDArray[np.int64]
) -> None:
    """A dotted frame around each piece of the graph, up to ``MOST_FRAMES`` of the largest."""
    room = FRAME_ROOM * float(np.ptp(embedding[pieces == 0], axis=0).max())
    for piece in range(min(int(pieces.max()) + 1, MOST_FRAMES)):
        inside = embedding[pieces == piece]
        (left, low), (right, high) = inside.min(axis=0) - room, inside.max(axis=0) + room
        figure.add_shape(
            type="rect", x0=left, y0=low, x1=right, y1=high, layer="below",
            line={"dash": "dot", "width": 1, "color": palette.faint_ink()},
        )  # fmt: skip
    # A shape takes no part in the range that the axes choose: an unseen mark does.
    corners = np.array([embedding.min(axis=0) - room, embedding.max(axis=0) + room])
    figure.add_scattergl(
        x=corners[:, 0], y=corners[:, 1], mode="markers", marker={"opacity": 0},
        showlegend=False, hoverinfo="skip", name="frames",
    )  # fmt: skip


def _style_3d(figure: go.Figure, height: int, unit: str) -> None:
    style(figure, height=height)
    axis = {"backgroundcolor": "rgba(0,0,0,0)", "gridcolor": palette.faint_ink()}
    figure.update_layout(
        scene={
            "aspectmode": "data",
            "xaxis": axis | {"title": {"text": "1"}},
            "yaxis": axis | {"title": {"text": "2"}},
            "zaxis": axis | {"title": {"text": f"3, {unit}"}},
        },
        margin={"l": 0, "r": 0, "t": 8, "b": 0},
    )


def _size(n_points: int) -> float:
    return 7.0 if n_points <= 800 else 5.0 if n_points <= 5_000 else 3.0
