"""Copeland's rule, reject curves, tournaments, and the qualitative finding of the articles."""

import networkx as nx
import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from core.datasets.generators.planted_partition import planted_partition
from core.errors import Cancelled, ParameterError
from core.graphs import (
    TournamentResult,
    copeland,
    kernel_matrix,
    louvain,
    modularity,
    partition_score,
    reject_area,
    reject_curve,
    squared_distance,
    tournament,
)
from tests.core.graphs.golden import graph


def brute_copeland(scores):
    total = np.zeros(scores.shape[1], dtype=int)
    for row in scores:
        for i in range(len(row)):
            total[i] += sum(np.sign(row[i] - row[j]) for j in range(len(row)) if j != i)
    return total


def test_copeland_against_a_double_loop_and_its_laws():
    scores = np.random.default_rng(0).integers(0, 4, size=(20, 7)) / 4
    result = copeland(scores)
    assert np.issubdtype(result.dtype, np.integer)
    np.testing.assert_array_equal(result, brute_copeland(scores))
    assert result.sum() == 0
    np.testing.assert_array_equal(copeland(scores[:, ::-1]), result[::-1])
    np.testing.assert_array_equal(copeland(scores**3), result)
    assert copeland(np.ones((3, 4))).tolist() == [0, 0, 0, 0]
    assert copeland([[1, 0, 0]] * 50).max() == 50 * 2


def test_a_family_without_a_score_loses():
    assert copeland([[np.nan, 0.1, np.nan]]).tolist() == [-1, 2, -1]
    with pytest.raises(ParameterError, match="graphs, families"):
        copeland([1.0, 2.0])


def test_reject_curves_take_ties_in_one_step_whatever_the_order_of_nodes():
    adjacency, communities = graph("karate")
    distance = squared_distance(kernel_matrix(adjacency, "SP"))
    inter, intra = reject_curve(distance, communities)
    assert len(inter) == 1 + 5  # hop distances 1 … 5
    order = np.random.default_rng(0).permutation(34)
    again = reject_curve(distance[np.ix_(order, order)], communities[order])
    np.testing.assert_array_equal(again[0], inter)
    np.testing.assert_array_equal(again[1], intra)
    rows, columns = np.triu_indices(34, 1)
    same = communities[rows] == communities[columns]
    for hops in range(1, 6):
        near = distance[rows, columns] < hops + 0.5
        assert intra[hops] == pytest.approx(near[same].mean())
        assert inter[hops] == pytest.approx(near[~same].mean())


def test_the_area_is_the_probability_that_a_pair_within_is_nearer():
    rng = np.random.default_rng(0)
    distance = rng.integers(0, 30, size=(25, 25)).astype(float)
    distance = distance + distance.T
    communities = rng.integers(0, 3, size=25)
    rows, columns = np.triu_indices(25, 1)
    same = communities[rows] == communities[columns]
    values = distance[rows, columns]
    statistic = mannwhitneyu(values[~same], values[same]).statistic
    expected = statistic / (same.sum() * (~same).sum())
    assert reject_area(*reject_curve(distance, communities)) == pytest.approx(expected)


def test_reject_curves_of_infinite_distances_and_of_nothing():
    distance = np.array([[0, 1, np.inf, np.inf], [1, 0, np.inf, np.inf], [np.inf, np.inf, 0, 1.0]])
    distance = np.vstack([distance, [np.inf, np.inf, 1.0, 0]])
    inter, intra = reject_curve(distance, [0, 0, 1, 1])
    assert inter.tolist() == [0, 0, 1]
    assert intra.tolist() == [0, 1, 1]
    with pytest.raises(ParameterError, match="different communities"):
        reject_curve(np.ones((3, 3)), [1, 1, 1])
    with pytest.raises(ParameterError, match="NaN"):
        reject_curve(np.full((3, 3), np.nan), [1, 1, 2])


def planted(p_out, size=50):
    def make(seed):
        made = planted_partition(sizes=(size, size), p_in=0.3, p_out=p_out, random_state=seed)
        return made.adjacency, made.communities

    return make


def test_a_longer_tournament_begins_like_a_shorter_one():
    small = {"measures": ("For", "logFor", "SP"), "x": (0.3, 0.7)}
    short = list(tournament(planted(0.1, 20), 2, **small))
    results = list(tournament(planted(0.1, 20), 4, **small))
    assert [result.n_graphs for result in results] == [1, 2, 3, 4]
    np.testing.assert_array_equal(results[-1].scores[:2], short[-1].scores)
    assert results[-1].scores.shape == (4, 3, 2)
    assert results[-1].copeland_best.sum() == 0
    low, high = results[-1].band()
    assert (low <= results[-1].mean + 1e-12).all()
    assert (results[-1].mean <= high + 1e-12).all()


