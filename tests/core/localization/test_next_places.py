"""Where to survey next: golden picks, laws of the three rules, and what they bring."""

import numpy as np
import pytest

from core.datasets import simulate_building
from core.errors import ParameterError
from core.localization.experiment import make_experiment
from core.localization.gap_study import default_rule, gap_study, why_no_gap_study
from core.localization.map_interpolation import make_lattice
from core.localization.next_places import (
    LENGTH_M,
    NOISE,
    RULES,
    coding_rate_bits,
    given,
    next_places,
)
from core.localization.survey_gaps import find_gaps

RNG = np.random.default_rng(0)
FLOOR_M, SURVEYED_M = RNG.uniform(0, 12, (80, 2)), RNG.uniform(0, 6, (7, 2))
LINE_M, NOWHERE_M = np.column_stack([np.arange(11.0), np.zeros(11)]), np.empty((0, 2))


def test_eleven_points_on_a_line():
    """From a prototype in numpy: C updated place by place, argmax of each gain.

    After 5 the places 1 and 9 explain the same, and rounding chose 9; here the first is taken.
    """
    picks = {row.key: next_places(LINE_M, NOWHERE_M, 4, row.key).tolist() for row in RULES}
    assert picks == {"farthest": [0, 10, 5, 2], "rate": [0, 10, 5, 2], "remaining": [5, 1, 9, 3]}
    assert coding_rate_bits(LINE_M[[0, 10]]) == pytest.approx(3.459423, abs=1e-6)
    assert coding_rate_bits(LINE_M[[0, 1]]) == pytest.approx(2.489008, abs=1e-6)


def directly(picks):
    """The covariance given everything so far, solved anew at each step."""
    return given(FLOOR_M, np.vstack([SURVEYED_M, FLOOR_M[picks]]))


def test_the_rules_are_what_they_say_when_everything_is_solved_anew():
    rate = next_places(FLOOR_M, SURVEYED_M, 10, "rate").tolist()
    remaining = next_places(FLOOR_M, SURVEYED_M, 10, "remaining").tolist()
    for number in range(10):
        variance = np.diag(directly(rate[:number]))
        assert variance[rate[number]] == pytest.approx(variance.max())  # "most uncertain next"
        left = [np.trace(directly([*remaining[:number], each])) for each in range(len(FLOOR_M))]
        assert left[remaining[number]] == pytest.approx(min(left), abs=1e-8)


def test_the_greedy_coding_rate_is_the_sum_of_its_gains_which_never_grow():
    picks = next_places(FLOOR_M, NOWHERE_M, 12, "rate")
    bits = [coding_rate_bits(FLOOR_M[picks[:number]]) for number in range(13)]
    gains = np.diff(bits)
    assert (gains > 0).all()
    assert (np.diff(gains) < 1e-9).all()
    between = np.exp(-((FLOOR_M[picks[0]] - FLOOR_M[picks[1]]) ** 2).sum() / (2 * LENGTH_M**2))
    assert bits[1] == pytest.approx(0.5 * np.log2(1 + 1 / NOISE))
    assert bits[2] == pytest.approx(0.5 * np.log2((1 + 1 / NOISE) ** 2 - (between / NOISE) ** 2))


@pytest.mark.parametrize("rule", [row.key for row in RULES])
def test_picks_do_not_depend_on_where_the_floor_lies_or_how_many_are_asked_for(rule):
    picks = next_places(FLOOR_M, SURVEYED_M, 10, rule).tolist()
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    elsewhere = [each @ turn + [100.0, -40.0] for each in (FLOOR_M, SURVEYED_M)]
    assert next_places(*elsewhere, 10, rule).tolist() == picks
    assert next_places(FLOOR_M, SURVEYED_M, 5, rule).tolist() == picks[:5]
    twice = next_places(np.vstack([FLOOR_M, FLOOR_M]), SURVEYED_M, 80, rule)
    assert len(np.unique(twice % len(FLOOR_M))) == len(twice)
    assert next_places(np.empty((0, 2)), SURVEYED_M, 5, rule).tolist() == []


def test_an_unknown_rule_is_refused_with_the_list():
    with pytest.raises(ParameterError, match="farthest, rate, remaining"):
        next_places(FLOOR_M, SURVEYED_M, 5, "nearest")


@pytest.mark.parametrize("rule", [row.key for row in RULES])
def test_gaps_are_proposed_on_the_floor_and_away_from_the_survey(rule):
    lattice = make_lattice((0, 0, 12, 12))  # 14,400 cells, thinned for two of the rules
    gaps = find_gaps(SURVEYED_M, lattice, n_next=10, rule=rule)
    assert len(gaps.next_m) == 10
    away = np.linalg.norm(gaps.next_m[:, None] - SURVEYED_M[None], axis=2).min(axis=1)
    assert (away > gaps.far_m / 2).all()
    assert (gaps.next_gap_m <= away + 1e-9).all()
    assert ((gaps.next_m >= 0) & (gaps.next_m <= 12)).all()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_remaining_variance_pays_in_rooms_and_the_coding_rate_does_not(seed):
    """Six places more, with 206 places, 40 beacons and an error of 2.1 m over all places."""
    experiment = make_experiment("b", "b", "simulated", simulate_building(random_state=seed))
    assert why_no_gap_study(experiment) == ""
    assert default_rule(experiment.survey) == "remaining"
    rows = list(gap_study(experiment))
    error = {key: np.mean([row[key] for row in rows]) for key in rows[0]}
    assert error["remaining 6"] <= 0.92 * error["farthest 6"]
    assert abs(error["rate 6"] - error["farthest 6"]) < 0.1
    assert error["remaining 12"] < error["remaining 6"] < error["remaining 3"] < error["before"]


def test_few_places_are_too_few_to_compare_rules():
    experiment = make_experiment("b", "b", "simulated", simulate_building(random_state=0))
    few = experiment.survey.select(experiment.survey.known_position_m[:, 0] < 4)
    small = make_experiment("s", "s", "yours", few)
    assert "takes 40" in why_no_gap_study(small)
