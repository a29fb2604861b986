"""Graphs without an n × n matrix: approximations against exact columns, quality, refusals."""

import tracemalloc

import numpy as np
import pytest

from core.datasets.generators.planted_partition import planted_partition
from core.datasets.graph_parts import largest_component
from core.errors import ParameterError
from core.graphs import (
    LARGE_MEASURES,
    cluster,
    cluster_large,
    kernel_matrix,
    large_graphs,
    partition_score,
)
from core.graphs.landmark_columns import landmark_columns, set_columns
from core.graphs.series_functions import Exponential, Geometric
from core.graphs.sparse_walk import SparseGraph
from tests.core.graphs.golden import graph


def planted(n, n_classes=8, degree=20.0, mixing=0.35):
    p_in = degree * (1 - mixing) * n_classes / n
    p_out = degree * mixing * n_classes / (n * (n_classes - 1))
    sizes = (n // n_classes,) * n_classes
    return planted_partition(sizes=sizes, p_in=p_in, p_out=p_out, random_state=0)


@pytest.mark.parametrize(
    ("measure", "series"),
    [("NHeat", Exponential(4.5)), ("NHeat", Exponential(0.05)), ("ModifPPR", Geometric(0.98))],
)
def test_landmark_columns_are_columns_of_the_kernel(measure, series):
    made = planted(400, 4)
    small = SparseGraph(made.adjacency)
    landmarks = np.array([3, 77, 250])
    columns, _ = landmark_columns(small.normalized_adjacency, series, landmarks, 4)
    x = series.q if isinstance(series, Geometric) else 2 * series.y / (1 + 2 * series.y)
    expected = np.exp(kernel_matrix(made.adjacency, f"log{measure}", x)[:, landmarks])
    if measure == "ModifPPR":
        root = np.sqrt(small.degree)
        expected = root[:, None] * expected * root[landmarks]
    np.testing.assert_allclose(columns, expected, rtol=1e-9)
    assert columns.min() > 0


def test_the_communities_of_a_large_graph_are_found_and_the_approximation_is_named():
    made = planted(6400)
    tracemalloc.start()
    plain = cluster_large(made.adjacency, "NHeat", 0.9, 8, random_state=0)
    logarithm = cluster_large(made.adjacency, "logNHeat", 0.9, 8, random_state=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6400**2 * 8 / 4  # far from one full matrix
    assert partition_score("ari", plain.labels, made.communities) > 0.98
    assert partition_score("ari", logarithm.labels, made.communities) > 0.98
    assert "Rank 8 of 6,400" in plain.approximation
    assert "96 of 6,400 nodes" in logarithm.approximation
    through = cluster(made.adjacency, "NHeat", 0.9, 8, "ward", random_state=0)
    np.testing.assert_array_equal(through, plain.labels)


def test_columns_of_sets_are_sums_of_columns():
    small = SparseGraph(planted(300, 3).adjacency)
    walk, sets = small.normalized_adjacency, np.arange(300) % 3
    for series in (Geometric(0.5), Geometric(0.98)):
        columns = set_columns(
            walk, series, sets, lambda: small.leading_pairs("normalized_adjacency", 3)
        )
        whole, _ = landmark_columns(walk, series, np.arange(300), 3)
        for each in range(3):
            np.testing.assert_allclose(
                columns[:, each], whole[:, sets == each].sum(axis=1), rtol=1e-9
            )


class Counting:
    """A matrix that counts its products."""

    def __init__(self, matrix):
        self.matrix, self.shape, self.products = matrix, matrix.shape, 0

    def __matmul__(self, other):
        self.products += 1
        return self.matrix @ other


def test_terms_of_sets_end_where_no_entry_can_move_any_more(monkeypatch):
    small = SparseGraph(planted(2400).adjacency)
    walk, sets = Counting(small.normalized_adjacency), np.arange(2400) % 16
    pairs = small.leading_pairs("normalized_adjacency", 8)
    for q in (0.8, 0.98):
        walk.products = 0
        ended = set_columns(walk, Geometric(q), sets, lambda: pairs)
        assert walk.products < 45  # of 59
        monkeypatch.setattr("core.graphs.landmark_columns.UNKNOWN", 0.0)
        whole = set_columns(walk, Geometric(q), sets, lambda: pairs)
        np.testing.assert_allclose(ended, whole, rtol=1e-10)
        monkeypatch.undo()
    path = SparseGraph(np.diag(np.ones(399), 1) + np.diag(np.ones(399), -1))
    walk = Counting(path.normalized_adjacency)
    set_columns(
        walk,
        Geometric(0.98),
        np.repeat([0, 1, 2, 3], 100),
        lambda: path.leading_pairs("normalized_adjacency", 4),
    )
    assert walk.products == 59  # the ends of a path do not know each other yet


@pytest.mark.parametrize(
    ("measure", "sizes"),
    [("logPPR", (800,) * 8), ("logNHeat", (300, 600, 600, 1500, 3400))],
)
def test_the_clusters_as_landmarks_see_what_single_nodes_leave_in_noise(
    measure, sizes, monkeypatch
):
    n = sum(sizes)
    made = planted_partition(sizes=sizes, p_in=110 / n, p_out=8 / n, random_state=0)
    made = largest_component(made)
    scores = []
    for again in (True, False):
        if not again:
            monkeypatch.setattr(large_graphs, "from_clusters", lambda *given: (None, given[-1]))
        found = cluster_large(made.adjacency, measure, 0.9, len(sizes), random_state=0)
        scores.append(partition_score("ari", found.labels, made.communities))
    assert scores[0] > max(0.97, scores[1])


@pytest.mark.parametrize("random_state", range(6))
def test_a_node_of_few_edges_is_no_community_whatever_the_landmarks(random_state):
    made = planted(800, 4)  # one node has 5 edges, the mean is 20
    found = cluster_large(
        made.adjacency, "logHeat", 0.6, 4, n_landmarks=100, random_state=random_state
    )
    assert np.bincount(found.labels).min() > 150
    assert partition_score("ari", found.labels, made.communities) > 0.94


@pytest.mark.parametrize("measure", LARGE_MEASURES)
def test_every_measure_that_is_offered_runs(measure):
    made = planted(800, 4)
    x = {"Comm": 0.3, "DF": 0.1, "logDF": 0.1, "Abs": 0.2, "logAbs": 0.2, "CT": None, "CCT": None}
    result = cluster_large(
        made.adjacency, measure, x.get(measure, 0.6), 4, n_landmarks=100, random_state=0
    )
    assert result.labels.shape == (800,)
    assert np.isfinite(result.coordinates).all()
    # the plain kernels of L see only nodes of low degree here: that is the measure, not a fault
    if measure not in ("For", "Heat", "CT", "DF"):
        assert partition_score("ari", result.labels, made.communities) > 0.5


@pytest.mark.parametrize("measure", ["SP", "RSP", "SP-CT", "SCT", "SCCT"])
def test_measures_that_need_all_pairs_are_refused(measure):
    with pytest.raises(ParameterError, match="all pairs"):
        cluster_large(graph("karate")[0], measure, 0.5, 2)


def test_what_a_large_graph_does_not_allow():
    karate = graph("karate")[0]
    with pytest.raises(ParameterError, match="weighted"):
        cluster_large(2 * karate, "FE", 0.5, 2)
    with pytest.raises(ParameterError, match="not positive"):
        cluster_large(karate, "logAbs", 0.9, 2)
    with pytest.raises(ParameterError, match="components"):
        cluster_large(np.kron(np.eye(2), karate), "logFor", 0.5, 2)
