"""The picture of a graph: the same each time, joined nodes near each other."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist, squareform

from core.datasets import load
from core.datasets.generators.planted_partition import equal_sizes, planted_partition
from core.graphs.node_layout import layout_nodes


def test_the_same_seed_gives_the_same_picture_and_another_seed_another():
    adjacency = load("karate").adjacency
    first, again = (layout_nodes(adjacency, random_state=3) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - layout_nodes(adjacency, random_state=4)).max() > 1e-3


@pytest.mark.parametrize("n", [34, 450])
def test_joined_nodes_and_classes_lie_closer_together(n):
    graph = planted_partition(sizes=equal_sizes(n, 3), p_in=12 / n, p_out=0.5 / n, random_state=0)
    distance = squareform(pdist(layout_nodes(graph.adjacency)))
    joined = graph.adjacency.toarray() > 0
    same = graph.communities[:, None] == graph.communities[None, :]
    assert distance[joined].mean() < 0.6 * distance[~joined].mean()
    assert distance[same].mean() < 0.8 * distance[~same].mean()


@pytest.mark.parametrize(
    "adjacency",
    [
        np.zeros((1, 1)),
        np.array([[0, 1], [1, 0]]),
        np.zeros((5, 5)),
        np.kron(np.eye(4), np.array([[0, 1], [1, 0]])),
        np.ones((6, 6)) - np.eye(6),
    ],
)
def test_odd_graphs_have_finite_places_within_the_unit_disc(adjacency):
    position = layout_nodes(adjacency)
    assert position.shape == (len(adjacency), 2)
    assert np.isfinite(position).all()
    assert np.linalg.norm(position, axis=1).max() <= 1 + 1e-9
    if len(adjacency) > 1:
        assert pdist(position).min() > 1e-3
