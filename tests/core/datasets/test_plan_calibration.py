"""A plan of one's own: the map from pixels to metres, marks with undo, what has no place."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from core.datasets import FingerprintSet, FloorPlan
from core.datasets.placement import place_by_marks, unplaced
from core.datasets.plan_marks import PlanMarks, Target
from core.datasets.plan_scale import two_point_scale
from core.datasets.readers import Upload, place_on_plans
from core.errors import ParameterError, UploadError

PIXEL = st.floats(0, 5_000)
FIRST, SECOND, ORIGIN = Target("first point"), Target("second point"), Target("origin")


@st.composite
def scales(draw):
    first = np.array([draw(PIXEL), draw(PIXEL)])
    angle, length = draw(st.floats(0, 2 * np.pi)), draw(st.floats(10, 3_000))
    second = first + length * np.array([np.cos(angle), np.sin(angle)])
    return {
        "pixels": np.array([first, second]),
        "distance_m": draw(st.floats(0.5, 300)),
        "origin_pixel": (draw(PIXEL), draw(PIXEL)),
        "x_grows": draw(st.sampled_from(["right", "left"])),
        "y_grows": draw(st.sampled_from(["up", "down"])),
        "rotation_deg": draw(st.floats(-180, 180)),
    }


def plan_of(**scale) -> FloorPlan:
    image = np.full((2, 2, 3), 255, dtype=np.uint8)
    return FloorPlan(image=image, pixel_to_metre=two_point_scale(**scale))


@given(scale=scales(), a=st.tuples(PIXEL, PIXEL), b=st.tuples(PIXEL, PIXEL))
def test_the_map_is_a_similarity_that_keeps_the_known_distance_and_the_origin(scale, a, b):
    plan = plan_of(**scale)
    known_m = plan.to_metre(scale["pixels"])
    assert np.linalg.norm(known_m[1] - known_m[0]) == pytest.approx(scale["distance_m"], rel=1e-9)
    span_m = scale["distance_m"] / np.linalg.norm(np.diff(scale["pixels"], axis=0))
    assert np.allclose(plan.to_metre([scale["origin_pixel"]]), 0, atol=1e-9 * (1 + 5_000 * span_m))
    pixel = np.array([a, b])
    length_m = np.linalg.norm(np.diff(plan.to_metre(pixel), axis=0))
    assert length_m == pytest.approx(span_m * np.linalg.norm(pixel[1] - pixel[0]), rel=1e-6,
                                     abs=1e-9)  # fmt: skip
    np.testing.assert_allclose(plan.to_pixel(plan.to_metre(pixel)), pixel, atol=1e-6)


@given(scale=scales(), pixel=st.tuples(PIXEL, PIXEL), more=st.floats(-180, 180))
def test_turning_the_plan_turns_every_position_about_the_origin(scale, pixel, more):
    before_m = plan_of(**scale).to_metre([pixel])[0]
    after_m = plan_of(**{**scale, "rotation_deg": scale["rotation_deg"] + more}).to_metre([pixel])
    turned = complex(*before_m) * np.exp(1j * np.deg2rad(more))
    np.testing.assert_allclose(
        after_m[0], [turned.real, turned.imag], atol=1e-9 * (1 + abs(turned))
    )


def test_a_quarter_turn_and_no_turn_are_exact():
    scale = {"pixels": [[0, 0], [100, 0]], "distance_m": 10.0, "origin_pixel": (0, 50)}
    assert two_point_scale(**scale).tolist() == [[0.1, 0, 0], [0, -0.1, 5]]
    assert two_point_scale(**scale, rotation_deg=90).tolist() == [[0, 0.1, -5], [0.1, 0, 0]]
    with pytest.raises(ParameterError, match="rotation is nan"):
        two_point_scale(**scale, rotation_deg=float("nan"))


@given(
    steps=st.lists(
        st.tuples(st.sampled_from([FIRST, ORIGIN, Target("beacon", "a")]), PIXEL, PIXEL),
        max_size=8,
    )
)
def test_undo_takes_marks_back_one_by_one_down_to_none(steps):
    history = [PlanMarks()]
    for target, left, top in steps:
        history.append(history[-1].put(target, (left, top)))
        assert history[-1].of(target).at == (left, top)
    marks = history[-1]
    for before in reversed(history[:-1]):
        marks = marks.undone()
        assert marks == before
    assert marks.undone() == PlanMarks()


def test_marks_that_cannot_be_are_refused():
    with pytest.raises(ParameterError, match="'wall' is not known"):
        Target("wall")
    with pytest.raises(ParameterError, match="two numbers"):
        PlanMarks().put(ORIGIN, (1.0, float("nan")))
    with pytest.raises(ParameterError, match="marked in pixels"):
        PlanMarks().put(ORIGIN, (1.0, 2.0), in_metres=True)


def test_a_click_moves_with_the_scale_and_a_typed_position_does_not():
    scans = FingerprintSet([[-60.0, -70.0, -80.0]], [[1.0, 2.0]], ["a", "b", "c"])
    marks = PlanMarks().put(Target("beacon", "a"), (40, 20))
    marks = marks.put(Target("beacon", "b"), (7, 8), in_metres=True)
    scale = {"pixels": [[0, 0], [100, 0]], "y_grows": "down"}
    for metres in (10.0, 50.0):
        plan = plan_of(**scale, distance_m=metres)
        position_m = place_by_marks(scans, (marks, plan))[0].beacon_position_m
        np.testing.assert_allclose(position_m[0], [0.4 * metres, 0.2 * metres])
        assert position_m[1].tolist() == [7, 8]
        assert np.isnan(position_m[2]).all()
    assert np.isnan(place_by_marks(scans, (marks, None))[0].beacon_position_m[0]).all()


def test_a_mark_counts_before_a_table_and_what_is_missing_has_a_reason():
    table_m = np.array([[1.0, 1.0], [np.nan, np.nan]])
    scans = FingerprintSet([[-60.0, -70.0]], [[1.0, 2.0]], ["a", "b"], table_m)
    assert [(each.name, each.reason) for each in unplaced(scans)] == [
        ("b", "it was heard, but nothing says where it is")
    ]
    marks = PlanMarks().put(Target("beacon", "a"), (9, 9), in_metres=True)
    marks = marks.put(Target("beacon", "b"), (3, 3), in_metres=True)
    assert unplaced(scans, (marks, None)) == ()
    assert place_by_marks(scans, (marks, None))[0].beacon_position_m.tolist() == [[9, 9], [3, 3]]
    unknown = FingerprintSet([[-60.0]], [[1.0, 2.0]], ["a"])
    assert unplaced(unknown)[0].reason == "no position of a beacon was given"


def test_places_that_scans_only_name_are_put_by_hand():
    scans = FingerprintSet(
        [[-60.0], [-61.0], [-62.0], [-63.0]], None, ["a"], stop_id=["hall", "door", "hall", ""]
    )
    named = [each.name for each in unplaced(scans) if each.what == "place"]
    assert named == ["", "door", "hall"]
    marks = PlanMarks().put(Target("place", "hall"), (5, 6), in_metres=True)
    found, notices = place_by_marks(scans, (marks, None))
    assert found.position_m.tolist() == [[5, 6], [5, 6]]
    assert "Scans left out: 2" in notices[0]
    assert place_by_marks(scans, (PlanMarks(), None)) == (scans, ())


def test_pixels_of_several_floors_become_metres_by_each_floor_s_own_plan():
    scans = FingerprintSet([[-60.0], [-61.0]], None, ["a"], floor_id=["1", "2"])
    upload = Upload(scans, position_px=np.array([[10.0, 0.0], [10.0, 0.0]]))
    near, far = (plan_of(pixels=[[0, 0], [10, 0]], distance_m=m) for m in (1.0, 7.0))
    with pytest.raises(UploadError, match="Floors without a plan: 2"):
        place_on_plans(upload, {"1": near})
    placed = place_on_plans(upload, {"1": near, "2": far})
    assert placed.dataset.position_m.tolist() == [[1, 0], [7, 0]]
    assert placed.dataset.on_floor("2").floor is far
    assert placed.position_px is None
