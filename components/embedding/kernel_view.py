"""The pictures of "Inside the kernel": a row, its decay, the spectrum, errors, and the floor."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn, style
from components.embedding.colouring import Colouring
from components.embedding.heat.panel import log_heat_from
from components.embedding.heat.result import HeatResult
from components.embedding.kernel_results import FloorNumbers
from components.embedding.map.data import MapData
from components.embedding.map.figure import (
    fitting_height,
    heat_scale,
    hover_name,
    hover_text,
    map_figure,
)
from components.embedding.plain_numbers import plain
from components.embedding.selection import POINT, take_selection
from components.memory import once
from components.points.row_names import RowLabels, row_columns, row_labels, row_name
from components.text import as_plain_text
from core.embedding.scores.distance_rows import DistanceRows

ROW_KEY = "kernel_row"
LOG_FLOOR = -16.0


def show_row(data: MapData, result: HeatResult, point: int) -> None:
    """One row of the kernel on the map, by its logarithm."""
    name = row_name(data.points, point)
    named = as_plain_text(name[0].upper() + name[1:])
    st.subheader(f"{named} of the heat kernel", anchor=False)
    chart(
        _row(result.embedding, _decades(data, result, point), point, row_labels(data.points)),
        key=ROW_KEY,
        first=True,
        alt=f"The map, coloured by the logarithm of {name} of the heat kernel.",
        on_select=lambda: take_selection(ROW_KEY, data.key, POINT),
        selection_mode=("points",),
        scroll_zoom=True,
    )


def show_decay(data: MapData, result: HeatResult, point: int) -> None:
    """The row against distance, with the floor that others add."""
    st.subheader("How it falls with distance", anchor=False)
    decades = _decades(data, result, point)
    distance = _distance(data.key, result.key, point, _data=data, _result=result)
    name = "heat distance" if data.truth is None else data.truth_name
    unit = f", {data.truth_unit}" if data.truth is not None and data.truth_unit else ""
    known = np.isfinite(decades) & np.isfinite(distance)
    labels = row_labels(data.points)
    chart(
        _decay(distance, decades, known, f"{name[0].upper()}{name[1:]}{unit}", labels),
        key="kernel_decay",
        first=True,
        alt=f"Logarithm of {row_name(data.points, point)} of the heat kernel against {name}; a "
        "line marks 1e-16.",
        table=lambda: pd.DataFrame(
            {
                **row_columns(data.points, np.flatnonzero(known)),
                name: distance[known],
                "log10_h": decades[known],
            }
        ),
    )


def _decades(data: MapData, result: HeatResult, point: int) -> NDArray[np.float64]:
    """(n,) log₁₀ of a row of the kernel, −inf where no path leads."""
    found = log_heat_from(data.key, result.key, point, result.t, 0.0, _result=result)
    return found / np.log(10)


@once
def _distance(
    data_key: str, result_key: str, point: int, *, _data: MapData, _result: HeatResult
) -> NDArray[np.float64]:
    """(n,) true distance from a row; heat distance where none is known."""
    if _data.truth is None:
        return _result.distances_from(point)
    return DistanceRows.of(_data.truth).rows([point])[0]


@drawn
def _row(
    embedding: NDArray[np.float64], decades: NDArray[np.float64], point: int, labels: RowLabels
) -> go.Figure:
    return map_figure(
        embedding,
        Colouring("log₁₀ H", values=np.where(np.isfinite(decades), decades, np.nan)),
        height=fitting_height(embedding, 500, 400),
        point=point,
        labels=labels,
        colour_scale=heat_scale(),
        tick_labels=False,
    )


@drawn
def _decay(
    distance: NDArray[np.float64],
    decades: NDArray[np.float64],
    known: NDArray[np.bool_],
    title: str,
    labels: RowLabels,
) -> go.Figure:
    figure = go.Figure()
    figure.add_scattergl(
        x=distance[known],
        y=decades[known],
        mode="markers",
        marker={"size": 4, "opacity": 0.6, "color": palette.categories()[0]},
        name="entries of the row",
        customdata=np.column_stack([np.flatnonzero(known), labels.number[known]]),
        **hover_text(labels, np.flatnonzero(known)),
        hovertemplate=f"{hover_name(labels)}: %{{x:.3g}} away, 10^%{{y:.1f}}<extra></extra>",
    )
    figure.add_scatter(
        x=[0, float(distance[known].max())],
        y=[LOG_FLOOR, LOG_FLOOR],
        mode="lines",
        line={"color": palette.categories()[1], "width": 2, "dash": "dash"},
        name="floor that others add",
        hoverinfo="skip",
    )
    return style(figure, height=400, x=title, y="log₁₀ H")


def show_spectrum(eigenvalues: NDArray[np.float64], *, complete: bool, t: float) -> None:
    """Eigenvalues, and what is left of each mode at time t."""
    st.subheader("The spectrum", anchor=False)
    warm = float(np.exp(-t * eigenvalues).sum())
    chart(
        _spectrum(eigenvalues, t),
        key="spectrum",
        alt="Eigenvalues of the Laplacian in order, and how much of each mode is left at time t.",
        table=lambda: pd.DataFrame(
            {"mode": np.arange(len(eigenvalues)), "eigenvalue": eigenvalues}
        ),
    )
    if complete:
        st.caption(f"At t = {plain(t)} the trace is {plain(warm)}: that many modes are still warm.")
    else:
        st.caption(f"The {len(eigenvalues)} slowest modes; the others are not computed here.")


@drawn
def _spectrum(eigenvalues: NDArray[np.float64], t: float) -> go.Figure:
    rank = np.arange(len(eigenvalues))
    colours = palette.categories()
    figure = go.Figure()
    figure.add_scattergl(
        x=rank, y=eigenvalues, mode="markers", marker={"size": 5, "color": colours[0]},
        name="eigenvalue λ", hovertemplate="mode %{x}: λ = %{y:.4g}<extra></extra>",
    )  # fmt: skip
    figure.add_scattergl(
        x=rank, y=np.exp(-t * eigenvalues), mode="lines", line={"color": colours[1], "width": 2.5},
        name="left at t: exp(−tλ)", hovertemplate="mode %{x}: %{y:.3g} left<extra></extra>",
    )  # fmt: skip
    style(figure, height=340, x="Mode (logarithmic, from 0)", y="λ and exp(−tλ)")
    figure.update_xaxes(type="log")
    return figure


def show_orders(errors: pd.DataFrame, order: int) -> None:
    """Chebyshev's errors against its order."""
    st.subheader("Chebyshev's error against its order", anchor=False)
    chart(
        _orders(errors, order),
        key="chebyshev_orders",
        alt="Errors of Chebyshev's approximation of one kernel column against its order.",
        table=errors,
    )


