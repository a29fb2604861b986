"""Level against distance: the path loss of one beacon."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, style
from components.localization.radio_map.results import SurveyMap
from components.text import as_plain_text, counted
from core.localization import PathLoss
from core.localization.experiment import Experiment

METRES = (0.5, 1, 2, 5, 10, 20, 50, 100, 200)


def show_path_loss(
    experiment: Experiment, found: SurveyMap, path_loss: PathLoss | None, beacon: int
) -> None:
    """Level against distance for one beacon, with the fitted line."""
    name = experiment.survey.beacon_ids[beacon]
    st.subheader(f"Path loss of beacon {as_plain_text(str(name))}", anchor=False)
    if path_loss is None or not np.isfinite(path_loss.beacon_m[beacon]).all():
        st.caption("Its position is not known, so there is no distance to draw.")
        return
    distance = np.linalg.norm(found.grid_m - path_loss.beacon_m[beacon], axis=1)
    level, share = found.heard_dbm[:, beacon], found.share[:, beacon]
    st.caption(
        f"r = {path_loss.power_1m_dbm[beacon]:.1f} − 10 · {path_loss.exponent[beacon]:.2f} · "
        f"log₁₀ d dBm over {counted(int(path_loss.n_places[beacon]), 'place')}, residual "
        f"{path_loss.residual_sd_db[beacon]:.1f} dB. Far places that rarely hear it lie above the "
        "line: only their lucky scans were heard; the fit corrects for that."
    )
    fit = (float(path_loss.power_1m_dbm[beacon]), float(path_loss.exponent[beacon]))
    chart(
        _levels(distance, level, share, fit),
        key="beacon_path_loss",
        alt="Mean level of the beacon at each place against distance, with the fitted path loss.",
        table=lambda: pd.DataFrame(
            {"distance_m": distance, "mean_dbm": level, "share_heard": share}
        ),
    )


@drawn
def _levels(
    distance: np.ndarray, level: np.ndarray, share: np.ndarray, fit: tuple[float, float]
) -> go.Figure:
    power_1m_dbm, exponent = fit
    line_m = np.geomspace(1.0, max(float(distance.max()), 2.0), 60)
    fitted = power_1m_dbm - 10 * exponent * np.log10(line_m)
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
    figure.update_xaxes(type="log", tickvals=METRES, ticktext=[f"{d:g}" for d in METRES])
    return figure
