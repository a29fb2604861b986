"""The thresholds: golden values, laws, and the kernels they hold for."""

import json

import numpy as np
import pytest
from scipy import stats

from core.density.critical_bandwidths import thresholds
from core.density.distance_law import DistanceLaw
from core.errors import ParameterError
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "kde"
ISOTROPIC = json.loads((GOLDEN / "thresholds_isotropic.json").read_text())
SPECTRUM = json.loads((GOLDEN / "thresholds_spectrum.json").read_text())
ROWS = [(row, None) for row in ISOTROPIC] + [
    (row, np.array(case["eigenvalues"], dtype=float))
    for case in SPECTRUM.values()
    for row in case["rows"]
]
# mpmath with 40 digits, printed to 16 (recipe in tests/golden/kde/README.md). KL is a difference
# of numbers of order α, so its rounding is that of α.
TOLERANCE = 1e-10


@pytest.mark.parametrize(("row", "spectrum"), ROWS)
def test_golden_thresholds(row, spectrum):
    want = {key: float(value) for key, value in row.items()}
    found = thresholds(want["alpha"], spectrum)
    for name, value in (
        ("h_G", found.h_condensation),
        ("h_CLT", found.h_clt),
        ("h_star", found.h_optimal),
        ("mu_star", found.mu_optimal),
        ("kl_star_per_d", found.kl_per_dimension),
        ("lambda_G", found.slope),
        ("r_G", found.squared_radius),
    ):
        assert value == pytest.approx(want[name], rel=TOLERANCE), name
    if spectrum is None:
        assert found.h_scott == pytest.approx(want["h_scott_limit"], rel=TOLERANCE)
        assert found.h_mise == pytest.approx(want["h_mise_limit"], rel=TOLERANCE)
    for h in (0.3, 0.6, 1.0, 1.5):
        assert found.tail_index(h) == pytest.approx(want[f"mu_at_h_{h}"], rel=TOLERANCE)
        density = found.log_density_per_dimension(h)
        assert density == pytest.approx(want[f"logrho_per_d_h_{h}"], rel=TOLERANCE)
        participation = found.log_participation_per_dimension(h)
        assert participation == pytest.approx(want[f"logY2_per_d_h_{h}"], rel=1e-10, abs=1e-14)


@pytest.mark.parametrize("alpha", [0.01, 0.36, 2.0])
def test_the_order_that_the_theory_proves(alpha):
    found = thresholds(alpha)
    assert found.h_scott < found.h_optimal < found.h_condensation < found.h_clt
    assert found.kl_per_dimension > 0
    assert found.mu_optimal < 1


def test_scaling_the_data_scales_the_bandwidths():
    one, three = thresholds(0.3, [1.0, 0.5]), thresholds(0.3, [9.0, 4.5])
    assert three.h_condensation == pytest.approx(3 * one.h_condensation, rel=1e-12)
    assert three.h_optimal == pytest.approx(3 * one.h_optimal, rel=1e-12)
    assert three.kl_per_dimension == pytest.approx(one.kl_per_dimension, rel=1e-10)


def test_the_typical_point_is_the_point_of_typical_norm():
    assert thresholds(0.3, None, 1.0).h_optimal == pytest.approx(thresholds(0.3).h_optimal)


@pytest.mark.parametrize("q", [0.3, 1.0, 1.7, 4.0])
def test_a_given_norm_obeys_the_closed_form(q):
    alpha = 0.36
    lam = thresholds(alpha, None, q).slope
    closed = 0.5 * np.log1p(lam) - lam / (2 * (1 + lam)) + lam**2 * q / (2 * (1 + lam) ** 2)
    assert closed == pytest.approx(alpha, rel=1e-12)


def test_the_optimum_of_an_outlier_lies_above_condensation():
    lam = thresholds(0.36, None, 4.0).slope
    assert 1 + 1 / lam < 4.0
    found = thresholds(0.36, None, 4.0)
    assert found.mu_optimal > 1
    assert found.h_optimal == pytest.approx(np.sqrt(3.0))


@pytest.mark.parametrize("kernel", ["gaussian", "laplace", "student"])
@pytest.mark.parametrize("q", [None, 4.0])
def test_the_optimum_is_where_the_typical_density_is_largest(kernel, q):
    found = thresholds(0.36, None, q, kernel=kernel)
    best = found.log_density_per_dimension(found.h_optimal)
    for factor in (0.97, 0.999, 1.001, 1.03):
        assert found.log_density_per_dimension(factor * found.h_optimal) < best
    log_true = -0.5 * np.log(2 * np.pi) - 0.5 * (1.0 if q is None else q)
    assert found.kl_per_dimension == pytest.approx(log_true - best, rel=1e-9)