@drawn
def _orders(errors: pd.DataFrame, order: int) -> go.Figure:
    figure = go.Figure()
    for name, title, colour in (
        ("absolute", "largest absolute error", palette.categories()[0]),
        ("relative", "largest relative error", palette.categories()[1]),
        ("wrong", "share of entries wrong by more than half", palette.categories()[2]),
    ):
        figure.add_scatter(
            x=errors["order"],
            y=np.maximum(errors[name], 1e-18),
            mode="lines+markers",
            line={"color": colour, "width": 2},
            name=title,
            hovertemplate="order %{x}: %{y:.2g}<extra></extra>",
        )
    figure.add_vline(x=order, line={"color": palette.faint_ink(), "dash": "dot"})
    style(figure, height=340, x="Order (number of products with L)", y="Error of one column")
    figure.update_xaxes(type="log")
    figure.update_yaxes(type="log", exponentformat="power")
    return figure


def show_ways(ways: pd.DataFrame) -> None:
    """The errors of every way to one column; the first row is what the others are compared with."""
    shown = ways.copy()
    for name in ("absolute", "relative"):
        shown[name] = [f"{value:.1e}" if value else "0" for value in ways[name]]
    st.dataframe(
        shown,
        hide_index=True,
        alt="Ways to compute one column of the heat kernel, with their errors",
        column_config={
            "way": "Way",
            "absolute": "Absolute error",
            "relative": "Relative error",
            "wrong": st.column_config.NumberColumn("Wrong by more than half", format="percent"),
            "zero or below": st.column_config.NumberColumn("Zero or negative", format="percent"),
        },
    )


def show_floor(data: MapData, numbers: FloorNumbers, colours: Colouring) -> None:
    """The map without and with the floor, side by side."""
    st.subheader("The floor, and what it does to the map", anchor=False)
    rows = numbers.study.rows
    shown = Colouring(
        colours.title,
        names=None if colours.names is None else colours.names[rows],
        values=None if colours.values is None else colours.values[rows],
        order=colours.order,
    )
    for column, place, title, spearman, key in zip(
        st.columns(2, gap="large"),
        (numbers.study.plain_map, numbers.study.floored_map),
        ("log H", "log (H + 10⁻¹⁶)"),
        (numbers.spearman_plain, numbers.spearman_floored),
        ("floor_without", "floor_with"),
        strict=True,
    ):
        with column:
            st.markdown(f"**{title}**: Spearman **{spearman:.3f}** with {numbers.reference}")
            chart(
                _floored(place, shown, row_labels(data.points, rows)),
                key=key,
                alt=f"Map of {data.title} drawn from {title}.",
                scroll_zoom=True,
            )


@drawn
def _floored(place: NDArray[np.float64], colours: Colouring, labels: RowLabels) -> go.Figure:
    return map_figure(
        place,
        colours,
        height=fitting_height(place, 500, 340),
        labels=labels,
        show_legend=False,
        tick_labels=False,
    )
