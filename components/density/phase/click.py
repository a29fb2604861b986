"""A click in the phase diagram sets the number of points and the bandwidth."""

import numpy as np
import streamlit as st

from components.density.phase.parameters import BANDWIDTH, DIMENSIONS, LOG10_POINTS

CHART = "phase_diagram"


def take_click() -> None:
    """The callback of the diagram's selection."""
    points = st.session_state[CHART].selection.points
    if not points:
        return
    alpha, h = float(points[0]["x"]), float(points[0]["y"])
    d = int(st.session_state.get(DIMENSIONS.name, DIMENSIONS.default))
    log10_n = alpha * d / np.log(10)
    for parameter, value, digits in ((LOG10_POINTS, log10_n, 1), (BANDWIDTH, h, 2)):
        low, high = float(parameter.minimum or 0), float(parameter.maximum or 0)
        st.session_state[parameter.name] = round(float(np.clip(value, low, high)), digits)
