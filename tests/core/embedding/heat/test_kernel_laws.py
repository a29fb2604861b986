"""Laws of the heat kernel on random graphs, and entries far below what a float64 can hold."""

from math import lgamma, log, log1p

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.linalg import expm

from core.embedding.heat.doubling import full_kernel
from core.embedding.heat.kernels import heat_kernel, log_heat_kernel
from core.embedding.laplacian import LAPLACIANS, check_adjacency, jumps, laplacian_matrix
from core.errors import LimitError, ParameterError


@st.composite
def graphs(draw):
    """Random weighted graphs, often in several pieces, some nodes without edges."""
    n = draw(st.integers(2, 12))
    seed = draw(st.integers(0, 10_000))
    share = draw(st.sampled_from([0.15, 0.4, 0.9]))
    rng = np.random.default_rng(seed)
    W = np.triu(rng.random((n, n)) * (rng.random((n, n)) < share), 1)
    return W + W.T


times = st.sampled_from([0.01, 0.7, 3.0, 40.0])


@settings(max_examples=40, deadline=None)
@given(graphs(), times, st.sampled_from(LAPLACIANS))
def test_matrix_exponential_and_components(W, t, laplacian):
    L = laplacian_matrix(check_adjacency(W), laplacian).toarray()
    H = heat_kernel(W, t, laplacian)
    np.testing.assert_allclose(H, expm(-t * L), atol=1e-12)
    _, component = sparse.csgraph.connected_components(sparse.csr_array(W), directed=False)
    joined = component[:, None] == component
    log_h = log_heat_kernel(W, t, laplacian)
    assert np.isfinite(log_h[joined]).all()
    assert (log_h[~joined] == -np.inf).all()


@settings(max_examples=40, deadline=None)
@given(graphs(), times, times, st.sampled_from(LAPLACIANS))
def test_semigroup_in_every_entry(W, s, t, laplacian):
    together = heat_kernel(W, s + t, laplacian)
    one_by_one = heat_kernel(W, s, laplacian) @ heat_kernel(W, t, laplacian)
    np.testing.assert_allclose(one_by_one, together, rtol=1e-11, atol=0)


@settings(max_examples=40, deadline=None)
@given(graphs(), times)
def test_symmetry_and_conserved_heat(W, t):
    degree = W.sum(axis=1)
    root = np.sqrt(np.where(degree > 0, degree, 1))
    comb, norm, walk = (
        heat_kernel(W, t, each) for each in LAPLACIANS[1:2] + LAPLACIANS[:1] + LAPLACIANS[2:]
    )
    for H in (comb, norm):
        np.testing.assert_allclose(H, H.T, rtol=1e-12, atol=0)
    np.testing.assert_allclose(comb.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(norm @ root, root, rtol=1e-12)
    np.testing.assert_allclose(walk.sum(axis=1), 1, rtol=1e-12)


@settings(max_examples=20, deadline=None)
@given(graphs(), st.sampled_from([0.7, 40.0, 900.0]), st.sampled_from(LAPLACIANS[:2]))
def test_doubling_agrees_with_the_series(W, t, laplacian):
    parts = jumps(check_adjacency(W), laplacian)
    np.testing.assert_allclose(
        full_kernel(parts, t), heat_kernel(W, t, laplacian), rtol=1e-10, atol=1e-300
    )


@pytest.mark.parametrize("hops", [1, 50, 100, 150, 249])
def test_path_far_below_the_range_of_floats(hops):
    """On an endless path H(0, h) = e^(−2t) I_h(2t), whose series needs three terms at t = 0.05."""
    n, t, middle = 520, 0.05, 260
    W = sparse.diags_array([np.ones(n - 1), np.ones(n - 1)], offsets=[-1, 1])
    x = t**2
    tail = x / (hops + 1) + x**2 / (2 * (hops + 1) * (hops + 2))
    tail += x**3 / (6 * (hops + 1) * (hops + 2) * (hops + 3))
    reference = -2 * t + hops * log(t) - lgamma(hops + 1) + log1p(tail)
    found = log_heat_kernel(W, t, "combinatorial", columns=[middle])[middle + hops, 0]
    assert found == pytest.approx(reference, abs=1e-9)


def test_columns_are_columns_of_the_whole():
    rng = np.random.default_rng(3)
    W = np.triu(rng.random((40, 40)) < 0.1, 1).astype(int)
    W = W + W.T
    whole = log_heat_kernel(W, 4.0, "random_walk")
    some = log_heat_kernel(sparse.coo_array(W), 4.0, "random_walk", columns=[7, 3, 7])
    np.testing.assert_allclose(some, whole[:, [7, 3, 7]], rtol=1e-13)


def test_time_zero_is_the_identity():
    np.testing.assert_array_equal(heat_kernel(np.ones((3, 3)), 0.0), np.eye(3))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: heat_kernel([[0, 1], [0, 0]], 1.0), "symmetric"),
        (lambda: heat_kernel([[0, -1], [-1, 0]], 1.0), "negative"),
        (lambda: heat_kernel([[0, np.nan], [np.nan, 0]], 1.0), "NaN"),
        (lambda: heat_kernel([[0, 1, 1]], 1.0), "square"),
        (lambda: heat_kernel([["a", "b"], ["b", "a"]], 1.0), "numbers"),
        (lambda: heat_kernel([[0, 1], [1, 0]], np.nan), "finite"),
        (lambda: heat_kernel([[0, 1], [1, 0]], "long"), "not a number"),
        (lambda: heat_kernel([[0, 1], [1, 0]], 1.0, "magnetic"), "normalized"),
        (lambda: heat_kernel([[0, 1], [1, 0]], 1.0, columns=[2]), "0 to 1"),
    ],
)
def test_what_is_refused(call, words):
    with pytest.raises(ParameterError, match=words):
        call()


def test_a_dense_kernel_beyond_memory_is_refused():
    with pytest.raises(LimitError, match="columns of fewer nodes"):
        heat_kernel(sparse.eye_array(1_000_000), 1.0)
