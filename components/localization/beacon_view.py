"""The pictures of the "Beacons" view: scores against worth, the map, path loss of one beacon."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, style
from components.localization.floor_image_cache import floor_image_of
from components.localization.floor_layers import add_floor
from components.localization.radio_map_results import SurveyMap
from components.localization.scene import Floor
from components.localization.surface_map import HEIGHT_PX
from components.text import as_plain_html
from core.localization import PathLoss
from core.localization.experiment import Experiment

COST_COLOURS = "RdBu_r"


def show_worth_chart(table: pd.DataFrame, score_name: str) -> None:
    """The score that a survey gives each beacon against what losing it really costs."""
    figure = go.Figure()
    figure.add_scatter(
        x=table["score"],
        y=table["cost_m"],
        mode="markers+text",
        text=[as_plain_html(name) for name in table["beacon"]],
        textposition="top center",
        marker={
            "size": 10,
            "color": table["shift_db"].abs(),
            "colorscale": "Cividis",
            "colorbar": {"title": {"text": "shift when held, dB"}, "thickness": 10},
            "line": {"width": 1, "color": palette.ink()},
        },
        customdata=np.column_stack([table["shift_db"], table["mean_without_m"]]),
        hovertemplate="beacon %{text}<br>score %{x:.2f}<br>leaving it out: %{y:+.2f} m "
        "(mean %{customdata[1]:.2f} m)<br>shift when held %{customdata[0]:+.1f} dB<extra></extra>",
    )
    figure.add_hline(y=0, line={"width": 1, "dash": "dot", "color": palette.faint_ink()})
    style(
        figure, height=400, x=f"Score by the survey ({score_name})", y="Cost of leaving it out, m"
    )
    chart(
        figure,
        key="beacon_worth",
        alt="Score of each beacon against the change of the mean error when it is left out.",
        table=table,
    )


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
            "scores do not need it. A file of beacon positions can be added at the upload.",
            icon="📍",
        )
        return
    figure = go.Figure()
    add_floor(figure, floor, floor_image_of(experiment))
    known = np.flatnonzero(np.isfinite(position_m).all(axis=1))
    largest = max(float(table["cost_m"].abs().max()), 0.05)
    figure.add_scatter(
        x=position_m[known, 0],
        y=position_m[known, 1],
        mode="markers+text",
        text=[as_plain_html(name) for name in table["beacon"].iloc[known]],
        textposition="top center",
        textfont={"color": palette.ink()},
        marker={
            "symbol": "diamond",
            "size": [20 if row == beacon else 14 for row in known],
            "color": table["cost_m"].iloc[known],
            "colorscale": COST_COLOURS,
            "cmin": -largest,
            "cmax": largest,
            "colorbar": {"title": {"text": "cost, m"}, "thickness": 10, "len": 0.8},
            "line": {"width": 1.5, "color": palette.ink()},
        },
        hovertemplate="beacon %{text}: leaving it out costs %{marker.color:+.2f} m<extra></extra>",
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
    figure.update_layout(height=HEIGHT_PX, margin={"l": 0, "r": 0, "t": 8, "b": 0})
    chart(
        figure,
        key="beacon_map",
        alt="Floor map of the beacons, coloured by the cost of leaving each out.",
        scroll_zoom=True,
    )


def show_path_loss(
    experiment: Experiment, found: SurveyMap, path_loss: PathLoss | None, beacon: int
) -> None:
    """Level against distance for one beacon, with the fitted line."""
    name = experiment.survey.beacon_ids[beacon]
    st.subheader(f"Path loss of beacon {as_plain_html(str(name))}", anchor=False)
    if path_loss is None or not np.isfinite(path_loss.beacon_m[beacon]).all():
        st.caption("Its position is not known, so there is no distance to draw.")
        return
    distance = np.linalg.norm(found.grid_m - path_loss.beacon_m[beacon], axis=1)
    level, share = found.heard_dbm[:, beacon], found.share[:, beacon]
    line_m = np.geomspace(1.0, max(float(distance.max()), 2.0), 60)
    fitted = path_loss.power_1m_dbm[beacon] - 10 * path_loss.exponent[beacon] * np.log10(line_m)
    figure = go.Figure()
    figure.add_scatter(
        x=distance,
        y=level,
        mode="markers",
        marker={
            "color": share,
            "colorscale": "Viridis",
            "cmin": 0,
            "cmax": 1,
            "colorbar": {"title": {"text": "share heard"}, "thickness": 10},
        },
        hovertemplate="%{x:.1f} m: %{y:.1f} dBm<extra></extra>",
        name="Places (mean where heard)",
    )
    figure.add_scatter(
        x=line_m,
        y=fitted,
        mode="lines",
        line={"color": palette.categories()[1], "width": 3},
        name="Path loss",
        hovertemplate="%{x:.1f} m: %{y:.1f} dBm<extra>fit</extra>",
    )
    style(figure, height=340, x="Distance, m", y="Level, dBm")
    figure.update_xaxes(type="log")
    st.caption(
        f"r = {path_loss.power_1m_dbm[beacon]:.1f} − 10 · {path_loss.exponent[beacon]:.2f} · "
        f"log₁₀ d dBm over {path_loss.n_places[beacon]} places, residual "
        f"{path_loss.residual_sd_db[beacon]:.1f} dB. Far places that rarely hear it lie above the "
        "line: only their lucky scans were heard; the fit corrects for that."
    )
    chart(
        figure,
        key="beacon_path_loss",
        alt="Mean level of the beacon at each place against distance, with the fitted path loss.",
        table=pd.DataFrame({"distance_m": distance, "mean_dbm": level, "share_heard": share}),
    )
