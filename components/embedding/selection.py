"""Points chosen on a map: a click names one, a lasso a group; both outlive the redraw."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

POINT = "point"  # the parameter that a click sets
GROUP = "map_group"  # (key of the data, rows of the last lasso)


def selected_group(data_key: str, n_points: int) -> NDArray[np.bool_] | None:
    """(n,) the points of the last lasso on these data, or None."""
    chosen = st.session_state.get(GROUP)
    if chosen is None or chosen[0] != data_key:
        return None
    inside = np.zeros(n_points, dtype=bool)
    inside[[row for row in chosen[1] if row < n_points]] = True
    return inside if inside.any() else None


def clear_group() -> None:
    """Forget the lasso; for use as a button's callback."""
    st.session_state.pop(GROUP, None)


def take_selection(chart_key: str, data_key: str, point_name: str | None = None) -> None:
    """Keep what was just chosen on a chart; for use as its ``on_select`` callback.

    A lasso or box becomes the group; a click becomes the value of the parameter ``point_name``.
    """
    selection = st.session_state[chart_key].selection
    rows = sorted({row for point in selection.points if (row := _row(point)) is not None})
    if not rows:
        return
    if selection.get("lasso") or selection.get("box"):
        st.session_state[GROUP] = (data_key, rows)
    elif point_name is not None:
        st.session_state[point_name] = rows[0] + 1


def _row(point: Mapping[str, Any]) -> int | None:
    """The row that a drawn point carries: Streamlit hands it over as a list, a dict or a value."""
    data = point.get("customdata")
    if isinstance(data, Mapping):
        data = list(data.values())
    if isinstance(data, list | tuple):
        data = data[0] if data else None
    return None if data is None else int(data)
