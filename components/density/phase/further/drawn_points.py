"""Points of a law that is not Gaussian: their rate function, and whether the theory holds."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, log_ticks, style
from components.controls import control
from components.density.phase.further.parameters import CASE
from components.density.phase.results import PhasePoint
from components.memory import once, shared
from core.density.empirical_rates import N_POINTS, EmpiricalRate, empirical_rate

HEIGHT = 330
MOST_DIMENSIONS = 200


@shared()
def rate_of(case: str, n_dimensions: int, seed: int) -> EmpiricalRate:
    """The points of one law, drawn."""
    return empirical_rate(case, n_dimensions, random_state=seed)


def show_drawn_points(point: PhasePoint) -> None:
    """The choice of a law, its rate function with the tangent, and Σw² against the theory."""
    case = control(CASE)
    d = min(point.setting.n_dimensions, MOST_DIMENSIONS)
    found = rate_of(case, d, point.setting.seed)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**How the number of points grows around a place**")
        chart(
            _growth(found, d),
            key="phase_growth",
            alt="Logarithm of the number of points per dimension against the squared distance.",
            table=lambda: pd.DataFrame(
                {"squared_radius": found.squared_radius, "log_count": found.log_count}
            ),
        )
    with right:
        st.markdown("**Which share one point carries: measured and foretold**")
        chart(
            _participation(found),
            key="phase_drawn_participation",
            alt="Mean participation ratio against h, measured on the points and foretold.",
            table=lambda: pd.DataFrame(
                {
                    "h": found.bandwidths,
                    "measured": found.participation,
                    "foretold": found.predicted,
                }
            ),
        )
    st.caption(drawn_sentence(found, d))


@once
def drawn_sentence(found: EmpiricalRate, d: int) -> str:
    """Where these points condense, how different their places are, and whether theory holds."""
    low, high = np.quantile(found.local_condensation, [0.1, 0.9])
    return (
        f"{N_POINTS:,} points in {d} dimensions: half of the places condense below h_G = "
        f"{found.condensation:.3g} (from {low:.3g} to {high:.3g} between the tenths). Below it, "
        "what the nearest distances foretell of Σw², 1 − h²/h_G(x)², is off by at most "
        f"{found.largest_gap:.2f}; that needs no law, only the local slope of the growth."
    )


@drawn
def _growth(found: EmpiricalRate, d: int) -> go.Figure:
    figure = go.Figure()
    figure.add_scatter(
        x=found.squared_radius,
        y=found.log_count,
        mode="lines",
        line={"color": palette.categories()[0], "width": 2.5},
        name="(1/d) log N(r)",
        hovertemplate="r = %{x:.3f}: %{y:.4f}<extra></extra>",
    )
    first, slope = found.squared_radius[0], 1 / (2 * found.condensation**2)
    end = float(found.log_count[-1])
    figure.add_scatter(
        x=[first, first + end / slope],
        y=[0, end],
        mode="lines",
        line={"color": palette.ink(), "width": 2, "dash": "dash"},
        name="Tangent: slope 1/(2 h_G²)",
        hoverinfo="skip",
    )
    style(figure, height=HEIGHT, x="r = |x − y|² / d", y="(1/d) log of the points within r")
    figure.update_yaxes(range=[-0.03 * end, 1.05 * end])
    return figure


@drawn
def _participation(found: EmpiricalRate) -> go.Figure:
    figure = go.Figure()
    figure.add_scatter(
        x=found.bandwidths,
        y=found.predicted,
        mode="lines",
        line={"color": palette.ink(), "width": 2, "dash": "dash"},
        name="Foretold by the local slope",
        hovertemplate="h = %{x:.3g}: %{y:.2f}<extra>foretold</extra>",
    )
    figure.add_scatter(
        x=found.bandwidths,
        y=found.participation,
        mode="markers+lines",
        marker={"size": 6},
        line={"color": palette.categories()[0], "width": 1.5},
        name="Measured",
        hovertemplate="h = %{x:.3g}: %{y:.2f}<extra>measured</extra>",
    )
    low, high = float(found.bandwidths[0]), float(found.bandwidths[-1])
    style(figure, height=HEIGHT, x="Bandwidth h", y="Participation ratio Σw²")
    figure.update_xaxes(type="log", range=np.log10([low, high]).tolist(), **log_ticks(low, high))
    figure.update_yaxes(range=[0, 1.03])
    return figure
