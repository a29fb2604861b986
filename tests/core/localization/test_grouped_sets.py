"""Sets that learn from stops: golden values, laws, and the definition computed slowly."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ParameterError
from core.localization import GroupedSets
from core.localization.credible_sets import LEVELS
from core.localization.grouped_sets import stops_needed

THREE = [0.1, 0.3, 0.2, 0.5, 0.6, 0.7, 0.9], ["A", "A", "B", "C", "C", "C", "C"]


def test_three_stops_by_hand():
    """F rises by ½/4 at A's scores, ¼ at B's, ¹⁄₁₆ at C's: four stops with the one to come."""
    sets = GroupedSets().calibrate(*THREE)
    found = [sets.threshold(level) for level in (0.5, 0.7, 0.75, 0.8)]
    assert found == [0.3, 0.9, 0.9, float("inf")]
    mixed = GroupedSets().calibrate(*THREE, simulated=[0.4, 0.8], n_simulated_stops=1)
    assert [mixed.threshold(level) for level in (0.5, 0.8)] == [0.4, 0.9]


def test_what_remains_promised_whatever_the_simulator_is_worth():
    promised = {}
    for n_stops in (0, 5, 10, 15):
        scores = np.linspace(0.1, 0.9, n_stops)
        sets = GroupedSets().calibrate(scores, np.arange(n_stops), simulated=[0.5, 0.7])
        promised[n_stops] = sets.promised(0.9)
    assert promised == pytest.approx({0: 0.0, 5: 0.7333333, 10: 0.8090909, 15: 0.8375})
    assert GroupedSets().calibrate(*THREE).promised(0.6) == 0.6


def test_a_level_needs_its_stops():
    for level in LEVELS:
        needed = stops_needed(level)
        for n_stops, finite in ((needed, True), (needed - 1, False)):
            if n_stops:
                scores = np.linspace(0, 1, n_stops)
                sets = GroupedSets().calibrate(scores, np.arange(n_stops))
                assert np.isfinite(sets.threshold(level)) == finite
    assert [stops_needed(level) for level in LEVELS] == [1, 3, 9, 19]


shares = st.floats(0, 1).map(lambda value: round(value, 2))
scans = st.lists(st.tuples(shares, st.integers(0, 5)), min_size=1, max_size=30)


def slow_threshold(scores, stop, simulated, n_simulated, level):
    """Every candidate τ in turn, stop by stop."""
    stops = sorted(set(stop))
    for tau in sorted([*scores, *simulated]):
        total = 0.0
        for one in stops:
            own = [score for score, name in zip(scores, stop, strict=True) if name == one]
            total += sum(score <= tau for score in own) / len(own)
        if simulated:
            total += n_simulated * sum(each <= tau for each in simulated) / len(simulated)
        if total / (len(stops) + 1 + (n_simulated if simulated else 0)) >= level - 1e-12:
            return tau
    return float("inf")


@given(scans, st.lists(shares, max_size=8), st.sampled_from([1.0, 3.0, 10.0]))
def test_thresholds_are_the_definition_computed_slowly(pairs, simulated, n_simulated):
    scores, stop = zip(*pairs, strict=True)
    sets = GroupedSets().calibrate(scores, stop, simulated=simulated, n_simulated_stops=n_simulated)
    for level in (0.05, 0.3, 0.5, 0.68, 0.9, 0.95):
        expected = slow_threshold(scores, stop, simulated, n_simulated, level)
        assert sets.threshold(level) == expected


@given(scans, st.integers(0, 2**32 - 1))
def test_order_names_and_repeated_scans_do_not_matter_and_sets_are_nested(pairs, seed):
    scores, stop = (np.array(each) for each in zip(*pairs, strict=True))
    sets = GroupedSets().calibrate(scores, stop)
    order = np.random.default_rng(seed).permutation(len(scores))
    shuffled = GroupedSets().calibrate(scores[order], [f"stop {9 - n}" for n in stop[order]])
    first = stop == stop[0]
    twice = GroupedSets().calibrate(np.append(scores, scores[first]), np.append(stop, stop[first]))
    levels = np.linspace(0.02, 0.98, 25)
    found = [sets.threshold(level) for level in levels]
    assert found == sorted(found)
    assert [shuffled.threshold(level) for level in levels] == found
    assert [twice.threshold(level) for level in levels] == found
    places = np.random.default_rng(seed).uniform(0, 1, (4, 9))
    for less, more in pairwise(levels):
        assert (sets.members(places, less) <= sets.members(places, more)).all()


@pytest.mark.parametrize("n", [1, 7, 20])
def test_one_scan_at_each_stop_is_split_conformal(n):
    scores = np.random.default_rng(n).uniform(0, 1, n)
    sets = GroupedSets().calibrate(scores, np.arange(n))
    for level in (0.1, 0.5, 0.9, 0.95):
        rank = int(np.ceil(level * (n + 1) - 1e-9))
        expected = np.sort(scores)[rank - 1] if rank <= n else float("inf")
        assert sets.threshold(level) == expected


def test_a_new_stop_is_covered_where_the_pooled_quantile_falls_short():
    """Ten stops whose scans err together: 92.9% of the next stops' scans, not 85.5%."""
    rng = np.random.default_rng(0)
    grouped, pooled = [], []
    for _ in range(2_000):
        mean = rng.normal(0, 1, 11)
        score = rng.normal(mean[:, None], 0.1, (11, 5))
        sets = GroupedSets().calibrate(score[:10].ravel(), np.repeat(np.arange(10), 5))
        grouped.append(score[10] <= sets.threshold(0.9))
        pooled.append(score[10] <= np.quantile(score[:10], 0.9))
    assert 0.91 <= np.mean(grouped) < 0.95
    assert np.mean(pooled) < 0.88


def test_the_likeliest_place_is_always_inside_and_a_missing_level_means_everywhere():
    sets = GroupedSets().calibrate([0.2], ["A"])
    scores = np.array([[0.4, 0.7, 0.9], [0.5, 0.5, 0.5]])
    assert sets.members(scores, 0.5).tolist() == [[True, False, False], [True] * 3]
    assert sets.members(scores, 0.9).all()
    assert sets.members(np.empty((0, 3)), 0.5).shape == (0, 3)


def test_what_cannot_be_learned_from_is_refused():
    with pytest.raises(ParameterError, match="No score"):
        GroupedSets().calibrate([], [])
    with pytest.raises(ParameterError, match="No score"):
        GroupedSets().calibrate([], [], simulated=[0.5], n_simulated_stops=0)
    with pytest.raises(ParameterError, match="one stop to each"):
        GroupedSets().calibrate([0.5], ["A", "B"])
    for broken in ([np.nan], [[0.5]]):
        with pytest.raises(ParameterError, match="numbers"):
            GroupedSets().calibrate(broken, np.zeros(np.shape(broken)))
    with pytest.raises(ParameterError, match="n_simulated_stops"):
        GroupedSets().calibrate([0.5], ["A"], simulated=[0.5], n_simulated_stops=-1)
    with pytest.raises(ParameterError, match="calibrate"):
        GroupedSets().threshold(0.5)
    with pytest.raises(ParameterError, match="level"):
        GroupedSets().calibrate([0.5], ["A"]).promised(1.0)
    with pytest.raises(ParameterError, match="shape"):
        GroupedSets().calibrate([0.5], ["A"]).members([0.1], 0.5)
