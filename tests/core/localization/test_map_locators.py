"""Latent maps and the locators on them: laws, limits and a brute-force twin."""

import numpy as np
import pytest
from scipy.special import expit

from core.datasets import simulate_building
from core.errors import ParameterError
from core.localization import (
    METHODS,
    AdaptedLocator,
    KernelLocator,
    LikelihoodLocator,
    MapLocator,
    fit_latent_map,
    fit_method,
    fit_path_loss,
    make_experiment,
    usable_methods,
)
from core.localization.latent_map import DETECTION_DBM
from core.localization.likelihood import DETECTION_WIDTH_DB, OFFSET_DB


@pytest.fixture(scope="module")
def building():
    return make_experiment("b", "b", "simulated", simulate_building(random_state=0))


def fitted(locator, experiment):
    return locator.fit(experiment.survey.rss_dbm, experiment.survey.known_position_m)


def test_path_loss_recovers_what_it_was_drawn_from():
    rng = np.random.default_rng(0)
    place_m, beacon_m = rng.uniform(0, 30, (400, 2)), rng.uniform(0, 30, (5, 2))
    distance = np.linalg.norm(place_m[:, None] - beacon_m[None], axis=2)
    power, exponent = np.linspace(-75, -60, 5), np.linspace(1.8, 2.6, 5)
    level = power - 10 * exponent * np.log10(np.maximum(distance, 1.0))
    fit = fit_path_loss(level, place_m, beacon_m)
    # The prior pulls a little: 400 places against one prior place of the same noise.
    np.testing.assert_allclose(fit.exponent, exponent, atol=0.05)
    np.testing.assert_allclose(fit.power_1m_dbm, power, atol=0.6)


def test_path_loss_of_a_beacon_without_a_place_is_flat():
    place_m = np.column_stack([np.arange(10.0), np.zeros(10)])
    level = np.linspace(-80, -60, 10)[:, None]
    fit = fit_path_loss(level, place_m, np.array([[np.nan, np.nan]]))
    np.testing.assert_allclose(fit(place_m)[:, 0], level.mean())


def test_the_map_goes_from_path_loss_to_the_whole_residual(building):
    survey = building.survey
    maps = [
        fit_latent_map(
            survey.rss_dbm, survey.known_position_m, survey.beacon_position_m, residual_share=share
        )
        for share in (0.0, 0.5, 1.0)
    ]
    np.testing.assert_allclose(maps[0].mean_dbm, maps[0].path_loss(maps[0].grid_m))
    np.testing.assert_allclose(maps[1].mean_dbm, 0.5 * (maps[0].mean_dbm + maps[2].mean_dbm))


def test_a_rarely_heard_beacon_is_weaker_than_its_mean_says():
    rss_dbm = np.full((100, 2), -70.0)
    rss_dbm[:80, 1] = np.nan
    rss_dbm[80:, 1] = -92.0  # the lucky fifth
    found = fit_latent_map(
        rss_dbm, np.zeros((100, 2)), [[0.0, 0.0], [9.0, 0.0]], residual_share=1.0
    )
    assert found.mean_dbm[0, 1] < -92.0


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_share_out_of_range_is_refused(building, share):
    with pytest.raises(ParameterError, match="residual_share"):
        fitted(
            MapLocator(beacon_position_m=building.survey.beacon_position_m, residual_share=share),
            building,
        )


@pytest.mark.parametrize("locator", [MapLocator(), LikelihoodLocator(), AdaptedLocator()])
def test_without_beacon_positions_the_message_says_what_to_do(building, locator):
    with pytest.raises(ParameterError, match="beacon positions"):
        fitted(locator, building)


def test_likelihood_agrees_with_the_formula_written_out(building):
    locator = fitted(
        LikelihoodLocator(beacon_position_m=building.survey.beacon_position_m), building
    )
    q = building.test.rss_dbm[37]
    expected = np.zeros(len(locator.grid_))
    for place, mean in enumerate(locator.map_.mean_dbm):
        total = 0.0
        for c in OFFSET_DB:
            p = np.exp(-0.5 * (c / 5) ** 2)
            for level, mu in zip(q, mean + c, strict=True):
                if np.isnan(level):
                    p *= 1 - expit((mu - DETECTION_DBM) / DETECTION_WIDTH_DB)
                else:
                    p *= np.exp(-0.5 * ((level - mu) / 6) ** 2)
            total += p
        expected[place] = np.log(total) if total > 0 else -np.inf
    found = locator.log_likelihood(q[None])[0]
    finite = np.isfinite(expected) & (expected > -600)
    assert finite.sum() > 20
    np.testing.assert_allclose(
        (found - found[finite].max())[finite],
        (expected - expected[finite].max())[finite],
        rtol=1e-9,
        atol=1e-9,
    )


