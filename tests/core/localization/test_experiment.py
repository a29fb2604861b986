"""Test scans are never survey scans, and a survey without test scans gives some up."""

from dataclasses import replace

import numpy as np
import pytest

from core.datasets import simulate_building
from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.readers import build_upload, inspect_upload
from core.errors import ParameterError
from core.localization import KernelLocator
from core.localization.experiment import (
    held_otherwise,
    independent_blocks,
    make_experiment,
    walk_order,
)

PLACES = np.repeat(np.arange(20.0).reshape(10, 2), 2, axis=0)
RSS = np.random.default_rng(0).uniform(-90, -50, size=(20, 3))


def scans(**more) -> FingerprintSet:
    return FingerprintSet(RSS, PLACES, ["a", "b", "c"], **more)


def test_roles_split_the_set():
    experiment = make_experiment("k", "t", "yours", scans(role=["survey", "test"] * 10))
    assert experiment.survey.n_scans == experiment.test.n_scans == 10
    assert experiment.split == "those that the data name as tests"
    assert not held_otherwise(experiment)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (("floor", "hand"), "hand-held scans"),
        (("floor", "pocket"), "held in another way than in the survey"),
        (("floor", "floor"), "those that the data name as tests"),
    ],
)
def test_how_the_phone_was_held_is_said_as_far_as_the_set_says_it(held, said):
    experiment = make_experiment(
        "k", "t", "yours", scans(role=["survey", "test"] * 10, holding=[*held] * 10)
    )
    assert said in experiment.split
    assert held_otherwise(experiment) == (held[0] != held[1])


def test_without_roles_whole_places_are_held_out():
    experiment = make_experiment("k", "t", "yours", scans())
    assert experiment.test.n_scans == 4
    kept = {tuple(p) for p in experiment.survey.known_position_m}
    held_out = {tuple(p) for p in experiment.test.known_position_m}
    assert not kept & held_out
    assert "held-out fifth: 2 of the 10 places" in experiment.split
    assert experiment.held_out


def test_the_grid_that_went_wrong_gives_its_right_answer(shared):
    """65 places in 5 rows: 2.9 m with the top row held out, 1.71 to 2.33 m with random fifths."""
    data = (shared / "faults" / "data" / "survey_grid_13x5.csv").read_bytes()
    survey = build_upload(*inspect_upload(data, "grid.csv", "fingerprints")).dataset
    found = make_experiment("k", "t", "yours", survey)
    locator = KernelLocator().fit(found.survey.rss_dbm, found.survey.known_position_m)
    error_m = locator.predict(found.test.rss_dbm) - found.test.known_position_m
    away_m = np.linalg.norm(error_m, axis=1)
    assert 1.70 <= np.median(away_m) <= 2.34
    assert 0.05 <= np.mean(away_m < 1) <= 0.2


def grid_survey(n_x: int, n_y: int) -> FingerprintSet:
    """Places of a grid in the order of their coordinates, two scans each."""
    x, y = np.meshgrid(np.arange(n_x), np.arange(n_y), indexing="ij")
    place_m = 2.0 * np.column_stack([x.ravel(), y.ravel()])
    rss_dbm = np.random.default_rng(1).uniform(-90, -50, (2 * len(place_m), 3))
    return FingerprintSet(rss_dbm, np.repeat(place_m, 2, axis=0), ["a", "b", "c"])


@pytest.mark.parametrize("n_y", [2, 3, 4, 5, 6, 10])
def test_no_row_of_a_grid_is_held_out_as_a_whole(n_y):
    """Whatever the number of rows: the places held out lie among those that stay."""
    experiment = make_experiment("k", "t", "yours", grid_survey(13, n_y))
    kept_m = experiment.survey.known_position_m
    held_m = np.unique(experiment.test.known_position_m, axis=0)
    assert len(held_m) == round(0.2 * 13 * n_y)
    assert set(kept_m[:, 1]) == set(2.0 * np.arange(n_y))
    assert len(np.unique(held_m[:, 1])) > 1
    again = make_experiment("k", "t", "yours", grid_survey(13, n_y))
    np.testing.assert_array_equal(again.test.known_position_m, experiment.test.known_position_m)
    other = make_experiment("k", "t", "yours", grid_survey(13, n_y), random_state=1)
    assert not np.array_equal(other.test.known_position_m, experiment.test.known_position_m)


@pytest.mark.parametrize("n_places", [2, 3, 4, 7])
def test_of_few_places_one_is_held_out_and_the_words_count_it(n_places):
    survey = scans().select(np.arange(2 * n_places))
    experiment = make_experiment("k", "t", "yours", survey)
    assert experiment.test.n_scans == 2
    assert f"1 of the {n_places} places, drawn at random, was held out" in experiment.split


def test_a_grid_gives_the_answer_of_random_fifths():
    """Every fifth place was the whole top row of five: 2.9 m and nothing within 1 m."""
    rng = np.random.default_rng(4)
    beacons_m = rng.uniform([0, 0], [24, 8], (6, 2))
    survey = grid_survey(13, 5)
    away_m = np.linalg.norm(survey.known_position_m[:, None] - beacons_m[None], axis=2)
    rss_dbm = -55 - 25 * np.log10(np.maximum(away_m, 1)) + rng.normal(0, 3, away_m.shape)
    survey = replace(survey, rss_dbm=rss_dbm, beacon_ids=list("abcdef"))

    def median_m(held_out):
        kept = survey.select(~held_out)
        locator = KernelLocator().fit(kept.rss_dbm, kept.known_position_m)
        truth_m = survey.known_position_m[held_out]
        away_m = np.linalg.norm(locator.predict(rss_dbm[held_out]) - truth_m, axis=1)
        return np.median(away_m)

    place = np.repeat(np.arange(65), 2)
    fifths = [median_m(np.isin(place, rng.permutation(65)[:13])) for _ in range(20)]
    found = make_experiment("k", "t", "yours", survey)
    locator = KernelLocator().fit(found.survey.rss_dbm, found.survey.known_position_m)
    error_m = locator.predict(found.test.rss_dbm) - found.test.known_position_m
    shown = np.median(np.linalg.norm(error_m, axis=1))
    assert np.min(fifths) - 0.05 <= shown <= np.max(fifths) + 0.05
    assert median_m(place % 5 == 4) > np.max(fifths)


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
