"""One point: its true neighbours against its neighbours on the map, and one distance split."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn, style
from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.embedding.plain_numbers import plain
from components.memory import once
from components.points.row_names import row_name
from components.text import as_plain_text
from core.embedding.point_heat import DistanceSplit
from core.embedding.scores.distance_rows import DistanceRows

NEIGHBORS = 15
ROOM_FOR_NUMBERS = 0.3  # beyond the longest bar, as a share of all bars
TORN, KEPT, FALSE = "torn away", "kept", "map only"


@dataclass(frozen=True, eq=False)
class Neighbors:
    """Rows of the ``torn``, ``kept`` and ``false`` neighbours of one point."""

    torn: NDArray[np.intp]
    kept: NDArray[np.intp]
    false: NDArray[np.intp]


def neighbors_of(data: MapData, result: HeatResult, point: int) -> Neighbors:
    """The 15 nearest by the truth (by the data where none is known) against those on the map."""
    return _neighbors(data.key, result.key, point, _data=data, _result=result)


@once
def _neighbors(
    data_key: str, result_key: str, point: int, *, _data: MapData, _result: HeatResult
) -> Neighbors:
    reference = _data.X if _data.truth is None else _data.truth
    real = _nearest(DistanceRows.of(reference).rows([point])[0], point)
    on_map = _nearest(DistanceRows.of(_result.embedding).rows([point])[0], point)
    return Neighbors(
        np.setdiff1d(real, on_map), np.intersect1d(real, on_map), np.setdiff1d(on_map, real)
    )


def add_neighbors(figure: go.Figure, embedding: NDArray, found: Neighbors) -> None:
    """Ring the neighbours on a flat map."""
    if embedding.shape[1] != 2:
        return
    colours = palette.categories()
    for rows, name, colour in (
        (found.kept, KEPT, colours[2]),
        (found.torn, TORN, colours[1]),
        (found.false, FALSE, colours[3]),
    ):
        figure.add_scattergl(
            x=embedding[rows, 0],
            y=embedding[rows, 1],
            mode="markers",
            marker={
                "symbol": "circle-open",
                "size": 12,
                "line": {"width": 2},
                "color": colour,
            },
            name=name,
            hoverinfo="skip",
            showlegend=True,
        )


def worst_partner(data: MapData, result: HeatResult, point: int) -> int:
    """The row whose distance from the point the map keeps worst, relative to all of its row."""
    return _worst_partner(data.key, result.key, point, _result=result)


@once
def _worst_partner(data_key: str, result_key: str, point: int, *, _result: HeatResult) -> int:
    wanted = _result.distances_from(point)
    on_map = DistanceRows.of(_result.embedding).rows([point])[0]
    error = np.where(np.isfinite(wanted), np.abs(on_map - wanted), 0.0)
    error[point] = -1.0
    return int(error.argmax())


def show_neighbor_panel(
    data: MapData, result: HeatResult, point: int, other: int, found: Neighbors
) -> None:
    """Words and one figure: neighbours kept, and the distance to ``other`` in its two terms."""
    kept = len(found.kept)
    against = "in the data" if data.truth is None else f"by {data.truth_name}"
    st.markdown(
        f"**{_named(data, point, first=True)}:** the map keeps **{kept} of its "
        f"{kept + len(found.torn)} nearest** {against}."
    )
    split, true = _split(data.key, result.key, point, other, _data=data, _result=result)
    on_map = float(np.linalg.norm(result.embedding[point] - result.embedding[other]))
    words = f"From {_named(data, point)} to {_named(data, other)}: heat distance "
    words += f"**{plain(split.distance)}**, on the map {plain(on_map)}"
    if data.truth is not None:
        words += (
            f"; {data.truth_name} {plain(true)}{' ' if data.truth_unit else ''}{data.truth_unit}"
        )
    st.markdown(words + ".")
    if not np.isfinite(split.kernel_term):
        st.caption("No path joins the two points: their heat distance is infinite.")
        return
    chart(
        _terms(split.kernel_term, split.volume_term),
        key="distance_split",
        alt="The squared heat distance between two points as its kernel term and volume term.",
    )


def _named(data: MapData, point: int, *, first: bool = False) -> str:
    """What a point is called, as markdown; ``first`` in a sentence."""
    name = row_name(data.points, point)
    return as_plain_text(name[0].upper() + name[1:] if first else name)


@once
def _split(
    data_key: str, result_key: str, point: int, other: int, *, _data: MapData, _result: HeatResult
) -> tuple[DistanceSplit, float]:
    """One heat distance in its terms, and the true distance, NaN where it is not known."""
    if _data.truth is None:
        return _result.split(point, other), float("nan")
    true = float(DistanceRows.of(_data.truth).rows([point])[0, other])
    return _result.split(point, other), true


@drawn
def _terms(kernel_term: float, volume_term: float) -> go.Figure:
    figure = go.Figure()
    total = max(kernel_term + volume_term, 0.0)
    colours = palette.categories()
    for name, value, colour in (
        ("kernel term", kernel_term, colours[0]),
        ("volume term", volume_term, colours[1]),
        ("their sum d²", total, colours[2]),
    ):
        figure.add_bar(
            y=[name],
            x=[value],
            orientation="h",
            marker={"color": colour},
            showlegend=False,
            hovertemplate="%{x:.4g}<extra>%{y}</extra>",
            text=[plain(value)],
            textposition="outside",
            cliponaxis=False,
        )
    figure.add_vline(x=0, line={"width": 1, "color": palette.faint_ink()})
    style(figure, height=190, x="d² (squared units)")
    low, high = min(volume_term, kernel_term, 0.0), max(volume_term, kernel_term, 0.0)
    room = ROOM_FOR_NUMBERS * (high - low)
    figure.update_xaxes(range=[low - room * (low < 0), high + room * (high > 0)])
    figure.update_yaxes(autorange="reversed", automargin=True)
    return figure


def _nearest(distance: NDArray[np.float64], point: int) -> NDArray[np.intp]:
    others = np.where(np.arange(len(distance)) == point, np.inf, distance)
    return np.argsort(others, kind="stable")[: min(NEIGHBORS, len(distance) - 1)]
