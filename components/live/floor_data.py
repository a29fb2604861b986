"""The floor as plain data for the moving map: plan, beacons, colours."""

import hashlib
from typing import Any

import numpy as np
from plotly.colors import sample_colorscale
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from components import palette
from components.localization.floor.image_cache import floor_image_of
from components.localization.scene import Floor
from components.text import distinct_labels
from core.localization.experiment import Experiment

HEAT_STEPS = 12
MOST_PLACES = 2_000
NAME_CHARACTERS, ROOM_CHARACTERS = 12, 18


def floor_data(experiment: Experiment, grid_m: np.ndarray) -> dict[str, Any]:
    """Everything that stays the same while the phone moves; ``key`` names it."""
    image, plan = floor_image_of(experiment), experiment.survey.floor
    heat = sample_colorscale(palette.QUANTITY_SCALE, np.linspace(0, 1, HEAT_STEPS))
    return {
        "key": floor_key(experiment),
        "bounds_m": list(Floor(experiment.survey, grid_m).bounds_m),
        "x_to_the_left": bool(image and image.left_m > image.right_m),
        "y_downwards": bool(image and image.bottom_m > image.top_m),
        "image": None if image is None else vars(image),
        "rooms": _rooms(plan.rooms) if plan is not None else [],
        "walls": _lines(plan.walls) if plan is not None else [],
        "doors": _lines(plan.doors) if plan is not None else [],
        "places": grid_m[:MOST_PLACES].round(2).tolist(),
        "beacons": _beacons(experiment),
        "reach_m": _reach_m(grid_m),
        "heat_colours": [colour.replace("rgb", "rgba").replace(")", ", 0.45)") for colour in heat],
        "ink": palette.ink(),
        "paper": palette.paper(),
        "faint": palette.faint_ink(),
        "faint_text": palette.with_alpha(palette.ink(), 0.65),
        "door": palette.categories()[2],
        "beacon": palette.categories()[6],
    }


def floor_key(experiment: Experiment) -> str:
    """Names the floor in the browser; another theme is another floor."""
    text = f"{experiment.key}/{palette.is_dark()}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _rooms(rooms: tuple) -> list[dict[str, Any]]:
    labels = iter(distinct_labels([name for name, _ in rooms], longest=ROOM_CHARACTERS))
    return [
        {
            "name": next(labels),
            "outline": np.round(room.exterior.coords, 2).tolist(),
            "centre": [room.representative_point().x, room.representative_point().y],
        }
        for _, room in rooms
    ]


def _lines(shapes: tuple[BaseGeometry, ...]) -> list[list[list[float]]]:
    return [
        np.round(part.coords, 2).tolist()
        for shape in shapes
        for part in getattr(shape, "geoms", [shape])
    ]


def _beacons(experiment: Experiment) -> list[dict[str, Any]]:
    position_m = experiment.survey.beacon_position_m
    if position_m is None:
        return []
    names = [str(name) for name in experiment.survey.beacon_ids]
    labels = distinct_labels(names, longest=NAME_CHARACTERS)
    return [
        {"name": label, "x": float(x), "y": float(y)}
        for label, (x, y) in zip(labels, position_m, strict=True)
        if np.isfinite([x, y]).all()
    ]


def _reach_m(grid_m: np.ndarray) -> float:
    """Half the usual distance of two places: how large a spot of heat is drawn."""
    if len(grid_m) < 2:
        return 0.5
    nearest = cKDTree(grid_m).query(grid_m, k=2)[0][:, 1]
    return max(0.55 * float(np.median(nearest)), 0.25)
