"""Unlucky data get the right answer; impossible ones an error that names the value."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.density import KernelDensity
from core.errors import Cancelled, ParameterError
from tests.core.density.brute_force import KERNELS, log_density

PRECISIONS = ("double", "mixed")


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(
    ("X", "h"),
    [
        (np.array([[3.0, -1.0]]), 0.5),  # one point
        (np.tile([[0.1, 0.2]], (50, 1)), 0.3),  # all points equal
        (np.random.default_rng(0).normal(size=(5, 30)), 4.0),  # more columns than rows
        (np.repeat(np.random.default_rng(0).normal(size=(20, 2)), 3, axis=0), 0.01),  # copies
        (np.random.default_rng(0).normal(size=(80, 2)) * [1, 0], 0.2),  # a constant column
        (np.sort(np.random.default_rng(0).normal(size=(900, 1)), axis=0), 1e-6),  # sorted, tiny h
        (np.random.default_rng(0).normal(size=(70, 2)) * 1e-160, 1e-160),
        (np.random.default_rng(0).normal(size=(70, 2)) * 1e-3 + 1e4, 1e-3),
        (np.concatenate([np.zeros((9, 1)), np.full((9, 1), 1e18)]), 1.0),  # one group far away
    ],
    ids=["one", "equal", "wide", "copies", "constant", "sorted", "small", "offset", "far"],
)
def test_unlucky_data_get_the_right_answer(X, h, kernel, precision):
    q = np.concatenate([X[:7], X[:7] + 0.3 * h, X[-3:] - 0.6 * h])
    expected, points = log_density(X, q, h, kernel)
    density = KernelDensity(bandwidth=h, kernel=kernel, precision=precision).fit(X)
    score = density.score_samples(q)
    reached = np.isfinite(expected)
    assert np.array_equal(np.isneginf(score), ~reached)
    tolerance = (1e-9 if precision == "double" else 2e-5) * (1 + np.abs(expected[reached]))
    assert (np.abs(score[reached] - expected[reached]) <= tolerance).all()
    np.testing.assert_allclose(density.participation(q), points, rtol=1e-4)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_offset_data_keep_every_digit(precision):
    random = np.random.default_rng(3)
    X, q = random.normal(size=(2000, 6)), random.normal(size=(50, 6))
    offset = 1e4
    at_home = np.round(X * 2**24) / 2**24, np.round(q * 2**24) / 2**24
    density = KernelDensity(bandwidth=0.4, precision=precision)
    expected = density.fit(at_home[0]).score_samples(at_home[1])
    moved = density.fit(at_home[0] + offset).score_samples(at_home[1] + offset)
    # 10⁴ is a multiple of 2⁻²⁴, so the data are the same.
    np.testing.assert_allclose(
        moved, expected, rtol=0, atol=1e-11 if precision == "double" else 3e-6
    )


@pytest.mark.parametrize("precision", PRECISIONS)
def test_far_queries_have_finite_log_densities(precision):
    X = np.random.default_rng(1).normal(size=(1000, 20))
    q = np.concatenate([X[:3] + 1e3, X[:3] + 1e6, X[:3] * 1e9])
    score = KernelDensity(bandwidth=0.1, precision=precision).fit(X).score_samples(q)
    np.testing.assert_allclose(score, log_density(X, q, 0.1)[0], rtol=1e-13)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_huge_values_give_minus_infinity_without_a_warning(precision):
    X = np.array([[1e300, 0.0], [-1e300, 1.0], [0.0, 2.0]])
    score = KernelDensity(precision=precision).fit(X).score_samples([[1e300, 0.0], [5e299, 0.0]])
    assert score[0] == pytest.approx(-np.log(3) - np.log(2 * np.pi))
    assert np.isneginf(score[1])


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("kernel", ["gaussian", "exponential", "linear"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_the_numbers_it_agrees_with_brute_force(kernel, precision, data):
    number = st.floats(-1e6, 1e6, allow_subnormal=False)
    n, m, d = (data.draw(st.integers(1, high)) for high in (12, 4, 3))
    X = data.draw(arrays(float, (n, d), elements=number))
    q = data.draw(arrays(float, (m, d), elements=number))
    h = data.draw(st.floats(1e-6, 1e6))
    expected = log_density(X, q, h, kernel)[0]
    density = KernelDensity(bandwidth=h, kernel=kernel, precision=precision).fit(X)
    score = density.score_samples(q)
    if kernel == "linear":  # where the twin's own rounding at the edge does not decide
        z = np.sqrt(((q[:, None] - X) ** 2).sum(axis=2)) / h
        clear = (np.abs(z - 1) > 1e-6).all(axis=1)
        score, expected = score[clear], expected[clear]
    reached = np.isfinite(expected)
    assert np.array_equal(np.isneginf(score), ~reached)
    tolerance = (1e-9 if precision == "double" else 2e-5) * (1 + np.abs(expected[reached]))
    assert (np.abs(score[reached] - expected[reached]) <= tolerance).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_are_refused_by_name(bad):
    density = KernelDensity().fit([[0.0], [1.0]])
    for work in (
        lambda: KernelDensity().fit([[0.0], [bad]]),
        lambda: density.score_samples([[bad]]),
    ):
        with pytest.raises(ParameterError, match=r"(NaN|infinity).*Leave out or fill in"):
            work()


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"bandwidth": 0.0}, "bandwidth is 0.0; choose a finite number above 0"),
        ({"bandwidth": -1.0}, "bandwidth is -1.0"),
        ({"bandwidth": np.nan}, "bandwidth is nan"),
        ({"bandwidth": np.inf}, "bandwidth is inf"),
        ({"bandwidth": None}, "bandwidth is None"),
        ({"bandwidth": "wide"}, "method is 'wide'; choose one of: loo, scott, silverman"),
        ({"kernel": "cubic"}, "kernel is 'cubic'; choose one of: gaussian, .*, biweight"),
        ({"kernel": "student", "nu": 0.0}, "nu is 0.0; choose a finite number above 0"),
        ({"precision": "half"}, "precision is 'half'; choose one of: double, mixed"),
    ],
)
def test_parameters_out_of_range_are_refused_by_name(parameters, message):
    with pytest.raises(ParameterError, match=message):
        KernelDensity(**parameters).fit([[0.0], [1.0]])


@pytest.mark.parametrize(
    ("weight", "message"),
    [
        ([1.0, -1.0], "contains -1.0"),
        ([1.0, np.nan], "contains nan"),
        ([0.0, 0.0], "zero everywhere"),
        ([1.0], r"shape \(1,\), but there are 2 points"),
    ],
)
def test_weights_out_of_range_are_refused_by_name(weight, message):
    with pytest.raises(ParameterError, match=message):
        KernelDensity().fit([[0.0], [1.0]], sample_weight=weight)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_progress_rises_to_one_and_can_stop_the_work(precision):
    random = np.random.default_rng(0)
    density = KernelDensity(precision=precision).fit(random.normal(size=(2000, 4)))
    shares = []
    density.score_samples(random.normal(size=(3000, 4)), progress=lambda s, _: shares.append(s))
    assert shares == sorted(shares)
    assert len(shares) >= 4
    assert shares[-1] == 1

    def stop(share, message):
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        density.score_samples(random.normal(size=(3000, 4)), progress=stop)


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("kernel", ["gaussian", "student", "tophat"])
def test_memory_is_bounded_by_blocks_and_not_by_pairs(kernel, precision):
    random = np.random.default_rng(0)
    X, q = random.normal(size=(40_000, 4)), random.normal(size=(400, 4))
    tracemalloc.start()
    density = KernelDensity(bandwidth=0.5, kernel=kernel, precision=precision).fit(X)
    density.participation(q)
    peak_mb = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    # All pairs in float64 are 128 MB. Tiles and sums take some 4 MB a thread, the data in float32
    # 1 MB; up to 16 threads.
    assert peak_mb < 64
