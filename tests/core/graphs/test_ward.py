"""Ward's tree: against a naive loop on indefinite kernels, and in exact arithmetic."""

from fractions import Fraction

import numpy as np
import pytest

from core.errors import ComputeError
from core.graphs import cluster, ward_tree
from tests.core.graphs.exact import exact_log_exponential, squared_distance_of
from tests.core.graphs.golden import graph


def naive_ward(kernel, n_clusters):
    """Merge the pair of least n_k n_l/(n_k + n_l) (h_k − h_l)ᵀ K (h_k − h_l), again and again."""
    clusters = [[i] for i in range(len(kernel))]
    costs = []
    while len(clusters) > n_clusters:
        best = (np.inf, 0, 0)
        for i in range(len(clusters)):
            for j in range(i):
                h = np.zeros(len(kernel))
                h[clusters[i]] = 1 / len(clusters[i])
                h[clusters[j]] -= 1 / len(clusters[j])
                weight = len(clusters[i]) * len(clusters[j]) / len(clusters[i] + clusters[j])
                best = min(best, (weight * h @ kernel @ h, i, j))
        cost, i, j = best
        costs.append(cost)
        clusters[j] += clusters.pop(i)
    return {frozenset(members) for members in clusters}, costs


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shift", [0.0, -3.0])
def test_the_tree_of_an_indefinite_kernel_is_that_of_the_naive_loop(seed, shift):
    rng = np.random.default_rng(seed)
    kernel = rng.normal(size=(14, 14))
    kernel = kernel + kernel.T + shift * np.eye(14)
    tree = ward_tree(kernel)
    for k in (1, 2, 5, 13):
        partition, costs = naive_ward(kernel, k)
        labels = tree.labels(k)
        assert {frozenset(np.flatnonzero(labels == c)) for c in range(k)} == partition
        np.testing.assert_allclose(tree.cost[: 14 - k], costs, atol=1e-12)


def test_labels_do_not_depend_on_scale_shift_or_what_a_row_shares():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(30, 3))
    kernel = points @ points.T
    row = rng.normal(size=30)
    labels = ward_tree(kernel).labels(4)
    for other in (1e-9 * kernel, kernel + 5, kernel + row[:, None] + row[None, :]):
        np.testing.assert_array_equal(ward_tree(other).labels(4), labels)


def test_one_node_and_what_is_not_finite():
    np.testing.assert_array_equal(ward_tree(np.ones((1, 1))).labels(1), [0])
    with pytest.raises(ComputeError, match="overflow"):
        ward_tree(np.array([[np.inf, 0.0], [0.0, 1.0]]))


def test_the_quality_of_a_tree():
    points = np.repeat([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]], 5, axis=0)
    points = points + np.random.default_rng(0).normal(scale=0.1, size=points.shape)
    tree = ward_tree(points @ points.T)
    assert tree.proposed_n_clusters() == 3
    assert tree.cophenetic_correlation() > 0.95
    noise = np.random.default_rng(0).normal(size=(40, 8))
    assert ward_tree(noise @ noise.T).cophenetic_correlation() < 0.8


def test_log_communicability_keeps_finding_the_clubs_where_rounding_hides_them():
    """At x = 0.98 all logarithms agree to 15 digits but for what rows and columns share."""
    adjacency, communities = graph("karate")
    flat = Fraction("0.98")
    t = flat / (2 * (1 - flat))
    logarithm = exact_log_exponential(adjacency, t, n_terms=500)
    exact = ward_tree(-0.5 * squared_distance_of(logarithm)).labels(2)
    np.testing.assert_array_equal(cluster(adjacency, "logComm", 0.98, 2), exact)
    np.testing.assert_array_equal(exact, communities)
