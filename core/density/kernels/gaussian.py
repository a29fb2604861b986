"""Gaussian: exp(−|z|²/2)."""

from typing import ClassVar

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from core.density.kernels.exponent import KernelExponent
from core.density.kernels.kernel import Array, Factor, Kernel
from core.density.kernels.twin import Twin
from core.depths import Depths


class GaussianExponent(KernelExponent):
    """φ = u/2.

    >>> round(GaussianExponent().log_norm_per_dimension, 6)
    0.918939
    """

    name = "gaussian"
    label = "Gaussian"

    def value(self, u: Array) -> Array:
        """u/2."""
        return u / 2

    def derivative(self, u: Array) -> Array:
        """½ everywhere."""
        return np.full_like(u, 0.5)

    def log_norm(self, d: int) -> float:
        """(d/2) log 2π."""
        return float(0.5 * d * np.log(2 * np.pi))

    def critical(self, slope: float, squared_radius: float) -> tuple[float, float]:
        """φ' is the same everywhere, so μ = (h/h_G)²."""
        h = slope**-0.5
        return h, float(np.sqrt(2) * h)


def along_axis(difference: Array, h: float) -> Array:
    """The density in one dimension."""
    return np.asarray(np.exp(-((difference / h) ** 2) / 2) / (h * np.sqrt(2 * np.pi)))


class Gaussian(Kernel):
    """The only radial kernel that is a product over axes."""

    name = "gaussian"
    label = "Gaussian"
    formula = r"e^{-r^2/2}"
    depths = Depths(
        "A bell on every point: near points count most, far ones ever less, and none is left "
        "out entirely.",
        r"$K(z) = (2\pi)^{-d/2} e^{-r^2/2}$ with $r = |x - y|/h$ in $d$ dimensions: $h$ is "
        r"the standard deviation along every axis. It is the only radial kernel that is also "
        r"a product over the axes. (E. Parzen, Annals of Mathematical Statistics, 1962.)",
    )
    fast_sum = "product"
    exponent = GaussianExponent
    noise_is_told = True
    along_axis: ClassVar[Factor] = staticmethod(along_axis)

    @property
    def log_normalisation(self) -> float:
        """(d/2) log 2π."""
        return float(self.d / 2 * np.log(2 * np.pi))

    def log_profile(self, squared: NDArray) -> NDArray:
        """−|z|²/2."""
        return np.multiply(squared, -0.5, out=squared)

    def draw(self, n: int, random: RandomState) -> Array:
        """Standard normal."""
        return np.asarray(random.standard_normal((n, self.d)))

    def twin(self) -> Twin:
        """One product."""
        return Twin("profile = Mul(squared, minus_half)", {"minus_half": -0.5})


ROW = Gaussian
