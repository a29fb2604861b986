"""One pass over the distances in float64: the exact path.

Squared distances are sums of squared differences of the given coordinates, so no offset or far
point can spoil those of near neighbours: each is right to d units in the last place. For the
Gaussian a matrix product takes their place wherever it is as good as right, at a third of the time.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.density.kernel_sums import Index, KernelSums, Matrix, Vector, WeightedPoints
from core.density.kernels import Kernel
from core.density.log_sums import LogSums
from core.density.product_terms import ProductTerms
from core.density.query_blocks import run_query_blocks
from core.parallel import Progress, no_progress

PAIRS = 2**16  # a tile of 128 × 512 float64 is 512 KiB; each thread holds two of them
QUERY_ROWS = 128
TILE_NUMBERS = 2**19  # coordinates of the points in a tile: 4 MB
PAIRS_PER_BLOCK = 2**26  # terms between two reports of progress


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
    128 × 512 for each thread, the points of one of them once more (4 MB), and the result.
    """
    exact = ExactTerms(points, bandwidths, kernel)
    center = middle(points.values) if kernel.fast_sum == "product" else None

    def block(rows: slice) -> KernelSums:
        q = queries[rows]
        own = None if own_index is None else own_index[rows]
        sums = LogSums(len(q), len(bandwidths), squares=squares)
        size = min(max(PAIRS // min(len(q), QUERY_ROWS), 1), max(TILE_NUMBERS // q.shape[1], 512))
        fast = None
        if center is not None:
            fast = ProductTerms(points, q, bandwidths, center, own, np.empty(PAIRS))
        for start in range(0, len(points.values), size):
            columns = slice(start, start + size)
            far = np.ones(len(q), dtype=bool)
            if fast is not None:
                tile = fast.tile(columns)
                far = ~tile.near
                for at in _parts(tile.near):
                    fast.add(sums, at, tile)
            for at in _parts(far):
                exact.add(sums, at, q[at], columns, None if own is None else own[at])
        return sums.result()

    rows = PAIRS_PER_BLOCK // (len(points.values) * len(bandwidths))
    return run_query_blocks(
        block, len(queries), len(bandwidths), rows=rows, progress=progress, n_workers=n_workers
    )


def middle(values: Matrix) -> Vector:
    """(d,) mean of the points, 0 for a column whose mean is beyond the numbers."""
    with np.errstate(over="ignore", invalid="ignore"):
        center = values.mean(axis=0)
    center[~np.isfinite(center)] = 0
    return np.asarray(center)


def _parts(which: NDArray[np.bool_]) -> Iterator[Index | slice]:
    """The rows that are true, at most 128 at a time: a slice where they are all."""
    if which.all():
        for start in range(0, len(which), QUERY_ROWS):
            yield slice(start, min(start + QUERY_ROWS, len(which)))
        return
    rows = np.flatnonzero(which)
    for start in range(0, len(rows), QUERY_ROWS):
        yield rows[start : start + QUERY_ROWS]


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
