"""The pictures of the "How good?" view that vary one thing: duration, stops, settings, sets."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, style
from components.localization.accuracy.jobs import SIZE_OF


def show_durations(rows: list[dict]) -> None:
    """Mean error against the duration of a scan."""
    table = pd.DataFrame(rows)
    if table.empty:
        return
    chart(
        _durations(table),
        key="accuracy_durations",
        alt="Mean error of several methods against the duration of a scan.",
        table=table,
    )
    st.caption(
        "Scans are rebuilt from the raw packets; only windows that are at least nine "
        "tenths full count. Nearest neighbours in dBm gain nothing: the error is bias, not noise."
    )


@drawn
def _durations(table: pd.DataFrame) -> go.Figure:
    figure = go.Figure()
    for number, (name, part) in enumerate(table.groupby("method", sort=False)):
        figure.add_scatter(
            x=part["duration_s"],
            y=part["mean_m"],
            mode="lines+markers",
            error_y={
                "type": "data",
                "symmetric": False,
                "array": part["high_m"] - part["mean_m"],
                "arrayminus": part["mean_m"] - part["low_m"],
                "thickness": 1,
            },
            line={"color": palette.categories()[number % 10], "width": 2},
            name=str(name),
            hovertemplate="%{x:g} s: %{y:.2f} m<extra>" + str(name) + "</extra>",
        )
    style(figure, height=420, x="Duration of a scan, s", y="Mean error, m")
    figure.update_xaxes(type="log", tickvals=sorted(table["duration_s"].unique()))
    return figure


def show_stops(table: pd.DataFrame) -> None:
    """Mean error against the number of calibration stops."""
    if table.empty:
        return
    chart(
        _stops(table),
        key="accuracy_stops",
        alt="Mean error against the number of calibration stops.",
        table=table,
    )
    st.caption(
        "A stop is a place where the phone in use was held still and its position written down. "
        "Stops are spread evenly, and left out of the error. Uses beacon positions and the stops."
    )


@drawn
def _stops(table: pd.DataFrame) -> go.Figure:
    colour = palette.categories()[0]
    figure = go.Figure()
    figure.add_scatter(
        x=np.concatenate([table["n_stops"], table["n_stops"][::-1]]),
        y=np.concatenate([table["high_m"], table["low_m"][::-1]]),
        fill="toself",
        fillcolor=palette.with_alpha(colour, 0.18),
        line={"width": 0},
        hoverinfo="skip",
        name="Best and worst draw of the stops",
    )
    figure.add_scatter(
        x=table["n_stops"],
        y=table["mean_m"],
        mode="lines+markers",
        line={"color": colour, "width": 2.5},
        hovertemplate="%{x} stops: %{y:.2f} m<extra></extra>",
        name="Mean of five draws",
    )
    return style(figure, height=400, x="Calibration stops", y="Mean error of the other scans, m")


def show_settings(rows: list[dict]) -> None:
    """The spread of the mean error over all settings, as strips."""
    table = pd.DataFrame(rows)
    if table.empty:
        return
    chart(
        _settings(table),
        key="accuracy_settings",
        alt="Mean error of each combination of settings, as points with a box.",
        table=table,
    )
    for name, part in table.groupby("method", sort=False):
        st.markdown(
            f"- **{name}**: median {part['mean_m'].median():.2f} m over {len(part)} settings, from "
            f"{part['mean_m'].min():.2f} to {part['mean_m'].max():.2f} m."
        )
    st.caption(
        "b ∈ {2, e, 4, 6}, power ∈ {16, 32, 64}, voters ∈ {5 … 80}. No validation on a survey "
        "alone was found to predict the order in use, so the band is what can honestly be promised."
    )


@drawn
def _settings(table: pd.DataFrame) -> go.Figure:
    figure = go.Figure()
    for number, (name, part) in enumerate(table.groupby("method", sort=False)):
        figure.add_box(
            x=part["mean_m"],
            name=str(name),
            boxpoints="all",
            jitter=0.6,
            pointpos=0,
            marker={"color": palette.categories()[number], "size": 5},
            customdata=part[["representation", "power", "n_neighbors"]],
            hovertemplate="%{x:.2f} m: %{customdata[0]}, power %{customdata[1]}, "
            "%{customdata[2]} places<extra></extra>",
        )
    style(figure, height=360, x="Mean error, m")
    figure.update_layout(showlegend=False)
    return figure


def show_sets(rows: list[dict]) -> None:
    """How often the calibrated sets hold the truth, and how large they are for it."""
    table = pd.DataFrame(rows)
    if table.empty:
        return
    sizes = [name for name in table.columns if name.startswith(SIZE_OF)]
    shares = [name.removeprefix(SIZE_OF) for name in sizes]
    column = st.column_config
    st.dataframe(
        table,
        hide_index=True,
        column_order=(
            "method",
            *(name for pair in zip(shares, sizes, strict=True) for name in pair),
        ),
        column_config={
            "method": column.TextColumn("Method", pinned=True),
            **{name: column.NumberColumn(f"Held {name}", format="percent") for name in shares},
            **{
                name: column.NumberColumn(f"Places {name.removeprefix(SIZE_OF)}", format="%.1f")
                for name in sizes
            },
        },
        alt="Coverage and size of the calibrated sets at four levels",
    )
    st.caption(
        "Held 90%: the share of the test scans whose 90% set holds the true place. Places 90%: "
        f"how many of the {table['of places'].iloc[0]:,} registered places such a set holds "
        "on average; a set of all places holds the truth for certain and says nothing. The sets "
        "were calibrated on five simulated buildings; on a real floor, whose radio differs from "
        "the simulator's, they need not hold as often as they say."
    )
