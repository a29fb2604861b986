"""Neighbour graphs against loops over all pairs; searches, exact and approximate."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import cdist

from core.embedding import nearest as nearest_module
from core.embedding.nearest import is_exact, nearest_neighbors
from core.embedding.neighbor_graph import GRAPHS, neighbor_graph
from core.errors import ParameterError

X = np.random.default_rng(4).normal(size=(60, 3))
D = cdist(X, X)
K = 6


def kth_distance(i):
    return np.sort(np.delete(D[i], i))[K - 1]


def among_nearest(i, j):
    return D[i, j] <= kth_distance(i)


def slow_weight(kind, i, j):
    if kind == "alpha_decay":
        one, other = (np.exp(-((D[i, j] / kth_distance(a)) ** 40)) for a in (i, j))
        return ((one if one >= 1e-4 else 0) + (other if other >= 1e-4 else 0)) / 2
    h = np.median([kth_distance(a) for a in range(60)])
    joined = among_nearest(i, j), among_nearest(j, i)
    return np.exp(-((D[i, j] / h) ** 2)) * (any(joined) if kind == "knn" else all(joined))


@pytest.mark.parametrize("kind", ["alpha_decay", "knn", "mutual_knn"])
def test_weights_against_loops(kind):
    slow = [[0 if i == j else slow_weight(kind, i, j) for j in range(60)] for i in range(60)]
    found = neighbor_graph(X, K, kind=kind).weights.toarray()
    np.testing.assert_allclose(found, np.array(slow), rtol=1e-9, atol=1e-12)


def test_fuzzy_weights_meet_their_equation():
    """Each directed row sums to log2 k with its nearest at weight 1; the union is a + b − ab."""
    graph = neighbor_graph(X, K, kind="fuzzy")
    near = graph.nearest.distances
    directed = np.zeros((60, 60))
    for i in range(60):
        w = np.exp(-(near[i] - near[i, 0]) / graph.bandwidth[i])
        assert w.sum() == pytest.approx(np.log2(K), rel=1e-6)
        directed[i, graph.nearest.indices[i]] = w
    union = directed + directed.T - directed * directed.T
    np.testing.assert_allclose(graph.weights.toarray(), union, atol=1e-12)


@pytest.mark.parametrize("kind", GRAPHS)
def test_edges_carry_their_own_lengths(kind):
    graph = neighbor_graph(X, K, kind=kind)
    rows, columns = graph.weights.nonzero()
    lengths = np.asarray(graph.lengths[rows, columns]).ravel()
    np.testing.assert_allclose(lengths, D[rows, columns], rtol=1e-12)
    assert graph.lengths.nnz == graph.weights.nnz
    given = neighbor_graph(D, K, kind=kind, metric="precomputed")
    np.testing.assert_allclose(given.weights.toarray(), graph.weights.toarray(), atol=1e-9)


@pytest.mark.parametrize("kind", GRAPHS)
def test_symmetric_without_loops(kind):
    W = neighbor_graph(X, K, kind=kind).weights
    assert abs(W - W.T).max() == 0
    assert W.diagonal().max() == 0
    assert (W.data > 0).all()


def test_clusters_apart_are_components():
    far = np.vstack([X, X + 1000])
    n, _ = connected_components(neighbor_graph(far, K).weights, directed=False)
    assert n == 2


@pytest.mark.parametrize("dimensions", [2, 30])
def test_exact_search(dimensions):
    points = np.random.default_rng(1).normal(size=(80, dimensions))
    found = nearest_neighbors(points, 5)
    others = cdist(points, points)
    np.fill_diagonal(others, np.inf)
    np.testing.assert_array_equal(found.indices, np.argsort(others, axis=1)[:, :5])
    assert found.exact


def test_where_the_search_is_exact():
    assert is_exact(20_000, 500)
    assert is_exact(1_000_000, 16)
    assert not is_exact(20_001, 17)


def test_what_an_approximate_search_finds_is_put_in_order(monkeypatch):
    """The library's own answer may hold the point itself anywhere, or not at all, in float32."""

    class Descent:
        def __init__(self, points, n_neighbors, metric, random_state, n_jobs):
            assert points.dtype == np.float32
            order = np.argsort(cdist(points, points), axis=1)[:, :n_neighbors]
            order[:, [0, 2]] = order[:, [2, 0]]
            order[5, 2] = order[5, 1]  # point 5 has lost itself
            self.neighbor_graph = order, None

    points = np.random.default_rng(1).normal(size=(80, 30))
    monkeypatch.setitem(sys.modules, "pynndescent", SimpleNamespace(NNDescent=Descent))
    monkeypatch.setattr(nearest_module, "EXACT_POINTS", 50)
    found = nearest_neighbors(points, 4)
    exact = np.argsort(cdist(points, points), axis=1)[:, 1:5]
    kept = np.arange(80) != 5
    np.testing.assert_array_equal(found.indices[kept], exact[kept])
    assert not (found.indices == np.arange(80)[:, None]).any()
    assert (np.diff(found.distances, axis=1) >= 0).all()
    assert not found.exact
    assert "approximate" in found.method


@pytest.mark.parametrize(
    "settings", [{"kind": "tree"}, {"n_neighbors": 60}, {"n_neighbors": 0}, {"decay": 0.0}]
)
def test_what_is_refused(settings):
    with pytest.raises(ParameterError):
        neighbor_graph(X, **settings)
