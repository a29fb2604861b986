"""The posterior: all places, no cut, so that what is said of certainty holds on any survey."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.linear_model import LinearRegression

from core.localization import (
    AdaptedLocator,
    CentroidLocator,
    GroupedSets,
    KernelLocator,
    LikelihoodLocator,
    MapLocator,
    NeighborsLocator,
    RegressorLocator,
    StrongestBeaconLocator,
    fit_latent_map,
    place_scores,
)
from core.localization.credible_sets import LEVELS, place_contents, scores_at
from core.localization.kernels import KERNELS
from core.localization.representations import REPRESENTATIONS

STEP_M, N_PLACES, PER_PLACE = 0.2, 150, 4
BEACONS_M = np.column_stack([np.linspace(1, 29, 7), np.tile([-1.0, 1.0], 4)[:7]])
PLACES_M = np.column_stack([STEP_M * np.arange(N_PLACES), np.zeros(N_PLACES)])


def levels_dbm(position_m, rng, gain_db=0.0):
    """Path loss with 4 dB of noise; what falls below −95 dBm is not heard."""
    away_m = np.linalg.norm(position_m[:, None] - BEACONS_M[None], axis=2)
    level = -60 - 22 * np.log10(np.maximum(away_m, 1.0)) + gain_db
    level += rng.normal(0, 4, level.shape)
    return np.where(level > -95, np.minimum(level, -1.0), np.nan)


@pytest.fixture(scope="module")
def corridor():
    """A corridor surveyed every 20 cm, and 300 scans of a phone that hears it differently."""
    rng = np.random.default_rng(0)
    survey_m = np.repeat(PLACES_M, PER_PLACE, axis=0)
    true_m = np.column_stack([rng.uniform(0, 29.8, 300), np.zeros(300)])
    return levels_dbm(survey_m, rng), survey_m, levels_dbm(true_m, rng, rng.normal(6, 5, 7)), true_m


MAPPED = {"beacon_position_m": BEACONS_M}
LOCATORS = {
    "kernel": KernelLocator(),
    "one voter": KernelLocator(n_neighbors=1),
    "student on dBm": KernelLocator(representation="dbm", kernel="student", power=8),
    "neighbours": NeighborsLocator(),
    "map": MapLocator(**MAPPED),
    "likelihood": LikelihoodLocator(**MAPPED),
    "adapted": AdaptedLocator(locator=MapLocator(**MAPPED)),
    "centroid": CentroidLocator(beacon_position_m=BEACONS_M),
    "strongest": StrongestBeaconLocator(beacon_position_m=BEACONS_M),
    "regression": RegressorLocator(regressor=LinearRegression()),
}
UNCUT = ("likelihood", "regression")


@pytest.mark.parametrize("key", LOCATORS)
def test_the_posterior_is_a_distribution_over_all_places(key, corridor):
    survey_dbm, survey_m, test_dbm, _ = corridor
    locator = clone(LOCATORS[key]).fit(survey_dbm, survey_m)
    scans = np.vstack([test_dbm[:40], np.full((1, 7), np.nan)])
    posterior = locator.posterior(scans)
    assert posterior.shape == (41, N_PLACES)
    np.testing.assert_allclose(posterior.sum(axis=1), 1.0, rtol=1e-12)
    np.testing.assert_allclose(posterior[-1], 1 / N_PLACES, rtol=1e-9)
    assert (posterior > 0).all()
    if key in UNCUT:
        np.testing.assert_allclose(posterior, locator.weights(scans), rtol=1e-12)
    one_by_one = np.vstack([locator.posterior(scan[None]) for scan in scans])
    np.testing.assert_allclose(one_by_one, posterior, rtol=1e-6)
    assert locator.posterior(np.empty((0, 7))).shape == (0, N_PLACES)


def keep_the_map_of_one_survey(locator, survey_dbm, survey_m, copies):
    """A fitted map knows more of a place surveyed four times over, which is right: not here."""
    if isinstance(locator, AdaptedLocator):
        keep_the_map_of_one_survey(locator.locator_, survey_dbm, survey_m, copies)
    elif isinstance(locator, MapLocator | LikelihoodLocator):
        level_dbm = fit_latent_map(survey_dbm, survey_m, BEACONS_M).mean_dbm.repeat(copies, axis=0)
        locator.map_ = replace(locator.map_, mean_dbm=level_dbm)
        if isinstance(locator, MapLocator):
            locator._register(locator.grid_, level_dbm)


@pytest.mark.parametrize("key", sorted(set(LOCATORS) - {"regression"}))
def test_what_is_covered_does_not_depend_on_the_spacing_of_the_survey(key, corridor):
    """Every place surveyed four times over, 10 nm apart: the same floor, the same certainty."""
    survey_dbm, survey_m, test_dbm, true_m = corridor
    contents, covered, sizes = [], [], []
    for copies in (1, 4):
        apart = np.array([[1e-8 * copy, 0.0] for copy in range(copies)])
        place_m = (survey_m[:, None, :] + apart[None]).reshape(-1, 2)
        locator = clone(LOCATORS[key]).fit(np.repeat(survey_dbm, copies, axis=0), place_m)
        keep_the_map_of_one_survey(locator, survey_dbm, survey_m, copies)
        posterior = locator.posterior(test_dbm)
        contents.append(scores_at(place_contents(posterior), locator.grid_, true_m))
        scores = place_scores(posterior, locator.grid_)
        at_truth = scores_at(scores, locator.grid_, true_m)
        half = np.arange(len(true_m)) % 2 == 0
        sets = GroupedSets().calibrate(at_truth[half], np.flatnonzero(half))
        thresholds = [sets.threshold(level) for level in LEVELS]
        covered.append([np.mean(at_truth[~half] <= each + 1e-9) for each in thresholds])
        members = [sets.members(scores[~half], level) for level in LEVELS]
        sizes.append([each.sum(axis=1).mean() / copies for each in members])
    np.testing.assert_allclose(contents[1], contents[0], atol=1e-6)
    assert covered[1] == covered[0]
    np.testing.assert_allclose(sizes[1], sizes[0])


def test_a_cut_vote_breaks_that_law(corridor):
    """What was wrong: of weights cut at 20 places the truth is often outside, at any level."""
    survey_dbm, survey_m, test_dbm, true_m = corridor
    locator = KernelLocator().fit(survey_dbm, survey_m)
    cut, whole = (
        scores_at(place_contents(shares), locator.grid_, true_m)
        for shares in (locator.weights(test_dbm), locator.posterior(test_dbm))
    )
    assert np.mean(cut > 1 - 1e-9) > 0.1
    assert (whole < 1).all()


@pytest.mark.parametrize("representation", REPRESENTATIONS)
@pytest.mark.parametrize("kernel", KERNELS)
def test_with_every_place_voting_the_vote_is_the_posterior(kernel, representation, corridor):
    survey_dbm, survey_m, test_dbm, _ = corridor
    locator = KernelLocator(kernel=kernel, representation=representation, n_neighbors=N_PLACES)
    locator.fit(survey_dbm, survey_m)
    vote, posterior = locator.weights(test_dbm), locator.posterior(test_dbm)
    np.testing.assert_allclose(posterior, vote, rtol=1e-9, atol=1e-80)
    few = clone(locator).set_params(n_neighbors=5).fit(survey_dbm, survey_m)
    np.testing.assert_allclose(few.posterior(test_dbm), posterior, rtol=1e-12)
    best = few.weights(test_dbm) > 0
    ratio = np.where(best, posterior, 0.0)
    np.testing.assert_allclose(
        few.weights(test_dbm), ratio / ratio.sum(axis=1, keepdims=True), rtol=1e-9, atol=1e-80
    )


def test_places_that_share_no_beacon_with_the_scan_keep_an_order():
    """A cosine of 0 is −∞ in logarithms; such places are far down, and all alike."""
    locator = KernelLocator().fit([[-50.0, np.nan], [np.nan, -50.0], [np.nan, -60.0]], PLACES_M[:3])
    posterior = locator.posterior([[-55.0, np.nan]])
    assert posterior[0, 0] == pytest.approx(1.0)
    assert 0 < posterior[0, 1] == posterior[0, 2] < 1e-80
    assert (place_contents(posterior) <= 1.0).all()


@pytest.mark.parametrize("key", LOCATORS)
def test_the_ellipse_is_the_expected_square_of_the_error(key, corridor):
    survey_dbm, survey_m, test_dbm, _ = corridor
    locator = clone(LOCATORS[key]).fit(survey_dbm, survey_m)
    scans = test_dbm[:10]
    estimate_m, posterior = locator.predict(scans), locator.posterior(scans)
    for row, found in enumerate(locator.covariance(scans)):
        expected = np.zeros((2, 2))
        for place_m, share in zip(locator.grid_, posterior[row], strict=True):
            expected += share * np.outer(place_m - estimate_m[row], place_m - estimate_m[row])
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_nearest_scans_give_a_posterior_computed_slowly(corridor):
    survey_dbm, survey_m, test_dbm, _ = corridor
    order = np.random.default_rng(5).permutation(len(survey_m))[: len(survey_m) - 37]
    survey_dbm, survey_m = survey_dbm[order], survey_m[order]
    locator = NeighborsLocator().fit(survey_dbm, survey_m)
    filled, scan = np.nan_to_num(survey_dbm, nan=-105.0), np.nan_to_num(test_dbm[3], nan=-105.0)
    spread2 = 2 * np.mean(np.sum((filled - filled.mean(axis=0)) ** 2, axis=1))
    loud = np.exp(-16 * np.sum((filled - scan) ** 2, axis=1) / spread2)
    expected = np.array(
        [loud[(survey_m == place_m).all(axis=1)].mean() for place_m in locator.grid_]
    )
    found = locator.posterior(test_dbm[3:4])[0]
    np.testing.assert_allclose(found, expected / expected.sum(), rtol=1e-9)
