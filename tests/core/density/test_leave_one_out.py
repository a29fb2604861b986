"""Leave-one-out scores and the bandwidth that they recommend."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.preprocessing import StandardScaler

from core.density import KernelDensity, leave_one_out, select_bandwidth
from core.errors import Cancelled, ParameterError
from tests.core.density.brute_force import COMPACT, KERNELS, log_density

PRECISIONS = ("double", "mixed")


@pytest.fixture
def random():
    return np.random.default_rng(11)


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("kernel", KERNELS)
def test_each_point_is_scored_by_the_others(kernel, precision, random):
    # More points than a tile of either pass, with copies, weights and weights of 0.
    X = np.concatenate([random.normal(size=(590, 3)), np.zeros((30, 3))])
    weight = random.uniform(size=620) * (random.uniform(size=620) < 0.8)
    h = np.array([0.02, 0.6, 2.5])
    tolerance = 1e-9 if precision == "double" else 2e-5
    for given in (None, weight):
        result = leave_one_out(
            X, h, kernel=kernel, precision=precision, sample_weight=given, participation=True
        )
        assert np.array_equal(
            result.index, np.arange(620) if given is None else np.flatnonzero(weight)
        )
        for i in range(0, len(result.index), 37):
            row = result.index[i]
            others = np.delete(np.arange(620), row)
            rest = None if given is None else weight[others]
            for j, each in enumerate(h):
                score, points = log_density(X[others], X[row : row + 1], each, kernel, rest)
                if np.isneginf(score[0]):
                    assert np.isneginf(result.log_density[i, j])
                    assert np.isnan(result.participation[i, j])
                else:
                    error = abs(result.log_density[i, j] - score[0])
                    assert error <= tolerance * (1 + abs(score[0]))
                    assert result.participation[i, j] == pytest.approx(points[0], rel=1e-4)


def test_the_estimator_scores_its_own_points(random):
    X = random.normal(size=(50, 2))
    density = KernelDensity(bandwidth=0.4, kernel="student").fit(X)
    mine, theirs = density.leave_one_out(), leave_one_out(X, [0.4], kernel="student")
    assert np.array_equal(mine.log_density, theirs.log_density)
    assert np.isfinite(mine.participation).all()


def test_some_rows_can_be_scored_alone(random):
    X = random.normal(size=(700, 2))
    index = np.array([699, 3, 350])
    some, whole = leave_one_out(X, [0.3, 1.0], index=index), leave_one_out(X, [0.3, 1.0])
    assert np.array_equal(some.index, index)
    np.testing.assert_allclose(some.log_density, whole.log_density[index], rtol=1e-13)


def test_mean_and_standard_error_are_those_of_the_scores(random):
    X = random.normal(size=(200, 1))
    result = leave_one_out(X, [0.2, 0.5])
    np.testing.assert_allclose(result.mean, result.log_density.mean(axis=0))
    expected = result.log_density.std(axis=0, ddof=1) / np.sqrt(200)
    np.testing.assert_allclose(result.standard_error, expected)
    compact = leave_one_out([[0.0], [0.1], [9.0]], [0.5], kernel="tophat")
    assert np.isneginf(compact.mean).all()
    assert np.isnan(compact.standard_error).all()


def test_one_point_has_no_others():
    with pytest.raises(ParameterError, match="at least 2 points"):
        leave_one_out([[0.0, 1.0]], [1.0])
    with pytest.raises(ParameterError, match="at least 2 points"):
        leave_one_out([[0.0], [1.0]], [1.0], sample_weight=[1, 0])


@pytest.mark.parametrize("precision", PRECISIONS)
def test_it_can_be_watched_and_stopped(precision, random):
    X = random.normal(size=(1500, 2))
    shares = []
    leave_one_out(X, [1.0], precision=precision, progress=lambda share, _: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1

    def stop(share, message):
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        leave_one_out(X, [1.0], precision=precision, progress=stop)
    with pytest.raises(Cancelled):
        select_bandwidth(X, progress=stop)


@pytest.mark.parametrize(
    ("load", "bandwidth", "likelihood"),
    [(load_digits, 0.535, -56.04), (load_breast_cancer, 0.494, -26.90), (load_wine, 0.543, -14.92)],
    ids=["digits", "breast_cancer", "wine"],
)
def test_real_data_have_the_known_optimum(load, bandwidth, likelihood):
    """Columns standardised, constants dropped; values computed once on a grid of bandwidths."""
    X = load().data
    X = StandardScaler().fit_transform(X[:, X.std(axis=0) > 0])
    chosen = select_bandwidth(X)
    assert chosen == pytest.approx(bandwidth, rel=0.05)
    best = leave_one_out(X, [0.93 * chosen, chosen, 1.07 * chosen]).mean
    assert best[1] == pytest.approx(likelihood, abs=0.1)
    assert best[1] > max(best[0], best[2])


@pytest.mark.parametrize("kernel", KERNELS)
def test_the_chosen_bandwidth_is_a_maximum_for_every_kernel(kernel, random):
    X = random.normal(size=(300, 2))
    chosen = select_bandwidth(X, kernel=kernel)
    near = leave_one_out(X, chosen * np.geomspace(0.8, 1.25, 9), kernel=kernel).mean
    here = leave_one_out(X, [chosen], kernel=kernel).mean[0]
    # A compact kernel's curve is rough: 10⁻³ nats allows for its steps between grid points.
    assert here >= near.max() - (1e-2 if kernel in COMPACT else 1e-6)


@pytest.mark.parametrize("method", ["loo", "scott", "silverman"])
def test_bandwidths_follow_the_unit_of_the_data(method, random):
    X = random.normal(size=(150, 3)) * [1.0, 2.0, 0.5]
    h = select_bandwidth(X, method)
    assert select_bandwidth(X * 1000 + 7, method) == pytest.approx(1000 * h, rel=1e-4)
    assert KernelDensity(bandwidth=method).fit(X).bandwidth_ == h


def test_rules_of_thumb_are_those_of_the_books(random):
    X = StandardScaler().fit_transform(random.normal(size=(10_000, 10)))
    assert select_bandwidth(X, "scott") == pytest.approx(0.518, abs=5e-4)
    assert select_bandwidth(X, "silverman") == pytest.approx(0.479, abs=5e-4)


def test_copies_do_not_drive_the_bandwidth_to_zero(random):
    X = random.normal(size=(200, 2))
    h = select_bandwidth(X)
    assert select_bandwidth(np.repeat(X, 3, axis=0)) == pytest.approx(h, rel=1e-6)
    assert select_bandwidth(np.concatenate([X, X[:60]])) == pytest.approx(h, rel=0.2)


def test_many_points_are_scored_at_a_seeded_sample(random):
    X = random.normal(size=(5000, 2))
    h = select_bandwidth(X, random_state=1)
    assert select_bandwidth(X, random_state=1) == h
    best = leave_one_out(X, h * np.array([0.7, 1.0, 1.4]), precision="mixed").mean
    assert np.argmax(best) == 1


def test_what_has_no_bandwidth_is_said():
    with pytest.raises(ParameterError, match="The 4 points given are all equal"):
        select_bandwidth(np.ones((4, 2)))
    with pytest.raises(ParameterError, match="method is 'best'; choose one of"):
        select_bandwidth([[0.0], [1.0]], "best")
    with pytest.raises(ParameterError, match="NaN"):
        select_bandwidth([[0.0], [np.nan]])
