"""Generators keep the truth they promise."""

import numpy as np
import pytest
from scipy.sparse.csgraph import shortest_path
from scipy.spatial.distance import pdist, squareform
from sklearn.neighbors import kneighbors_graph

from core.datasets.generators.moons import bridged_moons
from core.datasets.generators.planted_partition import planted_partition
from core.datasets.generators.recipes import RECIPES
from core.datasets.generators.sphere import sphere
from core.datasets.generators.swiss_roll import swiss_roll
from core.datasets.generators.torus import torus
from core.datasets.generators.tree import tree
from core.errors import ParameterError


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


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: swiss_roll(n_dimensions=2), "n_dimensions 2"),
        (lambda: tree(n_branches=0), "n_branches is 0"),
        (lambda: sphere(n_points=0), "n_points is 0"),
        (lambda: torus(n_dimensions=3), "n_dimensions 3"),
        (lambda: planted_partition(p_in=1.5), "p_in 1.5"),
        (lambda: planted_partition(sizes=(0, 3)), r"\(0, 3\)"),
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
    with pytest.raises(ParameterError, match=r"Noise is 99"):
        recipe.prepare(settings | {recipe.parameters["noise"].name: 99.0})
