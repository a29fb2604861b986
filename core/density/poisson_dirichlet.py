"""The law of the weights in the condensed phase: Poisson–Dirichlet with parameters (μ, 0)."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gamma, gammainc, gammaincc

from core.errors import ParameterError

NODES = 120


def expected_weights(tail_index: float, n_weights: int = 30) -> NDArray[np.float64]:
    """(n_weights,) means of the largest shares w_(1) ≥ w_(2) ≥ …, for 0 < μ < 1.

    E w_(k) = ∫_0^∞ e^{−t} φ(t)^{k−1} ψ(t)^{−k} dt with φ(t) = μ∫_1^∞ e^{−tx} x^{−μ−1} dx and
    ψ(t) = φ(t) + Γ(1 − μ) t^μ. Source: Pitman and Yor, Annals of Probability, 1997.

    Raises ParameterError unless 0 < μ < 1.

    >>> expected_weights(0.5, 3).round(3).tolist()
    [0.627, 0.143, 0.063]
    """
    mu = float(tail_index)
    if not 0 < mu < 1:
        raise ParameterError(f"The tail index is {mu}; the weights' law needs 0 < μ < 1.")
    # t = v^{1/μ} smooths t^μ at 0
    node, weight = np.polynomial.legendre.leggauss(4 * NODES)
    power = 1 / mu
    largest = 60.0**mu
    v = largest * (node + 1) / 2
    t = v**power
    jacobian = power * v ** (power - 1) * largest / 2
    lower = gamma(1 - mu) * t**mu
    phi = np.maximum(np.exp(-t) - lower * gammaincc(1 - mu, t), 0.0)
    psi = np.exp(-t) + lower * gammainc(1 - mu, t)
    k = np.arange(n_weights)[:, None]
    ratio = phi / psi
    return (weight * jacobian * np.exp(-t) / psi * ratio**k).sum(axis=1)


def participation_moments(tail_index: float) -> tuple[float, float]:
    """Mean 1 − μ and variance μ(1 − μ)/3 of Σw².

    >>> participation_moments(0.25)
    (0.75, 0.0625)
    """
    mu = float(tail_index)
    return 1 - mu, mu * (1 - mu) / 3
