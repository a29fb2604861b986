"""The simulated floor: rooms on both sides of a corridor, walls of three materials, doors."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon, box, union_all
from shapely.geometry.base import BaseGeometry

from core.datasets.floor_plan import FloorPlan

# As long as the measured corridor (43 m): there as here a phone on the floor hears two fifths of
# the beacons in a second, where a floor of 30 m would let it hear half of them.
LENGTH_M, DEPTH_M = 45.0, 15.0
CORRIDOR_M = (6.3, 8.7)
NORTH = (("Lab", 10.0), ("Office 1", 8.0), ("Seminar room", 15.0), ("Kitchen", 12.0))
SOUTH = (("Workshop", 12.0), ("Shaft", 3.0), ("Lecture hall", 18.0), ("Office 2", 12.0))
SHAFT = "Shaft"
DOOR_M = 1.0
CLEARANCE_M = 0.35  # a person does not walk closer to a wall

# For a phone on the floor. Plasterboard and glass: ITU-R P.2040. Brick: 11 dB, the median of what
# rooms and corners of the measured survey lose against the open corridor. Metal: assumed.
LIGHT_DB, BRICK_DB, METAL_DB = 2.0, 11.0, 15.0


@dataclass(frozen=True)
class Layout:
    """Geometry in metres.

    walls: (LineString, loss in dB) pairs, without the door openings; doors by room; rooms by name;
    walkable: where a person can be, rooms and corridor joined through the doors.
    """

    rooms: dict[str, Polygon]
    corridor: Polygon
    walls: tuple[tuple[LineString, float], ...]
    doors: dict[str, LineString]
    walkable: BaseGeometry

    def floor_plan(self) -> FloorPlan:
        """The same floor as the data model's plan."""
        return FloorPlan(
            walls=tuple(wall for wall, _ in self.walls),
            doors=tuple(self.doors.values()),
            rooms=(*self.rooms.items(), ("Corridor", self.corridor)),
            walkable=self.walkable,
        )

    def survey_points(self, spacing_m: float) -> NDArray[np.float64]:
        """(M, 2) grid points that can be walked on."""
        offset = spacing_m / 2
        x = np.arange(offset, LENGTH_M, spacing_m)
        y = np.arange(offset, DEPTH_M, spacing_m)
        points = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1).reshape(-1, 2)
        return points[[self.walkable.contains(Point(p)) for p in points]]


def office_floor() -> Layout:
    """A floor of 45 m × 15 m: eight rooms, one of them a metal shaft, along one corridor."""
    low, high = CORRIDOR_M
    corridor = box(0, low, LENGTH_M, high)
    rooms, doors, partitions = {}, {}, []
    for side, bottom, top, wall_y in ((NORTH, high, DEPTH_M, high), (SOUTH, 0.0, low, low)):
        x = 0.0
        for name, width in side:
            rooms[name] = box(x, bottom, x + width, top)
            if name != SHAFT:
                middle = x + width / 2
                ends = [(middle - DOOR_M / 2, wall_y), (middle + DOOR_M / 2, wall_y)]
                doors[name] = LineString(ends)
            if x > 0:
                partitions.append(LineString([(x, bottom), (x, top)]))
            x += width
    shaft = rooms[SHAFT].exterior
    walls = [(line, LIGHT_DB) for line in partitions if not shaft.covers(line)]
    corridor_walls = [LineString([(0, y), (LENGTH_M, y)]) for y in CORRIDOR_M]
    openings = union_all(list(doors.values())).union(shaft)
    for wall in corridor_walls:
        walls += [(part, LIGHT_DB) for part in _parts(wall.difference(openings))]
    outline = box(0, 0, LENGTH_M, DEPTH_M).exterior
    walls += [(part, BRICK_DB) for part in _parts(outline.difference(shaft))]
    walls.append((LineString(shaft.coords), METAL_DB))
    return Layout(rooms, corridor, tuple(walls), doors, _walkable(rooms, corridor, doors))


def _walkable(
    rooms: dict[str, Polygon], corridor: Polygon, doors: dict[str, LineString]
) -> BaseGeometry:
    areas = [room.buffer(-CLEARANCE_M) for name, room in rooms.items() if name != SHAFT]
    areas.append(corridor.buffer(-CLEARANCE_M))
    for door in doors.values():
        (x_left, y), (x_right, _) = door.coords
        side = CLEARANCE_M / 2
        reach = 2 * CLEARANCE_M
        areas.append(box(x_left + side, y - reach, x_right - side, y + reach))
    return union_all(areas)


def _parts(shape: BaseGeometry) -> list[LineString]:
    return [part for part in getattr(shape, "geoms", [shape]) if not part.is_empty]
