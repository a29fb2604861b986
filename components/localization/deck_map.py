"""The pydeck view of a located scan: smooth panning on a flat floor, or the building in 3-D."""

import math
from typing import Any

import numpy as np
import pydeck

from components import palette
from components.localization.floor.image import FloorImage
from components.localization.scene import Scene
from components.text import one_line
from core.percentages import percent

WALL_HEIGHT_M = 2.5
VOTE_HEIGHT_M = 6.0
PANEL_PX = (1100, 520)


def deck_map(scene: Scene, image: FloorImage | None, *, three_d: bool) -> pydeck.Deck:
    """Draw a scene with y up (or down where the plan says so), in metres from its centre."""
    x_min, y_min, x_max, y_max = scene.bounds_m
    flip = np.array([_sign(image, "x"), _sign(image, "y")])
    to_screen = _Frame(np.array([(x_min + x_max) / 2, (y_min + y_max) / 2]), flip)
    layers = [
        *_floor(scene, image, to_screen, three_d=three_d),
        _votes(scene, to_screen, three_d=three_d),
        *_fix(scene, to_screen),
        *_beacons(scene, to_screen),
    ]
    zoom = math.log2(min(PANEL_PX[0] / (x_max - x_min), PANEL_PX[1] / (y_max - y_min)))
    if three_d:
        view = pydeck.View(type="OrbitView", controller=True, orbitAxis=pydeck.types.String("Z"))
        state = {"target": [0, 0, 0], "zoom": zoom - 0.5, "rotationX": 45, "rotationOrbit": -20}
    else:
        view = pydeck.View(type="OrthographicView", controller=True, flipY=False)
        state = {"target": [0, 0, 0], "zoom": zoom}
    return pydeck.Deck(
        layers=layers,
        views=[view],
        initial_view_state=state,
        map_provider=None,
        tooltip={"text": "{label}"},
    )


class _Frame:
    """Metres of the floor → metres around the screen's centre."""

    def __init__(self, centre_m: np.ndarray, flip: np.ndarray) -> None:
        self.centre_m, self.flip = centre_m, flip

    def __call__(self, position_m: Any, height_m: float = 0.0) -> list[list[float]]:
        flat = (np.atleast_2d(position_m) - self.centre_m) * self.flip
        return [[float(x), float(y), height_m] for x, y in flat]


def _sign(image: FloorImage | None, axis: str) -> int:
    if image is None:
        return 1
    if axis == "x":
        return 1 if image.right_m > image.left_m else -1
    return 1 if image.top_m > image.bottom_m else -1


def colour_of(colour: str, alpha: int = 255) -> list[int]:
    """A colour "#rrggbb" as deck.gl wants it."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)] + [alpha]


def _floor(
    scene: Scene, image: FloorImage | None, to_screen: _Frame, *, three_d: bool
) -> list[pydeck.Layer]:
    layers = []
    if image is not None:
        (left, bottom, _), (right, top, _) = to_screen(
            [[image.left_m, image.bottom_m], [image.right_m, image.top_m]]
        )
        layers.append(
            pydeck.Layer(
                "BitmapLayer",
                id="plan",
                image=pydeck.types.String(image.url),
                bounds=[left, bottom, right, top],
                opacity=image.opacity,
            )
        )
    floor = scene.survey.floor
    walls = [] if floor is None else floor.walls
    if walls and three_d:
        shapes = [
            {"polygon": to_screen(np.array(wall.buffer(0.08).exterior.coords)), "label": "wall"}
            for wall in walls
        ]
        layers.append(
            pydeck.Layer(
                "PolygonLayer",
                id="walls",
                data=shapes,
                get_polygon="polygon",
                extruded=True,
                get_elevation=WALL_HEIGHT_M,
                get_fill_color=colour_of(palette.faint_ink(), 140),
            )
        )
    elif walls:
        paths = [{"path": to_screen(np.array(wall.coords)), "label": "wall"} for wall in walls]
        layers.append(path_of("walls", paths, palette.faint_ink(), 0.12))
    return layers


def _votes(scene: Scene, to_screen: _Frame, *, three_d: bool) -> pydeck.Layer:
    share = scene.weight / max(float(scene.weight.max()), np.finfo(float).tiny)
    rows = np.flatnonzero(share > 1e-3)
    data = [
        {
            "position": place,
            "height": float(VOTE_HEIGHT_M * share[row]),
            "radius": 0.15 + 0.45 * float(np.sqrt(share[row])),
            "label": f"{percent(float(scene.weight[row]), 1)} of the vote",
        }
        for row, place in zip(rows, to_screen(scene.grid_m[rows]), strict=True)
    ]
    colour = colour_of(palette.categories()[4], 190)
    if three_d:
        return pydeck.Layer(
            "ColumnLayer",
            id="votes",
            data=data,
            get_position="position",
            get_elevation="height",
            radius=0.25,
            get_fill_color=colour,
            pickable=True,
        )
    return discs("votes", data, colour)


def _fix(scene: Scene, to_screen: _Frame) -> list[pydeck.Layer]:
    layers = []
    accent, ink = palette.categories()[1], palette.ink()
    known, found = np.isfinite(scene.true_m).all(), np.isfinite(scene.estimate_m).all()
    if scene.in_set is not None:
        places = to_screen(scene.grid_m[scene.in_set], 0.05)
        data = [{"position": at, "radius": 0.3, "label": "in the 90% set"} for at in places]
        layers.append(discs("set", data, colour_of(accent, 110)))
    if found and known:
        line = [{"path": to_screen([scene.true_m, scene.estimate_m], 0.1), "label": "error"}]
        layers.append(path_of("error", line, accent, 0.15))
    points = []
    if known:
        points.append((scene.true_m, "true position", ink))
    if found:
        points.append((scene.estimate_m, "estimate", accent))
    for point, label, colour in points:
        data = [{"position": to_screen(point, 0.15)[0], "radius": 0.45, "label": label}]
        layers.append(discs(label, data, colour_of(colour)))
    return layers


def _beacons(scene: Scene, to_screen: _Frame) -> list[pydeck.Layer]:
    position_m = scene.survey.beacon_position_m
    if position_m is None:
        return []
    rows = np.flatnonzero(np.isfinite(position_m[:, 0]))
    data = []
    for row, place in zip(rows, to_screen(position_m[rows], 0.2), strict=True):
        rss = scene.beacon_rss_dbm[row]
        heard = f"{rss:.0f} dBm" if np.isfinite(rss) else "not heard"
        name = one_line(str(scene.survey.beacon_ids[row]), longest=30)
        state = heard if scene.beacon_on[row] else "off"
        data.append({"position": place, "radius": 0.4, "label": f"beacon {name}: {state}"})
    return [discs("beacons", data, colour_of(palette.categories()[6]))]


def discs(name: str, data: list[dict], colour: list[int]) -> pydeck.Layer:
    """Discs at their position, with radius in metres and label."""
    return pydeck.Layer(
        "ScatterplotLayer",
        id=name,
        data=data,
        get_position="position",
        get_radius="radius",
        radius_min_pixels=2,
        get_fill_color=colour,
        pickable=True,
    )


def path_of(name: str, data: list[dict], colour: str, width_m: float) -> pydeck.Layer:
    """Lines along their path, with a label."""
    return pydeck.Layer(
        "PathLayer",
        id=name,
        data=data,
        get_path="path",
        get_color=colour_of(colour),
        get_width=width_m,
        width_min_pixels=1,
        pickable=True,
    )
