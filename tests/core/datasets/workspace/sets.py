"""Data sets of every kind to keep, and whether two are equal."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse
from shapely import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from core.datasets import FingerprintSet, FloorPlan, GraphData, PacketLog, PointCloud

# All that may stand in a cell, lone halves of characters included.
TEXT = st.text(st.characters(blacklist_characters="\0"), max_size=8)
NUMBER = st.floats(-1e6, 1e6, allow_nan=False)
ROW = st.integers(1, 1_000_000)
LEVEL = st.floats(-120, -1)


def column(n: int, of: st.SearchStrategy = TEXT) -> st.SearchStrategy:
    return st.lists(of, min_size=n, max_size=n)


def maybe(of: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | of


@st.composite
def floor_plans(draw: Any) -> FloorPlan:
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    x, y, size = draw(NUMBER), draw(NUMBER), draw(st.floats(0.5, 40))
    room = Polygon([(x, y), (x + size, y), (x + size, y + size), (x, y + size)])
    wall = LineString([(x, y), (x + size, y + 0.1)])
    has_image = draw(st.booleans())
    return FloorPlan(
        image=draw(arrays(np.uint8, (height, width, 3))) if has_image else None,
        pixel_to_metre=np.array([[-size, 0.0, x], [0.25, size, y]]) if has_image else None,
        walls=(wall,) * draw(st.integers(0, 2)),
        doors=(wall,) * draw(st.integers(0, 1)),
        rooms=((draw(TEXT), room),) * draw(st.integers(0, 2)),
        walkable=draw(st.sampled_from([None, room, wall, MultiLineString([wall]), Point(x, y)])),
        opacity=draw(st.sampled_from([0.05, 0.8, 1.0])),
    )


@st.composite
def fingerprint_sets(draw: Any) -> FingerprintSet:
    n, n_beacons = draw(st.integers(0, 6)), draw(st.integers(1, 4))
    return FingerprintSet(
        rss_dbm=draw(arrays(np.float64, (n, n_beacons), elements=LEVEL | st.just(np.nan))),
        position_m=draw(maybe(arrays(np.float64, (n, 2), elements=NUMBER))),
        beacon_ids=draw(st.lists(TEXT, min_size=n_beacons, max_size=n_beacons, unique=True)),
        beacon_position_m=draw(maybe(arrays(np.float64, (n_beacons, 2), elements=NUMBER))),
        stop_id=draw(maybe(column(n))),
        session_id=draw(maybe(column(n))),
        time_s=draw(maybe(arrays(np.float64, n, elements=NUMBER | st.just(np.nan)))),
        holding=draw(maybe(column(n))),
        role=draw(maybe(column(n, st.sampled_from(["survey", "test"])))),
        floor=draw(maybe(floor_plans())),
    )


@st.composite
def packet_logs(draw: Any) -> PacketLog:
    n = draw(st.integers(1, 6))
    return PacketLog(
        time_s=draw(arrays(np.float64, n, elements=NUMBER)),
        beacon_id=draw(column(n)),
        rss_dbm=draw(arrays(np.float64, n, elements=LEVEL)),
        stop_id=draw(column(n)),
        session_id=draw(column(n)),
        position_m=draw(maybe(arrays(np.float64, (n, 2), elements=NUMBER))),
        role=draw(maybe(column(n, st.sampled_from(["survey", "test"])))),
        floor=draw(maybe(floor_plans())),
    )


@st.composite
def point_clouds(draw: Any) -> PointCloud:
    n, d = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    return PointCloud(
        values=draw(arrays(np.float64, (n, d), elements=NUMBER)),
        feature_names=draw(column(d)),
        labels=draw(maybe(column(n))),
        time=draw(maybe(arrays(np.float64, n, elements=NUMBER))),
        truth=draw(maybe(arrays(np.float64, (n, 2), elements=NUMBER))),
        row_id=draw(st.just(()) | column(n)),
        row_number=draw(st.just(()) | arrays(np.int64, n, elements=ROW)),
    )


@st.composite
def graphs(draw: Any) -> GraphData:
    n = draw(st.integers(1, 7))
    weights = draw(arrays(np.float64, (n, n), elements=st.sampled_from([0.0, 0.0, 0.5, 3.0])))
    return GraphData(
        sparse.csr_array(weights + weights.T),
        draw(st.lists(TEXT, min_size=n, max_size=n, unique=True)),
        draw(maybe(column(n))),
        draw(maybe(arrays(np.int64, n, elements=ROW))),
    )


DATA_SETS = fingerprint_sets() | packet_logs() | point_clouds() | graphs()


def same(a: Any, b: Any) -> bool:
    """Whether two values are equal to the last bit, NaN and types included."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if sparse.issparse(a):
        return a.shape == b.shape and all(
            same(getattr(a, part), getattr(b, part)) for part in ("data", "indices", "indptr")
        )
    if isinstance(a, BaseGeometry):
        return a.wkb == b.wkb
    if is_dataclass(a):
        return all(same(getattr(a, row.name), getattr(b, row.name)) for row in fields(a))
    if isinstance(a, Mapping):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b or (a != a and b != b)
