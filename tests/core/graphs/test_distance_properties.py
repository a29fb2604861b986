"""Metric and Euclidean where the theory says so, and not where it says not."""

import itertools

import numpy as np
import pytest

from core.datasets import load
from core.errors import ParameterError
from core.graphs import kernel_matrix, squared_distance
from core.graphs.distance_properties import smallest_centred_eigenvalue, triangle_violation


@pytest.fixture(scope="module")
def karate():
    return load("karate").adjacency


def test_the_brute_force_twin():
    rng = np.random.default_rng(0)
    distance = rng.random((7, 7))
    distance += distance.T
    np.fill_diagonal(distance, 0)
    worst = max(
        distance[i, j] - distance[i, k] - distance[k, j]
        for i, j, k in itertools.permutations(range(7), 3)
    )
    assert triangle_violation(distance) == pytest.approx(worst / distance.max())


@pytest.mark.parametrize("measure", ["logKatz", "logFor", "SP", "CT", "FE"])
def test_metrics(karate, measure):
    kernel = kernel_matrix(karate, measure, None if measure in ("SP", "CT") else 0.5)
    assert triangle_violation(squared_distance(kernel)) < 1e-12


@pytest.mark.parametrize("measure", ["logComm", "logHeat", "logNHeat"])
def test_logarithms_that_are_no_metrics_and_not_euclidean(karate, measure):
    kernel = kernel_matrix(karate, measure, 0.5)
    assert triangle_violation(squared_distance(kernel)) > 0.01
    assert smallest_centred_eigenvalue(kernel) < -0.01


@pytest.mark.parametrize(
    ("measure", "x"),
    [
        *((measure, 0.5) for measure in ("Katz", "For", "Comm", "Heat", "NHeat")),
        *(("logKatz", 0.8), ("logFor", 0.5)),
    ],
)
def test_positive_semidefinite(karate, measure, x):
    kernel = kernel_matrix(karate, measure, x)
    assert smallest_centred_eigenvalue(kernel) > -1e-12
    root = np.sqrt(np.maximum(squared_distance(kernel), 0))
    assert triangle_violation(root) < 1e-12


@pytest.mark.parametrize("measure", ["logKatz", "logFor"])
def test_these_logarithms_are_not_semidefinite_at_small_parameters(karate, measure):
    assert smallest_centred_eigenvalue(kernel_matrix(karate, measure, 0.2)) < -0.005


def test_two_nodes_have_no_triangle_and_equal_points_no_distance():
    assert triangle_violation(np.array([[0.0, 1.0], [1.0, 0.0]])) == 0.0
    with pytest.raises(ParameterError, match="All distances are 0"):
        triangle_violation(np.zeros((3, 3)))
