"""Linear: 1 − |z| where |z| < 1."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from core.density.kernels.compact import CompactKernel, logarithm_inside, where_inside
from core.density.kernels.kernel import Array
from core.density.kernels.spheres import directions, log_unit_ball
from core.density.kernels.twin import Twin


class Linear(CompactKernel):
    """A cone."""

    name = "linear"
    label = "Linear"
    formula = "1 - r"

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
