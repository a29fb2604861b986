"""Frames and sentences of the live page, from made-up states."""

import numpy as np
import pytest

from components.live.floor_data import floor_data
from components.live.frame_data import frame_data
from components.live.live_view import live_sentence, live_table
from core.datasets import FingerprintSet
from core.inference.live import Fix, Health, LiveState, PhoneState
from core.localization import make_experiment

GRID = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 3.0]])
NOWHERE = np.full(2, np.nan)


def fix(position_m, *, problem="", error_m=float("nan"), covariance_m2=None):
    spread = np.diag([4.0, 1.0]) if covariance_m2 is None else covariance_m2
    index, weight = np.array([1, 0]), np.array([0.8, 0.2])
    return Fix("vote", 1.0, np.asarray(position_m), spread, index, weight, error_m, problem)


def phone(name, *fixes, truth_m=None):
    trails = tuple(np.array([[0.0, 0.0], [1.0, 1.0]]) for _ in fixes)
    return PhoneState(name, np.array([-60.0, np.nan]), fixes, trails, truth_m, 0.1)


def state(*phones, health="running", message=""):
    return LiveState("running", 7, 25.0, 1.0, Health(health, message), phones, (1.5,), 3)


def test_a_frame_holds_dot_rings_trail_and_heat_of_the_phone_in_view():
    anna = phone("anna", fix([1.0, 2.0], error_m=0.5), truth_m=np.array([1.0, 2.5]))
    ben = phone("ben", fix([3.0, 0.0]))
    frame = frame_data("key", state(anna, ben), anna, GRID, ["vote"])
    first, second = frame["dots"]
    assert (first["x"], first["y"], first["truth"]) == (1.0, 2.0, [1.0, 2.5])
    assert first["selected"]
    assert second["rings"] == []
    assert second["truth"] is None
    ring = first["rings"][0]  # half of a normal posterior lies within √(2 ln 2) deviations
    assert ring["long_m"] == pytest.approx(2 * np.sqrt(2 * np.log(2)))
    assert ring["short_m"] == pytest.approx(np.sqrt(2 * np.log(2)))
    assert frame["heat"] == [[4.0, 0.0, 1.0], [0.0, 0.0, 0.25]]
    assert frame["number"] == 7


def test_no_position_is_no_dot():
    silent = phone("anna", fix(NOWHERE, problem="no beacon heard"))
    frame = frame_data("key", state(silent), silent, GRID, ["vote"])
    assert frame["dots"] == []


def test_a_spread_that_is_not_known_draws_no_ring():
    anna = phone("anna", fix([1.0, 2.0], covariance_m2=np.full((2, 2), np.nan)))
    assert frame_data("key", state(anna), anna, GRID, ["vote"])["dots"][0]["rings"] == []


def test_sentences():
    anna = phone("anna", fix([1.0, 2.0], error_m=0.5))
    assert live_sentence(state(anna), anna, ["vote"]) == "Now, anna at **(1.0, 2.0) m**, 0.5 m off."
    assert live_sentence(state(), None, ["vote"]) == "No phone is heard yet."
    lost = state(anna, health="lost", message="The broker is gone.")
    assert "The broker is gone" in live_sentence(lost, anna, ["vote"])
    silent = phone("anna", fix(NOWHERE, problem="no beacon heard"))
    assert "**no beacon heard**" in live_sentence(state(silent), silent, ["vote"])


def test_names_from_outside_are_only_text():
    evil = phone("[x](javascript:alert(1))", fix([1.0, 2.0]))
    assert "](javascript:" not in live_sentence(state(evil), evil, ["vote"])


def test_the_table_has_a_row_for_each_phone_and_model():
    anna = phone("anna", fix([1.0, 2.0]), fix([2.0, 2.0]))
    assert live_table(state(anna))["x_m"].tolist() == [1.0, 2.0]


ADDRESSES = [f"AA:BB:CC:00:00:{n:02X}" for n in range(6)]


def test_phones_with_one_beginning_are_told_apart_on_the_map():
    names = [f"irk:0123456789abcdef{n}" for n in range(2)]
    phones = [phone(name, fix([1.0, 2.0])) for name in names]
    dots = frame_data("key", state(*phones), phones[0], GRID, ["vote"])["dots"]
    assert [dot["label"][-1] for dot in dots] == ["0", "1"]


def test_stations_with_one_beginning_are_told_apart_on_the_map(monkeypatch):
    monkeypatch.setattr("components.live.floor_data.floor_image_of", lambda experiment: None)
    grid_m = np.array([[x, y] for x in (0.0, 4.0) for y in (0.0, 3.0, 6.0)])
    scans = FingerprintSet(
        rss_dbm=np.full((6, 6), -60.0),
        position_m=grid_m,
        beacon_ids=np.array(ADDRESSES),
        beacon_position_m=grid_m,
    )
    beacons = floor_data(make_experiment("mine", "Mine", "yours", scans), grid_m)["beacons"]
    assert [beacon["name"][-2:] for beacon in beacons] == [name[-2:] for name in ADDRESSES]
