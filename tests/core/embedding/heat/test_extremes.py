"""Times and weights far outside the usual: right answers, or errors that say what to do."""

import numpy as np
import pytest

from core.embedding.heat.kernels import heat_kernel, log_heat_kernel


def test_a_very_long_time_reaches_equilibrium():
    rng = np.random.default_rng(0)
    W = np.triu(rng.random((12, 12)), 1)
    W = W + W.T
    degree = W.sum(axis=1)
    walk = heat_kernel(W, 5000.0, "random_walk")
    np.testing.assert_allclose(walk, np.tile(degree / degree.sum(), (12, 1)), rtol=1e-11)
    np.testing.assert_allclose(heat_kernel(W, 5000.0, "combinatorial"), 1 / 12, rtol=1e-11)


@pytest.mark.parametrize("factor", [1e-200, 1e200])
def test_weights_of_any_scale(factor):
    """The normalised kernel does not change when all weights are scaled."""
    W = np.array([[0, 1, 0], [1, 0, 2], [0, 2, 0]], dtype=float)
    found = log_heat_kernel(factor * W, 2.0)
    np.testing.assert_allclose(found, log_heat_kernel(W, 2.0), rtol=1e-12)


def test_weights_of_very_different_size():
    """H(0, 2) of a path is w₁ w₂ t²/2 for small weights, here far below 1e-308."""
    W = np.zeros((3, 3))
    W[0, 1] = W[1, 0] = 1e-180
    W[1, 2] = W[2, 1] = 1e-190
    found = log_heat_kernel(W, 1.0, "combinatorial")[0, 2]
    assert found == pytest.approx(np.log(1e-180) + np.log(1e-190) - np.log(2), abs=1e-9)
