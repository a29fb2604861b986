"""Play: h sweeps through the transitions, one step per tick."""

import numpy as np
import streamlit as st

from components.density.phase.parameters import BANDWIDTH
from components.density.phase.results import PhasePoint

PLAYING = "phase_playing"
NEXT = "phase_next_h"
ENDED = "phase_ended"
TICKS = "phase_ticks"
STEPS = 36
TICK_S = 0.6


def take_step() -> None:
    """Put the next bandwidth of the sweep into its control, before that is drawn."""
    following = st.session_state.pop(NEXT, None)
    if following is not None:
        st.session_state[BANDWIDTH.name] = following
    if st.session_state.pop(ENDED, False):
        st.session_state[PLAYING] = False


def play_switch(point: PhasePoint) -> None:
    """Start or stop the sweep; while it plays, ask for the next step at every tick.

    A switch, not a button: its state survives when a click and a tick come at the same moment.
    """
    playing = st.toggle(
        "Play",
        key=PLAYING,
        on_change=_begin,
        args=(point,),
        help="Sweep h through both transitions, from deep in the condensed regime to the Gaussian "
        f"one, a step every {TICK_S:.1f} seconds.",
    )
    if playing:
        st.fragment(_tick, run_every=TICK_S)(point, st.session_state.get(TICKS, 0))


def _tick(point: PhasePoint, first: int) -> None:
    """The first run only starts the clock; each later one goes a step on."""
    count = st.session_state.get(TICKS, 0) + 1
    st.session_state[TICKS] = count
    if count == first + 1 or not st.session_state.get(PLAYING, False):
        return
    low, high = _sweep(point)
    h = point.setting.bandwidth
    following = round(max(h * (high / low) ** (1 / STEPS), h + 0.01), 2)
    if following > high:
        st.session_state[ENDED] = True
    else:
        st.session_state[NEXT] = following
    st.rerun()


def _sweep(point: PhasePoint) -> tuple[float, float]:
    """Bandwidths at which the sweep begins and ends."""
    low = max(0.4 * point.condensation, float(BANDWIDTH.minimum or 0.0))
    high = min(1.25 * point.clt, float(BANDWIDTH.maximum or np.inf))
    return round(low, 2), round(max(high, low + 0.1), 2)


def _begin(point: PhasePoint) -> None:
    """A sweep that has come to its end begins again."""
    low, high = _sweep(point)
    if st.session_state.get(PLAYING) and not low <= point.setting.bandwidth < 0.97 * high:
        st.session_state[NEXT] = low
