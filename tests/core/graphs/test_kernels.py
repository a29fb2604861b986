"""Laws of kernels, right tails, and inputs that have no kernel."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse
from scipy.linalg import expm

from core.errors import ComputeError, LimitError, ParameterError
from core.graphs import MEASURES, kernel_matrix, parameter, squared_distance
from core.graphs.positive_series import positive_series
from core.graphs.series_functions import (
    DoubleFactorial,
    Exponential,
    Geometric,
    GeometricSquared,
)
from tests.core.graphs.exact import exact_log_exponential
from tests.core.graphs.golden import graph

KARATE = graph("karate")[0]
NO_PARAMETER = ("CT", "CCT", "SP")
TWO_TRIANGLES = np.kron(np.eye(2), np.ones((3, 3)) - np.eye(3))


def path(n):
    return np.diag(np.ones(n - 1), 1) + np.diag(np.ones(n - 1), -1)


def weighted_graph(n=30, seed=0):
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.uniform(0.2, 3, (n, n)) * (rng.uniform(size=(n, n)) < 0.3), 1)
    return upper + upper.T + path(n)


@pytest.mark.parametrize("measure", MEASURES)
def test_relabelling_nodes_relabels_the_kernel_and_types_do_not_matter(measure):
    x = None if measure in NO_PARAMETER else 0.4
    kernel = kernel_matrix(KARATE, measure, x)
    order = np.random.default_rng(0).permutation(34)
    permuted = kernel_matrix(KARATE[np.ix_(order, order)], measure, x)
    scale = np.abs(kernel).max()
    np.testing.assert_allclose(permuted, kernel[np.ix_(order, order)], atol=1e-11 * scale)
    for same in (KARATE.astype(np.uint8), KARATE.astype(bool), sparse.coo_matrix(KARATE)):
        np.testing.assert_array_equal(kernel_matrix(same, measure, x), kernel)
    if measure not in ("PPR", "logPPR", "HeatPR", "logHeatPR"):
        np.testing.assert_allclose(kernel, kernel.T, atol=1e-12 * scale)
    assert kernel.dtype == np.float64


def test_rows_that_must_sum_to_one():
    for measure in ("For", "Heat", "HeatPR"):
        sums = kernel_matrix(weighted_graph(), measure, 0.6).sum(axis=1)
        np.testing.assert_allclose(sums, 1, atol=1e-12)
    np.testing.assert_allclose(kernel_matrix(KARATE, "PPR", 0.7).sum(axis=1), 1 / 0.3, rtol=1e-12)


@pytest.mark.parametrize("measure", ["Comm", "Heat", "NHeat", "HeatPR"])
def test_exponentials_form_a_semigroup(measure):
    adjacency = weighted_graph()
    single, double = (kernel_matrix(adjacency, measure, 2 * t / (1 + 2 * t)) for t in (0.3, 0.6))
    np.testing.assert_allclose(single @ single, double, atol=1e-12 * double.max())


@pytest.mark.parametrize("x", [0.1, 0.5, 0.9])
def test_definitions_on_a_weighted_graph(x):
    """Each formula of the cards, evaluated directly."""
    adjacency = weighted_graph()
    degree = adjacency.sum(axis=1)
    laplacian = np.diag(degree) - adjacency
    walk = adjacency / degree[:, None]
    identity = np.eye(len(adjacency))
    t = 0.5 * x / (1 - x)
    expected = {
        "Katz": np.linalg.inv(identity - parameter(adjacency, "Katz", x) * adjacency),
        "For": np.linalg.inv(identity + t * laplacian),
        "Heat": expm(-t * laplacian),
        "HeatPR": expm(-t * (identity - walk)),
        "PPR": np.linalg.inv(identity - x * walk),
        "ModifPPR": np.linalg.inv(np.diag(degree) - x * adjacency),
        "Abs": np.linalg.inv(t * adjacency + laplacian),
        "CT": np.linalg.pinv(laplacian),
    }
    for measure, kernel in expected.items():
        got = kernel_matrix(adjacency, measure, None if measure == "CT" else x)
        np.testing.assert_allclose(got, kernel, atol=1e-10 * np.abs(kernel).max(), err_msg=measure)


def test_randomised_paths_and_free_energy_by_their_definitions():
    """Kivimäki, Shimbo, Saerens (2014), with weights, element by element."""
    adjacency = weighted_graph(12)
    beta = 0.7
    cost = np.divide(1, adjacency, out=np.zeros_like(adjacency), where=adjacency > 0)
    walk = adjacency / adjacency.sum(axis=1, keepdims=True) * np.exp(-beta * cost)
    z = np.linalg.inv(np.eye(12) - walk)
    s = (z @ (cost * walk) @ z) / z
    c = s - np.diag(s)[None, :]
    phi = -np.log(z / np.diag(z)[None, :]) / beta
    for measure, directed in (("RSP", c), ("FE", phi)):
        got = squared_distance(kernel_matrix(adjacency, measure, 1 / (1 + beta)))
        np.testing.assert_allclose(got, (directed + directed.T) / 2, atol=1e-11)


def test_the_logarithm_of_entries_far_below_rounding():
    """exp(tA) on a path of 40 nodes: entries down to 1e−160 beside 1, against exact arithmetic."""
    adjacency = path(40).astype(int)
    t = Fraction(1, 100)
    exact = exact_log_exponential(adjacency, t, n_terms=70).astype(float)
    got = kernel_matrix(adjacency, "logComm", float(2 * t / (1 + 2 * t)))
    assert exact.min() < -280
    np.testing.assert_allclose(got, exact, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("measure", ["logKatz", "logFor", "logHeat", "logNHeat", "logPPR", "logDF"])
def test_logarithms_of_tiny_entries_against_subtraction_free_sums(measure):
    """A ring of cliques, where opposite nodes are 12 steps apart, at x = 0.05."""
    rng = np.random.default_rng(1)
    adjacency = np.kron(path(12) + np.eye(12), rng.uniform(size=(4, 4)) < 0.6).astype(float)
    adjacency = np.maximum(adjacency, adjacency.T)
    np.fill_diagonal(adjacency, 0)
    x, t, n = 0.05, 0.5 * 0.05 / 0.95, len(adjacency)
    degree = adjacency.sum(axis=1)
    root = np.sqrt(np.outer(degree, degree))

    def total(matrix, coefficient, terms=200):
        power, result = np.eye(n), np.zeros((n, n))
        for k in range(terms):
            result += coefficient(k) * power
            power = matrix @ power
        return result

    def poisson(y):
        return lambda k: np.exp(-y + k * np.log(y) - sum(np.log(np.arange(1, k + 1))))

    c = degree.max()
    shifted = np.eye(n) - (np.diag(degree) - adjacency) / c
    scaled = adjacency / np.abs(np.linalg.eigvalsh(adjacency)).max()
    q = t * c / (1 + t * c)
    y = t * np.abs(np.linalg.eigvalsh(adjacency)).max()
    expected = {
        "logKatz": lambda: total(scaled, lambda k: x**k),
        "logFor": lambda: total(shifted, lambda k: (1 - q) * q**k),
        "logHeat": lambda: total(shifted, poisson(t * c)),
        "logNHeat": lambda: total(adjacency / root, poisson(t)),
        "logPPR": lambda: total(adjacency / degree[:, None], lambda k: x**k),
        "logDF": lambda: total(scaled, lambda k: y**k / np.prod(np.arange(k, 0, -2.0))),
    }[measure]()
    got = kernel_matrix(adjacency, measure, x)
    assert expected.min() < 1e-12 * expected.max()
    np.testing.assert_allclose(got, np.log(expected), rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize(
    "series", [Geometric(0.9), GeometricSquared(0.7), Exponential(9.0), DoubleFactorial(2.5)]
)
def test_a_series_its_terms_its_remainder_and_its_matrix_agree(series):
    g = np.linspace(-1, 1, 41)
    powers = g[:, None] ** np.arange(12)
    split = powers @ series.coefficients(12) + series.remainder(g, 12)
    np.testing.assert_allclose(split, series.values(g), rtol=1e-12, atol=1e-14)
    ring = np.roll(np.eye(8), 1, axis=0) / 2
    matrix = sparse.csr_array(ring + ring.T)
    values, vectors = np.linalg.eigh(matrix.toarray())
    spectral = vectors @ np.diag(series.values(values)) @ vectors.T
    np.testing.assert_allclose(positive_series(matrix, series), spectral, rtol=1e-11)


@pytest.mark.parametrize("measure", [m for m in MEASURES if m.startswith("log")])
def test_logarithms_of_a_graph_in_two_parts_are_refused(measure):
    with pytest.raises(ParameterError, match="2 components"):
        kernel_matrix(TWO_TRIANGLES, measure, 0.5)


@pytest.mark.parametrize("measure", ["SP", "CT", "CCT", "SP-CT", "SCT", "SCCT", "RSP", "FE"])
def test_distances_between_parts_are_refused(measure):
    with pytest.raises(ParameterError, match="2 components"):
        kernel_matrix(TWO_TRIANGLES, measure, None if measure in NO_PARAMETER else 0.5)


@pytest.mark.parametrize("measure", ["Katz", "Comm", "DF", "For", "Heat", "NHeat", "PPR", "Abs"])
def test_plain_kernels_of_a_graph_in_two_parts_are_zero_between_them(measure):
    kernel = kernel_matrix(TWO_TRIANGLES, measure, 0.5)
    assert np.abs(kernel[:3, 3:]).max() < 1e-15 * kernel.max()
    assert kernel[:3, :3].min() > 0


def test_a_node_without_edges():
    lonely = np.zeros((3, 3))
    lonely[0, 1] = lonely[1, 0] = 1
    assert kernel_matrix(lonely, "For", 0.5)[2, 2] == pytest.approx(1)
    with pytest.raises(ParameterError, match="no edge"):
        kernel_matrix(lonely, "NHeat", 0.5)
    with pytest.raises(ParameterError, match="no edges"):
        kernel_matrix(np.zeros((3, 3)), "Katz", 0.5)


@pytest.mark.parametrize("x", [0, 1, -0.1, 1.5, np.nan, np.inf, None])
def test_x_out_of_range(x):
    with pytest.raises(ParameterError, match="between 0 and 1"):
        kernel_matrix(KARATE, "Katz", x)
    with pytest.raises(ParameterError, match="between 0 and 1"):
        parameter(KARATE, "Heat", x)


def test_bad_arguments_say_what_to_do():
    with pytest.raises(ParameterError, match="choose one of: Katz, logKatz"):
        kernel_matrix(KARATE, "Kats", 0.5)
    for bad, message in (
        ([[0, 1]], "square"),
        ([], "square"),
        ([[0, 1], [2, 0]], "not symmetric"),
        ([[0, -1], [-1, 0]], "negative"),
        ([[0, np.nan], [np.nan, 0]], "finite"),
        ([["a", "b"], ["c", "d"]], "not numbers"),
    ):
        with pytest.raises(ParameterError, match=message):
            kernel_matrix(bad, "For", 0.5)
    with pytest.raises(LimitError, match="5,000"):
        kernel_matrix(sparse.eye_array(5001, format="csr"), "For", 0.5)
    with pytest.raises(ParameterError, match="square"):
        squared_distance(np.ones((2, 3)))


def test_what_overflows_says_so():
    with pytest.raises(ComputeError, match="logarithm"):
        kernel_matrix(10 * KARATE, "Comm", 0.98)
    assert np.isfinite(kernel_matrix(10 * KARATE, "logComm", 0.98)).all()


def test_entries_that_are_no_floating_point_number_are_refused():
    with pytest.raises(ComputeError, match="Take a larger x"):
        kernel_matrix(path(300), "logKatz", 0.01)
    with pytest.raises(ComputeError, match="larger x"):
        kernel_matrix(path(60), "FE", 0.02)
