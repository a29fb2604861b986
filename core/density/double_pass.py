"""One pass over the distances in float64: the exact path.

Squared distances are sums of squared differences of the given coordinates, so no offset or far
point can spoil those of near neighbours: each is right to d units in the last place.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist

from core.density.kernel_sums import Index, KernelSums, Matrix, Vector, WeightedPoints
from core.density.kernels import Kernel
from core.density.log_sums import LogSums
from core.density.query_blocks import run_query_blocks
from core.parallel import Progress, no_progress

QUERY_ROWS = 128  # a tile of 128 × 512 float64 is 512 KiB; each thread holds two of them
POINT_ROWS = 512
PAIRS_PER_BLOCK = 2**25  # terms between two reports of progress


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
    terms = ExactTerms(points, bandwidths, kernel)

    def block(rows: slice) -> KernelSums:
        q = queries[rows]
        own = None if own_index is None else own_index[rows]
        sums = LogSums(len(q), len(bandwidths), squares=squares)
        for start in range(0, len(points.values), POINT_ROWS):
            for some in range(0, len(q), QUERY_ROWS):
                at = slice(some, some + QUERY_ROWS)
                mine = None if own is None else own[at]
                terms.add(sums, at, q[at], slice(start, start + POINT_ROWS), mine)
        return sums.result()

    rows = PAIRS_PER_BLOCK // (len(points.values) * len(bandwidths))
    return run_query_blocks(
        block, len(queries), len(bandwidths), rows=rows, progress=progress, n_workers=n_workers
    )


@dataclass(frozen=True)
class ExactTerms:
    """The terms w k(|z|²) between some queries and some points, in float64."""

    points: WeightedPoints
    bandwidths: Vector
    kernel: Kernel

    def add(
        self,
        sums: LogSums,
        rows: Index | slice,
        queries: Matrix,
        columns: slice,
        own_index: Index | None,
    ) -> None:
        """Add the terms of the points in ``columns`` at ``queries`` to the given rows of sums."""
        # A power of two near the largest bandwidth: exact, and no square overflows needlessly.
        unit = 2.0 ** np.floor(np.log2(self.bandwidths.max()))
        squared = cdist(queries / unit, self.points.values[columns] / unit, "sqeuclidean")
        if own_index is not None:
            column = own_index - columns.start
            own = np.flatnonzero((column >= 0) & (column < squared.shape[1]))
            squared[own, column[own]] = np.inf
        for j, h in enumerate(self.bandwidths):
            x = self.kernel.log_profile(squared * (unit / h) ** 2)
            if self.points.log_weight is not None:
                x += self.points.log_weight[columns]
            sums.add(x, j, rows)
