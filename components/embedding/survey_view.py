"""A survey's map beside its floor plan: walking distance, from radio alone."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn
from components.embedding.colouring import Colouring
from components.embedding.map.data import MapData
from components.embedding.map.figure import hover_name
from components.embedding.selection import POINT, take_selection
from components.localization.floor.image import FloorImage, encode_floor_image
from components.localization.floor.layers import add_floor
from components.localization.scene import Floor
from components.memory import mine
from components.points.row_names import RowLabels, row_labels
from core.datasets import FingerprintSet

FLOOR_KEY = "survey_floor"


def show_survey_floor(
    data: MapData,
    colours: Colouring,
    selected: NDArray[np.bool_] | None,
    point: int,
) -> None:
    """The places on their floor, in the colours of the map; a lasso here selects there."""
    if data.survey is None or data.points.truth is None:
        return
    image = _image(data.key, data.survey, palette.is_dark())
    chart(
        _floor(
            Floor(data.survey, data.points.truth),
            image,
            colours,
            selected,
            point,
            row_labels(data.points),
        ),
        key=FLOOR_KEY,
        alt=f"Floor plan of {data.title} with the surveyed places in the colours of the map.",
        on_select=lambda: take_selection(FLOOR_KEY, data.key, POINT),
        selection_mode=("points", "box", "lasso"),
        scroll_zoom=True,
    )


@drawn
def _floor(
    floor: Floor,
    image: FloorImage | None,
    colours: Colouring,
    selected: NDArray[np.bool_] | None,
    point: int,
    labels: RowLabels,
) -> go.Figure:
    position_m = floor.grid_m
    figure = go.Figure()
    add_floor(figure, floor, image)
    marker = {"size": 8, "line": {"width": 0.5, "color": palette.paper()}}
    if colours.values is not None:
        marker |= {"color": colours.values, "coloraxis": "coloraxis"}
    else:
        colour = palette.categories()
        code = [colours.order.index(str(name)) % len(colour) for name in np.asarray(colours.names)]
        marker |= {"color": [colour[i] for i in code]}
    figure.add_scatter(
        x=position_m[:, 0],
        y=position_m[:, 1],
        mode="markers",
        marker=marker,
        customdata=np.column_stack([np.arange(len(position_m)), labels.number]),
        text=labels.text,
        selectedpoints=None if selected is None else np.flatnonzero(selected),
        unselected={"marker": {"opacity": 0.12}},
        hovertemplate=f"{hover_name(labels)}<br>(%{{x:.1f}}, %{{y:.1f}}) m<extra></extra>",
        name="Places",
        showlegend=False,
    )
    figure.add_scatter(
        x=position_m[[point], 0],
        y=position_m[[point], 1],
        mode="markers",
        marker={
            "symbol": "circle-open",
            "size": 16,
            "line": {"width": 3},
            "color": palette.ink(),
        },
        hoverinfo="skip",
        showlegend=False,
    )
    figure.update_layout(height=420, margin={"l": 0, "r": 0, "t": 8, "b": 0})
    return figure.update_coloraxes(colorscale=palette.QUANTITY_SCALE, showscale=False)


@mine()
def _image(key: str, _survey: FingerprintSet, dark: bool) -> FloorImage | None:
    return None if _survey.floor is None else encode_floor_image(_survey.floor, dark=dark)
