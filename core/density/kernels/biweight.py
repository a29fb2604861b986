"""Biweight, also quartic: (1 − |z|²)² where |z| < 1."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from core.density.kernels.compact import CompactKernel, logarithm_inside, where_inside
from core.density.kernels.kernel import Array
from core.density.kernels.spheres import directions, log_unit_ball
from core.density.kernels.twin import Twin
from core.depths import Depths


class Biweight(CompactKernel):
    """Epanechnikov's squared: it ends too, and its estimate has no kinks."""

    name = "biweight"
    label = "Biweight"
    formula = "(1 - r^2)^2"
    depths = Depths(
        "Like the dome, but it meets zero without a corner, so that the estimate has no kinks.",
        r"$K(z) = \frac{(d + 2)(d + 4)}{8 V_d} (1 - r^2)^2$ for $r = |x - y|/h < 1$, with "
        r"$V_d$ the volume of the unit ball. On the line it needs 0.6% more points than the "
        r"dome for the same error. (B. W. Silverman, Density Estimation, 1986.)",
    )

    @property
    def log_normalisation(self) -> float:
        """The unit ball, times 8/((d + 2)(d + 4))."""
        return float(log_unit_ball(self.d) + np.log(8 / ((self.d + 2) * (self.d + 4))))

    def log_profile(self, squared: NDArray) -> NDArray:
        """2 log(1 − |z|²)."""
        return where_inside(squared, lambda inside: 2 * np.log1p(-inside))

    def draw(self, n: int, random: RandomState) -> Array:
        """A squared radius with the law Beta(d/2, 3)."""
        direction = directions(n, self.d, random)
        return np.asarray(direction * np.sqrt(random.beta(self.d / 2, 3, size=n))[:, None])

    def twin(self) -> Twin:
        """One difference, squared."""
        nodes = """
            once = Sub(one, squared)
            remaining = Mul(once, once)
        """
        return logarithm_inside(nodes)


ROW = Biweight
