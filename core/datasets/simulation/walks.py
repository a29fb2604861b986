"""Walking: from room to room through doors and along the corridor, one position a second."""

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon

from core.datasets.simulation.layout import CLEARANCE_M, CORRIDOR_M, SHAFT, Layout

SLOWEST_M_PER_S, FASTEST_M_PER_S = 0.6, 1.3
INSIDE_M = 0.6  # how far a walker steps through a door before turning


def walk(
    layout: Layout, duration_s: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A walk of ``duration_s`` seconds: position_m (n, 2) and heading (n,) in radians.

    The walker visits random places in random rooms at a steady pace; every position and every
    step between two of them lies in ``layout.walkable``.
    """
    pace = rng.uniform(SLOWEST_M_PER_S, FASTEST_M_PER_S)
    names = [name for name in layout.rooms if name != SHAFT]
    room = str(rng.choice(names))
    path = [_place_in(layout.rooms[room], rng)]
    length_m = 0.0
    while length_m < pace * (duration_s + 1):
        following = str(rng.choice([name for name in names if name != room]))
        path += _through(layout, room, following, rng)
        room = following
        length_m = LineString(path).length
    line = LineString(path)
    along = pace * np.arange(duration_s + 1)
    position_m = np.array([line.interpolate(distance).coords[0] for distance in along])
    step = np.diff(position_m, axis=0)
    return position_m[:-1], np.arctan2(step[:, 1], step[:, 0])


def _place_in(room: Polygon, rng: np.random.Generator) -> tuple[float, float]:
    x_min, y_min, x_max, y_max = room.buffer(-2 * CLEARANCE_M).bounds
    return float(rng.uniform(x_min, x_max)), float(rng.uniform(y_min, y_max))


def _through(
    layout: Layout, room: str, following: str, rng: np.random.Generator
) -> list[tuple[float, float]]:
    """Out of one door, along the corridor, in at another: way points after the present place."""
    low, high = CORRIDOR_M
    lane = float(rng.uniform(low + 2 * CLEARANCE_M, high - 2 * CLEARANCE_M))
    points = []
    for name, leaving in ((room, True), (following, False)):
        door = layout.doors[name].interpolate(0.5, normalized=True)
        upwards = 1.0 if layout.rooms[name].contains(Point(door.x, door.y + INSIDE_M)) else -1.0
        crossing = [(door.x, door.y + upwards * INSIDE_M), (door.x, lane)]
        points += crossing if leaving else crossing[::-1]
    return [*points, _place_in(layout.rooms[following], rng)]
