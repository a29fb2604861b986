"""The grid of maps, with one selection for all of them."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn
from components.embedding.colouring import Colouring
from components.embedding.map.data import MapData
from components.embedding.map.figure import map_figure
from components.embedding.selection import take_selection
from components.embedding.side.maps import SideMap
from components.points.row_names import RowLabels, row_labels
from components.text import as_plain_html, as_plain_text

COLUMNS = 3
HEIGHT_PX = 320


def show_grid(
    data: MapData,
    maps: list[SideMap],
    places: dict[str, NDArray[np.float64]],
    colours: Colouring,
    selected: NDArray[np.bool_] | None,
) -> None:
    """Every map in its cell: title, picture, its main score and its time."""
    for start in range(0, len(maps), COLUMNS):
        for column, each in zip(st.columns(COLUMNS), maps[start : start + COLUMNS], strict=False):
            with column:
                _show_cell(data, each, places.get(each.key), colours, selected, first=start == 0)
    if colours.names is not None:
        _show_legend(colours)


def main_score(scores: dict[str, float]) -> str:
    """The score that says most, in words."""
    for name, words in (
        ("pearson", "Pearson with truth"),
        ("trustworthiness", "trustworthiness"),
    ):
        if np.isfinite(scores.get(name, np.nan)):
            return f"{words} **{scores[name]:.3f}**"
    return "no score for so few points"


def _show_cell(
    data: MapData,
    each: SideMap,
    place: NDArray[np.float64] | None,
    colours: Colouring,
    selected: NDArray[np.bool_] | None,
    *,
    first: bool,
) -> None:
    st.markdown(f"**{each.title}**", help=f"Keeps {each.keeps}.")
    if place is None:
        st.info(as_plain_text(each.problem), icon=":material/block:")
        return
    key = f"side_{each.key}"
    chart(
        _cell(place, colours, selected, row_labels(data.points)),
        key=key,
        first=first,
        figure_too=True,
        alt=f"Map of {data.title} by {each.title}, coloured by {colours.title}.",
        on_select=lambda: take_selection(key, data.key),
        selection_mode=("lasso", "box"),
        scroll_zoom=True,
    )
    st.caption(f"{main_score(dict(each.scores))} · {each.took_s:.1f} s")


@drawn
def _cell(
    place: NDArray[np.float64],
    colours: Colouring,
    selected: NDArray[np.bool_] | None,
    labels: RowLabels,
) -> go.Figure:
    figure = map_figure(
        place,
        colours,
        height=HEIGHT_PX,
        selected=selected,
        labels=labels,
        show_legend=False,
        tick_labels=False,
    )
    return figure.update_layout(dragmode="lasso", margin={"l": 0, "r": 0, "t": 4, "b": 0})


def _show_legend(colours: Colouring) -> None:
    colour = palette.categories()
    marks = [
        f"<span style='color:{colour[i % len(colour)]}'>{'◆' if i >= len(colour) else '●'}</span> "
        f"{as_plain_html(name, longest=24)}"
        for i, name in enumerate(colours.order)
    ]
    st.html("<div style='font-size:0.85rem'>" + " &nbsp; ".join(marks) + "</div>")
