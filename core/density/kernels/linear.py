"""Linear: 1 − |z| where |z| < 1."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from core.density.kernels.compact import CompactKernel, logarithm_inside, where_inside
from core.density.kernels.kernel import Array
from core.density.kernels.spheres import directions, log_unit_ball
from core.density.kernels.twin import Twin
from core.depths import Depths


class Linear(CompactKernel):
    """A cone."""

    name = "linear"
    label = "Linear"
    formula = "1 - r"
    depths = Depths(
        "A cone on every point: its weight falls evenly with the distance and is nothing at "
        "the bandwidth.",
        r"$K(z) = \frac{d + 1}{V_d} (1 - r)$ for $r = |x - y|/h < 1$, with $V_d$ the volume "
        r"of the unit ball; a kink at the point and another at $h$. (F. Pedregosa et al., "
        r"scikit-learn, 2011; in one dimension the triangular kernel of B. W. Silverman, "
        r"1986.)",
    )

    @property
    def log_normalisation(self) -> float:
        """The unit ball, over d + 1."""
        return float(log_unit_ball(self.d) - np.log(self.d + 1))

    def log_profile(self, squared: NDArray) -> NDArray:
        """log(1 − |z|)."""
        return where_inside(squared, lambda inside: np.log1p(-np.sqrt(inside)))

    def draw(self, n: int, random: RandomState) -> Array:
        """A radius with the law Beta(d, 2)."""
        direction = directions(n, self.d, random)
        return np.asarray(direction * random.beta(self.d, 2, size=n)[:, None])

    def twin(self) -> Twin:
        """One root and one difference."""
        return logarithm_inside("""
            distance = Sqrt(squared)
            remaining = Sub(one, distance)
        """)


ROW = Linear
