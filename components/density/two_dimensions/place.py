"""One place of the plane taken apart: its density, and which points carry it with what weight."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn, style
from components.density.two_dimensions.data import Array, Plane
from components.memory import once, shared
from components.ready_figure import ReadyFigure, frame_of, typed
from core.density import KernelDensity
from core.density.count_words import count_of
from core.percentages import percent

HEAVIEST = 30


@dataclass(frozen=True, eq=False)
class Place:
    """``position`` (2,) · natural ``log_density`` · ``participation`` 1/Σw², NaN where it is 0.

    ``index`` (k,) of the points that weigh most and ``weight`` (k,) their shares, largest first.
    """

    position: Array
    log_density: float
    participation: float
    index: NDArray[np.int64]
    weight: Array


@once
def take_apart(plane: Plane, kernel: str, h: float, position: Array) -> Place:
    """The value at a place in float64, and the 30 points that weigh most in it."""
    model = KernelDensity(bandwidth=h, kernel=kernel)
    model.fit(plane.points, sample_weight=plane.copies.astype(float))
    scores, participation = model.score_and_participation_over([position], [h])
    index, weight = model.top_weights([position], HEAVIEST)
    return Place(
        position, float(scores[0, 0]), float(participation[0, 0]), index[0], weight[0]
    )  # fmt: skip


def place_sentence(place: Place) -> str:
    """One or two sentences about a place."""
    x, y = (round(float(each), 2) + 0.0 for each in place.position)  # no −0.00
    if not np.isfinite(place.log_density):
        return (
            f"**At ({x:.2f}, {y:.2f})** the density is exactly 0: no point's kernel reaches this "
            "far. Click somewhere else, or widen the bandwidth."
        )
    half = int(np.searchsorted(np.cumsum(place.weight), 0.5) + 1)
    few = f"half of it comes from {half} {'point' if half == 1 else 'points'}"
    if half > len(place.weight):
        few = f"the {len(place.weight)} heaviest points hold {percent(place.weight.sum())} of it"
    return (
        f"**At ({x:.2f}, {y:.2f})** the density is {np.exp(place.log_density):.3g} "
        f"(log {place.log_density:.2f} nats), as if {count_of(place.participation)} equal points "
        f"carried it; {few}, and the heaviest gives {percent(place.weight[0])}."
    )


@once
def weights_table(plane: Plane, place: Place) -> pd.DataFrame:
    """The heaviest points, one row each; of copies, the first is named."""
    points = plane.points[place.index]
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(place.index) + 1),
            **plane.row_columns(place.index),
            "weight": place.weight,
            plane.names[0]: points[:, 0],
            plane.names[1]: points[:, 1],
            "distance": np.linalg.norm(points - place.position, axis=1),
            "rows": plane.copies[place.index],
        }
    )


def show_place(plane: Plane, place: Place, number: int) -> None:
    """The weights as bars with their table, for the picture of this number."""
    st.subheader("Which points carry this place?", anchor=False)
    st.markdown(place_sentence(place))
    if not np.isfinite(place.log_density):
        return
    table = weights_table(plane, place)
    chart(
        _weights(place, table["distance"].to_numpy()),
        key=f"plane_weights_{number}",
        alt=f"Bars: the shares of the {len(table)} heaviest points in the density at the place.",
        table=table,
    )
    shown = table.drop(columns="rows") if (plane.copies == 1).all() else table
    st.dataframe(
        shown,
        hide_index=True,
        height=210,
        column_config={
            "weight": st.column_config.NumberColumn(format="percent"),
            "distance": st.column_config.NumberColumn(format="%.3f"),
        },
        alt="The heaviest points with their weight, position and distance",
    )


@drawn
def _weights(place: Place, distance: Array) -> ReadyFigure:
    bars = {
        "type": "bar",
        "x": list(range(1, len(place.weight) + 1)),
        "y": typed(place.weight),
        "marker": {"color": palette.categories()[3]},
        "customdata": typed(distance),
        "hovertemplate": "rank %{x}: %{y:.2%} of the value, at distance %{customdata:.2f}<extra>"
        "</extra>",
        "name": "Share of the value",
    }
    return ReadyFigure([bars], _weights_layout(palette.is_dark()))


@shared()
def _weights_layout(dark: bool) -> dict[str, Any]:
    figure = style(go.Figure(), height=260, x="Point, heaviest first", y="Share of the value")
    figure.update_yaxes(tickformat=".0%", rangemode="tozero")
    figure.update_layout(showlegend=True)
    return frame_of(figure)["layout"]
