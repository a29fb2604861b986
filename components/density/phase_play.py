"""Play: h sweeps through the transitions, one step a tick."""

import numpy as np
import streamlit as st

from components.density.phase_parameters import BANDWIDTH
from components.density.phase_results import PhasePoint

PLAYING = "phase_playing"
NEXT = "phase_next_h"
STEPS = 36
TICK_S = 0.5


def is_playing() -> bool:
    """Whether the sweep is under way in this session."""
    return bool(st.session_state.get(PLAYING, False))


def take_step() -> None:
    """Put the next bandwidth of the sweep into its control, before that is drawn."""
    following = st.session_state.pop(NEXT, None)
    if following is not None:
        st.session_state[BANDWIDTH.name] = following


def play_button(point: PhasePoint) -> None:
    """Start or stop the sweep; while it plays, ask for the next step at every tick."""
    playing = is_playing()
    st.button(
        "Pause" if playing else "Play",
        icon=":material/pause:" if playing else ":material/play_arrow:",
        key="phase_play",
        on_click=_toggle,
        args=(point,),
        help="Sweep h from deep in the condensed regime through both transitions.",
    )
    if playing:
        st.fragment(_tick, run_every=TICK_S)(point, st.session_state.get("phase_tick", 0))


def _tick(point: PhasePoint, first: int) -> None:
    """The first run only starts the clock; each later one goes a step on."""
    count = st.session_state.get("phase_tick", 0) + 1
    st.session_state["phase_tick"] = count
    if count == first + 1 or not is_playing():
        return
    low, high = _sweep(point)
    h = point.setting.bandwidth
    following = round(max(h * (high / low) ** (1 / STEPS), h + 0.01), 2)
    if following > high:
        st.session_state[PLAYING] = False
    else:
        st.session_state[NEXT] = following
    st.rerun()


def _sweep(point: PhasePoint) -> tuple[float, float]:
    low = max(0.4 * point.condensation, float(BANDWIDTH.minimum or 0.0))
    high = min(1.25 * point.clt, float(BANDWIDTH.maximum or np.inf))
    return round(low, 2), round(max(high, low + 0.1), 2)


def _toggle(point: PhasePoint) -> None:
    playing = not is_playing()
    st.session_state[PLAYING] = playing
    low, high = _sweep(point)
    if playing and not low <= point.setting.bandwidth < 0.97 * high:
        st.session_state[NEXT] = low
