"""The pictures of the story: places on the floor, in signal space, in the graph and on the map."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray
from scipy import sparse

from components import palette
from components.charts import colour_bar, drawn, log_ticks, style
from components.localization.floor.image import FloorImage
from components.localization.floor.layers import add_floor
from components.localization.scene import Floor
from core.story import Concentration, FloorFromRadio, ZoneScore

HEIGHT = 380
# A floor is as high as it asks at the usual width of a column, with axis and legend around it.
WIDE_PX, AROUND_PX, LOWEST_PX, HIGHEST_PX = 430, 120, 240, 460
PAIRS = 4_000


@dataclass(frozen=True, eq=False)
class Marks:
    """What every picture marks: the chosen place, and, on the floor, a scan's fix and truth."""

    place: int
    fix_m: NDArray[np.float64] | None = None
    true_m: NDArray[np.float64] | None = None


@drawn
def floor_picture(
    floor: Floor,
    image: FloorImage | None,
    values: NDArray[np.float64] | None,
    groups: NDArray[np.int64] | None,
    marks: Marks,
    title: str,
) -> go.Figure:
    """The places on their floor, coloured by a value in [0, 1] or by group."""
    figure = go.Figure()
    add_floor(figure, floor, image)
    _add_places(figure, floor.grid_m, values, groups, marks, title)
    if marks.fix_m is not None and marks.true_m is not None:
        for point, symbol, name in (
            (marks.true_m, "cross", "Truth"),
            (marks.fix_m, "circle", "Fix"),
        ):
            figure.add_scatter(
                x=[point[0]],
                y=[point[1]],
                mode="markers",
                marker={
                    "symbol": symbol,
                    "size": 13,
                    "color": palette.categories()[1],
                    "line": {"width": 2, "color": palette.paper()},
                },
                name=name,
                hovertemplate=f"{name}<br>(%{{x:.1f}}, %{{y:.1f}}) m<extra></extra>",
            )
    left, bottom, right, top = floor.bounds_m
    height = WIDE_PX * (top - bottom) / max(right - left, 1e-9) + AROUND_PX
    return _finished(figure, int(min(max(height, LOWEST_PX), HIGHEST_PX)))


@drawn
def plane_picture(
    points: NDArray[np.float64],
    edges: sparse.csr_array | None,
    values: NDArray[np.float64] | None,
    groups: NDArray[np.int64] | None,
    marks: Marks,
    title: str,
    axes: tuple[str, str],
) -> go.Figure:
    """The places in a plane of their own, with the edges between those that sound alike."""
    figure = go.Figure()
    if edges is not None:
        upper = sparse.triu(edges, 1).tocoo()
        ends = np.full((upper.nnz, 3, 2), np.nan)
        ends[:, 0], ends[:, 1] = points[upper.coords[0]], points[upper.coords[1]]
        flat = ends.reshape(-1, 2)
        figure.add_scatter(
            x=flat[:, 0],
            y=flat[:, 1],
            mode="lines",
            line={"width": 0.6, "color": palette.faint_ink()},
            hoverinfo="skip",
            showlegend=False,
        )
    _add_places(figure, points, values, groups, marks, title)
    figure.update_xaxes(title_text=axes[0], zeroline=False)
    figure.update_yaxes(title_text=axes[1], zeroline=False, scaleanchor="x")
    return _finished(figure)


def _add_places(
    figure: go.Figure,
    points: NDArray[np.float64],
    values: NDArray[np.float64] | None,
    groups: NDArray[np.int64] | None,
    marks: Marks,
    title: str,
) -> None:
    number = np.arange(len(points))
    marker: dict[str, object] = {"size": 8, "line": {"width": 0.5, "color": palette.paper()}}
    if values is not None:
        marker |= {"color": values, "coloraxis": "coloraxis"}
    elif groups is not None:
        colours = palette.categories()
        marker |= {"color": [colours[int(group) % len(colours)] for group in groups]}
    figure.add_scatter(
        x=points[:, 0],
        y=points[:, 1],
        mode="markers",
        marker=marker,
        customdata=np.column_stack([number, number + 1]),
        hovertemplate="Place %{customdata[1]}<extra></extra>",
        showlegend=False,
        name="Places",
    )
    figure.add_scatter(
        x=points[[marks.place], 0],
        y=points[[marks.place], 1],
        mode="markers",
        marker={
            "symbol": "circle-open",
            "size": 17,
            "line": {"width": 3},
            "color": palette.ink(),
        },
        hoverinfo="skip",
        name=f"Place {marks.place + 1}",
    )
    figure.update_coloraxes(colorscale=palette.QUANTITY_SCALE, cmin=0, cmax=1)
    if values is not None:
        figure.update_coloraxes(colorbar=colour_bar(title))


def _finished(figure: go.Figure, height: int = HEIGHT) -> go.Figure:
    return figure.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 56, "b": 0},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "xanchor": "right", "x": 1},
    )


