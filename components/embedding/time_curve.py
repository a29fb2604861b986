"""The curve from which the diffusion time is chosen, with the time in use."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, log_ticks, style
from components.embedding.heat.result import HeatResult
from components.embedding.plain_numbers import plain
from core.embedding.diffusion_time import DiffusionTime
from core.embedding.time_ladder import LOSES_NONE
from core.percentages import percent


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
    if curve.candidates:
        st.dataframe(
            candidates_table(curve),
            hide_index=True,
            column_config={
                "t": st.column_config.TextColumn(width=50),
                "": st.column_config.TextColumn(width=60),
            },
            alt="The times that were tried, and the share of neighbours that each one's map keeps",
            key="time_candidates",
        )
        st.caption(
            "The times that were tried, and the share of each point's nearest in the data (15, or "
            "a quarter of few points) that are nearest on its map. "
            + (f"The longest that keeps {percent(LOSES_NONE)} of the most is used"
               if curve.short_cuts is not False else "The one that keeps most is used")
            + ("." if result.t == curve.t else ", unless a time is set by hand.")
        )  # fmt: skip


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
    figure.update_xaxes(type="log", **log_ticks(float(curve.times.min()), float(curve.times.max())))
    figure.update_yaxes(type="log", **log_ticks(float(curve.trace.min()), float(curve.trace.max())))
    return figure


def candidates_table(curve: DiffusionTime) -> pd.DataFrame:
    """One row per time that was tried, the longest first: what its map keeps, if it was chosen.

    Longer times are left out once a shorter one keeps more, or when the run is stopped.
    """
    drawn = [each.kept for each in curve.candidates if each.kept is not None]
    outdone = bool(drawn) and drawn[0] < max(drawn)
    missing = (
        "not drawn: a shorter time keeps more" if outdone else "not drawn: the run was stopped"
    )
    return pd.DataFrame(
        [
            {
                "t": plain(each.t),
                "": "chosen" if each.chosen else "",
                "Neighbours kept": missing if each.kept is None else percent(each.kept, 1),
            }
            for each in curve.candidates
        ]
    )
