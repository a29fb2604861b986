"""The curve from which the diffusion time is chosen, with the time in use."""

import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, style
from components.embedding.heat_result import HeatResult
from components.embedding.plain_numbers import plain
from core.embedding.diffusion_time import DiffusionTime


def show_time_curve(result: HeatResult) -> None:
    """Warm modes left against time; the chosen time, and the one in use when it is another."""
    curve = result.curve
    if curve is None:
        return
    st.subheader("How long heat spreads", anchor=False)
    chart(
        _curve(curve, result.t),
        key="time_curve",
        alt="The heat trace against diffusion time, with the time chosen from it.",
    )


@drawn
def _curve(curve: DiffusionTime, t_in_use: float) -> go.Figure:
    figure = go.Figure()
    figure.add_scatter(
        x=curve.times,
        y=curve.trace,
        mode="lines",
        line={"color": palette.categories()[0], "width": 2.5},
        name="modes still warm",
        hovertemplate="t = %{x:.3g}: %{y:.3g} modes<extra></extra>",
    )
    marks = [(curve.t, "chosen", palette.categories()[2], "solid")]
    if abs(t_in_use - curve.t) > 1e-9 * curve.t:
        marks.append((t_in_use, "in use", palette.categories()[1], "dash"))
    for t, name, colour, dash in marks:
        figure.add_vline(x=t, line={"color": colour, "width": 2, "dash": dash})
        figure.add_scatter(
            x=[None], y=[None], mode="lines", line={"color": colour, "dash": dash},
            name=f"{name}: t = {plain(t)}",
        )  # fmt: skip
    style(figure, height=300, x="Diffusion time t", y="Heat trace Σ exp(−tλ)")
    figure.update_xaxes(type="log")
    figure.update_yaxes(type="log")
    return figure
