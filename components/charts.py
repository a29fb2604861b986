"""The wrapper that every chart goes through: alt text, export as picture and as table."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.csv_export import to_csv


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


def chart(
    figure: go.Figure,
    *,
    key: str,
    alt: str,
    table: pd.DataFrame | None = None,
    **settings: Any,
) -> Any:
    """Draw a plotly figure; ``table`` holds its numbers and becomes a CSV button below it."""
    config = {
        "displaylogo": False,
        "scrollZoom": settings.pop("scroll_zoom", False),
        "toImageButtonOptions": {
            "format": st.session_state.get("image_format", "png"),
            "filename": f"kernelscope-{key}",
            "scale": 2,
        },
    }
    state = st.plotly_chart(figure, key=key, alt=alt, config=config, **settings)
    if table is not None:
        offer_numbers(table, key)
    return state


def offer_numbers(table: pd.DataFrame, key: str) -> None:
    """The numbers of a chart or a table as a CSV button below it."""
    st.download_button(
        "Numbers (CSV)",
        lambda: to_csv(table),
        file_name=f"kernelscope-{key}.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/table:",
        key=f"csv-{key}",
    )
