"""Geodesic of kernels, distilled factors, quantum kernel: laws, goldens, twins by definition."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import LimitError, ParameterError
from core.ideas import alignment, best_mix, distilled_factor, kernel_geodesic, zz_kernel
from core.ideas.deep_kernel_machine import label_kernel, with_ridge


def definite(n: int, seed: int) -> np.ndarray:
    A = np.random.default_rng(seed).normal(size=(n, n))
    return A @ A.T + 0.1 * np.eye(n)


def objective(G: np.ndarray, K: np.ndarray, S: np.ndarray) -> float:
    """−½ [log|G| + tr G⁻¹S] − ½ [tr K⁻¹G − log|G|] for one hidden layer."""
    log_det = np.linalg.slogdet(G)[1]
    return float(
        -0.5 * (log_det + np.trace(np.linalg.solve(G, S)))
        - 0.5 * (np.trace(np.linalg.solve(K, G)) - log_det)
    )


def test_the_middle_of_the_geodesic_is_the_best_hidden_kernel():
    K, S = definite(6, 0), definite(6, 1)
    best = kernel_geodesic(K, S, 0.5)
    rng = np.random.default_rng(2)
    for _ in range(20):
        step = rng.normal(size=(6, 6))
        step = 1e-4 * (step + step.T)
        up, down = (objective(best + sign * step, K, S) for sign in (1, -1))
        assert abs(up - down) < 1e-6, "no direction leads up"
        assert max(up, down) <= objective(best, K, S) + 1e-9


@given(st.integers(0, 50), st.floats(0, 1))
def test_laws_of_the_geodesic(seed, t):
    K, S = definite(5, seed), definite(5, seed + 100)
    G = kernel_geodesic(K, S, t)
    assert np.linalg.eigvalsh(G)[0] > 0
    ends = [np.linalg.slogdet(each)[1] for each in (K, S)]
    assert np.linalg.slogdet(G)[1] == pytest.approx((1 - t) * ends[0] + t * ends[1], abs=1e-6)
    C = definite(5, seed + 200)
    np.testing.assert_allclose(
        kernel_geodesic(C @ K @ C.T, C @ S @ C.T, t), C @ G @ C.T, rtol=1e-4, atol=1e-6
    )


def test_ends_and_printed_values_of_the_geodesic():
    K, S = definite(5, 3), definite(5, 4)
    np.testing.assert_allclose(kernel_geodesic(K, S, 0), K, atol=1e-9)
    np.testing.assert_allclose(kernel_geodesic(K, S, 1), S, atol=1e-8)
    middle = kernel_geodesic(np.diag([1.0, 4.0]), np.diag([4.0, 1.0]), 0.5)
    np.testing.assert_allclose(middle, np.diag([2.0, 2.0]), atol=1e-12)
    labels = label_kernel(list("aabbb"))
    rising = [alignment(kernel_geodesic(with_ridge(K), labels, t), labels) for t in (0, 0.5, 1)]
    assert rising[0] < rising[1] < rising[2] == pytest.approx(1)


@given(st.floats(0, 100), st.floats(0.01, 10), st.floats(0, 1), st.integers(0, 6))
def test_a_students_factor_is_the_recursion_and_never_grows(d, ridge, mix, rounds):
    g = d / (d + ridge)
    wanted = g
    for _ in range(rounds):
        wanted = g * (mix + (1 - mix) * wanted)
    found = float(distilled_factor(d, ridge, mix, rounds))
    assert found == pytest.approx(wanted, abs=1e-14)
    assert found <= g + 1e-14
    if mix == 0:
        assert found == pytest.approx(g ** (rounds + 1), abs=1e-12)


def test_endless_students_are_ridge_regression_with_a_larger_ridge():
    d = np.logspace(-3, 3, 30)
    np.testing.assert_allclose(distilled_factor(d, 0.5, 0.3, 400), d / (d + 0.5 / 0.3), atol=1e-12)
    assert distilled_factor([1.0], 1.0, 0.3, 400).round(6).tolist() == [0.230769]
    assert best_mix([3.0, 0.0], [1.0, 0.0], [2.0, 0.0]) == 2.0


def by_kronecker(x: np.ndarray, repetitions: int) -> np.ndarray:
    """The state by Kronecker products of one-qubit gates; the first qubit varies slowest."""
    n = len(x)
    hadamard = np.array([[1, 1], [1, -1]]) / np.sqrt(2)
    every = np.eye(1)
    for _ in range(n):
        every = np.kron(every, hadamard)
    phase = []
    for z in product((1, -1), repeat=n):
        pairs = sum(
            (np.pi - x[j]) * (np.pi - x[k]) * z[j] * z[k] for j in range(n) for k in range(j + 1, n)
        )
        phase.append(np.dot(x, z) + pairs)
    state = np.zeros(2**n, dtype=complex)
    state[0] = 1
    for _ in range(repetitions):
        state = np.exp(1j * np.array(phase)) * (every @ state)
    return state


@pytest.mark.parametrize("n_qubits", [1, 2, 3, 4])
@pytest.mark.parametrize("repetitions", [1, 2, 3])
def test_the_quantum_kernel_is_that_of_the_circuit(n_qubits, repetitions):
    rng = np.random.default_rng(n_qubits)
    X = rng.normal(size=(4, n_qubits))
    states = np.array([by_kronecker(x, repetitions) for x in X])
    wanted = np.abs(states.conj() @ states.T) ** 2
    np.testing.assert_allclose(zz_kernel(X, repetitions=repetitions), wanted, atol=1e-12)


def test_printed_values_and_laws_of_the_quantum_kernel():
    """By Kronecker products, eight digits."""
    two, other = [[0.3, 0.7]], [[1.1, -0.4]]
    three, third = [[0.3, 0.7, 0.1]], [[1.1, -0.4, 0.5]]
    found = [
        zz_kernel(two, other),
        zz_kernel(two, other, repetitions=1),
        zz_kernel(three, third),
        zz_kernel(three, third, repetitions=1),
    ]
    assert [round(float(each[0, 0]), 8) for each in found] == [
        *(0.12558908, 0.12554608, 0.16928102, 0.02575731)
    ]
    X = np.random.default_rng(0).normal(size=(30, 3))
    K = zz_kernel(X)
    np.testing.assert_allclose(np.diagonal(K), 1)
    np.testing.assert_allclose(K, K.T)
    assert np.linalg.eigvalsh(K)[0] > -1e-10


def test_what_has_no_answer_is_refused():
    with pytest.raises(LimitError, match="the limits are"):
        zz_kernel(np.zeros((1, 11)))
    for broken in (
        lambda: zz_kernel([[0.1]], repetitions=0),
        lambda: kernel_geodesic(np.eye(2), np.eye(3), 0.5),
        lambda: kernel_geodesic(np.eye(2), np.eye(2), 1.5),
        lambda: kernel_geodesic(-np.eye(2), np.eye(2), 0.5),
        lambda: alignment(np.zeros((2, 2)), np.eye(2)),
        lambda: distilled_factor([-1.0], 1.0),
        lambda: distilled_factor([1.0], 0.0),
        lambda: best_mix([1.0], [2.0], [2.0]),
    ):
        with pytest.raises(ParameterError):
            broken()
