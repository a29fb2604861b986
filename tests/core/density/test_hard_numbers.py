"""Weights, bandwidths and values at the ends of the range of numbers: right, or refused."""

import numpy as np
import pytest
from scipy.stats import multivariate_t, norm

from core.density import KernelDensity, leave_one_out, select_bandwidth
from core.errors import ParameterError

RULES = ("scott", "silverman", "loo")


@pytest.mark.parametrize("rule", RULES)
def test_a_weight_of_nothing_is_an_absent_row(rule):
    X = np.random.default_rng(0).normal(size=(40, 2))
    with_wild = np.vstack([X, [[1e3, 0.0]]])
    weight = np.r_[np.ones(40), 0.0]
    expected = select_bandwidth(X, rule)
    assert select_bandwidth(with_wild, rule, sample_weight=weight) == pytest.approx(expected)
    fitted = KernelDensity(bandwidth=rule).fit(with_wild, sample_weight=weight)
    assert fitted.bandwidth_ == pytest.approx(expected)


@pytest.mark.parametrize("rule", RULES)
def test_equal_weights_are_no_weights(rule):
    X = np.random.default_rng(1).normal(size=(40, 2))
    expected = select_bandwidth(X, rule)
    assert select_bandwidth(X, rule, sample_weight=np.full(40, 1e-200)) == expected


def test_whole_weights_are_repeated_rows_for_leave_one_out():
    random = np.random.default_rng(2)
    X, weight = random.normal(size=(30, 2)), random.integers(1, 4, size=30)
    repeated = np.repeat(X, weight, axis=0)
    expected = select_bandwidth(repeated)
    assert select_bandwidth(X, sample_weight=weight) == pytest.approx(expected)


def test_rules_count_by_the_effective_number_and_the_weighted_spread():
    X, weight = np.array([[0.0], [1.0], [5.0]]), np.array([3.0, 1.0, 2.0])
    variance = np.average((X[:, 0] - np.average(X[:, 0], weights=weight)) ** 2, weights=weight)
    expected = (36 / 14) ** (-1 / 5) * np.sqrt(variance)
    assert select_bandwidth(X, "scott", sample_weight=weight) == pytest.approx(expected)


@pytest.mark.parametrize("light", [1e-17, 1e-300])
def test_a_point_that_weighs_nearly_all_is_left_out_exactly(light):
    result = leave_one_out([[0.0], [1.0]], [1.0], sample_weight=[1.0, light])
    np.testing.assert_allclose(result.log_density[:, 0], norm.logpdf(1.0))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("scale", [1e-200, 1e-160, 1e160, 1e200])
def test_a_bandwidth_scales_with_its_data_to_the_ends_of_the_range(rule, scale):
    X = np.random.default_rng(3).normal(size=(50, 2))
    assert select_bandwidth(scale * X, rule) / scale == pytest.approx(
        select_bandwidth(X, rule), rel=1e-6
    )


@pytest.mark.parametrize("precision", ["double", "mixed"])
@pytest.mark.parametrize("nu", [3.0, 255.0, 257.0, 1e4, 1e6, 1e8, 1e12, 1e16])
@pytest.mark.parametrize("d", [1, 7])
def test_student_with_many_degrees_of_freedom(d, nu, precision):
    X = np.zeros((600, d))
    place = np.full((1, d), 0.7)
    found = KernelDensity(kernel="student", nu=nu, precision=precision).fit(X).score_samples(place)
    if nu > 1e10:  # scipy's own normalisation cancels; the limit is normal up to 1/ν
        expected = norm.logpdf(place[0]).sum()
    else:
        expected = multivariate_t(np.zeros(d), np.eye(d), df=nu).logpdf(place[0])
    allowed = (1e-9 if precision == "double" else 2e-5) * (1 + abs(expected))
    assert abs(found[0] - expected) <= allowed + (1e-7 if nu > 1e4 else 0)


def test_bandwidths_without_digits_are_refused_and_the_smallest_are_right():
    points = [[0.0], [1.0]]
    with pytest.raises(ParameterError, match="smaller unit"):
        KernelDensity(bandwidth=5e-324).fit(points)
    h = 1e-300
    at_point, between = KernelDensity(bandwidth=h).fit(points).score_samples([[0.0], [0.5]])
    assert at_point == pytest.approx(-np.log(2) - np.log(h) - 0.5 * np.log(2 * np.pi))
    assert between == -np.inf


def test_one_bandwidth_serves_all_points():
    with pytest.raises(ParameterError, match="3 numbers"):
        KernelDensity(bandwidth=[0.1, 0.2, 0.3]).fit(np.eye(3))
    assert KernelDensity(bandwidth=[0.1]).fit(np.eye(3)).bandwidth_ == 0.1


def test_advice_stands_where_it_belongs():
    fitted = KernelDensity().fit([[0.0, 1.0]])
    with pytest.raises(ParameterError, match="1 feature") as narrow:
        fitted.score_samples([[1.0]])
    assert "not finite" not in str(narrow.value)
    with pytest.raises(ParameterError, match="rows that are not finite"):
        fitted.score_samples([[1.0, np.nan]])


def test_text_for_weights_and_negative_draws_are_explained():
    with pytest.raises(ParameterError, match="not a list of numbers"):
        KernelDensity().fit([[0.0]], sample_weight=["a"])
    fitted = KernelDensity().fit([[0.0]])
    for wrong in (-1, 2.5):
        with pytest.raises(ParameterError, match="n_samples"):
            fitted.sample(wrong)
