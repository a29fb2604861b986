"""How the borders move when directions differ, when x is an outlier, and where kernels end."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, style
from components.controls import control
from components.density.phase.further.parameters import SQUARED_NORM, VARIANCE_RATIO
from components.density.phase.results import ALPHAS, PhasePoint
from components.density.regime_bands import regime_colour
from components.memory import once, shared
from core.density.critical_bandwidths import Thresholds, thresholds

HEIGHT = 420


@dataclass(frozen=True, eq=False)
class Borders:
    """Over ALPHAS: h_G, h_CLT, h* and, for compact kernels, √r_G below which nothing is reached."""

    condensation: np.ndarray
    clt: np.ndarray
    optimal: np.ndarray
    empty: np.ndarray


def _theory(alpha: float, kernel: str, ratio: float, norm: float) -> Thresholds:
    """Two levels of variance with mean 1, and |x|²/d relative to the typical 1."""
    spectrum = np.array([2 * ratio, 2.0]) / (ratio + 1)
    return thresholds(alpha, spectrum, norm, kernel=kernel)


@shared()
def borders(kernel: str, ratio: float, norm: float) -> Borders:
    """The lines for one spectrum and one length of x."""
    found = [_theory(float(alpha), kernel, ratio, norm) for alpha in ALPHAS]
    return Borders(
        np.array([each.h_condensation for each in found]),
        np.array([each.h_clt for each in found]),
        np.array([each.h_optimal for each in found]),
        np.sqrt([each.squared_radius for each in found]),
    )


def show_spectrum(point: PhasePoint) -> None:
    """Both controls, the lines, and what they say at this α."""
    left, right = st.columns(2, gap="large")
    with left:
        ratio = control(VARIANCE_RATIO)
    with right:
        norm = control(SQUARED_NORM)
    kernel = point.setting.kernel
    found, alike = borders(kernel, ratio, norm), borders(kernel, 1.0, 1.0)
    chart(
        _lines(point.setting.alpha, point.setting.bandwidth, found, alike),
        key="phase_spectrum",
        alt="Borders of the regimes over (log n)/d, for this spectrum and x.",
        table=lambda: pd.DataFrame(
            {
                "alpha": ALPHAS,
                "h_condensation": found.condensation,
                "h_clt": found.clt,
                "h_optimal": found.optimal,
                "compact_empty_below": found.empty,
            }
        ),
    )
    st.caption(spectrum_sentence(point, ratio, norm))


@once
def spectrum_sentence(point: PhasePoint, ratio: float, norm: float) -> str:
    """The thresholds at this α beside those of equal variances, and what a compact kernel does."""
    alpha, kernel = point.setting.alpha, point.setting.kernel
    here, alike = _theory(alpha, kernel, ratio, norm), _theory(alpha, kernel, 1.0, 1.0)
    best = "above" if here.h_optimal > here.h_condensation else "below"
    empty = float(np.sqrt(here.squared_radius))
    return (
        f"At α = {alpha:.3f}: h_G = {here.h_condensation:.3f} (all directions alike, typical x: "
        f"{alike.h_condensation:.3f}), best h* = {here.h_optimal:.3f} ({alike.h_optimal:.3f}), "
        f"which lies {best} h_G. A compact kernel (Epanechnikov, top hat) of width h is exactly 0 "
        f"at x for h below {empty:.3f} standard deviations per root dimension: no point is in "
        "reach. It has no condensed regime but an empty one."
    )


@drawn
def _lines(alpha: float, h: float, found: Borders, alike: Borders) -> go.Figure:
    figure = go.Figure()
    condensed, heavy = regime_colour("condensed"), regime_colour("heavy")
    for y, name, colour, dash in (
        (found.condensation, "h_G", condensed, "solid"),
        (found.clt, "h_CLT", heavy, "solid"),
        (found.optimal, "h*, best (KL)", palette.ink(), "dash"),
        (found.empty, "Compact kernels: empty below", palette.categories()[4], "dashdot"),
        (alike.condensation, "h_G, all alike", condensed, "dot"),
        (alike.optimal, "h*, all alike", palette.muted_ink(), "dot"),
    ):
        figure.add_scatter(
            x=ALPHAS,
            y=np.where(y > 0, y, np.nan),
            mode="lines",
            line={"color": colour, "dash": dash, "width": 2},
            name=name,
            hovertemplate=f"{name}<br>α %{{x:.3f}}, h %{{y:.3f}}<extra></extra>",
        )
    figure.add_scatter(
        x=[alpha],
        y=[h],
        mode="markers",
        marker={"symbol": "x", "size": 13, "color": palette.ink()},
        name="You are here",
        hovertemplate="α %{x:.3f}, h %{y:.2f}<extra>here</extra>",
    )
    style(figure, height=HEIGHT, x="α = (log n) / d", y="Bandwidth h, in standard deviations")
    ticks = [0.02, 0.05, 0.1, 0.2, 0.5, 1.0]
    figure.update_xaxes(type="log", range=np.log10([0.02, 1.6]).tolist(), tickvals=ticks)
    ticks = [0.2, 0.3, 0.5, 1.0, 2.0, 3.0]
    figure.update_yaxes(type="log", range=np.log10([0.15, 3.5]).tolist(), tickvals=ticks)
    return figure
