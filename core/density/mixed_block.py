"""A block of queries in mixed precision: what the three families of kernels have in common.

Each family is a class that is made for a block of queries and answers ``add(t, points)``: it
writes the sums over tile t into ``sums`` (T, H, Q), and of squares into ``squares``, in units of
exp(``offset``) (Q, H). A sum that is infinite or NaN asks for the tile to be done in float64.
``error`` (Q, H) estimates how wrong a term may be, in nats.
"""

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

from core.density.float32_tiles import TILE, Float32Tiles, Single
from core.density.kernel_sums import Index, Matrix, Vector
from core.density.kernels import Kernel

ROUNDING = 2.0**-24  # of float32
LOWEST = np.float32(-85)  # exp of less is denormal, which costs three times the time
HIGHEST = np.float32(1e4)  # far beyond overflow: infinity stays infinity


def exponential(term: Single) -> Single:
    """exp of float32 terms in place; what is below exp(−85) of the reference counts as that."""
    return np.exp(np.clip(term, LOWEST, HIGHEST, out=term), out=term)


class Block(ABC):
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

    @abstractmethod
    def add(self, t: int, points: Matrix) -> None:
        """Sums of tile t, whose points (≤ 512, d) are given in float64."""

    def leave_out(
        self, values: NDArray, replacement: float, t: int, rows: Index | None = None
    ) -> None:
        """Replace the values (·, ≤ 512) of tile t where a query (of ``rows``) meets itself."""
        if self.own_index is None:
            return
        column = (self.own_index if rows is None else self.own_index[rows]) - t * TILE
        met = np.flatnonzero((column >= 0) & (column < TILE))
        values[met, column[met]] = replacement

    def store(self, t: int, j: int, term: Single, rows: Index | slice = slice(None)) -> None:
        """Sum the terms (·, ≤ 512) of tile t for bandwidth j."""
        if self.weight is not None:
            term *= self.weight[t, : term.shape[1]]
        self.sums[t, j, rows] = term @ self.ones[: term.shape[1]]
        if self.squares.size:
            self.squares[t, j, rows] = np.einsum("ij,ij->i", term, term)
