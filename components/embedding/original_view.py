"""The points themselves beside their map: along the three axes on which they vary most."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components.charts import chart, drawn
from components.embedding.colouring import Colouring
from components.embedding.map.data import MapData
from components.embedding.map.figure import map_figure
from components.memory import once
from components.points.row_names import RowLabels, row_labels
from components.settings import keep
from core.datasets.scaling import principal_axes
from core.parameters import Parameter
from core.percentages import percent

MOST_POINTS = 5_000
HEIGHT_PX = 360
OPENING, CLEAN = "swiss_roll_strip", "swiss_roll"


def show_original(data: MapData, colours: Colouring, point: int, chosen_by: Parameter) -> None:
    """Draw the points in three dimensions, in the colours of the map.

    ``chosen_by`` is the choice among data, which the clean roll is opened with.
    """
    if data.metric == "precomputed" or data.X.shape[1] < 3 or len(data) > MOST_POINTS:
        return
    places, share = _three_axes(data.X)
    st.subheader("The points themselves", anchor=False)
    chart(
        _figure(places, colours, point, row_labels(data.points)),
        key="original_points",
        alt=f"{data.title} along its three widest axes, in the colours of the map.",
    )
    if data.X.shape[1] > 3:
        axes = f"Their three widest axes hold {percent(share)} of the variance. "
    else:
        axes = ""
    st.caption(f"{axes}Drag to rotate.")
    if data.key.startswith(OPENING):
        st.button(
            "The clean roll",
            on_click=keep,
            args=(chosen_by, CLEAN),
            key="open-clean-roll",
            icon=":material/auto_awesome:",
            help="The same sheet, wider and without noise that joins its layers: there shortest "
            "paths (Isomap) are as good.",
        )


@once
def _three_axes(X: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    axes, share = principal_axes(X, 3)
    return (X - X.mean(axis=0)) @ axes.T, share


@drawn
def _figure(
    places: NDArray[np.float64], colours: Colouring, point: int, labels: RowLabels
) -> go.Figure:
    figure = map_figure(
        places, colours, height=HEIGHT_PX, point=point, labels=labels, show_legend=False
    )
    return figure.update_layout(showlegend=False)
