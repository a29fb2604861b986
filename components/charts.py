"""The wrapper that every chart goes through: alt text, export as picture and as table."""

import contextlib
import functools
import re
from collections.abc import Callable
from typing import Any, ParamSpec

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from plotly.basedatatypes import BaseFigure
from streamlit.delta_generator import DeltaGenerator

from components import palette
from components.chart_table import Table, has_points, offer_points
from components.csv_export import to_csv
from components.figures.paper_figure import offer_figure
from components.memory import recall
from components.present import LARGER, is_presenting
from components.readings import reading_of
from components.ready_figure import ReadyFigure

LOW_MAP, WIDE_MAP = 0.45, 0.8  # height of a floor to its width
_VERDICT, _QUESTION = "verdict_words", "page_question"
IMAGE_FORMAT = "image_format"  # the key of the control, and what it is before anyone drew it

P = ParamSpec("P")
_AXIS = re.compile(r"[xy]axis\d*$")


def drawn(draw: Callable[P, BaseFigure]) -> Callable[P, ReadyFigure]:
    """A figure that is drawn again only when what it shows, or the theme, has changed.

    ``draw`` takes everything that it shows as arguments, and returns a figure.
    """
    name = f"{draw.__module__}.{draw.__qualname__}"

    @functools.wraps(draw)
    def kept(*args: P.args, **kwargs: P.kwargs) -> ReadyFigure:
        made_of = (name, palette.is_dark(), is_presenting(), args, kwargs)
        return recall(made_of, lambda: ready(draw(*args, **kwargs)))

    return kept


def ready(figure: BaseFigure) -> ReadyFigure:
    """The figure as it is sent: its text in the colours of the theme on screen.

    Streamlit writes ticks, titles and colour bars in a grey of contrast 3.7 on white.
    """
    if isinstance(figure, ReadyFigure) and figure.finished:
        return figure
    content = figure.to_dict()
    muted = {"color": palette.muted_ink()}
    layout = {"xaxis": {}, "yaxis": {}, "coloraxis": {}, **content["layout"]}
    layout["font"] = {"color": palette.ink(), **layout.get("font", {})}
    for name in filter(_AXIS.match, list(layout)):
        layout[name] = _in_ink(layout[name], muted)
    bar = layout["coloraxis"].get("colorbar", {})
    layout["coloraxis"] = {**layout["coloraxis"], "colorbar": _in_ink(bar, muted)}
    if is_presenting():
        layout["font"] = {"size": 12, **layout["font"]}
        return ReadyFigure(
            [_larger(trace) for trace in content["data"]], _larger(layout), finished=True
        )
    return ReadyFigure(content["data"], layout, finished=True)


def log_ticks(low: float, high: float) -> dict[str, Any]:
    """Ticks of a logarithmic axis from ``low`` to ``high`` > 0: whole numbers, never bare digits.

    Left to itself an axis writes 0.2 as a small 2, which no reader can tell from 2.

    >>> log_ticks(0.08, 1.1), log_ticks(1.0, 1e6)
    ({'tickformat': '~g', 'dtick': 'D2'}, {'tickformat': '~g', 'dtick': 1})
    """
    decades = np.log10(high / low) if 0 < low < high else 0.0
    step = "D1" if decades < 0.5 else "D2" if decades < 3 else max(1, round(decades / 8))
    return {"tickformat": "~g", "dtick": step}


