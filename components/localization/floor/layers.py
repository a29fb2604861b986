"""The floor below an analysis map: the plan's image or its geometry, and axes in metres."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from components import palette
from components.charts import label_font
from components.localization.floor.image import FloorImage
from components.localization.floor.labels import PANEL_PX
from components.localization.scene import Floor
from components.text import as_plain_html
from core.datasets.floor_plan import FloorPlan

LEAST_PX, AROUND_PX = 320, 170  # a map's height; colour bar, axis and legend around it
NAME_HEIGHT_M, NAMES_WIDER = 1.2, 3.0  # a name on a usual floor, and how much wider it is


def map_height_px(scene: Floor, most_px: int) -> int:
    """How high a map of usual width is, so that nothing of it stays empty; at most ``most_px``."""
    x_min, y_min, x_max, y_max = scene.bounds_m
    drawn_px = PANEL_PX * (y_max - y_min) / max(x_max - x_min, 1e-9)
    return int(np.clip(drawn_px + AROUND_PX, LEAST_PX, most_px))


def add_floor(figure: go.Figure, scene: Floor, image: FloorImage | None) -> None:
    """Draw the plan and set the axes: equal scales, metres, reversed where the plan is."""
    x_min, y_min, x_max, y_max = scene.bounds_m
    x_to_the_left = image is not None and image.left_m > image.right_m
    y_downwards = image is not None and image.bottom_m > image.top_m
    figure.update_xaxes(
        range=[x_max, x_min] if x_to_the_left else [x_min, x_max],
        title={"text": "x, m", "standoff": 32},
        exponentformat="none",  # coordinates of a map are millions of metres
        showgrid=False,
        zeroline=False,
        constrain="domain",
    )
    figure.update_yaxes(
        range=[y_max, y_min] if y_downwards else [y_min, y_max],
        title_text="y, m",
        exponentformat="none",
        showgrid=False,
        zeroline=False,
        scaleanchor="x",
        constrain="domain",
        constraintoward="bottom",  # the legend is below: no band between the two
    )
    if image is not None:
        figure.add_layout_image(
            source=image.url,
            xref="x",
            yref="y",
            x=image.left_m,
            y=image.top_m,
            sizex=abs(image.right_m - image.left_m),
            sizey=abs(image.bottom_m - image.top_m),
            sizing="stretch",
            opacity=image.opacity,
            layer="below",
        )
    plan = scene.survey.floor
    if plan is not None and (image is None or plan.rooms or plan.walls):
        _add_geometry(figure, plan, scene.survey.beacon_position_m)


def _add_geometry(
    figure: go.Figure, floor: FloorPlan, beacon_m: NDArray[np.float64] | None
) -> None:
    for name, room in floor.rooms:
        x, y = room.exterior.xy
        figure.add_scatter(
            x=list(x),
            y=list(y),
            mode="lines",
            fill="toself",
            fillcolor=palette.with_alpha(palette.faint_ink(), 0.10),
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
        )
        figure.add_annotation(
            **_free_place(room, beacon_m),
            text=as_plain_html(name, longest=18),
            showarrow=False,
            font=label_font(muted=True),
            bgcolor=palette.with_alpha(palette.paper(), 0.85),
            borderpad=0,
        )
    for shapes, colour, width, dash in (
        (floor.walls, palette.faint_ink(), 2, "solid"),
        (floor.doors, palette.categories()[2], 3, "solid"),
    ):
        x, y = _outline(shapes)
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": colour, "width": width, "dash": dash},
            hoverinfo="skip",
            showlegend=False,
        )
    if not floor.walls and floor.walkable is not None and "Line" in floor.walkable.geom_type:
        x, y = _outline([floor.walkable])
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": palette.faint_ink(), "width": 1, "dash": "dot"},
            hoverinfo="skip",
            showlegend=False,
        )


def _free_place(room: BaseGeometry, beacon_m: NDArray[np.float64] | None) -> dict[str, Any]:
    """Where a room's name stands: in its middle, or below or above it, farthest from beacons."""
    middle = room.representative_point()
    _, bottom, _, top = room.bounds
    places = [
        {"x": middle.x, "y": middle.y, "yanchor": "middle"},
        {"x": middle.x, "y": bottom, "yanchor": "bottom"},
        {"x": middle.x, "y": top, "yanchor": "top"},
    ]
    if beacon_m is None or not np.isfinite(beacon_m).all(axis=1).any():
        return places[0]
    known = beacon_m[np.isfinite(beacon_m).all(axis=1)]

    def free_m(place: dict[str, Any]) -> float:
        inside = {"middle": 0.0, "bottom": NAME_HEIGHT_M / 2, "top": -NAME_HEIGHT_M / 2}
        away = np.abs(known - [place["x"], place["y"] + inside[place["yanchor"]]])
        return float((away / [NAMES_WIDER, 1.0]).max(axis=1).min())

    return max(places, key=free_m)


def _outline(shapes: Iterable[BaseGeometry]) -> tuple[list[float | None], list[float | None]]:
    """Coordinates of lines as one path, with a gap between two lines."""
    x: list[float | None] = []
    y: list[float | None] = []
    for shape in shapes:
        for part in getattr(shape, "geoms", [shape]):
            x += [*part.xy[0], None]
            y += [*part.xy[1], None]
    return x, y
