"""Simulated holdings on a survey's own map, and what sets are worth on measured floors."""

import numpy as np
import pytest
from sklearn.base import clone

from core.datasets import FingerprintSet, load
from core.localization import (
    AdaptedLocator,
    GroupedSets,
    KernelLocator,
    MapLocator,
    fit_method,
    make_experiment,
    method,
    place_scores,
    simulated_scores,
)
from core.localization import latent_map as latent_map_file
from core.localization.calibration_study import left_out_scores
from core.localization.credible_sets import scores_at
from core.localization.latent_map import DETECTION_DBM, place_levels
from core.localization.set_study import held_by, learned_sets, score_scans, stops_spread
from tests.core.localization.test_posterior import BEACONS_M, LOCATORS, PLACES_M, levels_dbm


@pytest.fixture(scope="module")
def corridor():
    rng = np.random.default_rng(0)
    survey_m = np.repeat(PLACES_M, 4, axis=0)
    return levels_dbm(survey_m, rng), survey_m


@pytest.mark.parametrize("key", LOCATORS)
def test_every_locator_has_simulated_scores(key, corridor):
    locator = clone(LOCATORS[key]).fit(*corridor)
    scores = simulated_scores(locator, random_state=1)
    assert 1_100 < len(scores) <= 1_250
    assert ((scores >= 0) & (scores <= 1)).all()
    np.testing.assert_array_equal(simulated_scores(locator, random_state=1), scores)
    assert (simulated_scores(locator, random_state=2)[:9] != scores[:9]).any()


def test_the_map_that_holdings_start_from(corridor):
    """Path loss where beacons have places; else near levels, between the lowest and the highest."""
    survey_dbm, survey_m = corridor
    known = MapLocator(beacon_position_m=BEACONS_M).fit(survey_dbm, survey_m)
    places, mean_dbm = known._own_map()
    np.testing.assert_array_equal(places, np.arange(len(PLACES_M)))
    np.testing.assert_allclose(mean_dbm, known.map_.mean_dbm)  # a quarter of the detail, too
    lost = MapLocator(beacon_position_m=BEACONS_M, residual_share=1.0).fit(survey_dbm, survey_m)
    np.testing.assert_allclose(lost._own_map()[1], mean_dbm)  # however much the locator keeps

    _, near_dbm = KernelLocator().fit(survey_dbm, survey_m)._own_map()
    levels = place_levels(survey_dbm, survey_m)
    level_dbm = np.where(levels.detected > 0, levels.level_dbm, DETECTION_DBM - 3 * 1.9)
    away2 = ((PLACES_M[:, None] - PLACES_M[None]) ** 2).sum(axis=2)
    weight = np.exp(-away2 / 32)
    trend_dbm = weight @ level_dbm / weight.sum(axis=1, keepdims=True)
    distance = np.sqrt(away2)
    smooth = 16 * np.exp(-away2 / 4.5) + 25 * np.exp(-distance / 6)
    detail = smooth @ np.linalg.solve(smooth + 4 * np.eye(len(smooth)), level_dbm - trend_dbm)
    np.testing.assert_allclose(near_dbm, trend_dbm + 0.25 * detail, atol=1e-8)


def test_stops_that_corrected_the_map_move_where_holdings_start_from(corridor):
    adapted = AdaptedLocator(locator=MapLocator(beacon_position_m=BEACONS_M)).fit(*corridor)
    _, before = adapted._own_map()
    adapted.calibrate(adapted.locator_.map_.mean_dbm[::30] + 6, PLACES_M[::30])
    _, after = adapted._own_map()
    assert 2 < (after - before).mean() < 6


def test_many_places_are_thinned_before_all_pairs_are_taken(monkeypatch, corridor):
    monkeypatch.setattr(latent_map_file, "MOST_PLACES", 50)
    places, mean_dbm = KernelLocator().fit(*corridor)._own_map()
    assert len(places) == len(mean_dbm) == 50
    assert (places[0], places[-1]) == (0, len(PLACES_M) - 1)


def test_sets_of_the_simulated_building_hold_the_truth():
    """Thirty walks of 50 s, in stops of 10 s; the bar is the first honest run less three points."""
    experiment = make_experiment("building", "Building", "simulated", load("building"))
    locator = fit_method(method("kernel"), experiment)
    scored, simulated = score_scans(locator, experiment.test), simulated_scores(locator, 0)
    assert scored.n_stops == 150
    found = []
    for seed in range(20):
        used = stops_spread(scored, 10, np.random.default_rng(seed))
        sets = learned_sets(scored.at_truth[used], scored.stop[used], simulated)
        found.append(held_by(sets, scored, used))
    assert [row.promised for row in found] == pytest.approx([0.8090909] * 20)
    assert np.mean([row.covered for row in found]) > 0.94
    assert np.mean([row.area_m2 for row in found]) < 75  # of 550 m²


GUELPH = {"1 s": (83, 90, 91), "all beacons": (75, 86, 87)}