def vote_table(vote: Concentration) -> pd.DataFrame:
    """By bandwidth: how many places vote, how far off the fix is, who decides alone."""
    return pd.DataFrame(
        {
            "bandwidth_db": vote.bandwidth_db,
            "places_that_vote": np.median(vote.k_eff, axis=1),
            "median_error_m": np.median(vote.error_m, axis=1),
            "one_place_decides": vote.alone,
        }
    )


@drawn
def vote_picture(table: pd.DataFrame, nearest_m: float, bandwidth_db: float) -> go.Figure:
    """Places that vote and error, against the bandwidth."""
    colours = palette.categories()
    figure = go.Figure()
    figure.add_scatter(
        x=table["bandwidth_db"],
        y=table["places_that_vote"],
        name="Places that vote (left)",
        mode="lines",
        line={"color": colours[0], "width": 3},
        hovertemplate="h = %{x:.1f} dB: %{y:.1f} places<extra></extra>",
    )
    figure.add_scatter(
        x=table["bandwidth_db"],
        y=table["median_error_m"],
        yaxis="y2",
        name="Median error (right)",
        mode="lines",
        line={"color": colours[1], "width": 3},
        hovertemplate="h = %{x:.1f} dB: %{y:.2f} m<extra></extra>",
    )
    figure.add_hline(
        y=nearest_m,
        yref="y2",
        line={"color": colours[1], "dash": "dot", "width": 1},
    )
    figure.add_vline(x=bandwidth_db, line={"color": palette.ink(), "dash": "dot", "width": 1})
    style(figure, height=HEIGHT, x="Bandwidth h, dB", y="Places that vote (median)")
    low, high = float(table["bandwidth_db"].min()), float(table["bandwidth_db"].max())
    figure.update_xaxes(type="log", **log_ticks(low, high))
    most = float(table["places_that_vote"].max())
    figure.update_yaxes(type="log", **log_ticks(1.0, most))
    figure.update_layout(
        yaxis2={
            "overlaying": "y",
            "side": "right",
            "title": {"text": "Median error, m"},
            "rangemode": "tozero",
            "showgrid": False,
            "type": "linear",
            "tickmode": "auto",
        }
    )
    return figure


@drawn
def walk_picture(k_eff: NDArray[np.float64], scan: int) -> go.Figure:
    """How many places vote, scan by scan along the walk."""
    figure = go.Figure()
    figure.add_scatter(
        x=np.arange(1, len(k_eff) + 1),
        y=k_eff,
        mode="lines",
        line={"color": palette.categories()[0], "width": 1},
        name="Places that vote",
        hovertemplate="scan %{x:,}: %{y:.1f} places<extra></extra>",
    )
    figure.add_vline(x=scan + 1, line={"color": palette.ink(), "dash": "dot", "width": 1})
    style(figure, height=190, x="Scan", y="Places that vote")
    figure.update_yaxes(type="log", **log_ticks(1.0, max(float(k_eff.max()), 2.0)))
    return figure


@drawn
def scores_picture(scores: tuple[ZoneScore, ...], chosen: str) -> go.Figure:
    """The mean agreement of every measure, with its range over the parameter."""
    colours = palette.categories()
    figure = go.Figure()
    figure.add_bar(
        x=[score.mean for score in scores],
        y=[score.measure for score in scores],
        orientation="h",
        marker={"color": [colours[0 if score.measure == chosen else 7] for score in scores]},
        error_x={
            "array": [score.best - score.mean for score in scores],
            "arrayminus": [score.mean - score.worst for score in scores],
            "color": palette.muted_ink(),
            "thickness": 1,
        },
        hovertemplate="%{y}: %{x:.2f} on average<extra></extra>",
    )
    style(figure, height=HEIGHT, x="Agreement with the zones (1 is perfect)", y="Proximity")
    figure.update_xaxes(range=[-0.05, 1.02])
    return figure.update_yaxes(autorange="reversed")


def pairs_table(floor: FloorFromRadio) -> pd.DataFrame:
    """Pairs of places: walking distance and distance on the map, at most 4,000 by chance."""
    upper = np.triu_indices(len(floor.place_m), 1)
    chosen = np.random.default_rng(0).permutation(len(upper[0]))[:PAIRS]
    one, two = upper[0][chosen], upper[1][chosen]
    return pd.DataFrame(
        {
            "place": one + 1,
            "other": two + 1,
            "walking_m": floor.walked_m[one, two],
            "on_the_map": floor.mapped[one, two],
        }
    )


@drawn
def pairs_picture(table: pd.DataFrame) -> go.Figure:
    """Distance on the map against walking distance."""
    figure = go.Figure()
    figure.add_scattergl(
        x=table["walking_m"],
        y=table["on_the_map"],
        mode="markers",
        marker={"size": 3, "color": palette.with_alpha(palette.categories()[0], 0.35)},
        hovertemplate="%{x:.1f} m walked: %{y:.1f} on the map<extra></extra>",
        name="A pair of places",
    )
    return style(figure, height=HEIGHT, x="Walking distance, m", y="Distance on the map")
