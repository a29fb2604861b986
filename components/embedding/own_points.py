"""A visitor's own points, kept in the memory of that visitor's session and nowhere else."""

import hashlib
from dataclasses import replace

import streamlit as st

from components.embedding.map_data import DataSet, MapData, map_data

YOURS = "yours"
_KEY = "own_points"


def own_points() -> MapData | None:
    """The data that this session uploaded last, or None."""
    return st.session_state.get(_KEY)


def make_own(
    dataset: DataSet, title: str, content: bytes, how: str, *, holds_distances: bool
) -> MapData:
    """The views' form of an upload, keyed by what the file holds and how it was understood."""
    digest = hashlib.sha256(content)
    digest.update(how.encode())
    key = f"yours-{digest.hexdigest()[:16]}"
    return map_data(dataset, key, title, YOURS, holds_distances=holds_distances)


def with_colours_only(data: MapData, names: tuple[str, ...]) -> MapData:
    """The last columns, of these names, colour the map but take no part in its distances.

    >>> import numpy as np
    >>> from core.datasets import PointCloud
    >>> cloud = PointCloud(np.eye(3), np.array(["a", "b", "age"]))
    >>> with_colours_only(map_data(cloud, "k", "t", "yours"), ("age",)).X.shape
    (3, 2)
    """
    kept = data.X.shape[1] - len(names)
    return replace(data, X=data.X[:, :kept]) if names else data


def use(data: MapData) -> None:
    """Put these points on the map; for use as a button's callback."""
    st.session_state[_KEY] = data
    st.session_state["data"] = YOURS
    for setting in ("point", "colour"):  # they belonged to the data before
        st.session_state.pop(setting, None)


def forget() -> None:
    """Delete the uploaded points from this session; for use as a button's callback."""
    for name in (_KEY, "data", "own_maps", "point", "colour"):
        st.session_state.pop(name, None)
