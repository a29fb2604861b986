"""The phase diagram: regimes over α = (log n)/d and h, rules, measured optima, and where we are."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components import palette
from components.charts import drawn, label_font, style
from components.density.phase.results import (
    ALPHAS,
    PhaseLines,
    PhasePoint,
    borders_at_dimension,
    phase_lines,
)
from components.density.regime_bands import BAND_ALPHA, REGIME_NAMES, regime_colour
from components.memory import shared
from core.density.measured_optima import MEASURED_OPTIMA
from core.density.regimes import REGIMES

H_RANGE = (0.15, 3.0)
ALPHA_RANGE = (0.02, 1.6)
NAMES_AT = (("condensed", 0.06, 0.4, 0), ("heavy", 0.11, 1.6, 22), ("gaussian", 0.6, 1.8, 0))
RIGHT_OF_THE_MIDDLE = 0.8  # an α whose label would leave the picture on its right
CLICK_GRID = 44  # places on each side that a click can hit


@drawn
def phase_figure(here: PhasePoint) -> go.Figure:
    """The diagram in log–log axes; a click anywhere hits one of an invisible grid of places."""
    setting = here.setting
    base = _diagram(palette.is_dark(), setting.kernel, setting.n_dimensions)
    marker = go.Scatter(
        x=[setting.alpha],
        y=[setting.bandwidth],
        mode="markers",
        marker={
            "symbol": "x",
            "size": 15,
            "color": palette.ink(),
            "line": {"width": 2, "color": palette.paper()},
        },
        name="You are here",
        hovertemplate="α %{x:.3f}, h %{y:.2f}<extra>here</extra>",
    )
    return go.Figure({"data": [*base.data, marker], "layout": base.layout}, skip_invalid=True)


@shared()
def _diagram(dark: bool, kernel: str, n_dimensions: int) -> go.Figure:
    """Everything but where we are, drawn once."""
    lines, here = phase_lines(kernel), borders_at_dimension(kernel, n_dimensions)
    figure = go.Figure()
    ends = np.full(len(here.alphas), 1e-3), np.full(len(here.alphas), 50.0)
    borders = (ends[0], here.condensation, here.clt, ends[1])
    for regime, lower, upper in zip(REGIMES, borders[:-1], borders[1:], strict=True):
        figure.add_scatter(
            x=np.concatenate([here.alphas, here.alphas[::-1]]),
            y=np.concatenate([lower, upper[::-1]]),
            fill="toself",
            fillcolor=palette.with_alpha(regime_colour(regime), BAND_ALPHA),
            line={"width": 0},
            mode="lines",
            name=REGIME_NAMES[regime],
            showlegend=False,
            hoverinfo="skip",
        )
    for regime, alpha, h, angle in NAMES_AT:
        figure.add_annotation(
            x=np.log10(alpha),
            y=np.log10(h),
            text=REGIME_NAMES[regime],
            textangle=angle,
            showarrow=False,
            font={"size": 14, "color": palette.ink()},
        )
    condensed, heavy = regime_colour("condensed"), regime_colour("heavy")
    for x, y, name, colour, dash in (
        (here.alphas, here.condensation, f"h_G at d = {n_dimensions}", condensed, "solid"),
        (here.alphas, here.clt, f"h_CLT at d = {n_dimensions}", heavy, "solid"),
        (ALPHAS, lines.condensation, "h_G, d → ∞", condensed, "dot"),
        (ALPHAS, lines.clt, "h_CLT, d → ∞", heavy, "dot"),
        (ALPHAS, lines.optimal, "h*, best (KL)", palette.ink(), "dash"),
        (ALPHAS, lines.scott, "Scott's rule", palette.categories()[0], "dashdot"),
    ):
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": colour, "dash": dash, "width": 2},
            name=name,
            hovertemplate=f"{name}<br>α %{{x:.3f}}, h %{{y:.3f}}<extra></extra>",
        )
    figure.add_scatter(
        x=[each.alpha for each in MEASURED_OPTIMA],
        y=[each.bandwidth for each in MEASURED_OPTIMA],
        mode="markers+text",
        text=[
            f"d={each.n_dimensions}" if each.n_points > 10_000 else "" for each in MEASURED_OPTIMA
        ],
        textposition=[
            "top left" if each.alpha > RIGHT_OF_THE_MIDDLE else "top right"
            for each in MEASURED_OPTIMA
        ],
        textfont=label_font(),
        customdata=[[each.n_points, each.n_dimensions] for each in MEASURED_OPTIMA],
        marker={"size": 8, "color": palette.paper(), "line": {"width": 2, "color": palette.ink()}},
        name="Measured best h",
        hovertemplate="d = %{customdata[1]}, n = %{customdata[0]:,}: least KL at h = %{y:.3f}"
        "<extra></extra>",
    )
    _add_click_grid(figure)
    style(figure, height=560, x="α = (log n) / d", y="Bandwidth h, in standard deviations")
    figure.update_xaxes(
        type="log",
        range=np.log10(ALPHA_RANGE).tolist(),
        tickvals=[0.02, 0.05, 0.1, 0.2, 0.5, 1.0],
    )
    figure.update_yaxes(
        type="log",
        range=np.log10(H_RANGE).tolist(),
        tickvals=[0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0],
    )
    figure.update_layout(uirevision="phase", clickmode="event+select")
    return figure


def phase_table(lines: PhaseLines) -> pd.DataFrame:
    """The lines of the diagram as numbers."""
    return pd.DataFrame(
        {
            "alpha": ALPHAS,
            "h_condensation": lines.condensation,
            "h_clt": lines.clt,
            "h_optimal": lines.optimal,
            "h_scott": lines.scott,
        }
    )


def _add_click_grid(figure: go.Figure) -> None:
    alpha = np.geomspace(*ALPHA_RANGE, CLICK_GRID)
    h = np.geomspace(*H_RANGE, CLICK_GRID)
    x, y = np.meshgrid(alpha, h)
    figure.add_scattergl(
        x=x.ravel(),
        y=y.ravel(),
        mode="markers",
        marker={"size": 12, "color": "rgba(0,0,0,0)"},
        unselected={"marker": {"opacity": 0}},
        selected={"marker": {"opacity": 0}},
        showlegend=False,
        hovertemplate="α %{x:.3f}, h %{y:.2f}: click to simulate<extra></extra>",
        name="place",
    )
