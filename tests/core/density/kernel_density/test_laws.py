"""Laws that every kernel density estimate obeys, in both precisions."""

import numpy as np
import pytest
from scipy.special import gammaln
from sklearn.utils.estimator_checks import check_estimator

from core.density import KernelDensity
from tests.core.density.brute_force import COMPACT, KERNELS

PRECISIONS = ("double", "mixed")
# Of a log density of size 1 to 1000: rounding of the sums, and the stated tolerance of "mixed".
TOLERANCE = {"double": 1e-10, "mixed": 2e-5}


def gauss_points(edges, n=8):
    """Nodes and weights that integrate piecewise between the edges."""
    node, weight = np.polynomial.legendre.leggauss(n)
    middle, half = (edges[1:] + edges[:-1]) / 2, np.diff(edges) / 2
    return (middle[:, None] + half[:, None] * node).ravel(), (half[:, None] * weight).ravel()


@pytest.fixture
def random():
    return np.random.default_rng(7)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_it_is_an_estimator_of_scikit_learn(precision):
    results = check_estimator(KernelDensity(precision=precision), on_skip=None)
    left = {
        each["check_name"]: str(each["exception"]) for each in results if each["status"] != "passed"
    }
    # scikit-learn itself leaves this one out for every estimator, unless SCIPY_ARRAY_API is set.
    reason = left.pop("check_array_api_input", "SCIPY_ARRAY_API is not set")
    assert "SCIPY_ARRAY_API is not set" in reason
    assert left == {}
    assert len(results) > 40


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("kernel", KERNELS)
def test_it_integrates_to_one_on_a_line(kernel, precision, random):
    X = random.normal(size=(5, 1))
    density = KernelDensity(bandwidth=0.7, kernel=kernel, precision=precision, nu=5.0).fit(
        X, sample_weight=[1, 2, 3, 4, 5]
    )
    # Between the kinks, and from the outer ones to where a Student tail of x⁻⁶ holds 1e-10.
    kinks = np.sort(np.concatenate([X[:, 0] - 0.7, X[:, 0], X[:, 0] + 0.7]))
    tail = np.geomspace(0.01, 200, 25)
    x, step = gauss_points(np.concatenate([kinks[0] - tail[::-1], kinks, kinks[-1] + tail]))
    mass = np.sum(step * np.exp(density.score_samples(x[:, None])))
    assert mass == pytest.approx(1, abs=1e-8 if precision == "double" else 2e-5)


@pytest.mark.parametrize("kernel", KERNELS)
def test_it_integrates_to_one_in_the_plane(kernel):
    density = KernelDensity(bandwidth=0.5, kernel=kernel, nu=4.0).fit([[0.0, 0.0], [0.3, 0.1]])
    # Polar coordinates about the midpoint; the Student kernel has tails of r⁻⁶, so go far out.
    r = np.concatenate([np.linspace(0, 4, 1601), np.geomspace(4, 4000, 600)[1:]])
    angle = np.linspace(0, 2 * np.pi, 181)[:-1]
    where = np.stack([np.outer(r, np.cos(angle)), np.outer(r, np.sin(angle))], axis=-1)
    value = np.exp(density.score_samples(where.reshape(-1, 2) + np.array([0.15, 0.05])))
    mass = np.trapezoid(value.reshape(len(r), -1).mean(axis=1) * 2 * np.pi * r, r)
    # The jump of the top hat costs half a step of r at its edge.
    assert mass == pytest.approx(1, abs=4e-3 if kernel == "tophat" else 2e-4)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("d", [1, 3, 12, 400])
def test_each_kernel_is_normalised_in_any_dimension(kernel, d):
    density = KernelDensity(kernel=kernel, nu=5.0).fit(np.zeros((1, d)))
    log_sphere = np.log(2) + d / 2 * np.log(np.pi) - gammaln(d / 2)
    # ∫ K = area of the sphere · ∫ K(r) rᵈ d(log r); r⁻⁵ is the tail of this Student kernel.
    top = 0.0 if kernel in COMPACT else np.log(d + 10) + 5
    low = -40 / d if kernel in COMPACT else min(-5.0, -40 / d)
    log_r, step = gauss_points(np.linspace(low, top, 200))
    at = np.zeros((len(log_r), d))
    at[:, 0] = np.exp(log_r)
    mass = np.sum(step * np.exp(density.score_samples(at) + log_sphere + d * log_r))
    assert mass == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("kernel", KERNELS)
