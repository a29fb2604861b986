"""Lengths on a map are lengths in the data, whatever the number of points and dimensions."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist, pdist

from core.embedding import HeatGeodesic, quality
from core.embedding.map_fit import intercept
from core.embedding.metric_map import MetricMap, metric_map
from core.embedding.scores.collapse import has_collapsed
from core.embedding.straightening import straightened
from core.errors import ParameterError


def segment(n, d, length=1.0):
    direction = np.random.default_rng(d).normal(size=d)
    return np.linspace(0, length, n)[:, None] * direction / np.linalg.norm(direction)


@pytest.mark.filterwarnings("ignore:n_neighbors is:UserWarning")
@pytest.mark.parametrize("d", [1, 2, 30])
@pytest.mark.parametrize("n", [8, 20, 35, 50, 100, 300])
def test_a_straight_segment_keeps_its_length_and_is_straight(n, d):
    Y = HeatGeodesic(random_state=0).fit_transform(segment(n, d))
    assert np.linalg.norm(Y[0] - Y[-1]) == pytest.approx(1.0, abs=0.1)
    spread = np.linalg.svd(Y - Y.mean(axis=0), compute_uv=False)
    assert spread[1] < 0.15 * spread[0]


@pytest.mark.parametrize("factor", [1e-6, 1.0, 1e6])
def test_lengths_grow_with_the_data(factor):
    Y = HeatGeodesic(random_state=0).fit_transform(segment(60, 3, factor))
    assert np.linalg.norm(Y[0] - Y[-1]) == pytest.approx(factor, rel=0.1)


def clusters(n_clusters, n_each, apart, spread=0.05, seed=0):
    rng = np.random.default_rng(seed)
    centres = apart / np.sqrt(2) * np.eye(n_clusters)
    points = np.repeat(centres, n_each, axis=0)
    return points + spread * rng.normal(size=points.shape)


@pytest.mark.parametrize(("n_clusters", "n_each"), [(3, 6), (4, 8), (6, 8), (6, 9)])
def test_clusters_far_apart_stay_far_apart(n_clusters, n_each):
    """Six places equally far have no flat map: the best has distances from 0.68 to 1.3 of it."""
    model = HeatGeodesic(random_state=0).fit(clusters(n_clusters, n_each, 14.1))
    assert (model.component_ == 0).all()
    centres = model.embedding_.reshape(n_clusters, n_each, 2).mean(axis=1)
    assert 10 < np.median(pdist(centres)) < 18
    assert pdist(centres).min() > 14.1 / 2


@pytest.mark.filterwarnings("ignore:n_neighbors is:UserWarning")
@pytest.mark.parametrize("n", [3, 4, 5, 12, 40])
@pytest.mark.parametrize("precomputed", [False, True])
def test_points_that_are_all_equally_far_do_not_fall_together(n, precomputed):
    """One-hot rows: the corners of a simplex, √2 apart."""
    given = np.sqrt(2) * (1 - np.eye(n)) if precomputed else np.eye(n)
    model = HeatGeodesic(metric="precomputed" if precomputed else "euclidean", random_state=0)
    Y = model.fit_transform(given)
    assert 0.7 < np.median(pdist(Y)) / np.sqrt(2) < 1.3
    assert pdist(Y).min() > 1e-3
    assert not has_collapsed(Y, given)


@pytest.mark.filterwarnings("ignore:n_neighbors is:UserWarning")
def test_groups_at_equal_distances_lie_on_as_many_places():
    group = np.repeat(np.arange(4), 8)
    D = (group[:, None] != group).astype(float)
    Y = HeatGeodesic(metric="precomputed", random_state=0).fit_transform(D)
    places = np.unique(Y.round(9), axis=0)
    assert len(places) == 4
    assert (pdist(places) > 0.6).all()
    assert np.median(pdist(places)) == pytest.approx(1.0, abs=0.3)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("d", [2, 6, 40])
def test_the_offset_is_at_most_what_separates_near_points(d, seed):
    rng = np.random.default_rng(seed)
    D = cdist(*2 * [rng.normal(size=(60, d))]) + 0.4 * (1 - np.eye(60))
    landmarks = np.arange(60)
    taken = intercept(rng.normal(size=(60, 2)), D, landmarks)
    off = D[~np.eye(60, dtype=bool)].reshape(60, 59)
    assert 0 <= taken <= np.median(np.sort(off, axis=1)[:, 24])
    assert taken <= np.median(off) / 2 + 1e-12
    assert metric_map(D, landmarks).offset <= np.median(off) / 2


@pytest.mark.parametrize("t", [0.5, 7.0, 200.0])
def test_straightening_keeps_order_and_short_ways(t):
    d = np.linspace(0, 500, 4001)
    way = straightened(d, t)
    assert (np.diff(way) > 0).all()
    assert (way >= d).all()
    near = d < 0.2 * t
    np.testing.assert_allclose(way[near], d[near], rtol=2e-3)
    np.testing.assert_allclose(straightened(2 * d, t, 4.0) / 2, way, rtol=1e-12)


def test_straightening_solves_the_rate_function():
    """d² = 4t² I(way/t) with I(v) by a maximum over θ on a grid."""
    t, way = 10.0, np.array([3.0, 20.0, 80.0, 300.0])
    theta = np.linspace(0, 12, 400_001)[1:]
    k = np.arange(40)
    log_factorial = np.cumsum(np.log(np.maximum(k, 1)))
    terms = np.exp(2 * k * np.log(theta[:, None][::400] / 2) - log_factorial)
    moment = (terms * np.exp(-np.cumsum(np.log(k + 1.0)))).sum(axis=1)
    at = theta[::400]
    speed = way / t / np.sqrt(8)
    action = (at * speed[:, None] - (moment - 1)).max(axis=1)
    np.testing.assert_allclose(straightened(2 * t * np.sqrt(action), t), way, rtol=1e-3)


def test_straightening_refuses_no_time():
    with pytest.raises(ParameterError, match="t is 0"):
        straightened(np.ones(3), 0.0)


@pytest.mark.parametrize("width", [0.0, 1e-17, 1e-15])
def test_a_map_smaller_than_the_rounding_of_the_data_is_never_scored(width, monkeypatch):
    """Dust of the last digits has neighbours, and they can be perfect: they mean nothing."""
    X = np.random.default_rng(0).normal(size=(80, 4))
    dust = width * np.random.default_rng(1).normal(size=(80, 2))
    assert has_collapsed(dust, X)

    def falls_together(*arguments, **settings):
        return MetricMap(dust, 1.0, 0.0, False, False)

    monkeypatch.setattr("core.embedding.component.metric_map", falls_together)
    Y = HeatGeodesic(random_state=0).fit_transform(X)
    np.testing.assert_array_equal(Y, np.zeros((80, 2)))
    scores = quality(Y, X=X)
    assert np.isnan(scores["trustworthiness"])
    assert np.isnan(scores["overlap_15"])


def test_a_small_map_of_small_data_is_scored():
    X = 1e-14 * np.random.default_rng(0).normal(size=(80, 2))
    assert quality(X, X=X)["overlap_15"] == pytest.approx(1.0)
    assert not has_collapsed(HeatGeodesic(random_state=0).fit_transform(X), X)
