"""Proposals find the number of classes where there is one, and show what they are read from."""

import numpy as np
import pytest

from core.datasets.generators.planted_partition import equal_sizes, planted_partition
from core.graphs import kernel_matrix, modularity, ward_tree
from core.graphs.cluster_count import (
    DENSE_UP_TO,
    eigengap,
    leading_eigenvalues,
    propose_counts,
)


@pytest.mark.parametrize("n_classes", [2, 3, 5])
def test_all_three_see_well_separated_classes(n_classes):
    graph = planted_partition(
        sizes=equal_sizes(150, n_classes), p_in=0.5, p_out=0.02, random_state=n_classes
    )
    kernel = kernel_matrix(graph.adjacency, "logComm", 0.5)
    proposals = propose_counts(graph.adjacency, kernel)
    assert {row.criterion: row.n_clusters for row in proposals} == {
        "eigengap": n_classes,
        "silhouette": n_classes,
        "modularity": n_classes,
    }
    for row in proposals:
        best = row.evidence.loc[row.evidence["score"].idxmax(), "n_clusters"]
        assert best == row.n_clusters
        assert row.evidence["n_clusters"].min() == 2


def test_the_evidence_is_what_it_says():
    graph = planted_partition(sizes=(20, 30), random_state=1)
    kernel = kernel_matrix(graph.adjacency, "For", 0.5)
    gap, _, by_modularity = propose_counts(graph.adjacency, kernel, largest=6)
    tree = ward_tree(kernel)
    for k, score in by_modularity.evidence.itertuples(index=False):
        assert score == pytest.approx(modularity(graph.adjacency, tree.labels(int(k))))
    degree = graph.adjacency.sum(axis=1)
    walk = graph.adjacency.toarray() / np.sqrt(np.outer(degree, degree))
    values = np.sort(np.linalg.eigvalsh(walk))[::-1]
    np.testing.assert_allclose(gap.evidence["score"], values[1:6] - values[2:7], atol=1e-12)


def test_components_are_a_gap():
    three = np.kron(np.eye(3), np.ones((5, 5)) - np.eye(5))
    assert eigengap(three).n_clusters == 3


def test_large_graphs_take_the_leading_eigenvalues_only():
    graph = planted_partition(
        sizes=equal_sizes(DENSE_UP_TO + 100, 4), p_in=0.03, p_out=0.002, random_state=0
    )
    few = leading_eigenvalues(graph.adjacency, 6)
    degree = graph.adjacency.sum(axis=1)
    walk = graph.adjacency.toarray() / np.sqrt(np.outer(degree, degree))
    np.testing.assert_allclose(few, np.linalg.eigvalsh(walk)[::-1][:6], atol=1e-9)
    assert eigengap(graph.adjacency).n_clusters == 4


def test_tiny_graphs_have_a_proposal_too():
    pair = np.array([[0, 1], [1, 0]])
    assert propose_counts(pair, np.eye(2))[0].n_clusters == 2