def test_the_optimal_tail_index_and_divergence_do_not_depend_on_a_smooth_kernel():
    gaussian = thresholds(0.36)
    for kernel in ("laplace", "student"):
        other = thresholds(0.36, kernel=kernel, nu_per_dimension=0.7)
        assert other.mu_optimal == pytest.approx(gaussian.mu_optimal, rel=1e-12)
        assert other.kl_per_dimension == pytest.approx(gaussian.kl_per_dimension, rel=1e-12)


def test_the_tail_index_of_each_kernel():
    found = thresholds(0.36, kernel="laplace")
    assert found.h_clt == pytest.approx(2 * found.h_condensation, rel=1e-12)
    assert found.tail_index(0.4) == pytest.approx(0.4 / found.h_condensation, rel=1e-12)
    student = thresholds(0.36, kernel="student", nu_per_dimension=1.0)
    at_zero = student.slope * student.squared_radius / 2
    assert student.tail_index(1e-8) == pytest.approx(at_zero, rel=1e-9)
    assert student.tail_index(student.h_condensation) == pytest.approx(1.0, rel=1e-12)
    heavy = thresholds(0.36, kernel="student", nu_per_dimension=1e-9)
    assert heavy.tail_index(0.1) == pytest.approx(heavy.tail_index(3.0), rel=1e-6)


def test_a_compact_kernel_is_empty_below_its_reach_and_never_glassy():
    found = thresholds(0.36, kernel="compact")
    assert found.h_condensation == found.h_clt == pytest.approx(found.squared_radius**0.5)
    below, above = 0.99 * found.h_clt, 1.01 * found.h_clt
    assert found.log_density_per_dimension(below) == -np.inf
    assert found.regime(below) == "empty"
    assert found.regime(above) == "gaussian"
    assert np.isnan(found.log_participation_per_dimension(below))
    assert found.log_participation_per_dimension(above) < 0


def test_the_finite_edge_tends_to_the_edge():
    law = DistanceLaw.of()
    shifts = [law.finite_edge(0.36, d) ** -0.5 - law.edge(0.36) ** -0.5 for d in (32, 100, 400)]
    assert shifts == sorted(shifts, reverse=True)
    # methods: 0.8736, 0.8224, 0.7999 against 0.7899
    assert np.round(shifts, 4) == pytest.approx([0.0837, 0.0325, 0.0100], abs=2e-4)


def test_the_finite_edge_is_where_one_point_is_expected():
    """Bahadur and Rao's approximation against the exact noncentral χ² at d = 100."""
    law, d, alpha = DistanceLaw.of(), 100, 0.2
    radius = float(law.radius(law.finite_edge(alpha, d)))
    expected = np.exp(alpha * d) * stats.ncx2.cdf(d * radius, d, d)
    assert expected == pytest.approx(1.0, abs=0.1)


def test_radius_and_curvature_are_derivatives_of_the_log_moment():
    law, lam, step = DistanceLaw.of([1.0, 0.3], 0.8), 0.7, 1e-4
    low, middle, high = law.log_moment([lam - step, lam, lam + step])
    assert law.radius(lam) == pytest.approx(-2 * (high - low) / (2 * step), rel=1e-7)
    assert law.curvature(lam) == pytest.approx((high - 2 * middle + low) / step**2, rel=1e-5)
    assert law.slope_at(float(law.radius(lam))) == pytest.approx(lam, rel=1e-12)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"alpha": 0.0}, "alpha"),
        ({"alpha": float("nan")}, "alpha"),
        ({"alpha": 0.3, "spectrum": [1.0, 0.0]}, "positive eigenvalues"),
        ({"alpha": 0.3, "spectrum": [1.0, np.inf]}, "finite"),
        ({"alpha": 0.3, "squared_norm_per_dimension": -1}, r"\|x\|²/d is -1"),
        ({"alpha": 0.3, "kernel": "box"}, "choose one of: gaussian"),
        ({"alpha": 0.3, "kernel": "student", "nu_per_dimension": 0}, "degrees of freedom"),
    ],
)
def test_what_is_refused(arguments, said):
    with pytest.raises(ParameterError, match=said):
        thresholds(**arguments)


def test_a_bandwidth_must_be_positive():
    with pytest.raises(ParameterError, match="bandwidth is 0"):
        thresholds(0.3).tail_index(0)
