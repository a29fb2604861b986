"""Top hat: 1 where |z| < 1."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from core.density.kernels.compact import CompactKernel
from core.density.kernels.kernel import Array
from core.density.kernels.spheres import directions, log_unit_ball
from core.density.kernels.twin import Twin
from core.depths import Depths


class TopHat(CompactKernel):
    """A count of the points in reach."""

    name = "tophat"
    label = "Top hat"
    formula = "1"
    depths = Depths(
        "Counts the points within the bandwidth, all alike, and forgets the others.",
        "$K(z) = 1 / V_d$ for $r = |x - y|/h < 1$, with $V_d$ the volume of the unit ball, so "
        "that the estimate is the count divided by $n V_d h^d$: a step at every distance $h$ "
        "from a point. (E. Fix, J. L. Hodges, 1951.)",
    )

    @property
    def log_normalisation(self) -> float:
        """The unit ball."""
        return log_unit_ball(self.d)

    def log_profile(self, squared: NDArray) -> NDArray:
        """0 inside."""
        squared[...] = np.where(squared < 1, 0, -np.inf)
        return squared

    def draw(self, n: int, random: RandomState) -> Array:
        """A radius u^(1/d), u uniform."""
        direction = directions(n, self.d, random)
        return np.asarray(direction * (random.uniform(size=n) ** (1 / self.d))[:, None])

    def twin(self) -> Twin:
        """One comparison."""
        nodes = """
            inside = Less(squared, one)
            profile = Where(inside, zero, minus_infinity)
        """
        return Twin(nodes, delicate=True)


ROW = TopHat
