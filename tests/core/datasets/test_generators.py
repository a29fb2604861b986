"""Generators keep the truth they promise."""

import re

import numpy as np
import pytest
from scipy.sparse.csgraph import shortest_path
from scipy.spatial.distance import pdist, squareform
from sklearn.neighbors import kneighbors_graph

from core.datasets.generators.lfr import lfr
from core.datasets.generators.moons import bridged_moons
from core.datasets.generators.planted_partition import equal_sizes, planted_partition
from core.datasets.generators.recipes import RECIPES
from core.datasets.generators.six_classes import PROBABILITIES, SIZES, six_classes
from core.datasets.generators.sphere import sphere
from core.datasets.generators.stochastic_blocks import stochastic_blocks
from core.datasets.generators.swiss_roll import swiss_roll
from core.datasets.generators.torus import torus
from core.datasets.generators.toy_graphs import path, triangle_with_tail
from core.datasets.generators.tree import tree
from core.errors import ComputeError, LimitError, ParameterError


def along_graph(values: np.ndarray, k: int) -> np.ndarray:
    graph = kneighbors_graph(values, k, mode="distance")
    return shortest_path(graph.maximum(graph.T), directed=False)


@pytest.mark.parametrize("n_dimensions", [3, 10])
def test_the_roll_unrolled_has_the_distances_of_paths_on_the_roll(n_dimensions):
    roll = swiss_roll(n_points=3000, noise=0.0, n_dimensions=n_dimensions, random_state=1)
    truth = squareform(pdist(roll.truth))
    walked = along_graph(roll.values, 12)
    far = truth > np.median(truth)
    # Paths over 3,000 random points are a little longer than straight lines: up to about 10 %.
    ratio = walked[far] / truth[far]
    assert np.quantile(ratio, 0.01) > 0.99
    assert np.quantile(ratio, 0.99) < 1.12


@pytest.mark.parametrize(
    ("make", "n_dimensions", "largest"),
    [(sphere, 3, np.pi), (sphere, 10, np.pi), (torus, 4, np.pi * np.sqrt(5))],
)
def test_distances_on_closed_surfaces_are_those_of_paths(make, n_dimensions, largest):
    surface = make(n_points=2000, n_dimensions=n_dimensions, random_state=1)
    truth = surface.truth
    assert truth.max() <= largest
    np.testing.assert_allclose(truth, truth.T, atol=1e-12)
    assert (np.diag(truth) == 0).all()
    walked = along_graph(surface.values, 12)
    far = truth > np.median(truth)
    # Steps are chords, a little short; paths over random points zigzag: up to about 15 %.
    ratio = walked[far] / truth[far]
    assert np.quantile(ratio, 0.01) > 0.98
    assert np.quantile(ratio, 0.99) < 1.15


def test_rotation_and_stretch_keep_what_they_should():
    flat = swiss_roll(n_points=200, noise=0.0, random_state=2)
    turned = swiss_roll(n_points=200, noise=0.0, n_dimensions=20, random_state=2)
    np.testing.assert_allclose(pdist(flat.values), pdist(turned.values), rtol=1e-10)
    stretched = swiss_roll(n_points=200, noise=0.0, stretch=3.0, random_state=2)
    np.testing.assert_allclose(stretched.truth[:, 1], 3 * flat.truth[:, 1])


def test_tree_distance_is_the_distance_of_paths_along_the_tree():
    grown = tree(n_branches=7, points_per_branch=40, noise=0.0, random_state=0)
    walked = along_graph(grown.values, 2)
    assert np.isfinite(walked).all()
    np.testing.assert_allclose(grown.truth, grown.truth.T, atol=1e-12)
    assert (np.diag(grown.truth) == 0).all()
    # At a joint the path over points cuts the corner by at most one step of 1/40 on each side.
    assert np.abs(walked - grown.truth).max() < 4 * 3 / 40


def test_tree_distance_obeys_the_triangle_inequality():
    truth = tree(n_branches=5, points_per_branch=6, random_state=3).truth
    through = truth[:, :, None] + truth[None, :, :]
    assert (truth <= through.min(axis=1) + 1e-12).all()


