"""Heat released at one point, on the map, as time plays."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from components.address import show_address
from components.charts import chart, drawn
from components.controls import control
from components.embedding.colouring import Colouring
from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.embedding.map.figure import fitting_height, heat_scale, map_figure
from components.embedding.plain_numbers import plain
from components.embedding.selection import POINT, take_selection
from components.memory import once
from components.play_button import playing_button
from components.points.row_names import RowLabels, row_labels, row_name
from components.text import as_plain_text
from core.parameters import Parameter

STEP_S = 0.6
STEPS = 24
PLAYING = "heat_playing"
MAP_KEY = "heat_map"
LOWEST, LOWEST_OF_MANY = -16, -12  # decades drawn; what is colder has the coldest colour
MANY = 5_000  # points from which the smallest entries would take long


def heat_times(t: float) -> np.ndarray:
    """The times that the player steps through: from t/256 to 4t, evenly in the logarithm."""
    return t * np.geomspace(1 / 256, 4, STEPS)


def show_heat(data: MapData, result: HeatResult, point: int, step: Parameter) -> None:
    """The player; only this part is redrawn while it plays."""
    playing = st.session_state.get(PLAYING, False)
    st.fragment(_draw, run_every=STEP_S if playing else None)(data, result, point, step)


@once
def heat_sentence(log_heat: np.ndarray, t: float, row: str, lowest: int = LOWEST) -> str:
    """How far the heat of a point, called ``row``, has come, in words (markdown)."""
    share = np.sort(np.exp(log_heat - np.logaddexp.reduce(log_heat)))[::-1]
    half = int(np.searchsorted(np.cumsum(share), 0.5)) + 1
    coldest = "10⁻¹⁶" if lowest == LOWEST else "10⁻¹²"
    reached = int((log_heat / np.log(10) > lowest).sum())
    return (
        f"At time **{plain(t)}** half of the heat of {as_plain_text(row)} lies on **{half:,}** "
        f"point{'s' if half > 1 else ''}; more than {coldest} has reached {reached:,} of "
        f"{len(log_heat):,}."
    )


def _draw(data: MapData, result: HeatResult, point: int, step: Parameter) -> None:
    times = heat_times(result.t)
    if st.session_state.get(PLAYING, False):
        _advance(step)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        turned = playing_button(
            "play_heat",
            PLAYING,
            "Play the heat",
            "Let time run from a small fraction of t to four times t, then start again.",
        )
        moment = control(step)
    t = float(times[moment - 1])
    lowest = LOWEST_OF_MANY if len(data) > MANY else LOWEST
    smallest = 10.0**lowest if len(data) > MANY else 0.0
    log_heat = log_heat_from(data.key, result.key, point, t, smallest, _result=result)
    st.markdown(heat_sentence(log_heat, t, row_name(data.points, point), lowest))
    chart(
        _heat_figure(result.embedding, log_heat, point, lowest, row_labels(data.points)),
        key=MAP_KEY,
        alt=f"The map, coloured by the logarithm of the heat from {row_name(data.points, point)}.",
        on_select=lambda: take_selection(MAP_KEY, data.key, POINT),
        selection_mode=("points",),
        scroll_zoom=True,
    )
    show_address(key="address-heat")
    if turned:  # last, so that the picture stands at the moment that the button stopped
        st.rerun()


@once
def log_heat_from(
    data_key: str, result_key: str, point: int, t: float, lowest: float, *, _result: HeatResult
) -> np.ndarray:
    """(n,) logarithm of the heat that has come from a row after time t, at least ``lowest``."""
    return _result.log_heat(point, t, lowest=lowest)


@drawn
def _heat_figure(
    embedding: np.ndarray, log_heat: np.ndarray, point: int, lowest: int, labels: RowLabels
) -> go.Figure:
    figure = map_figure(
        embedding,
        Colouring("log₁₀ heat", values=np.maximum(log_heat / np.log(10), lowest)),
        height=fitting_height(embedding, 500, 420),
        point=point,
        labels=labels,
        colour_scale=heat_scale(),
        tick_labels=False,
    )
    figure.update_coloraxes(cmin=lowest, cmax=0.0)
    return figure.update_layout(uirevision="heat")


def _advance(step: Parameter) -> None:
    here = int(st.session_state.get(step.name, step.default))
    st.session_state[step.name] = here + 1 if here < STEPS else 1
