"""A survey becomes points, points become a graph, and nothing is lost on the way."""

import numpy as np
import pytest

from core.datasets import FingerprintSet, PointCloud, as_graph, as_points, load
from core.datasets.graph_parts import largest_component
from core.errors import ParameterError


def test_points_are_the_means_of_the_survey_only():
    scans = FingerprintSet(
        [[-60.0, np.nan], [-80.0, -90.0], [-50.0, -50.0]],
        [[1, 1], [1, 1], [9, 9]],
        ["a", "b"],
        role=["survey", "survey", "test"],
    )
    points = as_points(scans)
    np.testing.assert_allclose(points.values, [[-70.0, (-105 - 90) / 2]])
    np.testing.assert_allclose(points.truth, [[1, 1]])
    assert list(points.feature_names) == ["a", "b"]


def test_any_lab_opens_the_building():
    building = load("building")
    places = len(np.unique(building.only("survey").position_m, axis=0))
    assert as_points(building).values.shape == (places, building.n_beacons)
    assert as_graph(building, n_neighbors=5).n_nodes == places


def test_the_graph_is_symmetric_without_loops_and_of_the_degree_asked():
    points = PointCloud(np.random.default_rng(0).normal(size=(50, 3)), ["x", "y", "z"])
    adjacency = as_graph(points, n_neighbors=6).adjacency.toarray()
    np.testing.assert_array_equal(adjacency, adjacency.T)
    assert (np.diag(adjacency) == 0).all()
    assert adjacency.sum(axis=1).min() >= 6


def test_duplicates_and_few_points_are_no_problem():
    points = PointCloud(np.zeros((4, 2)), ["x", "y"])
    assert as_graph(points, n_neighbors=10).n_edges == 6
    with pytest.raises(ParameterError, match="1 points"):
        as_graph(PointCloud([[0.0]], ["x"]))
    with pytest.raises(ParameterError, match="n_neighbors is 0"):
        as_graph(points, n_neighbors=0)


def test_scans_without_places_cannot_become_points():
    with pytest.raises(ParameterError, match="no positions"):
        as_points(FingerprintSet([[-60.0]], None, ["a"]))


def test_points_and_their_distances_have_one_graph():
    values = np.random.default_rng(0).normal(size=(40, 3))
    apart = np.linalg.norm(values[:, None] - values[None], axis=2)
    labels = ["north", "south"] * 20
    joined = as_graph(PointCloud(values, ["x", "y", "z"], labels), n_neighbors=4)
    table = PointCloud(apart, [f"p{column}" for column in range(40)], labels)
    by_distance = as_graph(table, n_neighbors=4, metric="precomputed")
    np.testing.assert_array_equal(by_distance.adjacency.toarray(), joined.adjacency.toarray())
    assert by_distance.communities.tolist() == labels
    with pytest.raises(ParameterError, match="square"):
        as_graph(PointCloud(values, ["x", "y", "z"]), metric="precomputed")
    with pytest.raises(ParameterError, match="'cosine'; choose one of: euclidean, precomputed"):
        as_graph(table, metric="cosine")


def test_nodes_that_were_rows_of_a_file_keep_their_numbers():
    values = np.array([0.0, 1.0, 5.0, 20.0, 21.0, 22.0])[:, None]
    kept = PointCloud(values, ["x"], row_id=list("abcdef")).select([0, 1, 3, 4, 5])
    joined = as_graph(kept, 1)
    assert joined.row_number.tolist() == [1, 2, 4, 5, 6]
    assert largest_component(joined).row_number.tolist() == [4, 5, 6]
    repeated = PointCloud(kept.values, ["x"], row_id=["a"] * 5, row_number=kept.row_number)
    assert as_graph(repeated, 1).node_ids.tolist() == ["1", "2", "4", "5", "6"]
    assert as_graph(load("building"), n_neighbors=5).row_number is None
