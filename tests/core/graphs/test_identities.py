"""Measures that are the same distance, and what measures become at the ends of their range."""

import numpy as np
import pytest

from core.graphs import (
    MEASURE_TABLE,
    MEASURES,
    family_of,
    kernel_matrix,
    squared_distance,
)
from tests.core.graphs.golden import graph

KARATE = graph("karate")[0]


def distance(measure, x=None, adjacency=KARATE):
    return squared_distance(kernel_matrix(adjacency, measure, x))


def weighted_karate():
    weights = np.random.default_rng(0).uniform(0.5, 2, size=KARATE.shape)
    return KARATE * (weights + weights.T)


@pytest.mark.parametrize("x", [0.1, 0.5, 0.9])
def test_log_ppr_is_log_modified_ppr(x):
    np.testing.assert_allclose(distance("logPPR", x), distance("logModifPPR", x), atol=1e-12)


@pytest.mark.parametrize("x", [0.1, 0.5, 0.9])
def test_log_heat_pagerank_is_log_normalised_heat(x):
    np.testing.assert_allclose(distance("logHeatPR", x), distance("logNHeat", x), atol=1e-11)


@pytest.mark.parametrize("x", [0.2, 0.5, 0.65])
def test_absorption_is_modified_ppr(x):
    t = 0.5 * x / (1 - x)
    expected = kernel_matrix(KARATE, "ModifPPR", 1 - t)
    np.testing.assert_allclose(kernel_matrix(KARATE, "Abs", x), expected, atol=1e-13)


@pytest.mark.parametrize("x", [0.2, 0.5, 0.9])
def test_free_energy_is_log_ppr_without_weights_and_only_then(x):
    beta = (1 - x) / x
    expected = distance("logPPR", np.exp(-beta)) / (2 * beta)
    np.testing.assert_allclose(distance("FE", x), expected, rtol=1e-12)
    weighted = weighted_karate()
    off = ~np.eye(34, dtype=bool)
    other = distance("logPPR", np.exp(-beta), weighted)[off] / (2 * beta)
    assert np.abs(distance("FE", x, weighted)[off] / other - 1).max() > 0.05
    assert family_of("FE") == family_of("logPPR")
    assert family_of("FE", weighted=True) == "FE"


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("measure", "tolerance"), [("RSP", 2e-4), ("FE", 1e-4)])
def test_small_beta_gives_half_the_commute_time(measure, tolerance, weighted):
    adjacency = weighted_karate() if weighted else KARATE
    beta = 1e-6
    # c_ij = 1/a_ij costs one unit of cost a step: the expected cost of a return trip
    transition = adjacency / adjacency.sum(axis=1, keepdims=True)
    cost = np.divide(1, adjacency, out=np.zeros_like(adjacency), where=adjacency > 0)
    mean_step_cost = (transition * cost).sum(axis=1)
    share = adjacency.sum(axis=1) / adjacency.sum()
    expected = distance("CT", None, adjacency) * adjacency.sum() * (share @ mean_step_cost) / 2
    got = distance(measure, 1 / (1 + beta), adjacency)
    off = ~np.eye(34, dtype=bool)
    assert np.abs(got[off] / expected[off] - 1).max() < tolerance


@pytest.mark.parametrize("weighted", [False, True])
def test_large_beta_gives_the_shortest_path(weighted):
    adjacency = weighted_karate() if weighted else KARATE
    shortest = distance("SP", None, adjacency)
    beta = 30.0
    rsp = distance("RSP", 1 / (1 + beta), adjacency)
    # two weighted paths that are nearly equal keep their mean for longer
    np.testing.assert_allclose(rsp, shortest, atol=0.05 if weighted else 1e-11)
    far = [np.abs(distance("FE", 1 / (1 + b), adjacency) - shortest).max() for b in (15.0, 30.0)]
    assert far[1] < 0.4
    assert far[0] / far[1] == pytest.approx(2, rel=0.1)  # only like 1/β


def test_free_energy_where_every_entry_but_the_diagonal_is_below_rounding():
    """β = 49 (x = 0.02): z_ij ~ e^(−49 d)."""
    got = distance("FE", 0.02)
    shortest = distance("SP")
    assert np.abs(got - shortest).max() < 0.2
    assert np.isfinite(got).all()


@pytest.mark.parametrize(
    ("measure", "x", "limit", "least"),
    [
        ("ModifPPR", 0.9999, "CT", 0.9999),
        ("For", 0.9999, "CT", 0.999),
        ("logFor", 0.9999, "CT", 0.999),
        ("logPPR", 0.9999, "CT", 0.999),
        ("Abs", 0.0001, "CT", 0.999),
        ("SCT", 0.001, "CT", 0.999),
        ("SCCT", 0.001, "CCT", 0.999),
        ("logKatz", 1e-9, "SP", 0.99),
        ("logComm", 1e-9, "SP", 0.98),
        ("logFor", 1e-9, "SP", 0.98),
        ("logHeat", 1e-9, "SP", 0.98),
        ("logNHeat", 1e-9, "SP", 0.98),
        ("logDF", 1e-9, "SP", 0.98),
        ("logPPR", 1e-9, "SP", 0.98),
        ("RSP", 0.02, "SP", 0.9999),
        ("FE", 0.02, "SP", 0.99),
        ("SP-CT", 0.0, "CT", 0.9999),
        ("SP-CT", 1.0, "SP", 0.9999),
    ],
)
def test_the_limits_on_the_measure_cards(measure, x, limit, least):
    rows, columns = np.triu_indices(34, 1)
    got = distance(measure, x)[rows, columns]
    assert np.corrcoef(got, distance(limit)[rows, columns])[0, 1] > least


@pytest.mark.parametrize("measure", [m for m in MEASURES if m not in ("CT", "CCT", "SP")])
@pytest.mark.parametrize("x", [0.3, 0.55])
def test_the_cards_tell_the_truth_about_metrics_and_semidefiniteness(measure, x):
    card = MEASURE_TABLE[measure]
    kernel = kernel_matrix(KARATE, measure, x)
    delta = squared_distance(kernel)
    scale = delta.max()
    if card.positive_semidefinite == "yes":
        centering = np.eye(34) - 1 / 34
        smallest = np.linalg.eigvalsh(centering @ (kernel + kernel.T) / 2 @ centering)[0]
        assert smallest > -1e-12 * np.abs(kernel).max()
    checked = None
    if card.metric.startswith(("Δ is a metric", "D is a metric")):
        checked = delta
    elif card.metric.startswith("√Δ is a metric"):
        checked = np.sqrt(delta.clip(0))
    if checked is not None:
        violation = checked[:, None, :] - (checked[:, :, None] + checked[None, :, :])
        assert violation.max() < 1e-7 * scale


def test_what_the_cards_deny_fails_on_karate():
    """Triangle violations and negative eigenvalues of Δ, measured in the lab's notes."""
    for measure, t, expected in (("logComm", 0.5, 1.59), ("logHeat", 0.5, 2.79)):
        half = distance(measure, 2 * t / (1 + 2 * t)) / 2
        violation = half[:, None, :] - (half[:, :, None] + half[None, :, :])
        assert violation.max() == pytest.approx(expected, abs=0.01)


def test_every_card_is_complete():
    for name, card in MEASURE_TABLE.items():
        assert card.name == name
        empty = {key for key in card.__dataclass_fields__ if not getattr(card, key)}
        assert empty <= {"parameter", "plain", "weighted_family"}
        assert card.is_logarithm == name.startswith("log")
