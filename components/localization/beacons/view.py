"""The pictures of the "Beacons" view: scores against worth, and the map."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, colour_bar, drawn, label_font, style
from components.localization.floor.image import FloorImage
from components.localization.floor.image_cache import floor_image_of
from components.localization.floor.labels import shown_names
from components.localization.floor.layers import add_floor
from components.localization.radio_map.results import SurveyMap
from components.localization.scene import Floor
from components.text import as_plain_html
from core.localization.experiment import Experiment

COST_COLOURS = "RdBu_r"
NAMED_BEACONS = 12
MAP_PX = 480
SMALL_COST_M = 0.05


def show_worth_chart(table: pd.DataFrame, score_name: str) -> None:
    """The score that a survey gives each beacon against what losing it really costs."""
    if table["cost_m"].isna().all():
        st.info(
            "Worth is what leaving a beacon out costs, and here "
            + ("the one beacon cannot" if len(table) == 1 else "none can")
            + " be left out. A survey whose scans hear two beacons or more shows a chart.",
            icon=":material/sensors:",
        )
        return
    chart(
        _worth(table, score_name),
        key="beacon_worth",
        alt="Score of each beacon against the change of the mean error when it is left out.",
        table=table,
    )


@drawn
def _worth(table: pd.DataFrame, score_name: str) -> go.Figure:
    figure = go.Figure()
    stands_out, known = _stands_out(table), table["shift_db"].notna().to_numpy()
    coloured = {
        "color": table["shift_db"].abs()[known],
        "colorscale": "Cividis",
        "colorbar": colour_bar("Shift in the test scans, dB"),
    }
    plain = {"color": palette.faint_ink() if known.any() else palette.categories()[0]}
    for chosen, marker in ((known, coloured), (~known, plain)):
        part = table[chosen]
        if part.empty:
            continue
        names = np.array([as_plain_html(name) for name in part["beacon"]])
        figure.add_scatter(
            x=part["score"],
            y=part["cost_m"],
            mode="markers+text",
            text=np.where(stands_out[chosen], names, ""),
            hovertext=names,
            textposition="top center",
            marker={"size": 10, "line": {"width": 1, "color": palette.ink()}, **marker},
            customdata=np.column_stack([part["shift_db"], part["mean_without_m"]]),
            hovertemplate="beacon %{hovertext}<br>score %{x:.2f}<br>leaving it out: %{y:+.2f} m "
            "(mean %{customdata[1]:.2f} m)"
            + ("<br>shift in the test scans %{customdata[0]:+.1f} dB" if chosen is known else "")
            + "<extra></extra>",
            showlegend=False,
        )
    figure.add_hline(y=0, line={"width": 1, "dash": "dot", "color": palette.faint_ink()})
    style(
        figure, height=400, x=f"Score by the survey ({score_name})", y="Cost of leaving it out, m"
    )
    figure.update_layout(margin_t=64)
    return figure


def _stands_out(table: pd.DataFrame) -> np.ndarray:
    """(B,) which beacons are named: all of a few, else the farthest from the others."""
    if len(table) <= NAMED_BEACONS:
        return np.ones(len(table), dtype=bool)
    spread = table[["score", "cost_m"]].to_numpy()
    width = np.ptp(spread, axis=0)
    spots = np.nan_to_num((spread - np.nanmedian(spread, axis=0)) / np.where(width > 0, width, 1))
    distance = np.linalg.norm(spots, axis=1)
    return distance >= np.sort(distance)[-NAMED_BEACONS]


def show_beacon_map(
    experiment: Experiment,
    found: SurveyMap,
    table: pd.DataFrame,
    beacon: int,
    moved_to_m: tuple[float, float] | None,
) -> None:
    """Beacons on the floor, coloured by what leaving them out costs."""
    floor = Floor(experiment.survey, found.grid_m)
    position_m = experiment.survey.beacon_position_m
    if position_m is None or not np.isfinite(position_m).all(axis=1).any():
        st.info(
            "This survey does not know where its beacons hang, so there is no map of them; the "
            "scores do not need it. Beacon positions can be added when the survey is uploaded.",
            icon=":material/location_on:",
        )
        return
    chart(
        _map(floor, table, beacon, moved_to_m, floor_image_of(experiment)),
        key="beacon_map",
        first=True,
        alt="Floor map of the beacons, coloured by the cost of leaving each out.",
        scroll_zoom=True,
    )


@drawn
def _map(
    floor: Floor,
    table: pd.DataFrame,
    beacon: int,
    moved_to_m: tuple[float, float] | None,
    image: FloorImage | None,
) -> go.Figure:
    position_m = np.asarray(floor.survey.beacon_position_m)
    figure = go.Figure()
    add_floor(figure, floor, image)
    known = np.flatnonzero(np.isfinite(position_m).all(axis=1))
    cost_m = table["cost_m"].abs().dropna()
    largest = max(float(cost_m.max()), SMALL_COST_M) if len(cost_m) else SMALL_COST_M
    figure.add_scatter(
        x=position_m[known, 0],
        y=position_m[known, 1],
        mode="markers+text",
        **shown_names(position_m[known], table["beacon"].iloc[known].tolist(), floor.bounds_m),
        textfont=label_font(),
        marker={
            "symbol": "diamond",
            "size": [20 if row == beacon else 14 for row in known],
            "color": table["cost_m"].iloc[known],
            "colorscale": COST_COLOURS,
            "cmin": -largest,
            "cmax": largest,
            "colorbar": colour_bar("Cost of leaving it out, m"),
            "line": {"width": 1.5, "color": palette.ink()},
        },
        hovertemplate="beacon %{hovertext}: leaving it out costs %{marker.color:+.2f} m"
        "<extra></extra>",
        name="Beacons",
        showlegend=False,
    )
    if moved_to_m is not None:
        old = position_m[beacon]
        figure.add_scatter(
            x=[old[0], moved_to_m[0]],
            y=[old[1], moved_to_m[1]],
            mode="lines+markers",
            line={"color": palette.categories()[1], "dash": "dot", "width": 2},
            marker={"symbol": ["circle-open", "diamond"], "size": [4, 16]},
            hovertemplate="moved to (%{x:.1f}, %{y:.1f}) m<extra></extra>",
            name="Moved",
        )
    figure.update_layout(height=MAP_PX, margin={"l": 0, "r": 0, "t": 60, "b": 0})
    return figure
