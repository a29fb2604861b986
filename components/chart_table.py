"""The points of a picture as a table on the page, for whoever cannot point at them.

It is made of what the picture shows, unless the page has better numbers, and only once it is open.
"""

import base64
import re
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import streamlit as st

MOST_ROWS, WIDTH_PX = 1000, 460
Table: TypeAlias = pd.DataFrame | Callable[[], pd.DataFrame]
Parts: TypeAlias = dict[str, Any]
_MARKUP = re.compile(r"<[^>]+>")


def offer_points(figure: Parts, table: Table | None, key: str) -> None:
    """A button that unfolds the table; arrow keys go through it."""
    opened = st.popover(
        "Points as a table",
        key=f"points-{key}",
        type="tertiary",
        icon=":material/table_rows:",
        help="What the picture shows, to be read and gone through by the arrow keys.",
        on_change="rerun",
    )
    if not opened.open:
        return
    rows = points_of(figure) if table is None else table() if callable(table) else table
    with opened:
        st.dataframe(
            rows.head(MOST_ROWS),
            hide_index=True,
            width=WIDTH_PX,
            key=f"shown-{key}",
            alt="The points of the picture",
        )
        if len(rows) > MOST_ROWS:
            st.caption(f"The first {MOST_ROWS:,} of {len(rows):,}; the page's downloads hold all.")


def points_of(figure: Parts) -> pd.DataFrame:
    """A row for each point that the figure (as a dictionary) lets a hand hover.

    Where there are only fields of values, a row for each cell.

    >>> line = {"type": "scatter", "x": [1, 2], "y": [3, 4], "name": "Found"}
    >>> axes = {"xaxis": {"title": {"text": "h"}}, "yaxis": {"title": {"text": "Error, m"}}}
    >>> points_of({"data": [line], "layout": axes}).values.tolist()
    [['Found', 1, 3], ['Found', 2, 4]]
    """
    traces = _told(figure)
    fields = [each for each in traces if "z" in each]
    points = [each for each in traces if "z" not in each and "x" in each and "y" in each]
    made = [_points(each, figure["layout"]) for each in points]
    made = made or [_cells(each, figure["layout"]) for each in fields]
    if not made:
        return pd.DataFrame()
    found = pd.concat(made, ignore_index=True)
    return found.dropna(axis="columns", how="all")


def has_points(figure: Parts) -> bool:
    """Whether the figure tells anything of what a hand hovers."""
    return bool(_told(figure))


def _told(figure: Parts) -> list[Parts]:
    shown = [each for each in figure["data"] if each.get("hoverinfo") != "skip"]
    return [each for each in shown if each.get("visible", True) is True]


def _points(trace: Parts, layout: Parts) -> pd.DataFrame:
    x, y = (_values(trace[axis]).ravel() for axis in "xy")
    found = {
        "Series": _words(trace.get("name") or ""),
        _title(trace, layout, "x"): x,
        _title(trace, layout, "y"): y,
        "Said": _said(trace, len(x)),
    }
    return pd.DataFrame(found).dropna(subset=list(found)[1:3])


def _cells(trace: Parts, layout: Parts) -> pd.DataFrame:
    z = _values(trace["z"])
    x, y = (
        _values(trace[axis]).ravel() if axis in trace else np.arange(n)
        for axis, n in zip("xy", z.shape[::-1], strict=True)
    )
    across, down = np.meshgrid(x, y)
    found = {
        _title(trace, layout, "x"): across.ravel(),
        _title(trace, layout, "y"): down.ravel(),
        _words(trace.get("name") or "") or "Value": z.ravel(),
    }
    return pd.DataFrame(found).dropna()


def _said(trace: Parts, n: int) -> list[str | None]:
    """What stands at each point, where the figure has words for each."""
    for name in ("hovertext", "text"):
        words = trace.get(name)
        if isinstance(words, list | tuple | np.ndarray) and len(words) == n:
            return [_words(str(each)) if each is not None else None for each in words]
    return [None] * n


def _words(text: str) -> str:
    return _MARKUP.sub(" ", text).strip()


def _title(trace: Parts, layout: Parts, axis: str) -> str:
    place = f"{axis}axis{trace.get(axis + 'axis', axis)[1:]}"
    title = layout.get(place, {}).get("title", {})
    text = title if isinstance(title, str) else title.get("text")
    return _words(text or "") or axis


def _values(given: Any) -> np.ndarray:
    """An array as plotly holds it: as it is, as a list, or as bytes with their type."""
    if isinstance(given, dict) and "bdata" in given:
        flat = np.frombuffer(base64.b64decode(given["bdata"]), dtype=given["dtype"])
        shape = str(given.get("shape", len(flat)))
        return flat.reshape([int(part) for part in shape.split(",")])
    return np.asarray(given)
