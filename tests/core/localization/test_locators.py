"""Laws that every locator keeps, whatever its parameters."""

import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from core.errors import ParameterError
from core.localization import KernelLocator, NeighborsLocator
from core.localization.kernels import KERNELS, log_kernel
from core.localization.representations import REPRESENTATIONS

GRID = [
    KernelLocator(representation=representation, kernel=kernel, n_neighbors=5)
    for representation in REPRESENTATIONS
    for kernel in KERNELS
]
LOCATORS = [*GRID, NeighborsLocator(n_neighbors=7)]


def name(locator) -> str:
    return "-".join(str(v) for v in locator.get_params().values() if v is not None)


@pytest.fixture
def survey():
    """30 scans at 10 places, 6 beacons, a third of the readings missing."""
    generator = np.random.default_rng(7)
    position_m = np.repeat(generator.uniform(0, 20, size=(10, 2)), 3, axis=0)
    rss_dbm = generator.uniform(-100, -45, size=(30, 6))
    rss_dbm[generator.random(rss_dbm.shape) < 0.33] = np.nan
    return rss_dbm, position_m


@pytest.fixture
def scans():
    generator = np.random.default_rng(11)
    rss_dbm = generator.uniform(-104, -45, size=(25, 6))
    rss_dbm[generator.random(rss_dbm.shape) < 0.5] = np.nan
    rss_dbm[0] = np.nan
    rss_dbm[1] = [np.nan] * 5 + [-60.0]
    rss_dbm[2] = [np.nan] * 5 + [-119.0]  # heard, but below the level for "not heard"
    return rss_dbm


@pytest.mark.parametrize("locator", LOCATORS, ids=name)
def test_weights_are_a_distribution_and_the_rest_follows(locator, survey, scans):
    rss_dbm, position_m = survey
    fitted = clone(locator).fit(rss_dbm, position_m)
    weight, covariance = fitted.weights(scans), fitted.covariance(scans)
    predicted = fitted.predict(scans)
    assert weight.shape == (25, 10)
    assert (weight >= 0).all()
    np.testing.assert_allclose(weight.sum(axis=1), 1, rtol=1e-12)
    heard = np.isfinite(scans).any(axis=1)
    assert np.isfinite(predicted[heard]).all()
    assert np.isnan(predicted[~heard]).all()
    assert np.isnan(covariance[~heard]).all()
    np.testing.assert_allclose(predicted[heard], (weight @ fitted.grid_)[heard], rtol=1e-12)
    away = fitted.grid_ - predicted[5]
    expected = (fitted.posterior(scans)[5][:, None] * away).T @ away
    np.testing.assert_allclose(covariance[5], expected, rtol=1e-9, atol=1e-12)
    assert (np.linalg.eigvalsh(covariance[heard]) > -1e-9).all()
    assert fitted.abstains(scans)[[0, 1, 2]].all()
    low, high = fitted.grid_.min(axis=0), fitted.grid_.max(axis=0)
    assert ((predicted[heard] >= low - 1e-9) & (predicted[heard] <= high + 1e-9)).all()


@pytest.mark.parametrize("locator", LOCATORS, ids=name)
def test_order_of_rows_and_beacons_and_batches_changes_nothing(locator, survey, scans):
    rss_dbm, position_m = survey
    expected = clone(locator).fit(rss_dbm, position_m).predict(scans)
    generator = np.random.default_rng(3)
    rows, beacons = generator.permutation(30), generator.permutation(6)
    fitted = clone(locator).fit(rss_dbm[rows][:, beacons], position_m[rows])
    np.testing.assert_allclose(fitted.predict(scans[:, beacons]), expected, rtol=1e-8)
    one_by_one = np.vstack([fitted.predict(scan[None, beacons]) for scan in scans])
    np.testing.assert_allclose(one_by_one, expected, rtol=1e-8)


@pytest.mark.parametrize("locator", LOCATORS, ids=name)
def test_moving_the_floor_moves_the_answer(locator, survey, scans):
    rss_dbm, position_m = survey
    expected = clone(locator).fit(rss_dbm, position_m)
    moved = clone(locator).fit(rss_dbm, position_m + np.array([1000.0, -500.0]))
    shift = moved.predict(scans) - expected.predict(scans)
    np.testing.assert_allclose(shift[1:], np.tile([1000.0, -500.0], (24, 1)), rtol=1e-9)
    np.testing.assert_allclose(
        moved.covariance(scans)[1:], expected.covariance(scans)[1:], rtol=1e-6, atol=1e-8
    )