def test_a_cancelled_tournament_keeps_what_it_had():
    def stop(share, message):
        if share > 0.4:
            raise Cancelled("stopped")

    kept = []
    with pytest.raises(Cancelled):
        kept.extend(tournament(planted(0.1, 20), 6, ("For",), (0.5,), progress=stop))
    assert [result.n_graphs for result in kept] == [1, 2, 3]
    with pytest.raises(ParameterError, match="at least 1"):
        next(tournament(planted(0.1), 0))


def test_the_percentile_is_a_parameter_that_was_tried():
    x = tuple(np.linspace(0.1, 0.9, 9))
    result = list(tournament(planted(0.1, 20), 2, ("logHeat",), x))[-1]
    means = result.mean[0]
    assert means[result.best_index[0]] == means.max()
    assert means[result.percentile_90_index[0]] == np.percentile(means, 90, method="lower")


FAMILIES = (
    *("Katz", "logKatz", "For", "logFor", "Comm", "logComm", "Heat", "logHeat"),
    *("SCT", "SCCT", "RSP", "FE", "SP-CT"),
)


def test_with_ward_log_communicability_leads_and_with_k_means_the_leader_changes():
    """Ivashkin, Chebotarev (2016) on G(100, (2) 0.3, 0.15): the finding, not its numbers."""
    x = tuple(np.linspace(0.1, 0.9, 9))
    final = {
        method: list(tournament(planted(0.15), 10, FAMILIES, x, method))[-1]
        for method in ("ward", "kernel_kmeans")
    }
    ward, kmeans = final["ward"], final["kernel_kmeans"]
    assert FAMILIES[int(np.argmax(ward.copeland_best))] == "logComm"
    assert FAMILIES[int(np.argmax(kmeans.copeland_best))] != "logComm"
    assert sum(pair.logarithm_leads for pair in ward.pairs()) >= 3
    assert all(pair.logarithm_wins + pair.plain_wins <= 10 for pair in ward.pairs())


def test_modularity_against_networkx_with_loops_and_weights():
    rng = np.random.default_rng(0)
    adjacency = np.triu(rng.integers(0, 3, size=(15, 15)))
    adjacency = adjacency + np.triu(adjacency, 1).T
    labels = rng.integers(0, 3, size=15)
    network = nx.from_numpy_array(adjacency)
    # networkx counts a loop twice in a degree; ours is A's own: compare without loops
    without = adjacency - np.diag(np.diag(adjacency))
    network.remove_edges_from(nx.selfloop_edges(network))
    expected = nx.community.modularity(
        network, [set(np.flatnonzero(labels == c)) for c in range(3)]
    )
    assert modularity(without, labels) == pytest.approx(expected)
    assert modularity(adjacency, np.zeros(15)) == pytest.approx(0)


def test_louvain_finds_planted_classes_by_itself():
    made = planted_partition(sizes=(40, 40, 40), p_in=0.4, p_out=0.02)
    labels = louvain(made.adjacency, random_state=0)
    assert partition_score("ami", labels, made.communities) == pytest.approx(1.0)
    np.testing.assert_array_equal(labels, louvain(made.adjacency, random_state=0))


def test_every_score_of_a_perfect_and_of_a_blind_partition():
    truth = np.repeat([0, 1, 2], 40)
    blind = np.random.default_rng(0).permutation(truth)
    for score in ("ari", "ami", "nmi_arithmetic", "nmi_geometric"):
        assert partition_score(score, truth, truth) == pytest.approx(1)
        assert abs(partition_score(score, blind, truth)) < 0.06
    with pytest.raises(ParameterError, match="known communities"):
        partition_score("ari", truth)


def test_what_is_chosen_on_one_half_is_scored_on_the_other():
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(10, 2, 25))  # no parameter is better: choosing one only flatters
    result = TournamentResult(("Comm", "logComm"), tuple(np.linspace(0.02, 0.98, 25)), noise, 10)
    chosen = result.at(result.best_index).mean()
    assert chosen > 0.3
    assert abs(result.held_out().mean()) < chosen / 2
    by_hand = noise[1::2].mean(axis=0).argmax(axis=1)
    np.testing.assert_array_equal(result.held_out()[0::2], noise[0::2][:, np.arange(2), by_hand])
    better = noise + np.array([0, 5])[None, :, None]
    (pair,) = TournamentResult(result.measures, result.x, better, 10).held_out_pairs()
    assert pair.ahead == "logComm"
    assert pair.difference == pytest.approx(5, abs=3 * pair.half_width)
    (pair,) = TournamentResult(result.measures, result.x, 0 * noise, 10).held_out_pairs("p90")
    assert pair.ahead == ""
    assert np.isnan(TournamentResult(result.measures, result.x, noise[:1], 1).held_out()).all()
    with pytest.raises(ParameterError, match="'x'; choose one of: best, p90"):
        result.held_out("x")
