"""The pictures of the "How good?" view that vary one thing: duration, stops, settings, sets."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, offer_numbers, style
from components.localization.accuracy.jobs import PROMISED_AT, SIZE_OF
from components.localization.set_words import area
from components.text import counted
from core.percentages import percent


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
    last = table.iloc[-1]
    st.markdown(
        f"The same {counted(int(last['n_stops']), 'stop')} tell how sure the corrected map is: its "
        f"90% sets hold the truth in **{percent(last['covered'])}** of the other scans, with "
        f"**{area(last['area_m2'])}** on average. Each stop is scored on a map that the other "
        f"stops corrected; in practice {percent(last['promised'])} is kept, though after a "
        "correction less is proved."
        if last["n_stops"]
        else "Without stops the 90% sets rest on simulated scans alone: they hold the truth in "
        f"**{percent(last['covered'])}** of the scans, with **{area(last['area_m2'])}** on "
        "average, and nothing is promised."
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
    """How often the calibrated sets hold the truth, how large they are, and what is promised."""
    table = pd.DataFrame(rows)
    if table.empty:
        return
    sizes = [name for name in table.columns if name.startswith(SIZE_OF)]
    levels = [name.removeprefix(SIZE_OF) for name in sizes]
    column = st.column_config
    st.dataframe(
        table,
        hide_index=True,
        height=36 * (len(table) + 1) + 4,
        column_order=("method", "calibrated_on", f"{PROMISED_AT}90%", *_of_levels(levels)),
        column_config={
            "method": column.TextColumn("Method", pinned=True),
            "calibrated_on": column.TextColumn("Calibrated on"),
            f"{PROMISED_AT}90%": column.NumberColumn(
                "Promised 90%",
                format="percent",
                help="What the 90% sets provably hold at a new stop like those that they learned "
                "from; 0: nothing is promised.",
            ),
            **{
                name: column.NumberColumn(f"Held {name}", format="percent")
                for level in levels
                for name in (level, f"{level} from", f"{level} to")
            },
            **{
                f"{SIZE_OF}{level}": column.NumberColumn(f"Size {level}, m²", format="%.1f")
                for level in levels
            },
        },
        alt="Coverage and size of the calibrated sets at four levels",
    )
    offer_numbers(table, "accuracy_sets")
    st.caption(
        "Held 90%: the share of the scans at other stops whose 90% set holds the true place; from "
        "and to: in 80% of the draws of the stops, or a 95% interval of the mean where nothing is "
        "drawn. Size: "
        f"the floor that such a set covers on average, of {table['of m2'].iloc[0]:,.0f} m²; a set "
        "of the whole floor holds the truth for certain and says nothing. Simulated scans are "
        "drawn on the survey's own map with dB constants from one measured survey: they promise "
        "nothing. Below 20 stops they count for ten more. The promise is for stops like these, "
        "with this phone, held like this, on average over stops: at the far end of a corridor it "
        "may be less. Another phone, or the same held in another way: new stops."
    )


def _of_levels(levels: list[str]) -> list[str]:
    """Columns level by level, first 90%, which pages speak of, with its range."""
    columns: list[str] = []
    for level in sorted(levels, key=lambda level: (level != "90%", level)):
        spread = [f"{level} from", f"{level} to"] if level == "90%" else []
        columns += [level, *spread, f"{SIZE_OF}{level}"]
    return columns
