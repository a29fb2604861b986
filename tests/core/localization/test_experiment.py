"""Test scans are never survey scans, and a survey without test scans gives some up."""

import numpy as np
import pytest

from core.datasets import simulate_building
from core.datasets.fingerprint_set import FingerprintSet
from core.errors import ParameterError
from core.localization.experiment import independent_blocks, make_experiment, walk_order

PLACES = np.repeat(np.arange(20.0).reshape(10, 2), 2, axis=0)
RSS = np.random.default_rng(0).uniform(-90, -50, size=(20, 3))


def scans(**more) -> FingerprintSet:
    return FingerprintSet(RSS, PLACES, ["a", "b", "c"], **more)


def test_roles_split_the_set():
    experiment = make_experiment("k", "t", "yours", scans(role=["survey", "test"] * 10))
    assert experiment.survey.n_scans == experiment.test.n_scans == 10
    assert "hand-held" in experiment.split


def test_without_roles_whole_places_are_held_out():
    experiment = make_experiment("k", "t", "yours", scans())
    assert experiment.test.n_scans == 4
    kept = {tuple(p) for p in experiment.survey.known_position_m}
    held_out = {tuple(p) for p in experiment.test.known_position_m}
    assert not kept & held_out
    assert "held out" in experiment.split


def test_no_positions_or_one_place_cannot_be_a_survey():
    with pytest.raises(ParameterError, match="no positions"):
        make_experiment("k", "t", "yours", FingerprintSet(RSS, None, ["a", "b", "c"]))
    with pytest.raises(ParameterError, match="1 place"):
        make_experiment("k", "t", "yours", scans().select(np.arange(2)))


def test_blocks_are_stops_else_places():
    assert len(set(independent_blocks(scans(stop_id=["s"] * 20)))) == 1
    assert len(set(independent_blocks(scans()))) == 10
    put_down = scans(session_id=["day"] * 20, time_s=30.0 * np.arange(20))
    assert len(set(independent_blocks(put_down))) == 10  # a minute at each place is no walk


@pytest.mark.parametrize(
    "stop_id", [None, [f"s{i}" for i in range(20)], [f"s{i // 2}" for i in range(20)]]
)
@pytest.mark.parametrize("walks", [1, 2, 5])
def test_scans_of_one_walk_are_one_block_however_their_stops_are_called(walks, stop_id):
    """What a reader calls a stop may be a second of a walk, or a square of a grid."""
    session = np.arange(20) % walks
    walked = scans(session_id=session.astype(str), time_s=np.arange(20.0), stop_id=stop_id)
    block = independent_blocks(walked)
    assert len(set(block)) == walks
    assert all(len(set(block[session == number])) == 1 for number in range(walks))


def test_in_the_building_a_walk_is_a_block_and_in_a_survey_a_place():
    building = simulate_building(spacing_m=5, n_windows=3, walk_s=20, n_walks=2, random_state=0)
    walks, survey = building.only("test"), building.only("survey")
    assert len(set(independent_blocks(walks))) == len(set(walks.session_id)) == 10
    places = np.unique(survey.position_m, axis=0)
    assert len(set(independent_blocks(survey))) == len(places)


def test_the_walk_is_ordered_by_session_and_time():
    walk = scans(session_id=["b", "a"] * 10, time_s=np.arange(20.0)[::-1])
    order = walk_order(walk)
    assert (walk.session_id[order][:10] == "a").all()
    assert (np.diff(walk.time_s[order][:10]) > 0).all()
    assert (walk_order(scans()) == np.arange(20)).all()
