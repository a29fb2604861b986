"""What is said of another sample is compared with other samples."""

import numpy as np
import pytest

from core.density import KernelDensity, diagnose, sampling_noise, select_bandwidth
from core.errors import ParameterError

N, PLACES, SAMPLES = 400, 40, 60


@pytest.fixture(scope="module")
def points_and_optimum():
    found = {}
    for d in (2, 4, 8, 16, 32):
        X = np.random.default_rng(d).normal(size=(N, d))
        found[d] = X, select_bandwidth(X)
    return found


@pytest.mark.parametrize("share", [0.25, 0.5, 1.0])
@pytest.mark.parametrize("d", [2, 4, 8, 16, 32])
def test_noise_is_that_of_fresh_samples(points_and_optimum, d, share):
    X, optimum = points_and_optimum[d]
    random, h = np.random.default_rng(100 + d), share * optimum
    places = random.normal(size=(PLACES, d))
    fresh = [
        KernelDensity(bandwidth=h).fit(random.normal(size=(N, d))).score_samples(places)
        for _ in range(SAMPLES)
    ]
    true = float(np.median(np.std(fresh, axis=0)))
    said = float(np.median(sampling_noise(X, h, places)))
    assert abs(said - true) <= max(0.25 * true, 0.1)


def test_a_place_on_a_point_is_seen_from_the_others():
    X = np.random.default_rng(0).normal(size=(300, 3))
    own, as_places = sampling_noise(X, 0.3), sampling_noise(X, 0.3, X)
    np.testing.assert_allclose(own, as_places, rtol=0.02)  # of 299 others, of 300 points


def test_a_table_of_frequencies_is_drawn_again():
    X = np.random.default_rng(1).integers(0, 3, size=(60, 2)).astype(float)
    places, h = np.unique(X, axis=0), 0.6
    random = np.random.default_rng(2)
    again = [
        KernelDensity(bandwidth=h).fit(X[random.integers(60, size=60)]).score_samples(places)
        for _ in range(300)
    ]
    np.testing.assert_allclose(sampling_noise(X, h, places), np.std(again, axis=0), rtol=0.2)
    assert diagnose(X, h).sampling_noise < 0.3


def test_noise_knows_no_unit():
    X = np.random.default_rng(3).normal(size=(200, 4))
    np.testing.assert_allclose(sampling_noise(1e6 * X, 3e5), sampling_noise(X, 0.3), rtol=1e-6)


def test_a_far_place_is_noisy_and_finite():
    X = np.random.default_rng(4).normal(size=(200, 2))
    near, far, farther = sampling_noise(X, 0.4, [[0.0, 0.0], [30.0, 0.0], [1e30, 0.0]])
    assert near < far
    assert np.isfinite(farther)


def test_many_points_agree_with_a_part_drawn_one_by_one():
    """Beyond the nearest thousand the sum is drawn as a whole: broad kernels rest on it."""
    X = np.random.default_rng(5).normal(size=(6_000, 2))
    random, places = np.random.default_rng(6), np.array([[0.0, 0.0], [1.0, 0.5]])
    fresh = [
        KernelDensity(bandwidth=0.8).fit(random.normal(size=(6_000, 2))).score_samples(places)
        for _ in range(150)
    ]
    np.testing.assert_allclose(sampling_noise(X, 0.8, places), np.std(fresh, axis=0), atol=0.01)


@pytest.mark.parametrize(
    ("X", "h", "Q", "said"),
    [
        ([[0.0], [1.0]], 1.0, None, "2 rows"),
        ([[0.0], [1.0], [2.0]], 0.0, None, "bandwidth is 0"),
        ([[0.0], [1.0], [2.0]], 1.0, [[0.0, 1.0]], "2 columns"),
        ([[0.0], [np.nan], [2.0]], 1.0, None, "NaN"),
    ],
)
def test_what_cannot_be_told_is_said(X, h, Q, said):
    with pytest.raises(ParameterError, match=said):
        sampling_noise(X, h, Q)
