"""Calibrated contours: closed form, laws, and the density on a grid against the estimator."""

import numpy as np
import pytest

from core.density import KERNELS, KernelDensity
from core.density.mass_levels import mass_levels, n_pieces
from core.density.plane_density import density_on_grid
from core.errors import ParameterError

SHARES = (0.5, 0.68, 0.9)
X = np.random.default_rng(0).normal(size=(60, 2))
AXIS = np.linspace(-9, 9, 241)


def test_the_levels_of_one_gaussian_are_known_in_closed_form():
    """{ρ ≥ ρ_max (1 − p)} holds the mass p of a Gaussian in the plane."""
    density = density_on_grid([[0.0, 0.0]], AXIS, AXIS, 1.0)
    found = mass_levels(density, (AXIS[1] - AXIS[0]) ** 2, SHARES)
    expected = (1 - np.array(SHARES)) / (2 * np.pi)
    # A ring of nodes is taken whole or not at all: a cell's share of the mass near the level.
    np.testing.assert_allclose(found, expected, rtol=0.01)


@pytest.mark.parametrize("kernel", KERNELS)
def test_the_grid_agrees_with_the_estimator_and_holds_the_whole_mass(kernel):
    weight = np.random.default_rng(1).uniform(0, 2, size=60)
    density = density_on_grid(X, AXIS, AXIS, 0.6, kernel=kernel, sample_weight=weight)
    model = KernelDensity(bandwidth=0.6, kernel=kernel).fit(X, sample_weight=weight)
    nodes = np.stack(np.meshgrid(AXIS, AXIS[::7]), axis=-1).reshape(-1, 2)
    expected = np.exp(model.score_samples(nodes)).reshape(-1, len(AXIS))
    # The fast path promises 2e-5 · (1 + |log ρ|) of the logarithm.
    np.testing.assert_allclose(density[::7], expected, rtol=1e-3, atol=1e-9)
    mass = density.sum() * (AXIS[1] - AXIS[0]) ** 2
    # Student's tail with ν = 3 leaves (1 + r²/ν)^(−3/2) beyond r = 8/0.6.
    assert mass == pytest.approx(1, abs=4e-3 if kernel == "student" else 2e-3)


def test_levels_fall_as_shares_grow_and_scale_with_the_unit():
    density = density_on_grid(X, AXIS, AXIS, 0.3)
    area = (AXIS[1] - AXIS[0]) ** 2
    levels = mass_levels(density, area, SHARES)
    assert (np.diff(levels) < 0).all()
    np.testing.assert_allclose(mass_levels(density / 4, area * 4, SHARES), levels / 4, rtol=1e-12)


def test_what_the_grid_does_not_hold_has_no_level():
    half = AXIS[AXIS > 0]
    density = density_on_grid([[0.0, 0.0]], half, AXIS, 1.0)
    levels = mass_levels(density, (AXIS[1] - AXIS[0]) ** 2, [0.3, 0.6])
    assert np.isfinite(levels[0])
    assert np.isnan(levels[1])
    assert n_pieces(density, levels[1]) == 0


def test_two_far_points_are_two_pieces_until_the_kernel_joins_them():
    pair = [[-2.0, 0.0], [2.0, 0.0]]
    for h, expected in ((0.5, 2), (3.0, 1)):
        density = density_on_grid(pair, AXIS, AXIS, h)
        level = mass_levels(density, (AXIS[1] - AXIS[0]) ** 2, [0.5])[0]
        assert n_pieces(density, level) == expected


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: mass_levels([[1.0]], 1.0, [1.5]), "1.5"),
        (lambda: mass_levels([[np.nan]], 1.0, [0.5]), "not finite"),
        (lambda: mass_levels([[1.0]], 0.0, [0.5]), "cell_area is 0"),
        (lambda: density_on_grid([[0.0, 1.0, 2.0]], [0.0], [0.0], 1.0), "3 columns"),
        (lambda: density_on_grid([[0.0, 1.0]], [0.0], [0.0], -1.0), "-1"),
    ],
)
def test_errors_name_the_value(call, named):
    with pytest.raises(ParameterError, match=named):
        call()
