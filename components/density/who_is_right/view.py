"""The pictures of the "Who is right?" view: errors and times on logarithmic axes."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, style
from components.density.who_is_right.verdict import WRONG_NATS, answers_table
from core.density import Comparison

EXACT_NATS = 1e-17  # where an error of exactly 0 is drawn


def show_errors(result: Comparison) -> None:
    """|error| of each query, one row per implementation, with the largest marked."""
    chart(
        _errors(result),
        key="right_errors",
        first=True,
        alt="Dots on a logarithmic axis: the error of each implementation at each query.",
        table=lambda: answers_table(result),
    )
    st.caption(
        "An error of exactly 0 is drawn at 10⁻¹⁷. Right of the dotted line the density is "
        "wrong by more than a thousandth. Tails are where "
        "it matters: an error of 1 nat is a factor of 2.7 in the density."
    )


@drawn
def _errors(result: Comparison) -> go.Figure:
    figure = go.Figure()
    finite = [np.abs(a.error)[np.isfinite(a.error)] for a in result.answers]
    largest = max([float(error.max()) for error in finite if len(error)], default=1.0)
    beyond = 100 * max(largest, 1.0)  # where an error without end is drawn
    for number, answer in enumerate(result.answers):
        if answer.refusal:
            continue
        error = np.nan_to_num(np.abs(answer.error), nan=np.inf)
        shown = np.where(np.isinf(error), beyond, np.maximum(error, EXACT_NATS))
        colour = palette.categories()[number]
        figure.add_scatter(
            x=shown,
            y=[answer.name] * len(shown),
            mode="markers",
            marker={"size": 9, "opacity": 0.5, "color": colour},
            customdata=np.column_stack(
                [answer.log_density, result.reference, np.arange(len(shown))]
            ),
            text=["0" if each == 0 else f"{each:.2g}" for each in error],
            hovertemplate="query %{customdata[2]:d}: says %{customdata[0]:.10g}, "
            "50 digits say %{customdata[1]:.10g}<br>error %{text} nats<extra>"
            + answer.name
            + "</extra>",
            showlegend=False,
            name=answer.name,
        )
        figure.add_scatter(
            x=[shown.max()],
            y=[answer.name],
            mode="markers",
            marker={"symbol": "line-ns-open", "size": 22, "color": colour, "line": {"width": 3}},
            hoverinfo="skip",
            showlegend=False,
        )
    for name, symbol, width in (("one query", "circle", 0), ("largest", "line-ns-open", 3)):
        marker = {"symbol": symbol, "size": 10, "color": palette.ink(), "line": {"width": width}}
        figure.add_scatter(x=[None], y=[None], mode="markers", marker=marker, name=name)
    figure.add_vline(x=WRONG_NATS, line={"width": 1, "dash": "dot", "color": palette.ink()})
    style(figure, height=320, x="|error| of the log density, nats")
    figure.update_xaxes(type="log", exponentformat="power", nticks=5, tickangle=0)
    figure.update_yaxes(autorange="reversed", automargin=True)
    return figure


def show_times(table: pd.DataFrame) -> None:
    """Time to answer all queries, as bars on a logarithmic axis."""
    chart(
        _times(table[table["refusal"] == ""]),
        key="right_times",
        alt="Bars on a logarithmic axis: time to fit and to answer, by implementation.",
        table=table,
    )


@drawn
def _times(known: pd.DataFrame) -> go.Figure:
    figure = go.Figure()
    for name, column, colour in (
        ("fit", "fit_ms", palette.faint_ink()),
        ("answer all queries", "score_ms", palette.categories()[0]),
    ):
        figure.add_bar(
            x=known[column],
            y=known["implementation"],
            orientation="h",
            marker_color=colour,
            hovertemplate="%{y}: %{x:.3g} ms<extra>" + name + "</extra>",
            name=name,
        )
    style(figure, height=320, x="Time, ms (median of three)")
    figure.update_xaxes(type="log", exponentformat="power", dtick=1)
    figure.update_yaxes(autorange="reversed", automargin=True)
    figure.update_layout(bargap=0.35)
    return figure


def show_table(table: pd.DataFrame) -> None:
    """The numbers, one row per implementation."""
    columns = {
        "implementation": st.column_config.TextColumn("Implementation", width="medium"),
        "version": st.column_config.TextColumn("Version"),
        "largest_error_nats": st.column_config.NumberColumn("Largest error, nats", format="%.2e"),
        "median_error_nats": st.column_config.NumberColumn("Median error, nats", format="%.2e"),
        "fit_ms": st.column_config.NumberColumn("Fit, ms", format="%.2f"),
        "score_ms": st.column_config.NumberColumn("Answer, ms", format="%.2f"),
        "times_our_double": st.column_config.NumberColumn("× ours, double", format="%.2f"),
        "refusal": st.column_config.TextColumn("Why it refused"),
    }
    shown = table if (table["refusal"] != "").any() else table.drop(columns="refusal")
    st.dataframe(
        shown,
        hide_index=True,
        column_config={name: columns[name] for name in shown.columns},
        alt="One row per implementation: version, errors in nats, times in milliseconds",
    )
