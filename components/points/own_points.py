"""A visitor's own points, kept in the memory of that visitor's session and nowhere else."""

import hashlib
from dataclasses import dataclass

import streamlit as st

from core.datasets import PointCloud

YOURS = "yours"
KEY = "own_table"
CHOICE = "points"


@dataclass(frozen=True, eq=False)
class ChosenPoints:
    """A cloud with where it comes from: ``origin`` "simulated", "measured" or "yours"."""

    key: str
    title: str
    origin: str
    cloud: PointCloud
    notices: tuple[str, ...] = ()


def own_points() -> ChosenPoints | None:
    """The points that this session uploaded last, or None."""
    return st.session_state.get(KEY)


def make_own(
    cloud: PointCloud, title: str, content: bytes, how: str, notices: tuple[str, ...]
) -> ChosenPoints:
    """Keyed by what the file holds and how it was understood, not by what it is called."""
    digest = hashlib.sha256(content)
    digest.update(how.encode())
    return ChosenPoints(f"yours-{digest.hexdigest()[:16]}", title, YOURS, cloud, notices)


def use(points: ChosenPoints) -> None:
    """Put these points on the page; for use as a button's callback."""
    st.session_state[KEY] = points
    st.session_state[CHOICE] = YOURS
    st.session_state.pop("group", None)


def forget() -> None:
    """Delete the uploaded points from this session; for use as a button's callback."""
    for name in (KEY, CHOICE, "group", "long_jobs"):
        st.session_state.pop(name, None)