@pytest.mark.parametrize("windows", GUELPH)
def test_ninety_percent_sets_on_the_real_floor(windows, shared):
    """Cut at twenty places, the vote's sets held the truth in 62% (1 s windows) and in 52%."""
    from core.datasets.guelph import load_guelph

    scans = load_guelph(windows, str(shared / "datasets" / "guelph_ble"))
    experiment = make_experiment(windows, windows, "measured", scans)
    locator = fit_method(method("kernel"), experiment)
    scored, simulated = score_scans(locator, experiment.test), simulated_scores(locator, 0)
    model_only, ten_and_model, twenty = (least / 100 for least in GUELPH[windows])
    nobody = np.zeros(len(scored.at_truth), dtype=bool)
    model = held_by(GroupedSets().calibrate([], [], simulated=simulated), scored, nobody)
    assert model.covered >= model_only
    assert model.promised == 0
    assert model.low < model.covered < model.high
    assert model.places <= 45

    rng = np.random.default_rng(0)
    for n_stops, least in ((10, ten_and_model), (20, twenty)):
        found = []
        for _ in range(100):
            chosen = rng.choice(scored.n_stops, n_stops, replace=False)
            used = np.isin(scored.stop, np.unique(scored.stop)[chosen])
            sets = learned_sets(scored.at_truth[used], scored.stop[used], simulated)
            threshold = sets.threshold(0.9)
            found.append([np.mean(scored.at_truth[~used] <= threshold), *scored.size_at(threshold)])
        covered, places, area_m2 = np.mean(found, axis=0)
        assert covered >= least
        assert places <= 45
        assert area_m2 == pytest.approx(0.41 * places, rel=0.1)  # 2 m of width, 20 cm of length


def test_mean_sizes_are_those_of_the_sets_themselves():
    """Also where the threshold is close to 1, where most scores are."""
    experiment = make_experiment("building", "Building", "simulated", load("building"))
    locator = fit_method(method("kernel"), experiment)
    test = experiment.test.select(slice(0, 60))
    scored = score_scans(locator, test)
    scores = place_scores(locator.posterior(test.rss_dbm), locator.grid_)
    for threshold in (0.0, 0.3, 0.9, 0.97, 0.999, 0.9999, float("inf")):
        sets = GroupedSets().calibrate([], [], simulated=[threshold] if threshold <= 1 else [1.0])
        members = sets.members(scores, 0.5)
        places, area_m2 = scored.size_at(threshold)
        assert places == pytest.approx(members.sum(axis=1).mean(), rel=0.02)
        assert area_m2 == pytest.approx((members @ scored.place_area_m2).mean(), rel=0.02)


def test_each_stop_is_scored_on_a_map_that_only_the_others_corrected(corridor):
    """Its own scans would make its score too small."""
    survey_dbm, survey_m = corridor
    rng = np.random.default_rng(3)
    true_m = PLACES_M[rng.choice(len(PLACES_M), 8, replace=False)].repeat(6, axis=0)
    stop = np.arange(8).repeat(6)
    scans = FingerprintSet(levels_dbm(true_m, rng, 9.0), true_m, [f"B{n}" for n in range(7)])
    adapted = AdaptedLocator(beacon_position_m=BEACONS_M).fit(survey_dbm, survey_m)
    found = left_out_scores(adapted, scans, stop)
    for one in range(8):
        other = AdaptedLocator(beacon_position_m=BEACONS_M).fit(survey_dbm, survey_m)
        other.calibrate(scans.rss_dbm[stop != one], true_m[stop != one])
        scores = place_scores(other.posterior(scans.rss_dbm[stop == one]), other.grid_)
        expected = scores_at(scores, other.grid_, true_m[stop == one])
        np.testing.assert_allclose(found[stop == one], expected, atol=1e-12)
    adapted.calibrate(scans.rss_dbm, true_m)
    reused = place_scores(adapted.posterior(scans.rss_dbm), adapted.grid_)
    assert scores_at(reused, adapted.grid_, true_m).mean() < found.mean()
    assert left_out_scores(adapted, scans.select(stop == 0), stop[stop == 0]).shape == (6,)


def test_ninety_percent_sets_for_other_phones_in_a_library(shared):
    """Ten stops and simulated holdings: at least 85% of the scans at all other stops."""
    from benchmarks.localization.sets import uji_phones

    phones = uji_phones()
    assert len(phones) == 2
    for experiment in phones.values():
        locator = fit_method(method("kernel"), experiment)
        scored, simulated = score_scans(locator, experiment.test), simulated_scores(locator, 0)
        assert scored.n_stops == 58
        found = []
        for seed in range(50):
            used = stops_spread(scored, 10, np.random.default_rng(seed))
            sets = learned_sets(scored.at_truth[used], scored.stop[used], simulated)
            found.append(held_by(sets, scored, used, with_interval=False).covered)
        assert np.mean(found) >= 0.85
