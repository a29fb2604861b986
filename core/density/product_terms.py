"""The Gaussian's terms in float64 from a matrix product, where that is right to 10⁻¹⁰ nats.

With y' = [y, −|y|²/2, 1] and q' = [q, 1, −|q|²/2] the product q'·y' is −|q − y|²/2. Its terms
cancel, so its error grows with (|q| + |y|)², both from the centre of the data and in bandwidths: a
bound of it tells for which queries the differences themselves must be summed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.density.kernel_sums import Index, Matrix, Vector, WeightedPoints
from core.density.log_sums import LogSums

TOLERATED = 1e-10  # nats, in one exponent, at worst; a tenth of what float64 promises
ROUNDING = 2.0**-53
LARGEST = 1e100  # of a sum, in units of the largest term before: its square is still a number
LOWEST = -700.0  # an exponent below counts as this one: exp of less takes twenty times as long
Rows = Index | slice


@dataclass(frozen=True)
class Tile:
    """The points (k, d) in ``columns``.

    ``right`` (k, d + 2) is y' · ``near`` (m,) tells for which queries a product is right ·
    ``lowest`` (m,) is less than any exponent there.
    """

    columns: slice
    right: Matrix
    near: NDArray[np.bool_]
    lowest: Vector


class ProductTerms:
    """The terms of all points (n, d) at a block of queries (m, d), tile by tile.

    ``center`` (d,) lies near the middle of the data. ``terms`` is the room for a tile: it has as
    many elements as the largest one.
    """

    def __init__(
        self,
        points: WeightedPoints,
        queries: Matrix,
        bandwidths: Vector,
        center: Vector,
        own_index: Index | None,
        terms: Vector,
    ) -> None:
        self._points, self._center, self._own_index = points, center, own_index
        self._terms = terms
        m, d = queries.shape
        with np.errstate(over="ignore", invalid="ignore"):
            self._scale = 1 / bandwidths.min()
            self._factors = (bandwidths.min() / bandwidths) ** 2
            self._left = np.empty((m, d + 2))
            placed = np.multiply(queries - center, self._scale, out=self._left[:, :d])
            norm = np.einsum("ij,ij->i", placed, placed)
            self._radius = np.sqrt(norm)
        self._left[:, d], self._left[:, d + 1] = 1, -norm / 2

    def tile(self, columns: slice) -> Tile:
        """What the products with the points in ``columns`` need."""
        values = self._points.values[columns]
        k, d = values.shape
        right = np.empty((k, d + 2))
        with np.errstate(over="ignore", invalid="ignore"):
            placed = np.subtract(values, self._center, out=right[:, :d])
            placed *= self._scale
            norm = np.einsum("ij,ij->i", placed, placed)
            right[:, d], right[:, d + 1] = -norm / 2, 1
            # Of d + 2 products and their sum, and of the coordinates themselves.
            lowest = -((self._radius + np.sqrt(norm.max())) ** 2) / 2
            near = np.asarray((d + 7) * ROUNDING * -lowest <= TOLERATED)
        return Tile(columns, right, near, lowest)

    def add(self, sums: LogSums, rows: Rows, tile: Tile) -> None:
        """Add the terms of a tile at the queries in ``rows`` to their sums."""
        if len(self._factors) == 1 and not np.isneginf(sums.peak[rows, 0]).any():
            rows = self._add_near(sums, rows, tile)
            if not len(rows):
                return
        exponent = self._exponents(self._left[rows], rows, tile)
        for j, factor in enumerate(self._factors):
            x = exponent if len(self._factors) == 1 else exponent * factor
            sums.add(self._weighted(x, tile), j, rows)

    def _add_near(self, sums: LogSums, rows: Rows, tile: Tile) -> Index:
        """Add them in units of the largest so far; the rows for which that is too small a unit."""
        left = self._left[rows].copy()
        reference = sums.peak[rows, 0]
        left[:, -1] -= reference
        term = self._weighted(self._exponents(left, rows, tile), tile)
        if self._points.log_weight is not None or (tile.lowest[rows] - reference).min() < LOWEST:
            np.maximum(term, LOWEST, out=term)
        with np.errstate(over="ignore"):
            np.exp(term, out=term)
            total = term.sum(axis=1)
        near = total < LARGEST
        if not near.all():
            total, term = np.where(near, total, 0), np.where(near[:, None], term, 0)
        sums.total[rows, 0] += total
        if sums.squared is not None:
            sums.squared[rows, 0] += np.einsum("ij,ij->i", term, term)
        return np.arange(len(sums.peak))[rows][~near]

    def _exponents(self, left: Matrix, rows: Rows, tile: Tile) -> Matrix:
        shape = len(left), len(tile.right)
        exponent = self._terms[: shape[0] * shape[1]].reshape(shape)
        np.matmul(left, tile.right.T, out=exponent)
        if self._own_index is not None:
            column = self._own_index[rows] - tile.columns.start
            own = np.flatnonzero((column >= 0) & (column < shape[1]))
            exponent[own, column[own]] = -np.inf
        return exponent

    def _weighted(self, x: Matrix, tile: Tile) -> Matrix:
        if self._points.log_weight is not None:
            x += self._points.log_weight[tile.columns]
        return x
