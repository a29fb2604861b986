"""Balls, spheres and directions in ℝᵈ: what radial kernels are made of."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from scipy.special import gammaln


def log_unit_ball(d: int) -> float:
    """log of the volume π^(d/2) / Γ(d/2 + 1) of the unit ball in ℝᵈ.

    >>> round(float(np.exp(log_unit_ball(3)) / np.pi), 6)
    1.333333
    """
    return float(d / 2 * np.log(np.pi) - gammaln(d / 2 + 1))


def log_sphere(d: int) -> float:
    """log of the area of the unit sphere in ℝᵈ.

    >>> round(float(np.exp(log_sphere(3)) / np.pi), 6)
    4.0
    """
    return float(np.log(2) + 0.5 * d * np.log(np.pi) - gammaln(d / 2))


def directions(n: int, d: int, random: RandomState) -> NDArray[np.float64]:
    """(n, d) independent unit vectors, none preferred."""
    normal = random.standard_normal((n, d))
    return np.asarray(normal / np.linalg.norm(normal, axis=1, keepdims=True))
