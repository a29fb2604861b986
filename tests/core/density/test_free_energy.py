"""The free energy along h: closed forms, the kink, and optima that others measured."""

import numpy as np
import pytest

from core.density import thresholds
from core.density.empirical_rates import CASES, empirical_rate
from core.density.free_energy import free_energy, measure_best_bandwidth
from core.density.measured_optima import MEASURED_OPTIMA
from core.errors import ParameterError
from tests.every_page import thorough


@pytest.mark.parametrize("h", [0.05, 0.5, 1.0, 3.0])
def test_the_mean_is_the_normal_density_widened_by_the_kernel(h):
    annealed = thresholds(0.3).annealed_log_density_per_dimension(h)
    assert annealed == pytest.approx(-0.5 * np.log(2 * np.pi * (1 + h**2)) - 0.5 / (1 + h**2))


@pytest.mark.parametrize("kernel", ["gaussian", "laplace", "student"])
def test_the_typical_value_leaves_the_mean_at_condensation_with_a_kink(kernel):
    found = thresholds(0.3, kernel=kernel)
    h_g, step = found.h_condensation, 1e-3

    def gap(h):
        typical = found.log_density_per_dimension(h)
        return found.annealed_log_density_per_dimension(h) - typical

    assert gap(1.2 * h_g) == pytest.approx(0, abs=1e-9)
    below = [gap(share * h_g) for share in (0.9, 0.6, 0.3)]
    assert 0 < below[0] < below[1] < below[2]
    # Value and slope agree at h_G; the second derivative jumps.
    near, twice = (gap(h_g * (1 - each * step)) for each in (1, 2))
    assert 0 < near < 1e-5
    assert twice == pytest.approx(4 * near, rel=0.02)


def test_a_compact_kernel_reaches_nothing_below_its_edge_though_its_mean_is_positive():
    found = thresholds(0.3, kernel="compact")
    edge = np.sqrt(found.squared_radius)
    assert found.log_density_per_dimension(0.99 * edge) == -np.inf
    assert np.isfinite(found.annealed_log_density_per_dimension(0.99 * edge))
    assert found.log_density_per_dimension(1.2 * edge) == pytest.approx(
        found.annealed_log_density_per_dimension(1.2 * edge)
    )


def test_the_finite_curve_comes_near_the_limit_as_dimensions_grow():
    far = [
        np.abs(found.finite - found.quenched).max()
        for found in (free_energy(0.36 * d, d, [0.5, 0.8, 1.2]) for d in (32, 100, 400))
    ]
    assert far[0] > far[1] > far[2]
    assert far[2] < 0.02


@pytest.mark.parametrize(
    "optimum",
    [
        each if (each.n_dimensions, each.n_points) == (10, 100_000) else thorough(each)
        for each in MEASURED_OPTIMA
    ],
    ids=lambda each: f"d{each.n_dimensions}-n{each.n_points}",
)
def test_the_best_bandwidth_is_that_of_full_vectors(optimum):
    (found,) = measure_best_bandwidth(np.log(optimum.n_points), optimum.n_dimensions)
    assert found.bandwidth == pytest.approx(optimum.bandwidth, rel=0.02)


@pytest.mark.thorough
def test_in_the_plane_the_best_bandwidth_is_far_above_the_limits():
    (found,) = measure_best_bandwidth(np.log(1e4), 2)
    assert thresholds(np.log(1e4) / 2).h_optimal < 0.05
    assert 0.15 < found.bandwidth < 0.3  # the classical rule: 0.22


@pytest.mark.parametrize("case", CASES)
def test_the_local_slope_foretells_what_one_point_carries_for_any_law(case):
    found = empirical_rate(case, 60)
    assert np.all(np.diff(found.squared_radius) >= 0)
    assert np.all(np.diff(found.participation) < 1e-9), "the wider, the more points carry it"
    assert found.largest_gap < 0.15


def test_a_mixture_of_scales_condenses_at_different_bandwidths():
    of_mixture, of_sphere = (empirical_rate(case, 60) for case in ("mixture", "sphere"))
    spread = [
        np.quantile(each.local_condensation, 0.9) / np.quantile(each.local_condensation, 0.1)
        for each in (of_mixture, of_sphere)
    ]
    assert spread[0] > 2.5 > 1.6 > spread[1]


def test_what_is_refused():
    with pytest.raises(ParameterError, match="choose one of: gaussian, mixture"):
        empirical_rate("cube", 3)
    with pytest.raises(ParameterError, match="at least 2"):
        empirical_rate("sphere", 1)
