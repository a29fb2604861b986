"""Every x of a large graph in one pass: the numbers of one at a time, from few products."""

import numpy as np
import pytest
from scipy import sparse

from core.datasets.generators.planted_partition import planted_partition
from core.errors import ParameterError
from core.graphs import cluster_large, parameter, sweep_large
from core.graphs.landmark_columns import landmark_columns
from core.graphs.large_sweeps import many_columns
from core.graphs.series_functions import Exponential, Geometric
from core.graphs.sparse_walk import SparseGraph

PATH = np.diag(np.ones(3), 1) + np.diag(np.ones(3), -1)


@pytest.fixture(scope="module")
def made():
    return planted_partition(sizes=(150,) * 4, p_in=0.08, p_out=0.01, random_state=0)


class Counting:
    """A matrix that counts its products."""

    def __init__(self, matrix):
        self.matrix, self.shape, self.products = matrix, matrix.shape, 0

    def __matmul__(self, other):
        self.products += 1
        return self.matrix @ other


def test_the_columns_of_a_path_are_those_of_the_inverse():
    graph = SparseGraph(PATH)
    walk = graph.normalized_adjacency.toarray()
    columns = many_columns(graph, "normalized_adjacency", [Geometric(0.5)], np.array([0, 3]), 2)
    expected = np.linalg.inv(np.eye(4) - 0.5 * walk)[:, [0, 3]]
    np.testing.assert_allclose(columns[0], expected, rtol=0, atol=1e-12)


def test_columns_are_those_of_one_at_a_time_from_sixty_products_a_block(made):
    graph = SparseGraph(made.adjacency)
    series = [Geometric(q) for q in np.linspace(0.1, 0.98, 23)] + [Exponential(2.0)]
    landmarks = np.arange(0, 600, 30)
    counting = Counting(graph.normalized_adjacency)
    graph.__dict__["normalized_adjacency"] = counting
    graph._leading["normalized_adjacency", 4] = SparseGraph(made.adjacency).leading_pairs(
        "normalized_adjacency", 4
    )
    together = many_columns(graph, "normalized_adjacency", series, landmarks, 4)
    assert 0 < counting.products <= 60 * np.ceil(len(landmarks) / 8)
    for columns, each in zip(together, series, strict=True):
        alone, _ = landmark_columns(counting.matrix, each, landmarks, 4)
        np.testing.assert_allclose(columns, alone, rtol=1e-9)


def test_labels_are_those_of_one_at_a_time(made, monkeypatch):
    monkeypatch.setattr("core.graphs.large_sweeps.MOST_BYTES", 8 * 600 * 64 * 2)  # groups of two
    cells = list(
        sweep_large(
            made.adjacency,
            ["PPR", "logPPR", "logModifPPR", "Comm", "CT"],
            [0.3, 0.7, 0.9],
            4,
            communities=made.communities,
            scores=("ari", "modularity"),
            n_landmarks=64,
            random_state=7,
        )
    )
    assert len(cells) == 13
    for cell in cells:
        alone = cluster_large(
            made.adjacency, cell.measure, cell.x, 4, n_landmarks=64, random_state=7
        )
        np.testing.assert_array_equal(cell.labels, alone.labels)
    best = {cell.measure: cell.scores["ari"] for cell in cells if cell.x in (None, 0.9)}
    assert best["logPPR"] > 0.9


def test_an_x_without_a_kernel_is_refused_alone(made):
    cells = {
        cell.x: cell
        for cell in sweep_large(made.adjacency, ["logAbs"], [0.3, 0.9], 4, random_state=0)
    }
    assert cells[0.3].labels is not None
    assert cells[0.9].labels is None
    assert "smaller x" in cells[0.9].reason


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"measures": ["SP"], "n_clusters": 2}, "needs all pairs"),
        ({"measures": ["For"]}, "give the number of clusters"),
        ({"measures": ["For"], "n_clusters": 2, "scores": ["x"]}, "'x'; choose one of: ari"),
        ({"measures": ["For"], "n_clusters": 2, "scores": ["ari"]}, "compares with known"),
    ],
)
def test_what_does_not_fit_is_refused(made, keywords, message):
    with pytest.raises(ParameterError, match=message):
        list(sweep_large(made.adjacency, x=[0.5], **keywords))


def test_the_parameter_of_a_large_graph_needs_no_full_matrix():
    n = 40_001  # a star: ρ(A)² = 40,000, and 13 GB as a full matrix
    rays = np.arange(1, n)
    half = sparse.coo_array((np.ones(n - 1), (np.zeros(n - 1, dtype=int), rays)), shape=(n, n))
    star = sparse.csr_array(half + half.T)
    assert parameter(star, "Katz", 0.5) == pytest.approx(0.5 / 200, rel=1e-6)