def test_the_bridge_joins_the_moons():
    apart = bridged_moons(n_bridge=0, random_state=0)
    joined = bridged_moons(random_state=0)
    assert np.isinf(along_graph(apart.values, 10)).any()
    assert np.isfinite(along_graph(joined.values, 10)).all()


def test_planted_densities_are_met():
    graph = planted_partition(sizes=(200, 300), p_in=0.2, p_out=0.05, random_state=0)
    same = graph.communities[:, None] == graph.communities[None, :]
    edges = graph.adjacency.toarray()
    off_diagonal = ~np.eye(500, dtype=bool)
    # standard errors are 0.0011 and 0.0009; five of them
    assert edges[same & off_diagonal].mean() == pytest.approx(0.2, abs=0.006)
    assert edges[~same].mean() == pytest.approx(0.05, abs=0.005)


def test_every_pair_of_a_block_can_be_drawn_and_is_drawn_once():
    sizes = (7, 1, 4)
    full = stochastic_blocks(sizes=sizes, probabilities=np.ones((3, 3)))
    assert full.n_edges == 12 * 11 // 2
    within = stochastic_blocks(sizes=sizes, probabilities=np.eye(3))
    assert within.n_edges == 21 + 0 + 6
    assert within.adjacency.max() == 1
    assert not within.adjacency.diagonal().any()


def test_pairs_are_equally_likely():
    counts = np.zeros((6, 6))
    for seed in range(2000):
        graph = stochastic_blocks(
            sizes=(3, 3), probabilities=[[0.5, 0.2], [0.2, 0.5]], random_state=seed
        )
        counts += graph.adjacency.toarray()
    share = counts / 2000
    same = np.kron(np.eye(2), np.ones((3, 3))) - np.eye(6)
    # standard errors are 0.011 and 0.009; four and a half of them over 15 pairs
    np.testing.assert_allclose(share[same == 1], 0.5, atol=0.05)
    np.testing.assert_allclose(share[:3, 3:], 0.2, atol=0.041)


def test_a_large_sparse_graph_is_drawn_without_its_pairs():
    graph = planted_partition(sizes=(12_500,) * 8, p_in=1.04e-3, p_out=8e-5, random_state=1)
    expected = 8 * 12_500 * 12_499 / 2 * 1.04e-3 + 28 * 12_500**2 * 8e-5
    assert graph.n_edges == pytest.approx(expected, abs=5 * np.sqrt(expected))


def test_the_six_classes_have_the_densities_of_the_article():
    share = np.zeros((6, 6))
    edge = np.concatenate([[0], np.cumsum(SIZES)])
    pairs = np.outer(SIZES, SIZES).astype(float)
    pairs[np.diag_indices(6)] = [size * (size - 1) for size in SIZES]
    for seed in range(40):
        adjacency = six_classes(random_state=seed).adjacency.toarray()
        share += np.add.reduceat(np.add.reduceat(adjacency, edge[:-1], 0), edge[:-1], 1) / pairs
    # The smallest block has 6 pairs, drawn 40 times: standard error 0.03; five of them.
    np.testing.assert_allclose(share / 40, PROBABILITIES, atol=0.16)
    large = np.ix_(range(4), range(4))
    np.testing.assert_allclose((share / 40)[large], np.array(PROBABILITIES)[large], atol=0.025)


@pytest.mark.parametrize("mixing", [0.0, 0.1, 0.4, 0.8])
def test_lfr_meets_mixing_and_mean_degree(mixing):
    graph = lfr(n_nodes=1000, mean_degree=12, mixing=mixing, random_state=2)
    row, column = graph.adjacency.tocoo().coords
    leaving = (graph.communities[row] != graph.communities[column]).mean()
    assert leaving == pytest.approx(mixing, abs=0.015)  # rounding to whole edges, node by node
    degree = graph.adjacency.sum(axis=0)
    assert degree.mean() == pytest.approx(12, abs=0.5)
    assert degree.max() <= 30
    assert graph.adjacency.max() == 1
    assert not graph.adjacency.diagonal().any()
    _, sizes = np.unique(graph.communities, return_counts=True)
    assert sizes.min() >= 25
    again = lfr(n_nodes=1000, mean_degree=12, mixing=mixing, random_state=2)
    assert (graph.adjacency != again.adjacency).nnz == 0


