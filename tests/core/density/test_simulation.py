"""The law of log ρ̂ over data sets: against drawn vectors, quadrature, and the theory."""

import numpy as np
import pytest
from scipy import stats

from core.density.distance_table import DistanceTable
from core.density.exact_moments import exact_moments
from core.density.limiting_laws import limiting_law
from core.density.regimes import log_density_variance
from core.density.simulation import KernelOnTable, simulate_density
from core.errors import Cancelled, LimitError, ParameterError

ALPHA = 0.36


@pytest.fixture(scope="module")
def wide() -> DistanceTable:
    """d = 400, n = e^144: the setting in which the theory is checked."""
    return DistanceTable.of(ALPHA * 400, 400)


@pytest.mark.parametrize(("d", "norm"), [(1, 0.5), (3, 1.0), (32, 1.0), (32, 0.0), (100, 1.7)])
def test_counts_are_those_of_the_noncentral_chi_squared_law(d, norm):
    table = DistanceTable.of(np.log(1e4), d, norm)
    half_square = table.half_square_of(np.log([1e-3, 1.0, 30.0, 5000.0]))
    # scipy's ncx2 needs a positive noncentrality
    law = stats.ncx2(d, norm * d) if norm else stats.chi2(d)
    expected = np.log(1e4) + law.logcdf(2 * half_square)
    assert table.log_count(half_square) == pytest.approx(expected, abs=1e-4)


def test_the_exact_local_slope(wide):
    # methods: 0.8632, 0.8193, 0.7991
    for d, h in ((32, 0.8632), (100, 0.8193), (400, 0.7991)):
        assert DistanceTable.of(ALPHA * d, d).slope ** -0.5 == pytest.approx(h, abs=5e-5)


@pytest.mark.parametrize(("bandwidth", "kernel"), [(0.5, "gaussian"), (1.0, "gaussian"),
                                                   (0.6, "laplace"), (0.7, "student")])  # fmt: skip
def test_the_law_is_that_of_drawn_vectors(bandwidth, kernel):
    """The brute-force twin: 400 real data sets of 2,000 points in 8 dimensions."""
    n, d, m = 2000, 8, 400
    rng = np.random.default_rng(0)
    kernel_on_table = KernelOnTable.of(DistanceTable.of(np.log(n), d), bandwidth, kernel, 1.0)
    half_square = 0.5 * ((rng.standard_normal((m, n, d)) - 1.0) ** 2).sum(axis=2)
    log_weight = kernel_on_table.log_weight(half_square)
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    log_density = np.log(weight.sum(axis=1)) + log_weight.max(axis=1) - kernel_on_table.log_norm
    found = simulate_density(
        kernel_on_table.table, bandwidth, kernel=kernel, n_data_sets=4000, n_nearest=300
    )
    assert stats.ks_2samp(log_density, found.log_density).pvalue > 0.001
    share = weight / weight.sum(axis=1, keepdims=True)
    ratio = (share**2).sum(axis=1)
    assert stats.ks_2samp(ratio, found.participation_ratio).pvalue > 0.001
    largest = np.sort(share, axis=1)[:, ::-1][:, :3].mean(axis=0)
    assert found.top_weights[:, :3].mean(axis=0) == pytest.approx(largest, rel=0.1)