def test_powed_cosine_equals_its_definition_computed_slowly(survey, scans):
    rss_dbm, position_m = survey
    locator = KernelLocator(power=16, n_neighbors=4).fit(rss_dbm, position_m)
    m = -105.0
    for scan, predicted in zip(scans[3:], locator.predict(scans[3:]), strict=True):
        q = np.array([0.0 if np.isnan(r) else (max(r - m, 0) / -m) ** np.e for r in scan])
        votes = []
        for place in np.unique(position_m, axis=0):
            here = rss_dbm[(position_m == place).all(axis=1)]
            mean = np.nan_to_num(here, nan=m).mean(axis=0)
            f = (np.maximum(mean - m, 0) / -m) ** np.e
            votes.append((q @ f / (np.linalg.norm(q) * np.linalg.norm(f)), *place))
        best = np.array(sorted(votes, reverse=True)[:4])
        weight = best[:, 0] ** 16
        expected = (weight[:, None] * best[:, 1:]).sum(axis=0) / weight.sum()
        np.testing.assert_allclose(predicted, expected, rtol=1e-9)


def test_a_scan_equal_to_a_fingerprint_is_found_there(survey):
    rss_dbm, position_m = survey
    first = np.unique(position_m, axis=0, return_index=True)[1]
    for kernel in KERNELS:
        for representation in REPRESENTATIONS:
            locator = KernelLocator(kernel=kernel, representation=representation, n_neighbors=1)
            locator.fit(rss_dbm[first], position_m[first])
            np.testing.assert_allclose(locator.predict(rss_dbm[first]), position_m[first])


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_kernel_is_largest_at_equality_and_symmetric(kernel):
    points = np.random.default_rng(0).uniform(0.1, 1, size=(12, 4))
    log_k = log_kernel(kernel, points, points, 0.7)
    np.testing.assert_allclose(log_k, log_k.T, atol=1e-9)
    np.testing.assert_allclose(np.diag(log_k), 0, atol=1e-6)
    assert (log_k <= 1e-6).all()


def test_one_place_one_beacon_and_one_scan_are_enough():
    locator = KernelLocator().fit([[-60.0]], [[3.0, 4.0]])
    np.testing.assert_allclose(locator.predict([[-80.0]]), [[3.0, 4.0]])
    np.testing.assert_allclose(locator.covariance([[-80.0]]), np.zeros((1, 2, 2)))


def test_a_common_gain_cancels_in_relative_power(survey, scans):
    locator = KernelLocator(representation="relative").fit(*survey)
    np.testing.assert_allclose(locator.predict(scans), locator.predict(scans - 9.0), rtol=1e-9)


def test_sharper_power_concentrates_the_vote(survey, scans):
    weights = [
        KernelLocator(power=power).fit(*survey).weights(scans[3:]).max(axis=1)
        for power in (1, 8, 64)
    ]
    assert (weights[0] <= weights[1] + 1e-12).all()
    assert (weights[1] <= weights[2] + 1e-12).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"power": 0}, "power is 0"),
        ({"n_neighbors": 0}, "n_neighbors is 0"),
        ({"missing_dbm": 5}, "missing_dbm is 5"),
        ({"kernel": "magic"}, "cosine, arc_cosine"),
        ({"representation": "magic"}, "powed, dbm"),
    ],
)
def test_parameters_out_of_range_name_the_value_or_the_choices(change, message, survey):
    with pytest.raises(ParameterError, match=message):
        KernelLocator(**change).fit(*survey)


@pytest.mark.parametrize(
    ("rss_dbm", "position_m", "message"),
    [
        ([[3.0]], [[0, 0]], "below 0 dBm"),
        ([[-np.inf]], [[0, 0]], "infinite"),
        ([["loud"]], [[0, 0]], "not numbers"),
        ([-60.0], [[0, 0]], "2: scans"),
        ([[-60.0]], [[0, 0], [1, 1]], r"\(1, 2\)"),
        ([[-60.0]], [[0, np.nan]], "empty or infinite"),
        (np.empty((0, 3)), np.empty((0, 2)), "at least one scan"),
        (np.empty((2, 0)), np.zeros((2, 2)), "at least one is needed"),
    ],
)
def test_unusable_surveys_say_what_is_wrong(rss_dbm, position_m, message):
    with pytest.raises(ParameterError, match=message):
        KernelLocator().fit(rss_dbm, position_m)


def test_other_columns_than_fitted_are_refused_and_unfitted_says_so(survey, scans):
    with pytest.raises(NotFittedError):
        KernelLocator().predict(scans)
    with pytest.raises(ParameterError, match="fitted with 6"):
        KernelLocator().fit(*survey).predict(scans[:, :4])


def test_no_warning_reaches_the_user_from_extreme_levels():
    rss_dbm = np.array([[-1e-300, np.nan], [-1e300, -60.0], [np.nan, -105.0]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for locator in GRID:
            fitted = clone(locator).fit(rss_dbm, [[0, 0], [1, 1], [2, 2]])
            assert np.isfinite(fitted.predict(rss_dbm)).all()
