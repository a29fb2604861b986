"""Where the next beacon should hang: laws of the trial of all candidates, and one empty corner."""

from dataclasses import replace

import numpy as np
import pytest

from core.datasets import FingerprintSet
from core.localization.next_beacon import (
    MOST_CANDIDATES,
    N_DRAWS,
    BeaconStep,
    next_beacon_steps,
    why_no_next_beacon,
)

PLACE_M = np.stack(np.meshgrid(np.arange(0.0, 24, 2), np.arange(0.0, 9, 2)), axis=-1).reshape(-1, 2)
BEACONS_M = np.array([[2.0, 2.0], [4.0, 7.0], [7.0, 1.0]])  # all at the left end


def survey(order=slice(None)) -> FingerprintSet:
    place_m = PLACE_M[order]
    away_m = np.linalg.norm(place_m[:, None] - BEACONS_M[None], axis=2)
    level = -62 - 28 * np.log10(np.maximum(away_m, 1.0))
    return FingerprintSet(np.where(level > -96, level, np.nan), place_m, ["a", "b", "c"], BEACONS_M)


@pytest.fixture(scope="module")
def steps() -> list[BeaconStep]:
    return list(next_beacon_steps(survey(), PLACE_M, n_new=2))


def test_an_uncovered_half_of_the_floor_gets_the_beacon(steps):
    first = steps[0]
    assert len(first.candidate_m) == min(len(PLACE_M), MOST_CANDIDATES)
    assert first.error_m.shape == (len(first.candidate_m), N_DRAWS)
    assert first.chosen_m[0, 0] > 10
    assert first.farthest_m[0, 0] > 20
    best, middle = first.best_error_m.mean(), first.middle_error_m.mean()
    assert best < middle < first.without_m.mean()
    assert first.error_m.min() <= best  # who judges did not choose


def test_each_choice_is_the_best_of_all_candidates_and_the_next_builds_on_it(steps):
    first, second = steps
    mean = first.error_m.mean(axis=1)
    np.testing.assert_array_equal(first.chosen_m[0], first.candidate_m[mean.argmin()])
    np.testing.assert_array_equal(second.chosen_m[0], first.chosen_m[0])
    np.testing.assert_array_equal(second.without_m, first.without_m)
    assert second.error_m.mean(axis=1).min() < mean.min()
    away = np.linalg.norm(second.farthest_m[1] - np.vstack([BEACONS_M, first.farthest_m]), axis=1)
    others = np.linalg.norm(
        PLACE_M[:, None] - np.vstack([BEACONS_M, first.farthest_m])[None], axis=2
    )
    assert away.min() == pytest.approx(others.min(axis=1).max())


def test_the_order_of_the_survey_and_a_second_run_change_nothing(steps):
    order = np.random.default_rng(1).permutation(len(PLACE_M))
    again = next(next_beacon_steps(survey(order), PLACE_M, n_new=2))
    np.testing.assert_allclose(again.error_m, steps[0].error_m)
    np.testing.assert_array_equal(again.chosen_m, steps[0].chosen_m)


def test_no_draw_judges_the_winner_it_chose():
    """Candidate 0 wins draw 0 by chance and loses the others: draw 0 is judged by candidate 1."""
    error_m = np.array([[1.0, 6.0, 6.0], [3.0, 3.0, 3.0]])
    nothing = np.empty((0, 2))
    step = BeaconStep(np.zeros((2, 2)), error_m, np.ones(3), nothing, nothing, np.ones(3))
    assert step.best_error_m.tolist() == [3.0, 3.0, 3.0]
    assert step.middle_error_m.tolist() == [2.0, 4.5, 4.5]


def test_a_survey_without_coordinates_of_beacons_says_why():
    assert why_no_next_beacon(survey()) == ""
    bare = replace(survey(), beacon_position_m=None)
    assert "where 0 of its 3 beacons hang" in why_no_next_beacon(bare)
    one_m = np.where(np.arange(3)[:, None] == 1, BEACONS_M, np.nan)
    assert "where 1 of its 3 beacons hangs" in why_no_next_beacon(
        replace(survey(), beacon_position_m=one_m)
    )
