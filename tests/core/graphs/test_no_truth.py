"""Without truth: what is recommended, and that its confidence means something."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from core.datasets.generators.planted_partition import planted_partition
from core.datasets.graph_parts import largest_component
from core.errors import ParameterError
from core.graphs.no_truth import (
    agreement_matrix,
    best_cells,
    recommend,
    shuffled,
    stability_table,
)
from core.graphs.sweeps import SweepCell, sweep_cells

MEASURES = ("Katz", "For", "logFor", "Comm", "logComm", "Heat", "logHeat", "logPPR", "FE", "SP")
X = (0.2, 0.35, 0.5, 0.65, 0.8)


def study(adjacency, measures=MEASURES, x=X):
    return list(sweep_cells(adjacency, None, measures, x, n_clusters=2, scores=("modularity",)))


def chance(adjacency) -> float:
    cells = study(shuffled(adjacency), ("Comm", "logComm"), (0.3, 0.6))
    return max(cell.scores["modularity"] for cell in cells)


@pytest.mark.parametrize(
    ("p_out", "expected", "least", "most"),
    [(0.03, ("sure",), 0.9, 1.0), (0.1, ("sure", "unsure"), 0.8, 1.0), (0.3, ("guess",), -1, 0.1)],
)
def test_confidence_follows_the_truth_that_it_does_not_see(p_out, expected, least, most):
    for seed in range(3):
        graph = largest_component(
            planted_partition(sizes=(40, 40), p_in=0.3, p_out=p_out, random_state=seed)
        )
        found = recommend(study(graph.adjacency), null_modularity=chance(graph.adjacency))
        agreement = adjusted_rand_score(graph.communities, found.labels)
        assert found.confidence in expected
        assert least <= agreement <= most  # 0.9: two of the 80 nodes may lie on the wrong side
        assert bool(found.reasons) == (found.confidence != "sure")


def test_chance_is_named_as_the_reason():
    graph = largest_component(planted_partition(sizes=(80,), p_in=0.06, random_state=1))
    found = recommend(study(graph.adjacency), null_modularity=chance(graph.adjacency))
    assert found.confidence == "guess"
    assert any("that chance finds" in reason for reason in found.reasons)


def test_stability_is_the_mean_agreement_with_the_neighbours():
    def cell(x, labels):
        return SweepCell("For", x, "ward", np.array(labels), {"modularity": 0.3})

    a, b = [0, 0, 1, 1], [0, 1, 0, 1]
    cells = [
        cell(0.1, a),
        cell(0.2, a),
        cell(0.3, b),
        SweepCell("For", 0.4, "ward", None, {}, "no"),
    ]
    table = stability_table(cells)
    other = adjusted_rand_score(a, b)
    np.testing.assert_allclose(table["stability"], [(1 + other) / 2, (1 + other) / 2, other])
    assert best_cells(table)["x"].tolist() == [0.1]


def test_one_family_has_one_voice():
    def cell(measure, labels, score=0.3):
        return SweepCell(measure, 0.5, "ward", np.array(labels), {"modularity": score})

    a, b = [0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 0, 1]
    # Three members of one family that agree must not outvote two independent measures.
    cells = [cell(name, b) for name in ("logPPR", "logModifPPR", "FE")]
    cells += [cell("For", a), cell("Heat", a)]
    assert recommend(cells).labels.tolist() == a
    with pytest.raises(ParameterError, match="none can be recommended"):
        recommend([SweepCell("For", 0.5, "ward", None, {}, "no kernel")])


def test_shuffling_keeps_degrees_and_weights_but_not_communities():
    graph = planted_partition(sizes=(60, 60), p_in=0.3, p_out=0.01, random_state=0)
    other = shuffled(graph.adjacency, random_state=1)
    lost = graph.adjacency.sum() - other.sum()
    assert 0 <= lost <= 0.01 * graph.adjacency.sum()
    same = graph.communities[:, None] == graph.communities[None, :]
    assert other.toarray()[same].mean() < 0.6 * graph.adjacency.toarray()[same].mean()
    assert not other.diagonal().any()


def test_agreement_is_symmetric_with_ones():
    rng = np.random.default_rng(0)
    matrix = agreement_matrix([rng.integers(3, size=30) for _ in range(4)])
    np.testing.assert_array_equal(matrix, matrix.T)
    np.testing.assert_array_equal(np.diag(matrix), 1)
    assert matrix[0, 1] < 0.3
