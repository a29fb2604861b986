"""Kernels K(z) of a vector z in ℝᵈ: profile k with k(0) = 1, normalisation and reach.

K(z) = k(|z|²) / N(d), where N(d) = ∫ k(|z|²) dz. Logarithms throughout: N(d) leaves the range of
floating point at d ≈ 300, and the density itself far earlier.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from core.errors import ParameterError

COMPACT = ("epanechnikov", "tophat", "linear")
KERNELS = ("gaussian", "exponential", *COMPACT, "student")


@dataclass(frozen=True)
class Kernel:
    """A radial kernel in ``d`` dimensions; ``nu`` is used by "student" only.

    gaussian exp(−|z|²/2) · exponential exp(−|z|) · epanechnikov (1 − |z|²)₊ · tophat |z| < 1 ·
    linear (1 − |z|)₊ · student (1 + |z|²/ν)^(−(ν+d)/2), each divided by its integral.

    >>> kernel = make_kernel("epanechnikov", 1)
    >>> round(float(np.exp(-kernel.log_normalisation)), 6)  # 3/4 (1 − z²)
    0.75
    """

    name: str
    d: int
    nu: float

    @property
    def is_compact(self) -> bool:
        """Whether the kernel is 0 from |z| = 1 on."""
        return self.name in COMPACT

    @property
    def log_normalisation(self) -> float:
        """log N(d) of the integral of the profile over ℝᵈ."""
        return float(_log_normalisation(self.name, self.d, self.nu))

    def log_profile(self, squared: NDArray) -> NDArray:
        """log k of |z|² (any shape, float32 or float64), exactly −∞ beyond the reach.

        Overwrites ``squared`` and returns it.
        """
        if self.name == "gaussian":
            return np.multiply(squared, -0.5, out=squared)
        if self.name == "exponential":
            return np.negative(np.sqrt(squared, out=squared), out=squared)
        if self.name == "student":
            np.multiply(squared, 1 / self.nu, out=squared)
            if squared.dtype == np.float32:  # log1p is six times slower, and no better here
                np.log(np.add(squared, 1, out=squared), out=squared)
            else:
                np.log1p(squared, out=squared)
            return np.multiply(squared, -(self.nu + self.d) / 2, out=squared)
        inside = squared < 1
        squared[~inside] = -np.inf
        if self.name == "tophat":
            squared[inside] = 0
        else:
            z = squared[inside]
            squared[inside] = np.log1p(-(z if self.name == "epanechnikov" else np.sqrt(z)))
        return squared


def log_unit_ball(d: int) -> float:
    """log of the volume π^(d/2) / Γ(d/2 + 1) of the unit ball in ℝᵈ.

    >>> round(float(np.exp(log_unit_ball(3)) / np.pi), 6)
    1.333333
    """
    return float(d / 2 * np.log(np.pi) - gammaln(d / 2 + 1))


def _log_normalisation(name: str, d: int, nu: float) -> float:
    if name == "gaussian":
        return d / 2 * np.log(2 * np.pi)
    if name == "student":
        return gammaln(nu / 2) - gammaln((nu + d) / 2) + d / 2 * np.log(nu * np.pi)
    beyond_the_ball = {
        "exponential": gammaln(d + 1),
        "epanechnikov": np.log(2 / (d + 2)),
        "tophat": 0.0,
        "linear": -np.log(d + 1),
    }
    return log_unit_ball(d) + beyond_the_ball[name]


def make_kernel(name: str, d: int, nu: float = 3.0) -> Kernel:
    """The kernel called ``name`` in ``d`` dimensions; ParameterError names the choices."""
    if name not in KERNELS:
        raise ParameterError(f"kernel is {name!r}; choose one of: {', '.join(KERNELS)}.")
    if name == "student" and not (np.isfinite(nu) and nu > 0):
        raise ParameterError(f"nu is {nu}; choose a finite number above 0.")
    return Kernel(name, d, float(nu))
