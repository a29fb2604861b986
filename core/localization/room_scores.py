"""How often the right room is named: for surveys that know rooms, not coordinates."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import Polygon

from core.errors import ParameterError


def rooms_of(position_m: ArrayLike, rooms: Sequence[tuple[str, Polygon]]) -> NDArray[np.str_]:
    """(n,) the room that each position lies in; of none, and for NaN, "".

    A position on the wall between two rooms is in the one that is listed first.

    >>> square = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)])
    >>> rooms_of([[1, 1], [9, 9]], [("hall", square)]).tolist()
    ['hall', '']
    """
    point_m = np.asarray(position_m, dtype=np.float64)
    if point_m.ndim != 2 or point_m.shape[1] != 2:
        raise ParameterError(f"Positions have shape {point_m.shape}; they need (n, 2) metres.")
    found = np.full(len(point_m), "", dtype=object)
    known = ~np.isnan(point_m).any(axis=1)
    points = shapely.points(point_m[known])
    for name, room in reversed(rooms):
        inside = np.zeros(len(point_m), dtype=bool)
        inside[known] = shapely.intersects(room, points)
        found[inside] = name
    return found.astype(str)


def knows_only_rooms(position_m: ArrayLike, rooms: Sequence[tuple[str, Polygon]]) -> bool:
    """Whether every position is the one point that stands for a room.

    >>> hall = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)])
    >>> knows_only_rooms([[2.0, 2.0]], [("hall", hall)]), knows_only_rooms([[1.0, 2.0]], [])
    (True, False)
    """
    if not rooms:
        return False
    inside = [room.representative_point() for _, room in rooms]
    middle_m = np.array([[point.x, point.y] for point in inside])
    places_m = np.unique(np.asarray(position_m, dtype=np.float64), axis=0)
    away_m = np.linalg.norm(places_m[:, None] - middle_m, axis=2)
    return bool((away_m.min(axis=1) < 1e-6).all())


def voted_rooms(
    posterior: ArrayLike, grid_m: ArrayLike, rooms: Sequence[tuple[str, Polygon]]
) -> NDArray[np.str_]:
    """(n,) the room whose places share most of each scan's posterior; "" where none has any.

    ``posterior`` (n, M) is over the places ``grid_m`` (M, 2) metres. The room is voted before any
    position is averaged: a mean of two rooms' places may lie in a third.

    >>> halves = [("left", Polygon([(0, 0), (2, 0), (2, 4), (0, 4)])),
    ...           ("right", Polygon([(2, 0), (4, 0), (4, 4), (2, 4)]))]
    >>> places_m = [[0.5, 1], [1.5, 1], [3, 1]]
    >>> voted_rooms([[0.3, 0.3, 0.4]], places_m, halves).tolist()
    ['left']
    """
    room = rooms_of(grid_m, rooms)
    names = np.unique(room[room != ""])
    share = np.nan_to_num(np.asarray(posterior, dtype=np.float64)) @ (room[:, None] == names)
    if not len(names):
        return np.full(len(share), "", dtype=str)
    return np.where(share.max(axis=1) > 0, names[share.argmax(axis=1)], "")


def room_hit_rate(true_room: ArrayLike, named_room: ArrayLike) -> tuple[float, int]:
    """The share of scans put into their own room, and how many scans were made in a room.

    Scans made in no room ("") do not count; NaN where none was made in one.

    >>> room_hit_rate(["hall", "door", ""], ["hall", "hall", "hall"])
    (0.5, 2)
    """
    truth, named = np.asarray(true_room, dtype=str), np.asarray(named_room, dtype=str)
    if truth.shape != named.shape:
        raise ParameterError(
            f"There are {truth.size:,} true rooms and {named.size:,} named ones; give one a scan."
        )
    counted = truth != ""
    if not counted.any():
        return float("nan"), 0
    return float((named == truth)[counted].mean()), int(counted.sum())
