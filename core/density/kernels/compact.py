"""What kernels that end have in common: exactly 0 from |z| = 1 on."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from core.density.kernels.exponent import KernelExponent
from core.density.kernels.kernel import Array, Kernel
from core.density.kernels.spheres import log_sphere
from core.density.kernels.twin import Twin


class CompactExponent(KernelExponent):
    """φ = 0 up to u = 1, infinite beyond: a kernel of radius b with h = b/√d.

    What the profile does inside the ball changes nothing to leading order: almost all of the ball
    lies at its edge.
    """

    name = "compact"
    label = "Compact"
    compact = True
    not_simulated = "The law of a compact kernel's estimate is a binomial count"

    def value(self, u: Array) -> Array:
        """0 inside, infinite outside."""
        return np.where(u <= 1, 0.0, np.inf)

    def derivative(self, u: Array) -> Array:
        """0 inside, infinite outside."""
        return np.where(u <= 1, 0.0, np.inf)

    def log_norm(self, d: int) -> float:
        """The ball of radius √d."""
        return float(log_sphere(d) - np.log(d) + 0.5 * d * np.log(d))

    def critical(self, slope: float, squared_radius: float) -> tuple[float, float]:
        """No tail: with a point in reach, there are many."""
        return squared_radius**0.5, squared_radius**0.5


class CompactKernel(Kernel):
    """A kernel that ends."""

    fast_sum = "reach"
    exponent = CompactExponent
    is_compact = True


def where_inside(squared: NDArray, log_inside: Callable[[NDArray], NDArray]) -> NDArray:
    """The profile in place: −∞ from |z|² = 1 on, ``log_inside`` of a vector of |z|² below.

    Most points lie outside, so that they cost a comparison and no logarithm.
    """
    inside = squared < 1
    squared[~inside] = -np.inf
    squared[inside] = log_inside(squared[inside])
    return squared


def logarithm_inside(nodes: str, constants: Mapping[str, float] | None = None) -> Twin:
    """The twin of log ``remaining``, which the nodes make of ``squared`` and may spoil outside."""
    text = f"""
        inside = Less(squared, one)
        {nodes}
        safe = Where(inside, remaining, one)
        safe_log = Log(safe)
        profile = Where(inside, safe_log, minus_infinity)
    """
    return Twin(text, constants or {}, delicate=True)
