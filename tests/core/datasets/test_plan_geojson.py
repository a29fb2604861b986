"""Rooms, walls and doors as GeoJSON; rooms that stand for places."""

import json

import numpy as np
import pytest

from core.datasets import FingerprintSet, FloorPlan
from core.datasets.georeference import Georeference
from core.datasets.placement import place_by_marks, unplaced
from core.datasets.plan_marks import PlanMarks
from core.datasets.readers.plan_geojson import in_metres, read_outlines
from core.errors import UploadError


def square(left: float, bottom: float, side: float = 4.0) -> list:
    right, top = left + side, bottom + side
    return [[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]]


def feature(geometry: str, coordinates, **said) -> dict:
    return {
        "type": "Feature",
        "properties": said,
        "geometry": {"type": geometry, "coordinates": coordinates},
    }


def read(*features: dict):
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return read_outlines(data, "floor.geojson")


def test_areas_are_rooms_lines_are_walls_and_what_says_so_is_a_door():
    found = read(
        feature("Polygon", [square(0, 0)], name="hall"),
        feature("MultiPolygon", [[square(4, 0)], [square(8, 0)]], ref=7),
        feature("LineString", [[0, 0], [4, 0]]),
        feature("LineString", [[1, 0], [2, 0]], indoor="door"),
        feature("Polygon", [square(0, 4, 0.2)], kind="wall"),
        feature("Point", [1, 1], name="socket"),
        feature("Polygon", [square(0, 8)]),
    )
    assert [name for name, _ in found.rooms] == ["hall", "7", "7", "room 6"]
    assert (len(found.walls), len(found.doors), found.unit) == (2, 1, "m")


def test_degrees_and_pixels_become_the_metres_of_the_survey():
    origin = Georeference(43.5, -80.2)
    degrees = origin.to_degrees(np.array(square(2, 3)))[:, ::-1].tolist()
    found = read(feature("Polygon", [degrees], name="hall"))
    assert found.unit == "deg"
    placed = in_metres(found, "deg", georeference=origin, to_metre=None)
    np.testing.assert_allclose(placed.rooms[0][1].exterior.coords, square(2, 3), atol=1e-6)
    with pytest.raises(UploadError, match="nothing says where on Earth"):
        in_metres(found, "deg", georeference=None, to_metre=None)
    with pytest.raises(UploadError, match="need the picture"):
        in_metres(found, "px", georeference=None, to_metre=None)
    matrix = np.array([[0.1, 0, 0], [0, -0.1, 5.0]])
    plan = FloorPlan(image=np.zeros((2, 2, 3), dtype=np.uint8), pixel_to_metre=matrix)
    pixels = read(feature("Polygon", [square(10, 10, 20)]))
    placed = in_metres(pixels, "px", georeference=None, to_metre=plan.to_metre)
    assert placed.rooms[0][1].bounds == pytest.approx((1, 2, 3, 4))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[1, 2]", "no GeoJSON"),
        (b'{"type": "FeatureCollection", "features": 3}', "no list"),
        (b'{"type": "FeatureCollection", "features": [1, null]}', "no area and no line"),
        (b'{"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,0],[0,1],[0,0]]]}', "no sound"),
        (b'{"type": "Polygon", "coordinates": [[["a",0],[1,1],[1,0]]]}', "no sound"),
        (b'{"type": "Polygon", "coordinates": 7}', "no sound"),
        (b'{"type": "LineString", "coordinates": [[0, 0]]}', "no sound"),
        (b'{"type": "Polygon"}', "no sound"),
        (b"\x89PNG\r\n\x1a\n" + bytes(32), "PNG"),
    ],
)
def test_what_is_no_floor_is_refused(content, said):
    with pytest.raises(UploadError, match=said):
        read_outlines(content, "floor.geojson")


def test_places_called_like_rooms_lie_in_them():
    plan = FloorPlan(rooms=read(feature("Polygon", [square(0, 0)], name="hall"),
                                feature("Polygon", [square(4, 0)], name="door")).rooms)  # fmt: skip
    scans = FingerprintSet([[-60.0], [-70.0]], None, ["a"], stop_id=["door", "hall"])
    marked = (PlanMarks(), plan)
    assert [each.what for each in unplaced(scans, marked)] == ["beacon"]
    assert place_by_marks(scans, marked)[0].position_m.tolist() == [[6, 2], [2, 2]]
