"""A quantity over the floor: interpolated heat, the measured places on top, the beacons."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components import palette
from components.charts import colour_bar, label_font
from components.localization.floor.image import FloorImage
from components.localization.floor.labels import shown_names
from components.localization.floor.layers import add_floor, map_height_px
from components.localization.scene import Floor

HEIGHT_PX = 520


@dataclass(frozen=True, eq=False)
class Surface:
    """What is drawn: z (h, w) over x_m (w,), y_m (h,); NaN is left blank.

    place_m (M, 2) metres with value (M,), NaN where there is none; ``low`` and ``high`` fix the
    colour scale, so that two maps can be compared by eye.
    """

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    z: NDArray[np.float64]
    place_m: NDArray[np.float64]
    value: NDArray[np.float64]
    low: float
    high: float
    title: str
    unit: str
    scale: str = palette.QUANTITY_SCALE


def surface_map(floor: Floor, surface: Surface, image: FloorImage | None) -> go.Figure:
    """The map with a fixed colour scale; places without a value are hollow."""
    figure = go.Figure()
    add_floor(figure, floor, image)
    figure.add_heatmap(
        x=surface.x_m,
        y=surface.y_m,
        z=surface.z,
        zmin=surface.low,
        zmax=surface.high,
        colorscale=surface.scale,
        opacity=0.65,
        colorbar=colour_bar(f"{surface.title[:1].upper()}{surface.title[1:]}, {surface.unit}"),
        hovertemplate="interpolated (%{x:.1f}, %{y:.1f}) m: %{z:.1f} "
        + surface.unit
        + "<extra></extra>",
        name="Interpolated",
    )
    known = np.isfinite(surface.value)
    figure.add_scatter(
        x=surface.place_m[known, 0],
        y=surface.place_m[known, 1],
        mode="markers",
        marker={
            "size": 8,
            "color": surface.value[known],
            "cmin": surface.low,
            "cmax": surface.high,
            "colorscale": surface.scale,
            "line": {"width": 1, "color": palette.ink()},
        },
        customdata=surface.value[known],
        hovertemplate="measured (%{x:.1f}, %{y:.1f}) m: %{customdata:.1f} "
        + surface.unit
        + "<extra></extra>",
        name="Measured",
    )
    if (~known).any():
        figure.add_scatter(
            x=surface.place_m[~known, 0],
            y=surface.place_m[~known, 1],
            mode="markers",
            marker={"size": 7, "symbol": "circle-open", "color": palette.faint_ink()},
            hovertemplate="never heard at (%{x:.1f}, %{y:.1f}) m<extra></extra>",
            name="Never heard",
        )
    figure.update_layout(
        height=map_height_px(floor, HEIGHT_PX),
        margin={"l": 0, "r": 0, "t": 60, "b": 92},
        legend={"orientation": "h", "yanchor": "bottom", "yref": "container", "y": 0, "x": 0},
        font={"family": "Inter, sans-serif"},
        uirevision="floor",
    )
    return figure


def add_beacons(figure: go.Figure, floor: Floor, highlighted: int | None = None) -> None:
    """Beacons as diamonds with their names, one of them larger."""
    position_m = floor.survey.beacon_position_m
    if position_m is None:
        return
    known = np.flatnonzero(np.isfinite(position_m).all(axis=1))
    figure.add_scatter(
        x=position_m[known, 0],
        y=position_m[known, 1],
        mode="markers+text",
        marker={
            "symbol": "diamond",
            "size": [16 if row == highlighted else 9 for row in known],
            "color": palette.categories()[6],
            "line": {"width": 1, "color": palette.paper()},
        },
        **shown_names(position_m[known], floor.survey.beacon_ids[known].tolist(), floor.bounds_m),
        textfont=label_font(),
        hovertemplate="beacon %{hovertext} (%{x:.1f}, %{y:.1f}) m<extra></extra>",
        name="Beacons",
    )


def add_marks(figure: go.Figure, position_m: NDArray[np.float64], name: str) -> None:
    """Numbered marks, for instance the places to survey next."""
    figure.add_scatter(
        x=position_m[:, 0],
        y=position_m[:, 1],
        mode="markers+text",
        marker={"size": 20, "color": palette.categories()[1]},
        text=[str(number) for number in range(1, len(position_m) + 1)],
        textfont={"color": "#FFFFFF", "size": 12},
        hovertemplate=name + " %{text}: (%{x:.1f}, %{y:.1f}) m<extra></extra>",
        name=name,
    )
