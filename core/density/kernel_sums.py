"""What a pass over the distances needs and gives: weighted points in, sums of the kernel out."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.density.kernels import Kernel
from core.density.point_tiles import PointTiles, point_tiles

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class WeightedPoints:
    """Data points (n, d) with the log of their weights (n,), or None where all weigh 1."""

    values: Matrix
    log_weight: Vector | None

    @property
    def log_total(self) -> float:
        """log Σ w."""
        if self.log_weight is None:
            return float(np.log(len(self.values)))
        return float(np.logaddexp.reduce(self.log_weight))

    @cached_property
    def tiles(self) -> PointTiles:
        """The points in compact tiles, made when they are asked for first."""
        return point_tiles(self.values)


def weighted_points(values: Matrix, weight: Vector | None) -> WeightedPoints:
    """Points without those of weight 0; equal weights count as none, up to their sum."""
    if weight is None:
        return WeightedPoints(values, None)
    kept = weight > 0
    if not kept.all():
        values, weight = np.ascontiguousarray(values[kept]), weight[kept]
    if (weight == weight[0]).all():
        return WeightedPoints(values, None)
    return WeightedPoints(values, np.log(weight))


@dataclass(frozen=True)
class KernelSums:
    """Sums over the data for m queries and H bandwidths.

    ``log_sum`` (m, H): log Σ_i w_i k(|z_i|²), −∞ where nothing reaches. ``participation`` (m, H):
    (Σ w k)² / Σ (w k)² ≥ 1, NaN where nothing reaches and everywhere if it was not asked for.
    """

    log_sum: Matrix
    participation: Matrix

    def log_density(
        self, kernel: Kernel, bandwidths: Vector, d: int, log_total: float | Matrix
    ) -> Matrix:
        """(m, H): log ρ̂ = log Σ w k − log Σ w − d log h − log N(d)."""
        return self.log_sum - log_total - d * np.log(bandwidths) - kernel.log_normalisation
