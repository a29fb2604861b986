"""Rooms, walls and doors of a floor as GeoJSON."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, Polygon, get_coordinates
from shapely import transform as moved
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from core.datasets.file_content import shown_name
from core.datasets.georeference import Georeference
from core.datasets.readers.json_text import parse_json
from core.datasets.readers.text import decode_text
from core.errors import UploadError
from core.limits import check_limit

HELD = "rooms and walls as GeoJSON"
UNITS = ("m", "deg", "px")
_NAMES = ("name", "room", "ref", "label", "id")
_KINDS = ("indoor", "kind", "type", "category", "class")
_POINTS_OF = {"Polygon", "MultiPolygon", "LineString", "MultiLineString"}


@dataclass(frozen=True, eq=False)
class Outlines:
    """Shapes of a floor in the file's own numbers; ``unit`` is what they seem to be: m or deg."""

    rooms: tuple[tuple[str, Polygon], ...]
    walls: tuple[LineString, ...]
    doors: tuple[LineString, ...]
    unit: str

    def mapped(self, to_metre: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> "Outlines":
        """The same shapes with every corner taken to metres."""
        return Outlines(
            tuple((name, moved(room, to_metre)) for name, room in self.rooms),
            tuple(moved(wall, to_metre) for wall in self.walls),
            tuple(moved(door, to_metre) for door in self.doors),
            "m",
        )


def read_outlines(data: bytes, filename: str) -> Outlines:
    r"""Areas as rooms, lines as walls, and as doors what calls itself so.

    A room is called by its property name, room, ref, label or id. An area that calls itself a wall
    (indoor, kind, type, category or class) gives its outline.

    >>> square = b'{"type": "Polygon", "coordinates": [[[0,0],[4,0],[4,3],[0,3],[0,0]]]}'
    >>> [(name, room.area) for name, room in read_outlines(square, "a.geojson").rooms]
    [('room 1', 12.0)]

    Raises UploadError for other JSON, shapes that cross themselves, and files without any shape;
    LimitError above the limits.
    """
    name = shown_name(filename)
    check_limit("json_bytes", len(data), what=f"The file {name}")
    text, _, _ = decode_text(data, filename)
    content = parse_json(text, name)
    if not isinstance(content, dict) or "type" not in content:
        raise UploadError(f"{name} is no GeoJSON: it has no type; export the floor as GeoJSON.")
    rooms: list[tuple[str, Polygon]] = []
    walls: list[LineString] = []
    doors: list[LineString] = []
    for number, (geometry, said) in enumerate(_shapes(content, name), start=1):
        kind = next((str(said[key]).lower() for key in _KINDS if said.get(key)), "")
        for part in getattr(geometry, "geoms", [geometry]):
            if isinstance(part, LineString):
                (doors if "door" in kind else walls).append(part)
            elif "wall" in kind or "door" in kind:
                (doors if "door" in kind else walls).append(LineString(part.exterior.coords))
            else:
                called = next((str(said[key]) for key in _NAMES if said.get(key)), f"room {number}")
                rooms.append((called, part))
    if not (rooms or walls or doors):
        raise UploadError(f"{name} holds no area and no line; a floor needs rooms or walls.")
    corners = get_coordinates([*(room for _, room in rooms), *walls, *doors])
    return Outlines(tuple(rooms), tuple(walls), tuple(doors), _unit(corners))


def in_metres(
    outlines: Outlines,
    unit: str,
    *,
    georeference: Georeference | None,
    to_metre: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None,
) -> Outlines:
    """Outlines in the metres of a survey: by its georeference, or by its plan's map of pixels.

    Raises UploadError for degrees without a georeference and pixels without a plan.
    """
    if unit == "m":
        return outlines
    if unit == "px":
        if to_metre is None:
            raise UploadError("Outlines in pixels need the picture that they were drawn on.")
        return outlines.mapped(to_metre)
    if unit != "deg":
        raise UploadError(
            f"Outlines cannot be read in {unit!r}; choose one of: {', '.join(UNITS)}."
        )
    if georeference is None:
        raise UploadError(
            "Outlines in degrees need a survey in degrees: nothing says where on Earth the metres "
            "of this one begin."
        )
    return outlines.mapped(lambda corner: georeference.to_metres(corner[:, ::-1]))


def _shapes(content: dict[str, Any], name: str) -> Iterator[tuple[BaseGeometry, dict[str, Any]]]:
    """Areas and lines with their properties; points are passed over."""
    features = content.get("features") if content["type"] == "FeatureCollection" else [content]
    if not isinstance(features, list):
        raise UploadError(f"{name} is no GeoJSON: its features are no list.")
    check_limit("table_cells", len(features), what=f"The file {name}")
    for feature in features:
        given = feature if isinstance(feature, dict) else {}
        is_feature = given.get("type") == "Feature"
        geometry = given.get("geometry") if is_feature else given
        said = given.get("properties") if is_feature else {}
        if not isinstance(geometry, dict) or geometry.get("type") not in _POINTS_OF:
            continue
        said = {**({"id": given["id"]} if given.get("id") else {}), **(said or {})}
        try:
            found = shape(geometry)
            parts = getattr(found, "geoms", [found])  # those of one shape may touch
            sound = all(
                part.is_valid and np.isfinite(get_coordinates(part)).all() for part in parts
            )
        except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            sound = False
        if not sound:
            called = next((str(said[key]) for key in _NAMES if said.get(key)), "without a name")
            raise UploadError(
                f"{name}: the shape {called[:40]!r} is no sound outline (its edges cross, or its "
                "corners are no numbers); draw it again."
            )
        if not found.is_empty:
            yield found, said


def _unit(corner: NDArray[np.float64]) -> str:
    """Degrees where all corners lie within a hundredth of a degree; metres otherwise."""
    within = (np.abs(corner) <= [180, 89]).all()
    whole = (corner == np.rint(corner)).all()
    return "deg" if within and not whole and (np.ptp(corner, axis=0) < 0.02).all() else "m"
