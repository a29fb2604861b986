"""From a few known nodes to the others: golden values, laws, quality, refusals."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics import roc_auc_score

from core.datasets import load
from core.datasets.generators.planted_partition import planted_partition
from core.errors import LimitError, ParameterError
from core.graphs import kernel_matrix, nearest_group, rank_from
from core.graphs.ranking import RANK_SCORES, pagerank_from

KARATE = load("karate")
CLUBS = np.asarray(KARATE.communities)
SEEDS = [0, 1, 2]


def others(n, seeds):
    return np.setdiff1d(np.arange(n), seeds)


def area(scores, communities, seeds):
    rest = others(len(scores), seeds)
    return roc_auc_score(communities[rest] == communities[seeds[0]], scores[rest])


@pytest.mark.parametrize(
    ("measure", "x", "score", "auc", "top"),
    [
        ("HeatPR", 0.97, "dist", 0.983193, [{11}, {12}, {17, 21}, {7}]),
        ("Comm", 0.3, "dist", 0.945378, [{3}, {7}, {13}, {17, 21}]),
        ("CCT", None, "kernel", 1.000000, [{3}, {12}, {7}, {17, 21}]),
        ("PPR", 0.85, "dist", 0.844538, [{17, 21}]),
    ],
)
def test_golden_values_on_the_karate_club(measure, x, score, auc, top):
    """Seeds 0, 1, 2; nodes 17 and 21 have the same neighbours, so that their scores are equal."""
    scores = rank_from(KARATE.adjacency, SEEDS, measure, x, score)
    assert area(scores, CLUBS, SEEDS) == pytest.approx(auc, abs=1e-6)
    rest = others(34, SEEDS)
    order = rest[np.argsort(-scores[rest])].tolist()
    for group in top:
        assert set(order[: len(group)]) == group
        order = order[len(group) :]
    assert scores[17] == pytest.approx(scores[21], rel=1e-9)


def test_the_default_is_the_first_of_the_golden_values():
    np.testing.assert_array_equal(
        rank_from(KARATE.adjacency, SEEDS), rank_from(KARATE.adjacency, SEEDS, "HeatPR", 0.97)
    )


def test_laws():
    rng = np.random.default_rng(0)
    order = rng.permutation(34)
    place = np.argsort(order)
    moved = rank_from(KARATE.adjacency[order][:, order], place[SEEDS])
    np.testing.assert_allclose(moved, rank_from(KARATE.adjacency, SEEDS)[order], rtol=1e-7)
    one = [rank_from(KARATE.adjacency, [5], score=score) for score in ("dist", "nearest")]
    np.testing.assert_array_equal(*one)
    kernel = kernel_matrix(KARATE.adjacency, "Comm", 0.3)
    shift = rng.normal(size=34)
    seeds = np.array(SEEDS)
    np.testing.assert_allclose(
        RANK_SCORES["dist"](kernel + shift[:, None] + shift, seeds),
        RANK_SCORES["dist"](kernel, seeds),
        rtol=1e-9,
    )


def test_scores_by_a_double_loop():
    kernel = kernel_matrix(KARATE.adjacency, "HeatPR", 0.5)
    kernel = (kernel + kernel.T) / 2
    for node in (4, 20):
        distances = [kernel[s, s] + kernel[node, node] - 2 * kernel[s, node] for s in SEEDS]
        expected = {
            "dist": -np.mean(distances),
            "nearest": -min(distances),
            "kernel": np.mean([kernel[s, node] for s in SEEDS]),
        }
        for score, value in expected.items():
            found = rank_from(KARATE.adjacency, SEEDS, "HeatPR", 0.5, score)[node]
            assert found == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("graph_seed", [0, 1])
def test_a_planted_community_is_found_where_plain_pagerank_finds_hubs(graph_seed):
    made = planted_partition(sizes=(34,) * 3, p_in=0.3, p_out=0.1, random_state=graph_seed)
    communities = np.asarray(made.communities)
    rng = np.random.default_rng(0)
    ours, plain = [], []
    for name in np.unique(communities):
        for _ in range(10):
            seeds = rng.choice(np.flatnonzero(communities == name), 3, replace=False)
            ours.append(area(rank_from(made.adjacency, seeds), communities, seeds))
            # a walk that starts at the seeds: columns of (I - aP)^-1, by rows of the seeds
            walk = kernel_matrix(made.adjacency, "PPR", 0.85)[seeds].mean(axis=0)
            plain.append(area(walk, communities, seeds))
    assert np.mean(ours) >= 0.93
    assert np.mean(plain) <= 0.82


def test_plain_pagerank_is_the_rows_of_its_kernel():
    weighted = KARATE.adjacency * sparse.csr_array(np.add.outer(np.arange(34), np.arange(34)) + 1.0)
    walks = kernel_matrix(weighted, "PPR", 0.85)[SEEDS].mean(axis=0)
    found = pagerank_from(weighted, SEEDS)
    np.testing.assert_allclose(found, 0.15 * walks, rtol=1e-10)
    assert found.sum() == pytest.approx(1)
    apart = sparse.block_array([[KARATE.adjacency, None], [None, sparse.csr_array((1, 1))]])
    assert np.isnan(pagerank_from(apart, SEEDS)[34])
    assert pagerank_from(apart, [34])[34] == pytest.approx(0.15)


def test_nodes_that_no_seed_reaches_have_no_score():
    two = np.kron(np.eye(2), np.ones((3, 3)) - np.eye(3))
    for measure, x in (("HeatPR", 0.97), ("logHeat", 0.5), ("CCT", None)):
        scores = rank_from(two, [1], measure, x)
        assert np.isnan(scores[3:]).all()
        assert np.isfinite(scores[:3]).all()
    assert nearest_group(two, [[0], [2]]).tolist()[3:] == [-1, -1, -1]


def test_groups_are_told_apart_by_their_centres():
    groups = [[0, 1, 2], [33, 32, 30]]
    found = nearest_group(KARATE.adjacency, groups)
    names = np.array([CLUBS[0], CLUBS[33]])
    assert np.mean(names[found] == CLUBS) > 0.9
    assert nearest_group(KARATE.adjacency, groups[::-1]).tolist() == (1 - found).tolist()


@pytest.mark.parametrize(
    ("seeds", "score", "message"),
    [
        ([], "dist", "one or more nodes"),
        ([0.5], "dist", "one or more nodes"),
        ([34], "dist", "Seed 34 is no node; rows go from 0 to 33"),
        ([3, 3], "dist", "each node once"),
        ([3], "nonsense", "'nonsense'; choose one of: dist, nearest, kernel"),
    ],
)
def test_seeds_that_are_no_nodes_are_refused(seeds, score, message):
    with pytest.raises(ParameterError, match=message):
        rank_from(KARATE.adjacency, seeds, score=score)


def test_a_graph_that_is_too_large_is_refused():
    with pytest.raises(LimitError, match="5,001 nodes"):
        rank_from(sparse.eye_array(5001, format="csr"), [0])
