"""Compact kernels in mixed precision: float32 rules out, float64 counts."""

import numpy as np

from core.density.float32_tiles import augmented_queries
from core.density.kernel_sums import Matrix
from core.density.mixed_block import ROUNDING, Block


class CompactBlock(Block):
    """Compact kernels: float32 only tells which tiles are out of reach; the rest is float64."""

    def __init__(self, *arguments) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*arguments)
        self.scale = np.float32(self.scales.min())
        self.left, half_norm = augmented_queries(self.queries, self.scale)
        self.left[:, -1] = half_norm
        rounding = 16 * ROUNDING * (np.sqrt(half_norm) + 1) ** 2
        self.limit = (-0.5 * (1 + 1e-6) - rounding).astype(np.float32)

    def add(self, t: int, points: Matrix) -> None:
        """Infinity for the queries that tile t may reach, exactly 0 for the others."""
        np.matmul(self.left, self.tiles.tiles[t], out=self.tile)
        reached = ~(self.tile.max(axis=1) < self.limit)
        self.sums[t, :, reached] = np.inf
