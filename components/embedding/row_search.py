"""Rows found on a map by their name or label."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.embedding.selection import GROUP, POINT
from components.text import as_plain_text, counted
from core.datasets import PointCloud

KEY = "find-rows"


def search_rows(data_key: str, points: PointCloud) -> None:
    """The field; what it finds becomes the group, and its first row the chosen point."""
    st.text_input(
        "Find rows by name or label",
        key=KEY,
        max_chars=100,
        help="Rows whose name or label holds these letters become the group, as by a lasso; the "
        "first of them becomes the chosen point. Large and small letters are alike. It stays in "
        "this tab.",
        on_change=_take,
        args=(data_key, points),
    )
    words = st.session_state.get(KEY, "").strip()
    if words:
        n = len(found_rows(points, words))
        shown = as_plain_text(words, longest=30)
        st.caption(
            f"{counted(n, 'row')} {'holds' if n == 1 else 'hold'} “{shown}”."
            if n
            else f"No row's name or label holds “{shown}”."
        )


def found_rows(points: PointCloud, words: str) -> NDArray[np.intp]:
    """Places of the rows whose id or label holds the words, in any case.

    >>> cloud = PointCloud([[0.0], [1.0]], ["x"], labels=["Rose", "ash"], row_id=["a1", "A2"])
    >>> found_rows(cloud, "a").tolist(), found_rows(cloud, "ros").tolist()
    ([0, 1], [0])
    """
    wanted = words.casefold()
    names = [points.row_id] if points.labels is None else [points.row_id, points.labels]
    holds = [np.char.find(np.char.lower(each.astype(str)), wanted) >= 0 for each in names]
    return np.flatnonzero(np.any(holds, axis=0))


def _take(data_key: str, points: PointCloud) -> None:
    words = st.session_state[KEY].strip()
    rows = found_rows(points, words) if words else np.empty(0, dtype=np.intp)
    if not len(rows):
        st.session_state.pop(GROUP, None)
        return
    st.session_state[GROUP] = (data_key, rows.tolist())
    st.session_state[POINT] = int(points.row_number[rows[0]])
