"""The law at finite n and d, and the phase diagram's sentence, band and law, which agree."""

import numpy as np
import pytest
from scipy.special import ndtr

from components.density.phase.results import (
    LAW_HOLDS,
    SPIKE_NATS,
    Setting,
    borders_at_dimension,
    phase_point,
)
from components.density.phase.verdict import law_sentence, phase_sentence
from core.density.distance_table import DistanceTable
from core.density.exact_law import exact_distribution
from core.density.finite_borders import finite_borders
from core.density.regimes import REGIME_WORDS, REGIMES
from core.density.simulation import KernelOnTable, simulate_density
from core.errors import ParameterError

M = 2_000
NOISE = 1.95 / np.sqrt(M)  # of Kolmogorov and Smirnov's distance, exceeded once in a thousand
LAWS = {"condensed": "one-sided stable", "heavy": "skewed stable", "gaussian": "normal"}


@pytest.mark.parametrize("mu", [0.3, 0.9, 1.5, 4.0])
@pytest.mark.parametrize(("d", "log10_n"), [(5, 3), (100, 5), (400, 62)])
def test_the_exact_law_is_that_of_simulated_data_sets(d, log10_n, mu):
    table = DistanceTable.of(log10_n * np.log(10), d)
    kernel = KernelOnTable.of(table, float(np.sqrt(mu / table.slope)), "gaussian", 1.0)
    drawn = np.sort(simulate_density(table, kernel.bandwidth, n_data_sets=M).log_density)
    if np.ptp(drawn) < SPIKE_NATS:
        return  # a spike has no shape, and the simulated rest is right to 4e-5
    shares = np.linspace(0.01, 0.99, 15)
    found = exact_distribution(kernel, np.quantile(drawn, shares))
    assert np.abs(found - shares).max() < NOISE


@pytest.mark.parametrize("kernel", ["laplace", "student"])
def test_other_kernels_have_their_exact_law(kernel):
    table = DistanceTable.of(np.log(1e4), 30)
    on_table = KernelOnTable.of(table, 0.8, kernel, 1.0)
    drawn = np.sort(simulate_density(table, 0.8, kernel=kernel, n_data_sets=M).log_density)
    shares = np.linspace(0.01, 0.99, 15)
    found = exact_distribution(on_table, np.quantile(drawn, shares))
    assert np.abs(found - shares).max() < NOISE


def test_of_very_many_terms_the_law_is_normal():
    kernel = KernelOnTable.of(DistanceTable.of(np.log(1e6), 2), 1.5, "gaussian", 1.0)
    mean = -1 / 3.25 - np.log(2 * np.pi * 3.25)  # of N(x; 0, 1 + h²) at |x|² = 2
    spread = np.sqrt(kernel.relative_variance)  # 5e-4
    y = mean + spread * np.linspace(-3, 3, 13)
    np.testing.assert_allclose(
        exact_distribution(kernel, y), ndtr(np.linspace(-3, 3, 13)), atol=2e-3
    )


def test_the_borders_are_where_the_tail_index_is_1_and_2():
    for kernel in ("gaussian", "laplace", "student"):
        alphas = np.array([0.1, 0.4, 1.0])
        condensation, clt = finite_borders(alphas, 50, kernel=kernel)
        for alpha, *borders in zip(alphas, condensation, clt, strict=True):
            table = DistanceTable.of(alpha * 50, 50)
            for h, mu in zip(borders, (1.0, 2.0), strict=True):
                at = KernelOnTable.of(table, h, kernel, 1.0).tail_index
                assert at == pytest.approx(mu, rel=2e-3)
    with pytest.raises(ParameterError, match="above 0"):
        finite_borders([0.0], 50)


@pytest.mark.parametrize("d", [4, 30, 100])
@pytest.mark.parametrize("log10_n", [3.0, 5.0])
@pytest.mark.parametrize("h", [0.3, 0.7, 1.0, 1.34, 2.0])
def test_sentence_band_and_law_agree(d, log10_n, h):
    setting = Setting(log10_n * float(np.log(10)), d, h, "gaussian", 400, 0)
    point = phase_point(setting)
    band = borders_at_dimension("gaussian", d).regime_at(setting.alpha, h)
    assert f"**{REGIME_WORDS[band]}**" in phase_sentence(point)
    if point.law is not None:
        assert point.law.name == LAWS[band]
        assert f"{point.law_distance:.2f}" in law_sentence(point)
        assert ("does not hold" in law_sentence(point)) is not point.law_holds
    drawn = np.sort(point.simulated.log_density)
    if len(point.distribution):
        exact = np.interp(drawn, point.edges, point.distribution)
        empirical = (np.arange(len(drawn)) + 0.5) / len(drawn)
        assert np.abs(exact - empirical).max() < 1.95 / np.sqrt(400) + 0.03  # 31 edges joined


def test_a_limit_that_is_far_from_the_data_sets_is_not_drawn():
    """d = 100, n = 1e5: between μ of about 0.8 and 1.3 neither limit has set in."""
    for h, holds in ((0.5, True), (1.34, False), (1.45, False)):
        point = phase_point(Setting(5 * float(np.log(10)), 100, h, "gaussian", 400, 0))
        assert point.law_holds is holds
        assert (point.law_distance <= LAW_HOLDS) is holds
    assert set(LAWS) == set(REGIMES)
