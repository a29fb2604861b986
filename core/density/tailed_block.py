"""Exponential and Student kernels in mixed precision."""

import numpy as np

from core.density.kernel_sums import Matrix
from core.density.mixed_block import ROUNDING, Block, exponential


class TailedBlock(Block):
    """Exponential and Student kernels: distances in float64, roots and logarithms in float32.

    A root turns a rounding error of |z|² near 0 into its square root, too much for float32.
    """

    def __init__(self, *arguments) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*arguments)
        self.norm = np.einsum("ij,ij->i", self.queries, self.queries)
        squared = self._squared(self.tiles.sample[:-2].T.astype(np.float64))
        if self.own_index is not None:
            squared[squared < 1e-9 * self.norm[:, None]] = np.inf
        nearest = squared.min(axis=1)
        nearest[~np.isfinite(nearest)] = 0
        for j, scale in enumerate(self.scales):
            # Rounded, since the terms are taken relative to it in float32.
            self.offset[:, j] = self.kernel.log_profile(nearest * scale).astype(np.float32)
        reach = (np.sqrt(self.norm) + np.sqrt(nearest))[:, None] ** 2 * self.scales
        self.error[:] = np.sqrt(2.0**-51 * reach) + 4 * ROUNDING * (1 + np.abs(self.offset))

    def _squared(self, y: Matrix) -> Matrix:
        squared = self.queries @ (-2 * y.T)
        squared += self.norm[:, None]
        squared += np.einsum("ij,ij->i", y, y)
        return np.maximum(squared, 0, out=squared)

    def add(self, t: int, points: Matrix) -> None:
        """Sums of tile t, whose points (≤ 512, d) are given in float64."""
        squared = self._squared(self.tiles.place(points))
        self.leave_out(squared, np.inf, t)
        for j, scale in enumerate(self.scales):
            term = (squared * scale).astype(np.float32)
            term = self.kernel.log_profile(term)
            term -= self.offset[:, j, None].astype(np.float32)
            self.store(t, j, exponential(term))
