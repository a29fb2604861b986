"""Densities of the totally skewed stable laws to which sums of heavy-tailed terms tend."""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gamma, gammaln, logsumexp

from core.errors import ParameterError

Array = NDArray[np.float64]
PANELS = 100  # of 16 nodes each
FAR_TAIL = 9.0  # μ log S beyond which the tail μ e^{−μ log S} is taken: 1e-8 of the mass


def log_positive_stable_density(log_sum: ArrayLike, tail_index: float) -> Array:
    """Log density of log S for S = Σ Γ_i^{−1/μ}, Γ_i the points of a unit Poisson process, μ < 1.

    E e^{−tS} = exp(−Γ(1 − μ) t^μ), so S = Γ(1 − μ)^{1/μ} X with X the positive stable variable of
    Zolotarev's integral f(x) = (μ/(1 − μ)) x^{−1/(1−μ)} (1/π) ∫_0^π A e^{−A x^{−μ/(1−μ)}} dθ,
    A(θ) = [sin^μ(μθ) sin^{1−μ}((1 − μ)θ) / sin θ]^{1/(1−μ)}.

    ``log_sum`` has any shape; so has the result. Raises ParameterError unless 0 < μ < 1.
    Source: Zolotarev, One-dimensional stable distributions, 1986; Kanter, 1975.

    >>> grid = np.linspace(-5, 60, 2001)
    >>> density = np.exp(log_positive_stable_density(grid, 0.5))
    >>> round(float(density.sum() * (grid[1] - grid[0])), 4)
    1.0
    """
    mu = float(tail_index)
    if not 0 < mu < 1:
        raise ParameterError(f"The tail index is {mu}; the one-sided law needs 0 < μ < 1.")
    log_x = np.asarray(log_sum, dtype=float) - gammaln(1 - mu) / mu
    node, weight = _unit_rule(25)
    # The angle is counted from π, where A diverges and the right tail comes from, and clustered
    # there, so that its sine keeps its digits.
    share = node
    from_pi = np.pi * share**5
    theta = np.pi - from_pi
    log_weight = np.log(weight * 5 * share**4)
    log_a = (
        mu * np.log(np.sin(mu * theta))
        + (1 - mu) * np.log(np.sin((1 - mu) * theta))
        - np.log(np.sin(from_pi))
    ) / (1 - mu)
    shift = -mu / (1 - mu) * log_x[..., None]
    with np.errstate(over="ignore"):
        inner = log_weight + log_a - np.exp(log_a + shift)
    log_density = np.log(mu / (1 - mu)) - log_x / (1 - mu) + logsumexp(inner, axis=-1)
    tail = np.log(mu) - mu * np.asarray(log_sum, dtype=float)
    # + log_x: the density of log X, and so of log S
    return np.where(mu * np.asarray(log_sum) > FAR_TAIL, tail, log_density + log_x)


def centred_stable_density(value: ArrayLike, tail_index: float) -> Array:
    """Density of Σ Γ_i^{−1/μ} minus its (infinite) mean, for 1 < μ < 2: skewed to the right.

    E e^{−sS} = exp(−Γ(1 − μ) s^μ) with Γ(1 − μ) < 0; the density is the inverse Fourier transform
    of that at s = −it, and falls as μ x^{−μ−1}. Raises ParameterError outside 1 < μ < 2.

    >>> grid = np.linspace(-20, 100, 1201)
    >>> total = centred_stable_density(grid, 1.5).sum() * (grid[1] - grid[0])
    >>> bool(abs(total + 100**-1.5 - 1) < 1e-3)
    True
    """
    mu = float(tail_index)
    if not 1 < mu < 2:
        raise ParameterError(f"The tail index is {mu}; the centred law needs 1 < μ < 2.")
    x = np.asarray(value, dtype=float)
    strength = -float(gamma(1 - mu))
    damping = -strength * np.cos(np.pi * mu / 2)
    turning = -strength * np.sin(np.pi * mu / 2)
    largest = (36.0 / damping) ** (1 / mu)
    node, weight = _unit_rule(PANELS)
    t = largest * node
    amplitude = np.exp(-damping * t**mu) * weight * largest
    phase = turning * t**mu
    flat = x.ravel()
    density = np.empty_like(flat)
    for start in range(0, len(flat), 256):
        block = flat[start : start + 256, None]
        density[start : start + 256] = np.cos(t * block - phase) @ amplitude / np.pi
    # Beyond what the quadrature resolves, the leading tail.
    far = flat * largest > 10 * PANELS
    with np.errstate(invalid="ignore", divide="ignore"):
        density = np.where(far, mu * np.abs(flat) ** (-mu - 1), np.maximum(density, 0.0))
    return density.reshape(x.shape)


@cache
def _unit_rule(panels: int) -> tuple[Array, Array]:
    """Nodes and weights of a quadrature on (0, 1): 16 of Gauss and Legendre's on each panel."""
    node, weight = np.polynomial.legendre.leggauss(16)
    left = np.arange(panels)[:, None]
    return ((left + (node + 1) / 2) / panels).ravel(), np.tile(weight / (2 * panels), panels)


def log_sum_moments(tail_index: float) -> tuple[float, float]:
    """Mean and variance of log S, S as in :func:`log_positive_stable_density`.

    Mean γ(1/μ − 1) + log Γ(1 − μ)/μ, variance (π²/6)(1/μ² − 1).

    >>> tuple(round(value, 3) for value in log_sum_moments(0.5))
    (1.722, 4.935)
    """
    mu = float(tail_index)
    mean = np.euler_gamma * (1 / mu - 1) + gammaln(1 - mu) / mu
    return float(mean), float(np.pi**2 / 6 * (1 / mu**2 - 1))
