"""A button that starts, and in its place one that stops, on a page that is redrawn meanwhile."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

PRESSED = "play_button_pressed"


class Side(NamedTuple):
    """One of the two buttons."""

    label: str
    icon: str
    act: Callable[[], object]


def play_button(key: str, side: Side, help: str) -> bool:
    """Show one side of the button ``key``; whether either side was pressed before this run.

    It acts in a callback, so that a click which meets a tick of the picture is not lost. And each
    side is a widget of its own: a second click on Pause, on its way while the first is answered,
    presses Pause again, which changes nothing, and not the Play that stands there by then.
    """
    st.button(
        side.label,
        icon=f":material/{side.icon}:",
        key=f"{key}_{side.icon}",
        help=help,
        on_click=_press,
        args=(key, side.act),
    )
    return bool(st.session_state.pop(f"{PRESSED}.{key}", False))


def _press(key: str, act: Callable[[], object]) -> None:
    act()
    st.session_state[f"{PRESSED}.{key}"] = True


def playing_button(key: str, playing: str, start: str, help: str) -> bool:
    """Play or Pause of what runs while ``st.session_state[playing]`` says so."""
    now = bool(st.session_state.get(playing, False))
    label, icon = ("Pause", "pause") if now else (start, "play_arrow")

    def turn() -> None:
        st.session_state[playing] = not now

    return play_button(key, Side(label, icon, turn), help)