@pytest.mark.parametrize("share", [0.3, 0.6, 1.0, 1.3, 2.0])
def test_the_simulation_agrees_with_the_quadrature(share):
    table = DistanceTable.of(ALPHA * 60, 60)
    kernel = KernelOnTable.of(table, share * table.slope**-0.5, "gaussian", 1.0)
    exact, m = exact_moments(kernel), 6000
    found = simulate_density(table, kernel.bandwidth, n_data_sets=m, n_nearest=300, random_state=1)
    spread = found.log_density.std() / np.sqrt(m)
    assert found.log_density.mean() == pytest.approx(exact.mean_log_density, abs=4 * spread + 1e-4)
    ratio = found.participation_ratio
    error = 4 * ratio.std() / np.sqrt(m)
    assert ratio.mean() == pytest.approx(exact.participation_ratio, rel=1e-3, abs=error)


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8])
def test_the_theory_holds_below_condensation(wide, share):
    """The participation ratio within 3 %, the variance within 3 % or three standard errors.

    20,000 data sets: the mean of Σw² is known to 0.5 % at h = 0.8 h_G, the variance to about 2 %.
    """
    m, bandwidth = 20_000, share * wide.slope**-0.5
    mu = bandwidth**2 * wide.slope
    found = simulate_density(wide, bandwidth, n_data_sets=m, n_nearest=150, random_state=2)
    assert found.participation_ratio.mean() == pytest.approx(1 - mu, rel=0.03)
    apart = found.log_density - found.log_density.mean()
    variance = float(np.mean(apart**2))
    error = float(np.sqrt((np.mean(apart**4) - variance**2) / m))
    theory = float(log_density_variance(mu))
    assert abs(variance - theory) < max(0.03 * theory, 3 * error)
    assert error < 0.04 * theory
    # without chance: the law itself is within 3 %
    exact = exact_moments(KernelOnTable.of(wide, bandwidth, "gaussian", 1.0))
    assert exact.participation_ratio == pytest.approx(1 - mu, rel=0.03)
    assert exact.variance_log_density == pytest.approx(theory, rel=0.03)


def test_the_annealed_mean_is_the_convolved_density():
    """E ρ̂ = N(x; 0, (1 + h²) I), whatever n."""
    d, h = 50, 0.9
    kernel = KernelOnTable.of(DistanceTable.of(np.log(1e5), d, 1.3), h, "gaussian", 1.0)
    expected = -0.5 * d * np.log(2 * np.pi * (1 + h**2)) - 1.3 * d / (2 * (1 + h**2))
    assert kernel.log_mean == pytest.approx(expected, abs=1e-4)


def test_one_and_the_same_seed_gives_the_same_law(wide):
    first, again = (simulate_density(wide, 0.5, n_data_sets=50).log_density for _ in range(2))
    assert np.array_equal(first, again)


@pytest.mark.parametrize(
    ("d", "share", "name"),
    [(400, 0.5, "one-sided stable"), (400, 1.25, "skewed stable"), (20, 3.5, "normal")],
)  # fmt: skip
def test_the_limiting_law_lies_on_the_simulated_one(d, share, name):
    table = DistanceTable.of(ALPHA * d, d)
    kernel = KernelOnTable.of(table, share * table.slope**-0.5, "gaussian", 1.0)
    law = limiting_law(kernel)
    assert law is not None
    assert law.name == name
    found = simulate_density(table, kernel.bandwidth, n_data_sets=4000, n_nearest=400).log_density
    low, high = np.quantile(found, [0.001, 0.999])
    grid = np.linspace(low - (high - low), high + (high - low), 801)
    cumulative = np.cumsum(law.density(grid)) * (grid[1] - grid[0])
    at = np.searchsorted(np.sort(found), grid) / len(found)
    assert cumulative[-1] == pytest.approx(1.0, abs=0.05)
    assert np.abs(cumulative - at).max() < 0.05


def test_at_a_transition_no_limiting_law_is_claimed(wide):
    for mu in (1.0, 2.0):
        kernel = KernelOnTable.of(wide, (mu / wide.slope) ** 0.5, "gaussian", 1.0)
        assert limiting_law(kernel) is None


def test_a_simulation_can_be_stopped(wide):
    def stop(share: float, message: str) -> None:
        if share > 0.5:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        simulate_density(wide, 0.5, n_data_sets=1000, progress=stop)


def test_what_is_refused(wide):
    with pytest.raises(LimitError, match="5,000 dimensions"):
        DistanceTable.of(10.0, 5000)
    with pytest.raises(ParameterError, match="dimensions is 0"):
        DistanceTable.of(10.0, 0)
    with pytest.raises(ParameterError, match="bandwidth is -1"):
        simulate_density(wide, -1.0)
    with pytest.raises(ParameterError, match="binomial"):
        simulate_density(wide, 1.0, kernel="compact")
    with pytest.raises(ParameterError, match="data sets is 0"):
        simulate_density(wide, 1.0, n_data_sets=0)


def test_exact_moments_refuse_where_their_quadrature_fails():
    table = DistanceTable.of(0.36 * 100, 100)
    kernel = KernelOnTable.of(table, 0.1, "gaussian", 1.0)
    with pytest.raises(ParameterError, match="larger bandwidth"):
        exact_moments(kernel)
