"""Stable densities and Poisson–Dirichlet weights: against scipy, Monte Carlo and closed forms."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import gamma

from core.density.poisson_dirichlet import expected_weights, participation_moments
from core.density.stable_laws import (
    centred_stable_density,
    log_positive_stable_density,
    log_sum_moments,
)
from core.errors import ParameterError


def test_half_is_the_law_of_levy():
    x = np.geomspace(1e-2, 1e4, 9)
    ours = np.exp(log_positive_stable_density(np.log(np.pi * x), 0.5)) / x
    assert ours == pytest.approx(stats.levy(scale=0.5).pdf(x), rel=1e-10)


@pytest.mark.parametrize("mu", [0.25, 0.5, 0.8, 0.95])
def test_the_log_of_the_sum_has_the_moments_of_the_theory(mu):
    y = np.linspace(-4 / mu, 12 + 30 / mu, 4001)
    density, step = np.exp(log_positive_stable_density(y, mu)), y[1] - y[0]
    mean, variance = log_sum_moments(mu)
    # the power tail takes over where e^−9 of the mass is left, with a relative error of e^−9
    assert density.sum() * step == pytest.approx(1, abs=1e-6)
    assert (y * density).sum() * step == pytest.approx(mean, abs=1e-5)
    assert ((y - mean) ** 2 * density).sum() * step == pytest.approx(variance, rel=1e-4)


# scipy 1.17: levy_stable(μ, 1, scale=(Γ(1 − μ) cos(πμ/2))^{1/μ}).pdf(x); half a minute a row.
SCIPY = {
    1.05: [0.00364139, 0.00289687, 0.00260526, 0.00235446, 0.00163663, 0.00060913],
    1.5: [1.40245028e-1, 1.35522052e-1, 1.07039163e-1, 7.79503214e-2, 1.81620971e-2, 8.30058162e-4],
    1.9: [7.22030024e-2, 8.18156157e-2, 8.13704447e-2, 7.74662784e-2, 4.24285706e-2, 4.98429849e-4],
}


@pytest.mark.parametrize("mu", SCIPY)
def test_the_centred_law_is_scipys(mu):
    x = np.array([-3.0, -1.0, 0.0, 1.0, 5.0, 20.0])
    # 1e-8 is half a unit of the last digit printed for μ = 1.05
    assert centred_stable_density(x, mu) == pytest.approx(SCIPY[mu], rel=1e-6, abs=1e-8)
    far = np.array([1e5])
    assert centred_stable_density(far, mu) == pytest.approx(mu * far ** (-mu - 1), rel=1e-2)


@pytest.mark.parametrize("mu", [1.1, 1.5, 1.8])
def test_the_centred_law_has_its_laplace_transform(mu):
    x = np.linspace(-30, 150, 3001)
    transform = (np.exp(-0.25 * x) * centred_stable_density(x, mu)).sum() * (x[1] - x[0])
    assert transform == pytest.approx(np.exp(-gamma(1 - mu) * 0.25**mu), rel=1e-5)


@pytest.mark.parametrize("mu", [0.2, 0.5, 0.8])
def test_expected_weights_are_those_of_drawn_poisson_points(mu):
    arrivals = np.cumsum(np.random.default_rng(0).exponential(size=(5000, 1000)), axis=1)
    points = arrivals ** (-1 / mu)
    rest = points[:, -1] * arrivals[:, -1] * mu / (1 - mu)
    drawn = points[:, :6] / (points.sum(axis=1) + rest)[:, None]
    error = 4 * drawn.std(axis=0) / np.sqrt(len(drawn)) + 1e-4
    assert (np.abs(expected_weights(mu, 6) - drawn.mean(axis=0)) < error).all()


def test_weights_sum_to_one_and_participation_has_its_moments():
    assert expected_weights(0.3, 400).sum() == pytest.approx(1, abs=1e-3)
    assert participation_moments(0.3) == pytest.approx((0.7, 0.07))


def test_each_law_names_its_range():
    with pytest.raises(ParameterError, match="0 < μ < 1"):
        log_positive_stable_density(0.0, 1.0)
    with pytest.raises(ParameterError, match="1 < μ < 2"):
        centred_stable_density(0.0, 2.0)
    with pytest.raises(ParameterError, match="0 < μ < 1"):
        expected_weights(1.2)
