"""The data in float32, laid out so that one matrix product gives the exponents of a whole tile.

With points y' = [y, −|y|²/2, −1] and queries q' = [s q, s, c] the product q'·y' is
s (q·y − |y|²/2) − c, and c = s |q|²/2 makes it −s |q − y|²/2. The points are centred, so that the
terms which cancel are as small as the data allow.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.density.kernel_sums import Matrix, Vector, WeightedPoints

TILE = 512  # points in a tile: 512 × 512 float32 of a thread are 1 MB
SAMPLED = 512  # points at most that tell how close the nearest one may be
Single = NDArray[np.float32]


@dataclass(frozen=True)
class Float32Tiles:
    """Points in tiles.

    ``tiles`` (T, d + 2, 512) · ``sample`` (d + 2, ≤ 512) a random choice of them · ``center`` (d,)
    and ``unit`` (a power of two): y = (point − center) / unit. The last tile is filled up with
    points at infinity, whose exponent is −∞.
    """

    tiles: Single
    sample: Single
    center: Vector
    unit: float

    def place(self, values: Matrix) -> Matrix:
        """(m, d) points of the data's space in float64, centred and in ``unit``."""
        return (values - self.center) / self.unit


def float32_tiles(points: WeightedPoints) -> Float32Tiles:
    """Lay out points (n, d): 4 n (d + 2) bytes; nothing else of that size is allocated."""
    values = points.values
    n, d = values.shape
    with np.errstate(over="ignore", invalid="ignore"):
        center = values.mean(axis=0)
        radius = float(np.sqrt(np.sum(np.var(values[:: max(n // 4096, 1)], axis=0))))
    center[~np.isfinite(center)] = 0  # beyond float32 anyway: such points are done in float64
    unit = 2.0 ** np.floor(np.log2(radius)) if np.isfinite(radius) and radius > 0 else 1.0
    tiles = np.zeros((-(-n // TILE), d + 2, TILE), dtype=np.float32)
    for t, tile in enumerate(tiles):
        _fill(tile, (values[t * TILE : (t + 1) * TILE] - center) / unit)
    chosen = np.random.RandomState(0).permutation(n)[: min(SAMPLED, max(n // 64, 32))]
    sample = np.zeros((d + 2, len(chosen)), dtype=np.float32)
    _fill(sample, (values[np.sort(chosen)] - center) / unit)
    return Float32Tiles(tiles, sample, center, unit)


def _fill(tile: Single, y: Matrix) -> None:
    with np.errstate(over="ignore"):
        d, k = y.shape[1], len(y)
        tile[:d, :k] = y.T
        rounded = tile[:d, :k].astype(np.float64)
        tile[d, :k] = -np.sum(rounded * rounded, axis=0) / 2
        tile[d, k:] = -np.inf
        tile[d + 1] = -1


def augmented_queries(q: Matrix, scale: np.float32) -> tuple[Single, Vector]:
    """q' (m, d + 2) of queries (m, d) at scale s, c left 0, and s |q|²/2 (m,) of the rounded q."""
    result = np.zeros((len(q), q.shape[1] + 2), dtype=np.float32)
    with np.errstate(over="ignore"):
        result[:, :-2] = q * float(scale)
    result[:, -2] = scale
    rounded = result[:, :-2].astype(np.float64)
    return result, np.einsum("ij,ij->i", rounded, rounded) / (2 * float(scale))
