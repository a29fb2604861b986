"""Draws from a kernel: a uniform direction times a radius from the kernel's own law."""

import numpy as np
from numpy.random import RandomState

from core.density.kernel_sums import Matrix, Vector
from core.density.kernels import Kernel


def draw_kernel(kernel: Kernel, n: int, random: RandomState) -> Matrix:
    """(n, d) independent draws z from the density K(z).

    The radius follows r^(d−1) k(r²): Beta(d/2, 2) for r² (epanechnikov), Beta(d, 2) (linear),
    u^(1/d) (tophat), Gamma(d) (exponential); student is a normal over √(χ²_ν/ν).

    >>> from core.density.kernels import make_kernel
    >>> draw_kernel(make_kernel("tophat", 2), 3, RandomState(0)).shape
    (3, 2)
    """
    d = kernel.d
    normal = random.standard_normal((n, d))
    if kernel.name == "gaussian":
        return normal
    if kernel.name == "student":
        return normal / np.sqrt(random.chisquare(kernel.nu, size=n) / kernel.nu)[:, None]
    direction = normal / np.linalg.norm(normal, axis=1, keepdims=True)
    return direction * _radius(kernel.name, n, d, random)[:, None]


def _radius(kernel: str, n: int, d: int, random: RandomState) -> Vector:
    if kernel == "tophat":
        return random.uniform(size=n) ** (1 / d)
    if kernel == "epanechnikov":
        return np.sqrt(random.beta(d / 2, 2, size=n))
    if kernel == "linear":
        return random.beta(d, 2, size=n)
    return random.gamma(d, size=n)
