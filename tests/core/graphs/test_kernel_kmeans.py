"""Kernel k-means: scikit-learn's contract, its sum by brute force, invariances."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs, make_circles
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import check_estimator

from core.errors import ParameterError
from core.graphs import KernelKMeans
from core.graphs.lloyd import kernel_lloyd


@pytest.mark.parametrize("kernel", ["linear", "rbf"])
def test_check_estimator(kernel):
    results = check_estimator(KernelKMeans(kernel=kernel, n_clusters=2), on_skip=None)
    not_passed = {r["check_name"] for r in results if r["status"] != "passed"}
    # that check needs an environment variable and concerns other array libraries
    assert not_passed <= {"check_array_api_input"}


def inertia_of(kernel, labels):
    total = 0.0
    for cluster in np.unique(labels):
        weights = (labels == cluster) / (labels == cluster).sum()
        for i in np.flatnonzero(labels == cluster):
            h = weights - np.eye(len(labels))[i]
            total += h @ kernel @ h
    return total


@pytest.mark.parametrize("seed", range(3))
def test_inertia_is_the_sum_and_no_worse_than_k_means(seed):
    points, _ = make_blobs(80, n_features=3, centers=4, random_state=seed)
    mine = KernelKMeans(4, random_state=seed).fit(points)
    kernel = points @ points.T
    assert mine.inertia_ == pytest.approx(inertia_of(kernel, mine.labels_), rel=1e-9)
    theirs = KMeans(4, n_init=10, random_state=seed).fit(points)
    assert mine.inertia_ <= theirs.inertia_ * (1 + 1e-9)
    np.testing.assert_array_equal(mine.predict(points), mine.labels_)
    precomputed = KernelKMeans(4, kernel="precomputed", random_state=seed).fit(kernel)
    np.testing.assert_array_equal(precomputed.labels_, mine.labels_)
    np.testing.assert_array_equal(precomputed.predict(kernel), mine.labels_)


def test_an_rbf_kernel_separates_what_lines_cannot():
    points, rings = make_circles(120, factor=0.2, noise=0.03, random_state=0)
    linear = KernelKMeans(2, random_state=0).fit_predict(points)
    curved = KernelKMeans(2, kernel="rbf", gamma=3.0, random_state=0).fit_predict(points)
    assert adjusted_rand_score(rings, linear) < 0.2
    assert adjusted_rand_score(rings, curved) == 1.0


def test_what_a_row_shares_changes_nothing():
    """The origin is no centre: K + u1ᵀ + 1uᵀ has the same clusters."""
    rng = np.random.default_rng(0)
    points = rng.normal(size=(50, 2))
    kernel, row = points @ points.T, 5 * rng.normal(size=50)
    shifted = kernel + row[:, None] + row[None, :]
    labels = [kernel_lloyd(each, 4, np.random.default_rng(1)).labels for each in (kernel, shifted)]
    np.testing.assert_array_equal(*labels)


def test_starts_are_drawn_by_the_square_of_the_distance_and_not_its_fourth_power():
    """Three points at 0, 1, 3: from 0 the next centre is 3 with probability 9/10, not 81/82."""
    points = np.array([[0.0], [1.0], [3.0]])
    rng = np.random.default_rng(0)
    from core.graphs.lloyd import _plus_plus

    kernel = points @ points.T
    starts = _plus_plus(kernel, kernel.diagonal(), 2, rng, 30_000)
    first_is_0 = np.flatnonzero(starts[:, 0] == 0)
    # with centres {0, 3} node 1 stays with 0; with centres {0, 1} node 2 joins node 1
    second_is_3 = (starts[first_is_0, 1] == 0) & (starts[first_is_0, 2] == 1)
    second_is_1 = (starts[first_is_0, 1] == 1) & (starts[first_is_0, 2] == 1)
    first_was_0 = second_is_3.sum() + second_is_1.sum()
    assert first_was_0 > 5_000
    # starts from 1 (then 3) also look like {0 or 1, 3}: P = (9/10 + 4/5) / (9/10 + 4/5 + 1/10)
    assert second_is_3.sum() / first_was_0 == pytest.approx(1.7 / 1.8, abs=0.01)


def test_an_indefinite_kernel_ends_and_fills_all_clusters():
    rng = np.random.default_rng(0)
    kernel = rng.normal(size=(40, 40))
    result = kernel_lloyd(kernel + kernel.T, 6, rng)
    assert len(set(result.labels)) == 6


def test_all_points_equal_and_one_cluster_each():
    same = kernel_lloyd(np.ones((6, 6)), 3, np.random.default_rng(0))
    assert len(set(same.labels)) == 3
    each = kernel_lloyd(np.eye(5), 5, np.random.default_rng(0))
    assert sorted(each.labels) == list(range(5))
    assert each.inertia == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kernel": "cubic"}, "choose one of: linear"),
        ({"n_clusters": 0}, "1 to 5"),
        ({"n_clusters": 6}, "1 to 5"),
        ({"n_init": 0, "n_clusters": 2}, "at least 1"),
    ],
)
def test_bad_settings(settings, message):
    with pytest.raises(ParameterError, match=message):
        KernelKMeans(**settings).fit(np.arange(10.0).reshape(5, 2))
