"""What the two maps draw of a scene, and what they must not draw."""

import json

import numpy as np
import pytest

from components.localization.deck_map import deck_map
from components.localization.floor.map import PLACE, floor_map
from components.localization.scene import Scene
from core.datasets import FingerprintSet, load


def scene(**changes) -> Scene:
    survey = load("building_sparse").only("survey").select(slice(0, 40))
    grid_m = np.unique(survey.position_m, axis=0)
    weight = np.zeros(len(grid_m))
    weight[0] = 1.0
    parts = {
        "survey": survey,
        "grid_m": grid_m,
        "weight": weight,
        "posterior": weight,
        "estimate_m": grid_m[0],
        "true_m": grid_m[0] + 1.0,
        "place_m": grid_m,
        "place_error_m": np.arange(len(grid_m), dtype=float),
        "place_index": np.arange(len(grid_m)) + 7,
        "beacon_on": np.arange(survey.n_beacons) < survey.n_beacons - 1,
        "beacon_rss_dbm": np.where(np.arange(survey.n_beacons) == 0, -60.0, np.nan),
    }
    return Scene(**parts | changes)


def names(figure) -> list[str]:
    return [trace.name for trace in figure.data if trace.name]


def test_both_maps_draw_the_places_of_the_set_and_no_others():
    inside = np.arange(len(scene().grid_m)) < 1
    found = scene(in_set=inside, set_area_m2=6.0)
    figure = floor_map(found, None, colour_by_error=False)
    drawn = next(trace for trace in figure.data if trace.name == "90% set")
    np.testing.assert_allclose(np.column_stack([drawn.x, drawn.y]), found.grid_m[:1])
    deck = json.loads(deck_map(found, None, three_d=False).to_json())
    layer = next(layer for layer in deck["layers"] if layer["id"] == "set")
    assert len(layer["data"]) == 1
    assert "90% set" not in names(floor_map(scene(), None, colour_by_error=False))


def test_the_analysis_map_shows_estimate_truth_error_and_clickable_places():
    figure = floor_map(scene(), None, colour_by_error=False)
    for name in ("Estimate", "True position", "Error", "Beacons", "Off", "Places that voted"):
        assert name in names(figure)
    places = next(trace for trace in figure.data if trace.name == "Test places")
    assert list(places.customdata[0]) == [7, 0.0, PLACE]


def test_a_scan_without_a_position_has_no_dot_no_error_and_no_set():
    lost = scene(estimate_m=np.full(2, np.nan))
    shown = names(floor_map(lost, None, colour_by_error=True))
    assert "Estimate" not in shown
    assert "Error" not in shown
    assert "90% set" not in shown
    assert "True position" in shown


def test_beacon_names_cannot_be_html():
    survey = FingerprintSet([[-60.0]], [[0.0, 0.0]], ["<img src=x>"], [[1.0, 1.0]])
    evil = scene(survey=survey, beacon_on=np.array([True]), beacon_rss_dbm=np.array([-60.0]))
    beacons = next(
        trace
        for trace in floor_map(evil, None, colour_by_error=False).data
        if trace.name == "Beacons"
    )
    assert "<img" not in beacons.text[0]


@pytest.mark.parametrize("three_d", [False, True])
def test_the_deck_is_valid_json_and_asks_for_no_basemap(three_d):
    deck = json.loads(deck_map(scene(), None, three_d=three_d).to_json())
    layers = {layer["id"] for layer in deck["layers"]}
    assert {"votes", "beacons", "estimate", "true position", "walls"} <= layers
    assert deck.get("mapStyle") in (None, "__MAP_STYLE__")  # pydeck's placeholder for "none"
    assert "http" not in json.dumps(deck)
    assert "NaN" not in json.dumps(deck)
