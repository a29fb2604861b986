"""The Gaussian kernel in mixed precision: exponents straight from a float32 product."""

import numpy as np

from core.density.exponential_sums import exponential_sums
from core.density.float32_tiles import augmented_queries
from core.density.kernel_sums import Index, Matrix
from core.density.mixed_block import ROUNDING, Block, exponential

OVERFLOW = 1e12  # a tile's sum that calls for a closer reference; its square still fits


class GaussianBlock(Block):
    """Gaussian: exponents from a float32 product relative to the nearest point met so far."""

    def __init__(self, *arguments) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*arguments)
        self.scale = np.float32(self.scales.max())
        self.factor = (self.scales / float(self.scale)).astype(np.float32)
        self.smallest = int(np.argmax(self.scales))
        self.left, self.half_norm = augmented_queries(self.queries, self.scale)
        # Then nothing comes between the product and the sum, and one call does both.
        self.plain = len(self.factor) == 1 and self.weight is None and self.own_index is None
        self._start()

    def _start(self) -> None:
        exponent = self.left @ self.tiles.sample
        if self.own_index is not None:
            # A query must not be its own nearest point: closer than rounding counts as itself.
            limit = self.half_norm * (1 - 1e-5)
            exponent[exponent > limit[:, None]] = -np.inf
        highest = exponent.max(axis=1)
        self.left[:, -1] = np.where(np.isfinite(highest), highest, self.half_norm)
        self._refer()

    def _refer(self) -> None:
        reference = self.left[:, -1].astype(np.float64) - self.half_norm
        self.offset[:] = reference[:, None] * (self.scales / float(self.scale))
        # Terms as large as |y|²/(2h²) cancel, and the points that count lie within the distance of
        # the nearest and some bandwidths of x. Measured, 95% of the errors are below this one.
        relative = self.scales / float(self.scale)
        nearest = np.sqrt(self.half_norm) + np.sqrt(np.maximum(-reference, 0))
        reach = nearest[:, None] * np.sqrt(2 * relative) + 3
        self.error[:] = ROUNDING * reach**2 / 2

    def add(self, t: int, points: Matrix) -> None:
        """Sums of tile t; where they run away, again from a closer reference."""
        self._sum(t, None)
        sums = self.sums[t, self.smallest]
        far = np.flatnonzero(~(sums < OVERFLOW))
        if far.size:
            self._approach(t, far)

    def _sum(self, t: int, rows: Index | None) -> None:
        left = self.left if rows is None else self.left[rows]
        if self.plain:
            sums = exponential_sums(left, self.tiles.tiles[t], squares=bool(self.squares.size))
            which = slice(None) if rows is None else rows
            self.sums[t, 0, which] = sums[0]
            if self.squares.size:
                self.squares[t, 0, which] = sums[1]
            return
        tile = self.tile[: len(left)]
        term = tile if len(self.factor) == 1 else self.term[: len(left)]
        np.matmul(left, self.tiles.tiles[t], out=tile)
        self.leave_out(tile, -np.inf, t, rows)
        for j, factor in enumerate(self.factor):
            if term is not tile:
                np.multiply(tile, factor, out=term)
            self.store(t, j, exponential(term), slice(None) if rows is None else rows)

    def _approach(self, t: int, rows: Index) -> None:
        exponent = self.left[rows] @ self.tiles.tiles[t]
        self.leave_out(exponent, -np.inf, t, rows)
        highest = exponent.max(axis=1)
        rows, highest = rows[np.isfinite(highest)], highest[np.isfinite(highest)]
        before = self.left[rows, -1].astype(np.float64)
        self.left[rows, -1] += highest
        moved = before - self.left[rows, -1].astype(np.float64)
        shrink = np.exp(moved[:, None] * (self.scales / float(self.scale)))
        self.sums[:t, :, rows] *= shrink.T.astype(np.float32)
        if self.squares.size:
            self.squares[:t, :, rows] *= (shrink.T**2).astype(np.float32)
        self._refer()
        if rows.size:
            self._sum(t, rows)
