"""Where on the floor a method errs, and where its errors point the same way again and again."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, colour_bar, drawn
from components.localization.floor.image import FloorImage
from components.localization.floor.image_cache import floor_image_of
from components.localization.floor.layers import add_floor, map_height_px
from components.localization.scene import Floor
from components.localization.surface_map import HEIGHT_PX
from components.memory import once
from core.localization import MethodResult
from core.localization.error_map import errors_by_place, room_hit_rate
from core.localization.experiment import Experiment
from core.percentages import percent

MANY_PLACES, CELL_M = 400, 2.0
LONG_BIAS_M = 0.3


def show_error_floor(experiment: Experiment, result: MethodResult) -> None:
    """Mean error at each place, and arrows for the bias: where errors point the same way."""
    table, hits, many = _errors(experiment, result)
    if table.empty:
        st.info(
            f"{result.method.title} locates none of the test scans, so there is no error to map.",
            icon=":material/location_off:",
        )
        return
    st.markdown(
        f"**{result.method.title}**: the worst tenth of the places errs by more than "
        f"{table['mean_m'].quantile(0.9):.1f} m on average, the best tenth by less than "
        f"{table['mean_m'].quantile(0.1):.1f} m. {hits}"
    )
    chart(
        _map(experiment, table, floor_image_of(experiment)),
        key="accuracy_floor",
        alt="Floor map of the mean error at each test place, with arrows for the bias.",
        table=table,
        scroll_zoom=True,
    )
    st.caption(
        "An arrow runs from the truth to where the estimates lie on average. A longer scan "
        "averages noise away; a bias stays, since it belongs to the place."
        + (f" Places are squares of {CELL_M:g} m." if many else "")
    )


@once
def _errors(experiment: Experiment, result: MethodResult) -> tuple[pd.DataFrame, str, bool]:
    """Errors by place, how often the room is right, and whether places are squares."""
    true_m = experiment.test.known_position_m
    many = len(np.unique(true_m, axis=0)) > MANY_PLACES
    table = errors_by_place(true_m, result.predicted_m, cell_m=CELL_M if many else 0.0)
    return table[table["located"] > 0], _room_hits(experiment, result), many


@drawn
def _map(experiment: Experiment, table: pd.DataFrame, image: FloorImage | None) -> go.Figure:
    grid_m = np.unique(experiment.survey.known_position_m, axis=0)
    figure = go.Figure()
    floor = Floor(experiment.survey, grid_m)
    add_floor(figure, floor, image)
    figure.add_scatter(
        x=table["x_m"],
        y=table["y_m"],
        mode="markers",
        marker={
            "size": 10,
            "color": table["mean_m"],
            "colorscale": "Cividis",
            "cmin": 0,
            "cmax": float(table["mean_m"].quantile(0.95)),
            "colorbar": colour_bar("Mean error, m"),
            "line": {"width": 0.5, "color": palette.ink()},
        },
        customdata=table[["n_scans", "bias_x_m", "bias_y_m"]],
        hovertemplate="(%{x:.1f}, %{y:.1f}) m: mean error %{marker.color:.1f} m over "
        "%{customdata[0]} scans<br>bias (%{customdata[1]:+.1f}, %{customdata[2]:+.1f}) m"
        "<extra></extra>",
        name="Mean error",
    )
    _add_bias(figure, table)
    figure.update_layout(
        height=map_height_px(floor, HEIGHT_PX),
        margin={"l": 0, "r": 0, "t": 60, "b": 76},
        legend={"orientation": "h", "yanchor": "bottom", "yref": "container", "y": 0, "x": 0},
    )
    return figure


def _add_bias(figure: go.Figure, table: pd.DataFrame) -> None:
    long = table[np.hypot(table["bias_x_m"], table["bias_y_m"]) > LONG_BIAS_M]
    x: list[float | None] = []
    y: list[float | None] = []
    for row in long.itertuples():
        x += [row.x_m, row.x_m + row.bias_x_m, None]
        y += [row.y_m, row.y_m + row.bias_y_m, None]
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines+markers",
        marker={"symbol": "arrow", "size": 7, "angleref": "previous"},
        line={"color": palette.categories()[1], "width": 1.5},
        hoverinfo="skip",
        name="Bias",
    )


def _room_hits(experiment: Experiment, result: MethodResult) -> str:
    floor = experiment.survey.floor
    if floor is None or not floor.rooms:
        return ""
    rate = room_hit_rate(floor, experiment.test.known_position_m, result.predicted_m)
    if np.isnan(rate):
        return ""
    return f"The right room is named in {percent(rate)} of the scans in rooms."
