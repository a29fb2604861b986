"""One pass over the distances in float64: the exact path.

Squared distances are sums of squared differences of the given coordinates, so no offset or far
point can spoil those of near neighbours: each is right to d units in the last place.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist

from core.density.kernel_sums import Index, KernelSums, Matrix, Vector, WeightedPoints
from core.density.kernels import Kernel
from core.parallel import Progress, map_blocks, no_progress

QUERY_ROWS = 128  # a tile of 128 × 512 float64 is 512 KiB; each thread holds two of them
POINT_ROWS = 512
PAIRS_PER_BLOCK = 2**25  # between two reports of progress


def double_sums(
    points: WeightedPoints,
    queries: Matrix,
    bandwidths: Vector,
    kernel: Kernel,
    *,
    squares: bool = False,
    own_index: Index | None = None,
    progress: Progress = no_progress,
    n_workers: int | None = None,
) -> KernelSums:
    """Sums of the kernel at queries (m, d) for bandwidths (H,), all from the same distances.

    ``own_index`` (m,) leaves one data point out of each query's sum. Extra memory: two tiles of
    128 × 512 for each thread, and the result.
    """
    shape = (len(queries), len(bandwidths))
    log_sum = np.full(shape, -np.inf)
    participation = np.full(shape, np.nan)
    task = _Pass(points, queries, bandwidths, kernel, squares, own_index)
    blocks = list(_query_blocks(len(queries), len(points.values) * len(bandwidths)))
    for done, (index, result) in enumerate(
        map_blocks(task.block, blocks, n_workers=n_workers), start=1
    ):
        log_sum[blocks[index]], participation[blocks[index]] = result
        progress(done / len(blocks), "summing the kernel over the distances")
    return KernelSums(log_sum, participation)


def _query_blocks(n_queries: int, pairs_per_query: int) -> Iterator[slice]:
    rows = min(max(PAIRS_PER_BLOCK // max(pairs_per_query, 1), 1), max(-(-n_queries // 8), 16))
    for start in range(0, n_queries, rows):
        yield slice(start, min(start + rows, n_queries))


@dataclass(frozen=True)
class _Pass:
    points: WeightedPoints
    queries: Matrix
    bandwidths: Vector
    kernel: Kernel
    squares: bool
    own_index: Index | None

    def block(self, rows: slice) -> tuple[Matrix, Matrix]:
        """log Σ w k and the participation of some queries, in tiles that stay in the cache."""
        sums = np.empty((rows.stop - rows.start, len(self.bandwidths)))
        second = np.empty_like(sums)
        for start in range(rows.start, rows.stop, QUERY_ROWS):
            some = slice(start, min(start + QUERY_ROWS, rows.stop))
            there = slice(some.start - rows.start, some.stop - rows.start)
            sums[there], second[there] = self._rows(some)
        return sums, second

    def _rows(self, rows: slice) -> tuple[Matrix, Matrix]:
        shape = (rows.stop - rows.start, len(self.bandwidths))
        peak, total, squared = np.full(shape, -np.inf), np.zeros(shape), np.zeros(shape)
        # A power of two close to the largest bandwidth: exact, and no square overflows needlessly.
        unit = 2.0 ** np.floor(np.log2(self.bandwidths.max()))
        queries = self.queries[rows] / unit
        for start in range(0, len(self.points.values), POINT_ROWS):
            some = slice(start, start + POINT_ROWS)
            distance = cdist(queries, self.points.values[some] / unit, "sqeuclidean")
            if self.own_index is not None:
                column = self.own_index[rows] - start
                own = np.flatnonzero((column >= 0) & (column < distance.shape[1]))
                distance[own, column[own]] = np.inf
            for j, h in enumerate(self.bandwidths):
                log_term = self.kernel.log_profile(distance * (unit / h) ** 2)
                if self.points.log_weight is not None:
                    log_term += self.points.log_weight[some]
                _add(log_term, peak[:, j], total[:, j], squared[:, j] if self.squares else None)
        with np.errstate(divide="ignore", invalid="ignore"):
            participation = np.maximum(total * total / squared, 1.0)
            return peak + np.log(total), participation if self.squares else squared * np.nan


def _add(log_term: Matrix, peak: Vector, total: Vector, squared: Vector | None) -> None:
    """Add exp(log_term) to sums that are kept relative to exp(peak), the largest term so far."""
    higher = np.maximum(peak, log_term.max(axis=1))
    higher[np.isneginf(higher)] = 0.0
    # Where nothing was reached so far total is 0, and exp(−∞ − 0) = 0 keeps it so.
    kept = np.exp(peak - higher)
    np.exp(np.subtract(log_term, higher[:, None], out=log_term), out=log_term)
    total *= kept
    total += log_term.sum(axis=1)
    if squared is not None:
        squared *= kept**2
        squared += np.einsum("ij,ij->i", log_term, log_term)
    reached = total > 0
    peak[reached] = higher[reached]
