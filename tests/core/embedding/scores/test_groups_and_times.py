"""Scores for labels, times, reach and stability."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist
from scipy.stats import ortho_group, wasserstein_distance

from core.embedding.scores.alignment import align
from core.embedding.scores.clusters import cluster_scores
from core.embedding.scores.reach import LOG_DOUBLE_ROUNDING, share_out_of_reach
from core.embedding.scores.stability import seed_stability
from core.embedding.scores.withheld_times import wasserstein_1, withheld_time_scores
from core.errors import ParameterError


@pytest.fixture(scope="module")
def blobs() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    code = np.repeat([0, 1, 2], 40)
    centres = np.array([[0.0, 0.0], [20.0, 0.0], [0.0, 20.0]])
    return centres[code] + rng.normal(size=(120, 2)), code


def test_separate_clusters_are_found_and_shuffled_labels_are_not(blobs):
    points, code = blobs
    good = cluster_scores(points, code)
    for name in ("ari", "ami", "homogeneity", "completeness", "v_measure", "neighbor_accuracy"):
        assert good[name] == pytest.approx(1.0)
    assert good["silhouette"] > 0.8
    bad = cluster_scores(points, np.random.default_rng(1).permutation(code))
    assert abs(bad["ari"]) < 0.1
    assert abs(bad["ami"]) < 0.1
    assert bad["neighbor_accuracy"] < 0.6


def test_names_and_order_of_classes_do_not_matter(blobs):
    points, code = blobs
    renamed = np.array(["z", "a", "m"])[code]
    assert cluster_scores(points, renamed) == pytest.approx(cluster_scores(points, code))


@pytest.mark.parametrize("labels", [np.zeros(4), np.arange(4)])
def test_one_class_or_a_class_a_point_has_no_score(labels):
    scores = cluster_scores(np.arange(8.0).reshape(4, 2), labels)
    assert all(np.isnan(value) for value in scores.values())


def test_identical_points_of_two_classes_do_not_crash():
    scores = cluster_scores(np.zeros((10, 2)), np.arange(10) % 2)
    assert scores["ari"] == pytest.approx(0.0)


def test_transport_on_a_line_is_scipys_wasserstein_distance():
    rng = np.random.default_rng(2)
    first, second = rng.normal(size=30), rng.normal(2, 3, size=50)
    expected = wasserstein_distance(first, second)
    assert wasserstein_1(first[:, None], second[:, None]) == pytest.approx(expected)


def test_a_straight_walk_is_foretold_and_a_detour_is_not():
    rng = np.random.default_rng(3)
    time = np.repeat(np.arange(5.0), 60)
    blob = rng.normal(scale=0.05, size=(300, 2))
    straight = np.column_stack([time, 0 * time]) + blob
    detour = straight + np.column_stack([0 * time, 3.0 * (time == 2)])
    found, lost = withheld_time_scores(straight, time), withheld_time_scores(detour, time)
    assert found["withheld_w1"] < 0.1 * found["withheld_w1_unmoved"]
    assert lost["withheld_w1"] > 5 * found["withheld_w1"]
    turned = 7.0 * straight @ ortho_group.rvs(2, random_state=0) + 3.0
    again = withheld_time_scores(turned, time)
    assert again["withheld_w1"] == pytest.approx(found["withheld_w1"])


def test_unequal_steps_in_time_are_cut_where_the_time_lies():
    time = np.repeat([0.0, 1.0, 10.0], 8)
    scores = withheld_time_scores(time[:, None], time)
    assert scores["withheld_w1"] == pytest.approx(0.0, abs=1e-9)


def test_many_times_are_binned_and_few_have_no_score():
    walk = np.random.default_rng(4).random(400)
    assert withheld_time_scores(walk[:, None], walk)["withheld_w1"] < 0.1
    assert np.isnan(withheld_time_scores(walk[:, None], walk > 0.5)["withheld_w1"])


def test_reach_counts_pairs_and_never_a_point_with_itself():
    log_kernel = np.full((4, 4), -1.0)
    assert share_out_of_reach(log_kernel) == 0.0
    log_kernel[0, 1] = log_kernel[1, 0] = -np.inf
    log_kernel[2, 3] = log_kernel[3, 2] = LOG_DOUBLE_ROUNDING - 1e-9
    assert share_out_of_reach(log_kernel) == pytest.approx(4 / 12)
    assert share_out_of_reach(log_kernel[:, :2]) == pytest.approx(2 / 6)


def test_alignment_undoes_what_leaves_the_shape_alone():
    rng = np.random.default_rng(5)
    original = rng.normal(size=(50, 3))
    changed = 4.0 * original @ ortho_group.rvs(3, random_state=1) - 2.0
    np.testing.assert_allclose(align(changed, original), original, atol=1e-12)
    noisy = changed + rng.normal(size=changed.shape)
    best = np.square(align(noisy, original) - original).sum()
    for seed in range(20):
        other = noisy @ ortho_group.rvs(3, random_state=seed) / 4
        other += original.mean(axis=0) - other.mean(axis=0)
        assert np.square(other - original).sum() >= best
    with pytest.raises(ParameterError, match="shapes"):
        align(original, original[:, :2])


def test_without_scale_distances_are_kept():
    rng = np.random.default_rng(6)
    before, target = 3 * rng.normal(size=(20, 2)), rng.normal(size=(20, 2))
    np.testing.assert_allclose(pdist(align(before, target, scale=False)), pdist(before))


def test_stability_sees_the_points_that_move_and_nothing_else():
    rng = np.random.default_rng(7)
    base = rng.normal(size=(100, 2))
    turned = [base @ ortho_group.rvs(2, random_state=seed) * (seed + 1) for seed in range(3)]
    assert seed_stability([base, *turned]).spread < 1e-12
    torn = base.copy()
    torn[9] += 3.0
    found = seed_stability([base, torn])
    assert found.point_spread.argmax() == 9
    with pytest.raises(ParameterError, match="at least two"):
        seed_stability([base])
