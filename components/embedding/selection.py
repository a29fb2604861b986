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

    A lasso or box becomes the group; the number of the row that was clicked becomes the value of
    the parameter ``point_name``.
    """
    selection = st.session_state[chart_key].selection
    found = sorted({row for point in selection.points if (row := _row(point)) is not None})
    if not found:
        return
    if selection.get("lasso") or selection.get("box"):
        st.session_state[GROUP] = (data_key, [place for place, _ in found])
    elif point_name is not None:
        st.session_state[point_name] = found[0][1]


def _row(point: Mapping[str, Any]) -> tuple[int, int] | None:
    """The place of a drawn point among all, and the number of its row.

    Streamlit hands them over as a list or a dict.
    """
    data = point.get("customdata")
    if isinstance(data, Mapping):
        data = list(data.values())
    if not isinstance(data, list | tuple) or len(data) < 2:
        return None
    return int(data[0]), int(data[1])
