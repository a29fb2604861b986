"""Clicks in the plane: choose a place, or put a new point there."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.badges import badge
from components.density.two_dimensions.settings import ADDING, PLACE

MOST_ADDED = 200
ADDED = "plane_added"


def added_places(key: tuple) -> list[tuple[int, int]]:
    """The points added to this plane in this tab, as per cents of the picture, oldest first."""
    kept: dict = st.session_state.setdefault(ADDED, {})
    return kept.setdefault(key, [])


def forget_added() -> None:
    """Take all added points away, on every plane."""
    st.session_state.pop(ADDED, None)


def show_added(key: tuple) -> None:
    """How many were added, with Undo and Remove all."""
    places = added_places(key)
    if not places:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"{badge(f'{len(places)} added', 'caution')} Kept in this tab only: a copied link does "
            "not carry them."
        )
        st.button("Undo", key="plane_undo", on_click=_undo, args=(places,), type="tertiary")
        st.button("Remove all", key="plane_clear", on_click=places.clear, type="tertiary")


def _undo(places: list[tuple[int, int]]) -> None:
    if places:
        places.pop()


def on_click(chart_key: str, key: tuple) -> None:
    """The callback of a click in a picture."""
    points = st.session_state[chart_key].selection.points
    nodes = [node for point in points if (node := _node(point.get("customdata")))]
    if not nodes:
        return
    place = (int(nodes[0][0]), int(nodes[0][1]))
    if st.session_state.get(ADDING, False):
        places = added_places(key)
        if len(places) < MOST_ADDED:
            places.append(place)
    else:
        st.session_state.update(zip(PLACE, place, strict=True))


def _node(customdata: Any) -> list | None:
    """[x %, y %, density]: Streamlit hands custom data over as a list, a mapping or one value.

    No other trace has any.
    """
    if isinstance(customdata, Mapping):
        customdata = list(customdata.values())
    found = isinstance(customdata, list | tuple) and len(customdata) == 3
    return list(customdata) if found else None