def test_lfr_degrees_follow_their_power_law():
    degree = lfr(n_nodes=4000, mean_degree=20, mixing=0.3, degree_exponent=3.0).adjacency.sum(
        axis=0
    )
    count = np.bincount(degree.astype(int), minlength=51)
    tail = np.arange(16, 46)
    slope = np.polyfit(np.log(tail), np.log(count[tail]), 1)[0]
    assert slope == pytest.approx(-3.0, abs=0.4)  # the error of such a fit over 4,000 nodes


def test_toys_are_the_articles_graphs():
    np.testing.assert_array_equal(
        path(n_nodes=3).adjacency.toarray(), np.eye(3, k=1) + np.eye(3, k=-1)
    )
    assert triangle_with_tail().node_ids.tolist() == ["1", "2", "3", "4"]
    assert triangle_with_tail().n_edges == 4


def test_sizes_are_as_equal_as_can_be():
    assert equal_sizes(102, 4) == (26, 26, 25, 25)
    with pytest.raises(ParameterError, match="3 nodes cannot be 4 classes"):
        equal_sizes(3, 4)


def test_an_lfr_graph_that_cannot_be_found_says_so():
    with pytest.raises(ComputeError, match="do not fit into"):
        lfr(n_nodes=30, mean_degree=15, mixing=0.0, smallest_community=2)


def test_a_graph_too_large_is_refused_before_it_is_drawn():
    with pytest.raises(LimitError, match="edges; the limit"):
        planted_partition(sizes=(50_000, 50_000), p_in=0.5)
    with pytest.raises(LimitError, match="nodes; the limit"):
        planted_partition(sizes=(500_000,), p_in=0.0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: swiss_roll(n_dimensions=2), "n_dimensions 2"),
        (lambda: tree(n_branches=0), "n_branches is 0"),
        (lambda: sphere(n_points=0), "n_points is 0"),
        (lambda: torus(n_dimensions=3), "n_dimensions 3"),
        (lambda: planted_partition(p_in=1.5), "p_in 1.5"),
        (lambda: planted_partition(sizes=(0, 3)), r"\(0, 3\)"),
        (lambda: stochastic_blocks(sizes=(2, 2), probabilities=[[0.1]]), "2 × 2 matrix"),
        (lambda: stochastic_blocks(sizes=(1, 1), probabilities=[[0, 1], [0, 0]]), "not symmetric"),
        (lambda: lfr(n_nodes=3), "n_nodes is 3"),
        (lambda: lfr(mixing=1.5), "mixing 1.5"),
        (lambda: lfr(size_exponent=1.0), "must exceed 1"),
        (lambda: lfr(smallest_community=1), "smallest_community is 1"),
        (lambda: path(n_nodes=1), "n_nodes is 1"),
    ],
)
def test_impossible_requests_name_the_value(make, message):
    with pytest.raises(ParameterError, match=message):
        make()


@pytest.mark.parametrize("key", RECIPES)
def test_a_recipe_makes_what_its_settings_say_and_refuses_others(key):
    recipe = RECIPES[key]
    settings = {row.name: row.default for row in recipe.parameters.values()}
    first, second = recipe.prepare(settings), recipe.prepare(settings)
    np.testing.assert_array_equal(first.values, second.values)
    other = recipe.prepare(settings | {recipe.parameters["random_state"].name: 1})
    assert not np.array_equal(first.values, other.values)
    assert all(row.help for row in recipe.parameters.values())
    for row in recipe.parameters.values():
        beyond = "nonsense" if row.maximum is None else row.maximum + 1
        with pytest.raises(ParameterError, match=rf"{re.escape(row.label)} is .?{beyond}"):
            recipe.prepare(settings | {row.name: beyond})