def test_adaptation_recovers_offsets_it_was_given(building):
    survey, test = building.survey, building.test
    true_db = np.resize([6.0, -3.0, 0.0, 4.0], survey.n_beacons)
    adapted = fitted(AdaptedLocator(beacon_position_m=survey.beacon_position_m), building)
    adapted.adapt(test.rss_dbm)
    before = adapted.offset_db_.copy()
    adapted.adapt(np.minimum(test.rss_dbm + true_db, -1.0))
    change = adapted.offset_db_ - before
    assert np.corrcoef(change, true_db)[0, 1] > 0.8


def test_calibration_everywhere_finds_a_known_gain(building):
    survey = building.survey
    adapted = fitted(AdaptedLocator(beacon_position_m=survey.beacon_position_m), building)
    adapted.calibrate(survey.rss_dbm, survey.known_position_m)
    own = adapted.correction_db_.copy()
    adapted.calibrate(np.minimum(survey.rss_dbm + 5.0, -1.0), survey.known_position_m)
    change = adapted.correction_db_ - own
    heard = np.isfinite(survey.rss_dbm).sum(axis=0) > 300
    assert heard.any()
    # The process has mean 0, so that a little of the 5 dB stays unbelieved.
    np.testing.assert_allclose(change.mean(axis=0)[heard], 5.0, atol=0.5)


def test_calibration_at_one_stop_is_the_formula_for_one_observation(building):
    survey = building.survey
    adapted = fitted(AdaptedLocator(beacon_position_m=survey.beacon_position_m), building)
    place_m, mean = adapted.grid_[40], adapted.locator_.map_.mean_dbm[40]
    beacon = int(mean.argmax())
    scan = np.full((4, survey.n_beacons), np.nan)
    scan[:, beacon] = mean[beacon] + 6.0
    adapted.calibrate(scan, np.tile(place_m, (4, 1)))
    distance = np.linalg.norm(adapted.grid_ - place_m, axis=1)
    covariance = 4.5**2 + 3.2**2 * np.exp(-distance / 2.5)
    expected = 6.0 * covariance / (4.5**2 + 3.2**2 + 2.5**2 + 3.5**2 / 4)
    np.testing.assert_allclose(adapted.correction_db_[:, beacon], expected, rtol=1e-9)
    others = np.arange(survey.n_beacons) != beacon
    assert not adapted.correction_db_[:, others].any()


@pytest.mark.parametrize("row", [m for m in METHODS if not m.slow], ids=lambda m: m.key)
def test_every_method_has_the_four_answers(building, row):
    locator = fit_method(row, building)
    rss_dbm = np.vstack([building.test.rss_dbm[:50], np.full(building.survey.n_beacons, np.nan)])
    weights, position_m = locator.weights(rss_dbm), locator.predict(rss_dbm)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)
    assert (weights >= 0).all()
    assert np.isfinite(position_m[:-1]).all()
    assert np.isnan(position_m[-1]).all()
    covariance = locator.covariance(rss_dbm)
    assert (np.linalg.eigvalsh(covariance[:-1]) > -1e-9).all()
    assert locator.abstains(rss_dbm)[-1]
    error_m = np.linalg.norm(position_m[:-1] - building.test.known_position_m[:50], axis=1)
    assert np.median(error_m) < 6.0


@pytest.mark.parametrize("row", [m for m in METHODS if m.slow], ids=lambda m: m.key)
def test_regressors_find_the_floor(building, row):
    survey = building.survey.select(np.arange(0, building.survey.n_scans, 10))
    few = make_experiment("few", "few", "simulated", building.survey)
    locator = row.make(building.survey)
    if getattr(locator, "n_simulated", 0):
        locator.n_simulated = 800
    locator.fit(survey.rss_dbm, survey.known_position_m)
    error_m = np.linalg.norm(
        locator.predict(building.test.rss_dbm[:300]) - building.test.known_position_m[:300], axis=1
    )
    size_m = np.ptp(few.survey.known_position_m, axis=0).max()
    assert np.median(error_m) < size_m / 3
    np.testing.assert_allclose(locator.weights(building.test.rss_dbm[:5]).sum(axis=1), 1.0)


def test_without_positions_only_fingerprint_methods_are_offered(building):
    from dataclasses import replace

    bare = replace(building, survey=replace(building.survey, beacon_position_m=None))
    keys = {row.key for row in usable_methods(bare)}
    assert "kernel" in keys
    assert not keys & {"map", "path_loss", "likelihood", "centroid", "strongest", "adapted"}


def test_the_map_locator_is_the_kernel_vote_on_another_map(building):
    """With one scan per place at the map's levels, the two are the same by construction."""
    beacons_m = building.survey.beacon_position_m
    on_map = fitted(MapLocator(beacon_position_m=beacons_m), building)
    twin = KernelLocator().fit(np.minimum(on_map.map_.mean_dbm, -1e-9), on_map.map_.grid_m)
    rss_dbm = building.test.rss_dbm[:40]
    np.testing.assert_allclose(twin.weights(rss_dbm), on_map.weights(rss_dbm), atol=1e-12)
