"""Draws from an estimate follow the estimate."""

import numpy as np
import pytest
from scipy.stats import kstest

from core.density import KernelDensity
from tests.core.density.brute_force import COMPACT, KERNELS, log_kernel


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("d", [1, 2, 9])
def test_the_distance_to_the_data_point_has_the_kernel_s_law(kernel, d):
    density = KernelDensity(bandwidth=2.0, kernel=kernel, nu=4.0).fit(np.full((1, d), 5.0))
    r = np.linalg.norm(density.sample(4000, random_state=d) - 5.0, axis=1) / 2.0
    # The law of the radius by numbers: ∫ r^(d−1) k(r), on a grid fine against its width.
    grid = np.linspace(0, 1 if kernel in COMPACT else 400, 400_001)
    with np.errstate(divide="ignore"):
        value = np.exp(log_kernel(kernel, grid, d, 4.0)) * grid ** (d - 1)
    mass = np.concatenate([[0], np.cumsum((value[1:] + value[:-1]) / 2)])
    # One false alarm in 10⁴ for the fixed seed.
    assert kstest(r, lambda x: np.interp(x, grid, mass / mass[-1])).pvalue > 1e-4


def test_directions_have_no_preference():
    density = KernelDensity(kernel="linear").fit(np.zeros((1, 3)))
    z = density.sample(20_000, random_state=0)
    # Standard error of a mean direction: 1/√(3 · 20,000) = 0.004.
    direction = z / np.linalg.norm(z, axis=1, keepdims=True)
    assert np.abs(direction.mean(axis=0)).max() < 0.017
    assert np.abs(direction.T @ direction / 20_000 - np.eye(3) / 3).max() < 0.01


def test_points_are_drawn_by_their_weights():
    density = KernelDensity(bandwidth=1e-3).fit([[0.0], [1.0], [2.0]], sample_weight=[1, 0, 3])
    near = np.round(density.sample(4000, random_state=0)[:, 0]).astype(int)
    counts = np.bincount(near, minlength=3)
    assert counts[1] == 0
    assert counts[2] == pytest.approx(3000, abs=110)  # four standard deviations


def test_a_seed_repeats_the_draw():
    density = KernelDensity().fit(np.arange(12.0).reshape(6, 2))
    assert np.array_equal(density.sample(5, random_state=3), density.sample(5, random_state=3))
    assert density.sample().shape == (1, 2)
