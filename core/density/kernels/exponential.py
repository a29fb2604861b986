"""Exponential: exp(−|z|)."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from scipy.special import gammaln

from core.density.kernels.exponent import KernelExponent
from core.density.kernels.kernel import Array, Kernel
from core.density.kernels.spheres import directions, log_sphere, log_unit_ball
from core.density.kernels.twin import Twin
from core.depths import Depths


class LaplaceExponent(KernelExponent):
    """φ = √u: exp(−√d |z|), which is exp(−|x − y|/b) with h = b √d."""

    name = "laplace"
    label = "Laplace"

    def value(self, u: Array) -> Array:
        """√u."""
        return np.sqrt(u)

    def derivative(self, u: Array) -> Array:
        """1/(2√u)."""
        return 0.5 / np.sqrt(u)

    def log_norm(self, d: int) -> float:
        """The sphere, times Γ(d) in units of √d."""
        return float(log_sphere(d) + gammaln(d) - 0.5 * d * np.log(d))


class Exponential(Kernel):
    """A cusp at 0 and a light tail."""

    name = "exponential"
    label = "Exponential"
    formula = "e^{-r}"
    depths = Depths(
        "A peak on every point with a longer tail than the bell: distant points keep more of "
        "a say.",
        r"$K(z) = e^{-r} / (V_d\, d!)$ with $r = |x - y|/h$ and $V_d$ the volume of the unit "
        r"ball. The cusp at $r = 0$ gives the estimate a kink at every point; in $d$ "
        r"dimensions a draw lies about $d$ bandwidths from its point. (F. Pedregosa et al., "
        r"scikit-learn, 2011, whose convention this is.)",
    )
    fast_sum = "distances"
    exponent = LaplaceExponent

    @property
    def log_normalisation(self) -> float:
        """The unit ball, times d!."""
        return float(log_unit_ball(self.d) + gammaln(self.d + 1))

    def log_profile(self, squared: NDArray) -> NDArray:
        """−|z|."""
        return np.negative(np.sqrt(squared, out=squared), out=squared)

    def draw(self, n: int, random: RandomState) -> Array:
        """A radius with the law Gamma(d)."""
        direction = directions(n, self.d, random)
        return np.asarray(direction * random.gamma(self.d, size=n)[:, None])

    def twin(self) -> Twin:
        """One root, which magnifies rounding near 0."""
        nodes = """
            distance = Sqrt(squared)
            profile = Neg(distance)
        """
        return Twin(nodes, delicate=True)


ROW = Exponential
