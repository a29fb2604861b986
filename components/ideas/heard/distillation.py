"""Self-distillation: what is left of every direction of the data, and what that costs or brings."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, log_ticks, style
from components.memory import shared
from components.page_frame import PageFrame
from components.text import counted
from core.ideas import distilled_factor
from core.ideas.heard_studies import distillation_error

RIDGES = tuple(np.logspace(-3, 2, 21).round(6).tolist())


@shared(spinner="Teaching students …")
def errors_by_ridge(mix: float, rounds: int) -> pd.DataFrame:
    """Mean squared error on diabetes by λ: of the teacher, and of the last student."""
    return pd.DataFrame(
        {
            "ridge": RIDGES,
            "teacher": [distillation_error(each, 1.0, 0) for each in RIDGES],
            "student": [distillation_error(each, mix, rounds) for each in RIDGES],
        }
    )


def show_distillation(frame: PageFrame, log_ridge: float, mix: float, rounds: int) -> None:
    """Verdict, factors and errors at these settings."""
    table = errors_by_ridge(mix, rounds)
    place = int(np.argmin(np.abs(np.log10(table["ridge"]) - log_ridge)))
    teacher, student = (float(table[name][place]) for name in ("teacher", "student"))
    best, by_student = float(table["teacher"].min()), float(table["student"].min())
    change = "lower" if student < teacher else "no lower" if student == teacher else "higher"
    frame.verdict(
        f"At λ = {10**log_ridge:.2g} the error after {counted(rounds, 'student')} is "
        f"**{student:,.0f}**, {change} than the teacher's {teacher:,.0f}. With the best λ for each "
        f"it is {by_student:,.0f} against {best:,.0f}: a detour to a better λ.",
        [("measured", "measured"), "diabetes, 10 draws of 150 rows", "seeds 0 to 9", "CPU"],
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**What is left of a direction of the data**")
        factors = factor_table(10**log_ridge, mix, rounds)
        chart(
            _factors(factors, rounds),
            key="distilled_factors",
            first=True,
            alt="Factor on each eigen-direction for the teacher and every student.",
            table=factors,
        )
    with right:
        st.markdown("**The error on new patients**")
        chart(
            _errors(table, 10**log_ridge, rounds),
            key="distilled_errors",
            first=True,
            alt="Mean squared error against the ridge, of the teacher and of the last student.",
            table=table,
        )
    st.caption(
        "What to notice: where λ is too small, students repair it; at the bottom of the teacher's "
        "curve there is nothing to gain."
    )


def factor_table(ridge: float, mix: float, rounds: int) -> pd.DataFrame:
    """The factor by eigenvalue, of the teacher and of each student."""
    values = np.logspace(-4, 3, 141)
    columns: dict[str, object] = {"eigenvalue": values}
    for k in range(rounds + 1):
        columns["teacher" if k == 0 else f"student_{k}"] = distilled_factor(values, ridge, mix, k)
    return pd.DataFrame(columns)


@drawn
def _factors(table: pd.DataFrame, rounds: int) -> go.Figure:
    colours = palette.categories()
    figure = go.Figure()
    for number, name in enumerate(table.columns[1:]):
        figure.add_scatter(
            x=table["eigenvalue"],
            y=table[name],
            mode="lines",
            name=name.replace("_", " ").capitalize(),
            line={"color": colours[number % len(colours)], "width": 3 if number == rounds else 1.5},
            hovertemplate="d = %{x:.3g}: %{y:.3f}<extra></extra>",
        )
    style(figure, height=400, x="Eigenvalue d of the kernel", y="Share kept")
    figure.update_xaxes(type="log", exponentformat="power")
    return figure


@drawn
def _errors(table: pd.DataFrame, ridge: float, rounds: int) -> go.Figure:
    colours = palette.categories()
    figure = go.Figure()
    names = (("teacher", "Teacher"), ("student", f"After {counted(rounds, 'student')}"))
    for number, (column, name) in enumerate(names):
        figure.add_scatter(
            x=table["ridge"],
            y=table[column],
            mode="lines",
            name=name,
            line={"color": colours[number]},
            hovertemplate="λ = %{x:.3g}: %{y:,.0f}<extra></extra>",
        )
    figure.add_vline(x=ridge, line={"color": palette.ink(), "dash": "dot", "width": 1})
    style(figure, height=400, x="Ridge λ", y="Mean squared error")
    figure.update_xaxes(type="log", exponentformat="power")
    low = float(min(table["teacher"].min(), table["student"].min()))
    high = float(table["teacher"].max())
    figure.update_yaxes(type="log", **log_ticks(low, high))
    return figure