def test_moving_scaling_and_shuffling_change_nothing_that_matters(kernel, precision, random):
    # Multiples of 2⁻³⁰, so that the offset below keeps every coordinate exactly.
    X, q = (np.round(random.normal(size=(n, 3)) * 2**30) / 2**30 for n in (300, 40))
    h, tolerance = 0.9, TOLERANCE[precision]

    def score(X, q, h):
        return (
            KernelDensity(bandwidth=h, kernel=kernel, precision=precision).fit(X).score_samples(q)
        )

    expected = score(X, q, h)
    finite = np.isfinite(expected)
    assert finite.sum() >= 10

    def agrees(result, shift=0.0):
        assert np.array_equal(np.isfinite(result), finite)
        np.testing.assert_allclose(result[finite], expected[finite] + shift, rtol=0, atol=tolerance)

    offset = np.array([8192.0, -8192.0, 4096.0])
    agrees(score(X + offset, q + offset, h))
    agrees(score(X * 1e-3, q * 1e-3, h * 1e-3), shift=3 * np.log(1e3))
    agrees(score(X * 1e120, q * 1e120, h * 1e120), shift=-3 * 120 * np.log(10))
    agrees(score(X[random.permutation(300)], q, h))
    rotation = np.linalg.qr(random.normal(size=(3, 3)))[0]
    agrees(score(X @ rotation, q @ rotation, h))


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("kernel", KERNELS)
def test_whole_weights_are_repeated_rows(kernel, precision, random):
    X, q = random.normal(size=(60, 2)), random.normal(size=(30, 2))
    weight = random.integers(0, 4, size=60)
    make = KernelDensity(bandwidth=0.6, kernel=kernel, precision=precision)
    repeated = make.fit(np.repeat(X, weight, axis=0)).score_samples(q)
    weighted = make.fit(X, sample_weight=weight).score_samples(q)
    scaled = make.fit(X, sample_weight=weight * 1e-3).score_samples(q)
    equal = make.fit(X).score_samples(q)
    np.testing.assert_allclose(weighted, repeated, rtol=0, atol=TOLERANCE[precision])
    np.testing.assert_allclose(scaled, repeated, rtol=0, atol=TOLERANCE[precision])
    differs = np.abs(np.exp(equal) - np.exp(weighted))
    assert differs.max() > 1e-3  # weights do have an effect


@pytest.mark.parametrize("kernel", KERNELS)
def test_densities_of_parts_add_up(kernel, random):
    X, q = random.normal(size=(90, 2)), random.normal(size=(30, 2))
    weight = random.uniform(size=90)
    make = KernelDensity(bandwidth=0.8, kernel=kernel)
    whole = np.exp(make.fit(X, sample_weight=weight).score_samples(q))
    mixture = np.zeros(30)
    for part in (slice(0, 20), slice(20, 90)):
        share = weight[part].sum() / weight.sum()
        fitted = make.fit(X[part], sample_weight=weight[part])
        mixture += share * np.exp(fitted.score_samples(q))
    np.testing.assert_allclose(whole, mixture, rtol=1e-12, atol=0)


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("kernel", KERNELS)
def test_participation_lies_between_one_and_n(kernel, precision, random):
    X = random.normal(size=(400, 5))
    for h in (1e-3, 0.5, 3.0, 1e4):
        density = KernelDensity(bandwidth=h, kernel=kernel, precision=precision).fit(X)
        points = density.participation(X[:50] + 1e-4)
        assert np.isfinite(points).all()
        assert (points >= 1).all()
        assert (points <= 400 * (1 + 1e-5)).all()
    # Very wide, all points weigh alike.
    np.testing.assert_allclose(points, 400, rtol=1e-3)


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("kernel", KERNELS)
def test_compact_kernels_end_exactly_at_their_edge(kernel, precision):
    density = KernelDensity(bandwidth=0.25, kernel=kernel, precision=precision).fit(
        [[0.0, 0.0], [8.0, 0.0]]
    )
    below, above = np.nextafter(0.25, 0), np.nextafter(0.25, 1)
    score = density.score_samples([[below, 0], [0.25, 0], [above, 0], [4, 0], [0, -0.25]])
    points = density.participation([[below, 0], [0.25, 0], [4, 0]])
    if kernel in COMPACT:
        assert np.isfinite(score[0])
        assert np.isneginf(score[1:]).all()
        assert points[0] == 1
        assert np.isnan(points[1:]).all()
    else:
        assert np.isfinite(score).all()
        assert np.isfinite(points).all()


def test_many_bandwidths_are_many_estimates(random):
    X, q = random.normal(size=(500, 4)), random.normal(size=(20, 4))
    h = np.geomspace(0.01, 10, 7)
    for kernel in KERNELS:
        for precision in PRECISIONS:
            make = KernelDensity(kernel=kernel, precision=precision)
            score, points = make.fit(X).score_and_participation_over(q, h)
            for j, each in enumerate(h):
                one = make.set_params(bandwidth=each).fit(X)
                np.testing.assert_allclose(
                    score[:, j], one.score_samples(q), rtol=1e-12, atol=TOLERANCE[precision]
                )
                np.testing.assert_allclose(
                    points[:, j], one.participation(q), rtol=10 * TOLERANCE[precision]
                )


def test_the_top_weights_are_the_largest_shares(random):
    X, q = random.normal(size=(200, 3)), random.normal(size=(9, 3))
    weight = random.integers(0, 3, size=200)
    density = KernelDensity(bandwidth=0.4).fit(X, sample_weight=weight)
    index, share = density.top_weights(q, 200)
    assert index.shape == share.shape == (9, np.count_nonzero(weight))
    assert (weight[index] > 0).all()
    assert (np.diff(share, axis=1) <= 0).all()
    np.testing.assert_allclose(share.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(1 / np.sum(share**2, axis=1), density.participation(q), rtol=1e-10)
    few, largest = density.top_weights(q, 5)
    assert np.array_equal(few, index[:, :5])
    assert np.array_equal(largest, share[:, :5])
    outside = KernelDensity(kernel="tophat").fit(X).top_weights([[50.0, 0, 0]])
    assert np.isnan(outside[1]).all()
