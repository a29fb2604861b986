"""Epanechnikov: 1 − |z|² where |z| < 1."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from core.density.kernels.compact import CompactKernel, logarithm_inside, where_inside
from core.density.kernels.kernel import Array
from core.density.kernels.spheres import directions, log_unit_ball
from core.density.kernels.twin import Twin
from core.depths import Depths


class Epanechnikov(CompactKernel):
    """The kernel of least mean squared error."""

    name = "epanechnikov"
    label = "Epanechnikov"
    formula = "1 - r^2"
    depths = Depths(
        "A dome that ends at the bandwidth: points farther away than that do not count at all.",
        r"$K(z) = \frac{d + 2}{2 V_d} (1 - r^2)$ for $r = |x - y|/h < 1$, with $V_d$ the "
        r"volume of the unit ball. Of all kernels that are nowhere negative it has the least "
        r"asymptotic mean squared error; beyond $h$ the density is exactly 0. (V. A. "
        r"Epanechnikov, Theory of Probability and its Applications, 1969.)",
    )

    @property
    def log_normalisation(self) -> float:
        """The unit ball, times 2/(d + 2)."""
        return float(log_unit_ball(self.d) + np.log(2 / (self.d + 2)))

    def log_profile(self, squared: NDArray) -> NDArray:
        """log(1 − |z|²)."""
        return where_inside(squared, lambda inside: np.log1p(-inside))

    def draw(self, n: int, random: RandomState) -> Array:
        """A squared radius with the law Beta(d/2, 2)."""
        direction = directions(n, self.d, random)
        return np.asarray(direction * np.sqrt(random.beta(self.d / 2, 2, size=n))[:, None])

    def twin(self) -> Twin:
        """One difference."""
        return logarithm_inside("remaining = Sub(one, squared)")


ROW = Epanechnikov
