"""Estimators side by side: the same rows, the same leave-one-out, and what each gains."""

import numpy as np
import pytest

from core.density import KernelDensity, select_bandwidth
from core.density.local.choices import ESTIMATORS, GLOBAL, MOST_POINTS, score_estimators
from tests.core.density.test_local_kernels import two_scales


@pytest.fixture(scope="module")
def scores():
    return {score.key: score for score in score_estimators(two_scales(200))}


def test_all_are_scored_on_the_same_rows_and_one_bandwidth_is_the_reference(scores):
    assert list(scores) == [key for key in ESTIMATORS if key != "reflected"]
    X = two_scales(200)
    plain = KernelDensity(bandwidth=select_bandwidth(X)).fit(X).leave_one_out()
    np.testing.assert_allclose(scores[GLOBAL].log_density, plain.log_density[:, 0], rtol=1e-6)
    for score in scores.values():
        assert not score.problem
        np.testing.assert_array_equal(score.rows, np.arange(200))
        assert np.isfinite(score.mean)
    assert scores[GLOBAL].gain_over(scores[GLOBAL]) == (0.0, 0.0)


def test_what_follows_the_scales_gains_and_what_cannot_does_not(scores):
    gains = {key: score.gain_over(scores[GLOBAL]) for key, score in scores.items()}
    print({key: f"{gain:.3f} ± {error:.3f}" for key, (gain, error) in gains.items()})
    for key in ("abramson", "knn", "local_covariance"):
        assert gains[key][0] > 0.3
        assert gains[key][0] > 3 * gains[key][1]
    for key in ("columns", "covariance"):
        assert abs(gains[key][0]) < 0.3


def test_bounds_bring_the_reflected_one():
    X = np.random.default_rng(0).exponential(size=(150, 1))
    scores = {score.key: score for score in score_estimators(X, [[0, np.inf]])}
    gain, error = scores["reflected"].gain_over(scores[GLOBAL])
    assert gain > 2 * error > 0


def test_an_estimator_that_does_not_fit_says_why_and_the_others_go_on():
    line = np.repeat(np.random.default_rng(1).normal(size=(60, 1)), 2, axis=1)
    scores = {score.key: score for score in score_estimators(line)}
    assert "no volume" in scores["covariance"].problem
    assert np.isnan(scores["covariance"].gain_over(scores[GLOBAL])).all()
    assert not scores["knn"].problem


def test_large_tables_are_drawn_from():
    X = np.random.default_rng(2).normal(size=(MOST_POINTS + 500, 1))
    first = next(iter(score_estimators(X)))
    assert len(first.rows) == 500
    assert first.rows.max() < len(X)
    assert len(np.unique(first.rows)) == 500
