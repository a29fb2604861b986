"""Maps of floors: names that do not lie over each other, heights, opacity, all floors at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.localization.floor.labels import CHARACTER_PX, LINE_PX, PLACES, free_places
from components.localization.floor.layers import LEAST_PX, map_height_px
from components.localization.floor_stack import FloorStack
from components.localization.results import LocatorSettings
from components.localization.scene import Floor
from core.datasets import FingerprintSet
from core.localization import make_experiment
from core.localization.experiment import on_floor

SETTINGS = LocatorSettings("powed", "gaussian", 4, 3, -105.0)


def boxes(position_m, labels, places, metre_per_px):
    """Left, bottom, right, top in pixels of every name that is shown."""
    found = []
    for (x, y), label, place in zip(position_m / metre_per_px, labels, places, strict=True):
        if place:
            half = np.array([CHARACTER_PX * len(label), LINE_PX]) / 2
            at = np.array([x, y]) + np.array(PLACES[place]) * (half + 6.5)
            found.append([*(at - half), *(at + half)])
    return np.array(found)


@given(
    places=st.lists(st.tuples(st.floats(0, 40), st.floats(0, 15)), min_size=1, max_size=25),
    length=st.integers(1, 14),
)
def test_no_name_lies_over_another(places, length):
    position_m, labels = np.array(places), [f"{i:0{length}d}" for i in range(len(places))]
    shown = boxes(position_m, labels, free_places(position_m, labels, 0.05), 0.05)
    for row, box in enumerate(shown):
        others = np.delete(shown, row, axis=0)
        apart = (others[:, :2] >= box[2:] - 1e-9) | (others[:, 2:] <= box[:2] + 1e-9)
        assert apart.any(axis=1).all()


def test_names_with_room_keep_their_usual_place():
    position_m = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])
    assert free_places(position_m, ["a", "b", "c"], 0.05) == ["top center"] * 3


def test_a_name_is_not_cut_by_the_end_of_the_map():
    at_the_top = np.array([[5.0, 10.0]])
    assert free_places(at_the_top, ["a"], 0.05, (0.0, 0.0, 10.0, 10.0)) == ["bottom center"]
    in_the_corner = np.array([[0.0, 10.0]])
    assert free_places(in_the_corner, ["a"], 0.05, (0.0, 0.0, 10.0, 10.0)) == ["bottom right"]


def floor_of(width_m: float, height_m: float) -> Floor:
    survey = FingerprintSet([[-60.0]] * 2, [[0, 0], [width_m, height_m]], ["a"])
    return Floor(survey, survey.position_m)


def test_a_map_is_as_high_as_its_floor_asks():
    assert map_height_px(floor_of(45, 15), 560) < 560
    assert map_height_px(floor_of(30, 30), 560) == 560
    assert map_height_px(floor_of(300, 1), 560) == LEAST_PX


def test_all_floors_share_the_posterior_and_the_estimate_stands_on_the_voted_one():
    rng = np.random.default_rng(0)
    rows, places, floors, roles = [], [], [], []
    for floor in (0, 1):
        for place in range(6):
            for role in ("survey", "survey", "test"):
                near = -50 - 4 * np.abs(np.arange(3) * 2 - place)
                away = near - 30
                rows.append(np.r_[near, away] if floor == 0 else np.r_[away, near])
                places.append((3.0 * place, 0.0))
                floors.append(str(floor))
                roles.append(role)
    rss = np.array(rows) + rng.normal(0, 1, (len(rows), 6))
    scans = FingerprintSet(rss, places, list("abcdef"), floor_id=floors, role=roles)
    whole = make_experiment("two", "Two", "yours", scans)
    stack = FloorStack.of(whole, on_floor(whole, "1"))
    deck = stack.deck(SETTINGS, 2)
    layers = {layer.id: layer.data for layer in deck.layers}
    assert layers["estimate"][0]["label"] == "estimate, floor 1"
    height = {name: layers[f"outline {name}"][0]["path"][0][2] for name in ("0", "1")}
    assert height["1"] > height["0"]
    assert height["1"] < layers["estimate"][0]["position"][2] < height["1"] + 1
    shares = [each["text"].rpartition(" ")[2] for each in layers["names"]]
    assert sum(float(share.rstrip("%")) for share in shares) == pytest.approx(100, abs=1)
    one = make_experiment("one", "One", "yours", scans.on_floor("0"))
    assert FloorStack.of(one, one) is None
