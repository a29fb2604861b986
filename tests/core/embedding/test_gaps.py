"""Edges' own lengths count: what lies far away is far away on the map, over n and d."""

import numpy as np
import pytest
from scipy import sparse
from scipy.spatial.distance import cdist

from core.datasets.generators.swiss_roll import swiss_roll
from core.embedding import HeatGeodesic
from core.embedding.gaps import Gaps
from core.embedding.placement import measured_gaps, placed
from core.embedding.point_heat import distances_from
from core.embedding.time_ladder import nearest_data, neighbors_kept
from core.embedding.training_points import TrainingPoints
from tests.every_page import thorough


def crowd(n, d, seed=0):
    return np.random.default_rng(seed).normal(size=(n, d))


def with_group(n, d, far, size=6, seed=0):
    """A crowd and ``size`` points as wide as it, ``far`` away along the first axis."""
    rng = np.random.default_rng(seed + 1)
    group = 0.3 * rng.normal(size=(size, d))
    group[:, 0] += far
    return np.vstack([crowd(n, d, seed), group])


def centre_distance(Y, n):
    return float(np.linalg.norm(Y[:n].mean(axis=0) - Y[n:].mean(axis=0)))


@pytest.mark.parametrize(
    ("n", "size", "d"),
    [(60, 6, 2), (60, 20, 40), (400, 6, 10)]
    + [thorough(400, 6, d) for d in (2, 40)]
    + [thorough(60, 6, d) for d in (10, 40)]
    + [thorough(400, 20, d) for d in (2, 10, 40)],
)
def test_a_group_that_moves_ten_times_farther_moves_on_the_map(n, size, d):
    """Six points are joined to the crowd by edges, twenty are a component of their own."""
    near, far = (
        centre_distance(HeatGeodesic(random_state=0).fit_transform(with_group(n, d, x, size)), n)
        for x in (100.0, 1000.0)
    )
    assert 80 < near < 130
    assert 8 < far / near < 12


@pytest.mark.parametrize(
    ("n", "d"),
    [(50, 2), (50, 40), (350, 10), thorough(350, 2), thorough(350, 40), thorough(50, 10)],
)
def test_an_outlier_at_a_million_is_seen_and_leaves_the_others_as_they_are(n, d):
    X = np.vstack([crowd(n, d), np.full((1, d), 1e6 / np.sqrt(d))])
    model = HeatGeodesic(random_state=0).fit(X)
    Y = model.embedding_
    away = np.linalg.norm(Y[:n] - Y[n], axis=1)
    np.testing.assert_allclose(away, 1e6, rtol=0.01)
    nearest = nearest_data(cdist(X[:n], X[:n]))
    alone = HeatGeodesic(random_state=0).fit_transform(X[:n])
    assert neighbors_kept(Y[:n], nearest) > neighbors_kept(alone, nearest) - 0.03
    with_it, without = (
        HeatGeodesic(t=5.0, random_state=0).fit(each).dissimilarity_[:n, :n] for each in (X, X[:n])
    )
    assert np.corrcoef(with_it.ravel(), without.ravel())[0, 1] > 0.98


def gap_over_spread(Y, group):
    """Distance of the centres over the mean spread, as in a silhouette of two groups."""
    a, b = Y[group], Y[~group]
    spread = [np.linalg.norm(part - part.mean(axis=0), axis=1).mean() for part in (a, b)]
    return np.linalg.norm(a.mean(axis=0) - b.mean(axis=0)) / np.mean(spread)


@pytest.mark.parametrize("d", [5, 20])
@pytest.mark.parametrize("size", [5, 8, 15])
def test_a_rare_group_keeps_its_gap(size, d):
    """In units of its spread, at least eight tenths of what the data have."""
    X = with_group(300, d, 12.0, size)
    group = np.arange(len(X)) >= 300
    Y = HeatGeodesic(random_state=0).fit_transform(X)
    assert gap_over_spread(Y, group) > 0.8 * gap_over_spread(X, group)


def test_without_gaps_every_edge_is_a_jump_as_published():
    roll = swiss_roll(n_points=300, noise=0.1, random_state=3).values
    counted = HeatGeodesic(random_state=0).fit(roll)
    plain = HeatGeodesic(edge_lengths=False, random_state=0).fit(roll)
    assert not counted.maps_[0].gaps.any
    np.testing.assert_array_equal(counted.embedding_, plain.embedding_)
    X = with_group(100, 3, 100.0)
    published = HeatGeodesic(edge_lengths=False, random_state=0).fit_transform(X)
    assert centre_distance(published, 100) < 20


def test_the_gaps_of_one_point_are_those_of_the_table():
    X = with_group(100, 3, 100.0)
    model = HeatGeodesic(n_landmarks=40, random_state=0).fit(X)
    column = 7
    row = int(model.landmark_rows_[column])
    np.testing.assert_allclose(
        distances_from(model, row)[100:], model.dissimilarity_[100:, column], rtol=0.05
    )


def test_gaps_are_the_shortest_of_several_and_add_up():
    lengths = np.zeros((6, 6))
    for i, j, x in [
        (0, 1, 1),
        (2, 3, 1),
        (4, 5, 1),
        (1, 2, 13),
        (0, 3, 23),
        (3, 4, 43),
        (5, 0, 99),
    ]:
        lengths[i, j] = lengths[j, i] = x
    found = Gaps.of(sparse.csr_array(lengths), np.ones(6))
    np.testing.assert_array_equal(found.to(np.array([0]))[:, 0], [0, 0, 10, 10, 50, 50])
    assert found.edges.max() == 3


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_pieces_lie_as_far_apart_as_in_the_data_and_never_overlap(axes):
    rng = np.random.default_rng(0)
    maps = [rng.normal(size=(n, axes)) for n in (40, 20, 12)]
    gaps = np.array([[0, 30, 400.0], [30, 0, 420], [400, 420, 0]])
    moved = placed(maps, gaps).maps
    nearest = [cdist(moved[a], moved[b]).min() for a, b in ((0, 1), (0, 2), (1, 2))]
    assert (np.array(nearest) >= np.array([30, 400, 420]) - 1e-9).all()
    assert nearest[1] < 500
    for before, after in zip(maps, moved, strict=True):
        np.testing.assert_allclose(cdist(after, after), cdist(before, before), atol=1e-9)


def test_pieces_at_an_unknown_distance_lie_on_a_shelf():
    square = np.full((6, 6), np.inf)
    square[:3, :3] = square[3:, 3:] = 1 - np.eye(3)
    square[np.arange(6), np.arange(6)] = 0.0
    points = TrainingPoints(square, 1.0, np.arange(6), np.arange(6), None, "precomputed")
    gaps = measured_gaps(points, [np.arange(3), np.arange(3, 6)])
    assert placed([np.zeros((3, 2)), np.ones((3, 2))], gaps).gaps is None