def style(figure: go.Figure, *, height: int, x: str = "", y: str = "") -> go.Figure:
    """Give a figure its height, its axis titles (with units) and the common layout."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "xanchor": "left", "x": 0},
        hoverlabel={"font_size": 13},
        font={"family": "Inter, sans-serif"},
    )
    if x:
        figure.update_xaxes(title_text=x)
    if y:
        figure.update_yaxes(title_text=y)
    return figure


def label_font(*, muted: bool = False) -> dict[str, Any]:
    """The font of names written into a picture, legible over whatever lies below."""
    colour = palette.muted_ink() if muted else palette.ink()
    return {"size": 11, "color": colour, "shadow": palette.halo()}


def colour_bar(title: str, *, side: str = "left") -> dict[str, Any]:
    """A flat colour bar above a map, so that the map keeps the width of a narrow screen.

    ``side`` is "left" or "right": two bars stand beside each other.
    """
    return {
        "orientation": "h",
        "title": {"text": title, "side": "top", "font": {"size": 12}},
        "thickness": 9,
        "len": 0.42,
        "x": 0.0 if side == "left" else 1.0,
        "xanchor": side,
        "y": 1.02,
        "yanchor": "bottom",
        "tickfont": {"size": 11},
    }


def first_screen(height: int, *, key: str) -> DeltaGenerator:
    """A place for the main picture of a page, or one beside it: as high as asked for if it fits.

    On a lower screen it ends with the screen (assets/style.css), so that all of the picture is seen
    before anyone scrolls. What is drawn in it has the height "stretch".
    """
    return st.container(key=f"fold-{key}", height=height, border=False)


def chart(
    figure: BaseFigure,
    *,
    key: str,
    alt: str,
    table: Table | None = None,
    first: bool = False,
    figure_too: bool = False,
    **settings: Any,
) -> Any:
    """Draw a plotly figure; ``table`` holds its numbers and becomes a CSV button below it.

    A table that is a function is put together when somebody asks for it. ``first`` marks the main
    picture of a page, and what stands beside it: they fit the first screen, and are offered as
    figures for a paper, as are those that ``figure_too`` marks.
    """
    config = {
        "displaylogo": False,
        "scrollZoom": settings.pop("scroll_zoom", False),
        "staticPlot": settings.pop("static", False),
        "toImageButtonOptions": {
            "format": st.session_state.get(IMAGE_FORMAT, "png"),
            "filename": f"kernelscope-{key}",
            "scale": 2,
        },
    }
    if first:
        alt = f"{alt} {st.session_state.get(_VERDICT, '')}".strip()
    finished = ready(figure)
    place: contextlib.AbstractContextManager[Any] = contextlib.nullcontext()
    layout = finished.to_dict()["layout"]
    low = _low_on_phone(layout)
    if first:
        settings["height"] = "stretch"
        place = first_screen(layout["height"], key=f"{low}{key}")
    elif low:
        settings["height"] = "stretch"
        place = st.container(key=f"{low}{key}", height=layout["height"], border=False)
    with place:
        state = st.plotly_chart(finished, key=key, alt=alt, config=config, **settings)
    parts = finished.to_dict()
    tabled = first and (table is not None or has_points(parts))
    figured = first or figure_too
    if table is None and not figured:
        show_reading(key)
        return state
    with st.container(horizontal=True, vertical_alignment="center"):
        if table is not None:
            offer_numbers(table, key)
        if tabled:
            offer_points(parts, table, key)
        show_reading(key)
        if figured:
            offer_figure(key, st.session_state.get(_QUESTION, ""))
    return state


def _low_on_phone(layout: dict[str, Any]) -> str:
    """How the key of a map begins that leaves a tall place empty on a phone; "" of other pictures.

    A map's height is that of a wide screen, and its scales are equal: on a screen of a third of the
    width it is a third as high. ``assets/style.css`` gives its place less there.
    """
    x, y = (layout.get(axis, {}).get("range") for axis in ("xaxis", "yaxis"))
    if layout.get("yaxis", {}).get("scaleanchor") != "x" or not x or not y or x[0] == x[1]:
        return ""
    high = abs((y[1] - y[0]) / (x[1] - x[0]))
    return "low-" if high < LOW_MAP else "wide-" if high < WIDE_MAP else ""


def show_reading(key: str) -> None:
    """Below a picture: how to read it, in three sentences that open at a touch."""
    reading = reading_of(key)
    if reading is not None:
        st.caption("How to read this", help=reading)


def offer_numbers(table: Table, key: str) -> None:
    """The numbers of a chart or a table as a CSV button below it."""
    st.download_button(
        "Numbers (CSV)",
        lambda: to_csv(table() if callable(table) else table),
        file_name=f"kernelscope-{key}.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/table:",
        key=f"csv-{key}",
    )


def note_question(question: str) -> None:
    """Keep what the page asks: the first title of its figures."""
    st.session_state[_QUESTION] = question


def note_verdict(sentence: str) -> None:
    """Keep what the page says of its pictures, for those who hear the main one."""
    st.session_state[_VERDICT] = re.sub(r"\*+|:\w+\[|\]|\$", "", sentence)


def _larger(part: Any, *, of_font: bool = False) -> Any:
    """A part of a figure with all its text as large as a room needs."""
    if isinstance(part, list | tuple):
        return [_larger(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        name: LARGER * value
        if of_font and name == "size" and isinstance(value, int | float)
        else _larger(value, of_font=name.endswith("font"))
        for name, value in part.items()
    }


def _in_ink(axis: dict[str, Any], font: dict[str, Any]) -> dict[str, Any]:
    """An axis or a colour bar whose ticks and title are written in this colour."""
    title = axis.get("title", {})
    title = {"text": title} if isinstance(title, str) else title
    return {
        **axis,
        "tickfont": font | axis.get("tickfont", {}),
        "title": {**title, "font": font | title.get("font", {})},
    }
