"""Generation: from noise to a sample along the flow that a denoiser defines."""

import numpy as np
from numpy.typing import NDArray

from core.density.diffusion.denoisers import Denoiser
from core.parallel import Progress, no_progress

Array = NDArray[np.float64]


def follow_flow(
    denoiser: Denoiser, start: Array, levels: Array, progress: Progress = no_progress
) -> Array:
    """(L, q, d) places on the way of dx/dh = (x − D_h(x))/h, by Heun's steps between the levels.

    For the exact denoiser the places at each level are distributed as the kernel estimate of that
    bandwidth. ``start`` (q, d) at the largest noise, ``levels`` (L,) falling and above 0.

    >>> from core.density.diffusion.denoisers import ExactDenoiser
    >>> one = ExactDenoiser([[2.0]])
    >>> follow_flow(one, np.array([[5.0]]), np.array([1.0, 0.5, 0.1]))[:, 0, 0].round(6).tolist()
    [5.0, 3.5, 2.3]
    """
    way = np.empty((len(levels), *start.shape))
    way[0] = x = start
    slope = (x - denoiser.denoise(x, float(levels[0]))) / levels[0]
    for number in range(1, len(levels)):
        progress(number / len(levels), f"Generating at noise {levels[number]:.3g}")
        step = levels[number] - levels[number - 1]
        there = x + step * slope
        after = (there - denoiser.denoise(there, float(levels[number]))) / levels[number]
        way[number] = x = x + step * (slope + after) / 2
        slope = (x - denoiser.denoise(x, float(levels[number]))) / levels[number]
    return way
