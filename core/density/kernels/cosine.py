"""Cosine: cos(π|z|/2) where |z| < 1.

Written as sin(π(1 − |z|)/2) throughout, which keeps its digits towards the edge.
"""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from core.density.kernels.compact import CompactKernel, logarithm_inside, where_inside
from core.density.kernels.kernel import Array
from core.density.kernels.spheres import directions, log_unit_ball
from core.density.kernels.twin import Twin
from core.depths import Depths

QUARTER_TURN = np.pi / 2
TERMS = 12  # in one dimension, the slowest, the next one is below 1e-20


class Cosine(CompactKernel):
    """The kernel of this name in scikit-learn, which leaves a term of N(d) out where d is even.

    Its estimate holds 0.363 of the mass in a plane; this one holds all of it.
    """

    name = "cosine"
    label = "Cosine"
    formula = r"\cos(\pi r/2)"
    depths = Depths(
        "A hump in the shape of a quarter wave that ends at the bandwidth; much like the dome.",
        r"$k(r) = \cos(\pi r/2)$ for $r = |x - y|/h < 1$, divided by its integral over $d$ "
        r"dimensions, which is $4/\pi$ on the line and $4 - 8/\pi$ in the plane. scikit-learn "
        r"leaves a term of it out where $d$ is even, and its density then does not sum to 1. "
        r"(F. Pedregosa et al., scikit-learn, 2011.)",
    )

    @property
    def log_normalisation(self) -> float:
        """With t = 1 − |z|, sin(πt/2) by powers of t: Beta functions of alternating sign.

        Powers of |z| instead would cancel from d ≈ 20 on.
        """
        total, term = 0.0, QUARTER_TURN / (self.d + 1)
        for k in range(TERMS):
            total += term
            term *= -(QUARTER_TURN**2) / ((self.d + 2 * k + 2) * (self.d + 2 * k + 3))
        return float(log_unit_ball(self.d) + np.log(total))

    def log_profile(self, squared: NDArray) -> NDArray:
        """log sin(π(1 − |z|)/2)."""
        return where_inside(
            squared, lambda inside: np.log(np.sin(QUARTER_TURN * (1 - np.sqrt(inside))))
        )

    def draw(self, n: int, random: RandomState) -> Array:
        """A radius from that of the linear kernel, thinned."""
        direction = directions(n, self.d, random)
        return np.asarray(direction * self._radius(n, random)[:, None])

    def twin(self) -> Twin:
        """One root and one sine."""
        nodes = """
            distance = Sqrt(squared)
            to_edge = Sub(one, distance)
            angle = Mul(to_edge, quarter_turn)
            remaining = Sin(angle)
        """
        return logarithm_inside(nodes, {"quarter_turn": QUARTER_TURN})

    def _radius(self, n: int, random: RandomState) -> Array:
        """The linear kernel's Beta(d, 2), of which at least 2/π is kept."""
        found = np.empty(0)
        while len(found) < n:
            r = random.beta(self.d, 2, size=n)
            kept = random.uniform(size=n) < np.sinc((1 - r) / 2)  # sin(πt/2) / (πt/2)
            found = np.concatenate([found, r[kept]])
        return found[:n]


ROW = Cosine
