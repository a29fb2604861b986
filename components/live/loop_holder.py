"""The visitor's own live loop: made when a setting changes, the one before really stopped."""

from collections.abc import Callable, Hashable

import streamlit as st

from core.inference.live import LiveLoop

_KEY = "live_loop"


def current_loop(key: Hashable, make: Callable[[], LiveLoop]) -> LiveLoop:
    """The loop of these settings; a loop of other settings is stopped first."""
    held = st.session_state.get(_KEY)
    if held is not None and held[0] == key and (held[1].alive or held[2]):
        return held[1]
    was_paused = held is not None and held[1].paused and held[1].alive
    stop_loop()
    loop = make()
    loop.start()
    if was_paused:
        loop.pause()
        loop.step()
    st.session_state[_KEY] = (key, loop, False)
    return loop


def stop_loop() -> None:
    """Stop and forget the visitor's loop, if there is one."""
    held = st.session_state.pop(_KEY, None)
    if held is not None:
        held[1].stop()


def end_loop() -> None:
    """Stop the loop but keep its last picture, until it is started again."""
    held = st.session_state.get(_KEY)
    if held is not None:
        held[1].stop()
        st.session_state[_KEY] = (held[0], held[1], True)


def restart_loop() -> None:
    """Forget a loop that was ended, so that a fresh one is made."""
    st.session_state.pop(_KEY, None)


def set_speed(loop: LiveLoop, speed: float) -> None:
    """A change of speed needs no new loop."""
    clock = loop.source.clock
    if clock is not None and clock.speed != speed:
        clock.speed = speed
