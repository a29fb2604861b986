"""How the sums over one tile are taken in single precision, for three families of kernels.

Each class is made for a block of queries and answers ``add(t, points)``: it writes the sums over
tile t into ``sums`` (T, H, Q), and of squares into ``squares``, in units of exp(``offset``) (Q, H).
A sum that is infinite or NaN asks for the tile to be done in float64. ``error`` (Q, H) estimates
how wrong a term may be, in nats.
"""

import numpy as np

from core.density.float32_tiles import TILE, Float32Tiles, Single, augmented_queries
from core.density.kernel_sums import Index, Matrix, Vector
from core.density.kernels import Kernel

ROUNDING = 2.0**-24
OVERFLOW = 1e12  # a tile's sum that calls for a closer reference; its square still fits


class Block:
    """Queries (Q, d) placed as the tiles are, with their own rows to leave out or None."""

    def __init__(
        self,
        tiles: Float32Tiles,
        queries: Matrix,
        bandwidths: Vector,
        kernel: Kernel,
        weight: Single | None,
        own_index: Index | None,
        squares: bool,
    ) -> None:
        self.tiles, self.kernel, self.weight, self.own_index = tiles, kernel, weight, own_index
        self.queries = tiles.place(queries)
        self.scales = (tiles.unit / bandwidths) ** 2
        shape = (len(tiles.tiles), len(bandwidths), len(queries))
        self.sums = np.zeros(shape, dtype=np.float32)
        self.squares = np.zeros(shape if squares else (0, 0, 0), dtype=np.float32)
        self.offset = np.zeros((len(queries), len(bandwidths)))
        self.error = np.zeros_like(self.offset)
        self.tile = np.empty((len(queries), TILE), dtype=np.float32)
        self.term = np.empty_like(self.tile)
        self.ones = np.ones(TILE, dtype=np.float32)

    def own(self, t: int, rows: Index | None = None) -> tuple[Index, Index]:
        """Rows and columns of tile t where a query (of ``rows``) meets itself."""
        if self.own_index is None:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        column = (self.own_index if rows is None else self.own_index[rows]) - t * TILE
        met = np.flatnonzero((column >= 0) & (column < TILE))
        return met, column[met]

    def store(self, t: int, j: int, term: Single, rows: Index | slice = slice(None)) -> None:
        """Sum the terms (·, ≤ 256) of tile t for bandwidth j."""
        if self.weight is not None:
            term *= self.weight[t, : term.shape[1]]
        self.sums[t, j, rows] = term @ self.ones[: term.shape[1]]
        if self.squares.size:
            self.squares[t, j, rows] = np.einsum("ij,ij->i", term, term)


class GaussianBlock(Block):
    """Gaussian: exponents from a float32 product relative to the nearest point met so far."""

    def __init__(self, *arguments) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*arguments)
        self.scale = np.float32(self.scales.max())
        self.factor = (self.scales / float(self.scale)).astype(np.float32)
        self.smallest = int(np.argmax(self.scales))
        self.left, self.half_norm = augmented_queries(self.queries, self.scale)
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
        reach = np.sqrt(self.half_norm) + np.sqrt(np.maximum(-reference, 0))
        self.error[:] = 2 * ROUNDING * reach[:, None] ** 2 * (self.scales / float(self.scale))

    def add(self, t: int, points: Matrix) -> None:
        """Sums of tile t; where they run away, again from a closer reference."""
        self._sum(t, None)
        sums = self.sums[t, self.smallest]
        far = np.flatnonzero(~(sums < OVERFLOW))
        if far.size:
            self._approach(t, far)

    def _sum(self, t: int, rows: Index | None) -> None:
        left = self.left if rows is None else self.left[rows]
        tile = self.tile[: len(left)]
        term = tile if len(self.factor) == 1 else self.term[: len(left)]
        np.matmul(left, self.tiles.tiles[t], out=tile)
        tile[self.own(t, rows)] = -np.inf
        for j, factor in enumerate(self.factor):
            if term is not tile:
                np.multiply(tile, factor, out=term)
            np.exp(term, out=term)
            self.store(t, j, term, slice(None) if rows is None else rows)

    def _approach(self, t: int, rows: Index) -> None:
        exponent = self.left[rows] @ self.tiles.tiles[t]
        exponent[self.own(t, rows)] = -np.inf
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
        self.error[:] = np.sqrt(2.0**-51 * reach) + 4 * ROUNDING * np.abs(self.offset)

    def _squared(self, y: Matrix) -> Matrix:
        squared = self.queries @ (-2 * y.T)
        squared += self.norm[:, None]
        squared += np.einsum("ij,ij->i", y, y)
        return np.maximum(squared, 0, out=squared)

    def add(self, t: int, points: Matrix) -> None:
        """Sums of tile t, whose points (≤ 256, d) are given in float64."""
        squared = self._squared(self.tiles.place(points))
        squared[self.own(t)] = np.inf
        for j, scale in enumerate(self.scales):
            term = (squared * scale).astype(np.float32)
            term = self.kernel.log_profile(term)
            term -= self.offset[:, j, None].astype(np.float32)
            self.store(t, j, np.exp(term, out=term))
