"""One pass over the near points only: what the far ones could add is too little to be seen.

Where the bandwidth is below condensation a few points carry each value. The data lie in compact
tiles; a tile is left out for a query when all points that are as far as its nearest could be would
add less than 10⁻¹⁰ of the sum. What is summed is summed in float64, as in the full pass.
"""

import numpy as np
from numpy.typing import NDArray

from core.density.double_pass import PAIRS, ExactTerms, middle
from core.density.kernel_sums import Index, KernelSums, Matrix, Vector, WeightedPoints
from core.density.kernels import Kernel
from core.density.log_sums import LogSums
from core.density.point_tiles import TILE, PointTiles
from core.density.product_terms import ProductTerms
from core.density.query_blocks import run_query_blocks
from core.parallel import Progress, no_progress

LEFT_OUT = 1e-10  # of a sum, at most
# The share of tiles up to which this is faster than the full pass, several times as a rule.
FEW_TILES = {"double": 0.15, "mixed": 0.04}
TRIED = 64  # queries that tell
LEAST_PAIRS = 2**30  # what is less takes the full pass less time than the tiles are made in
MOST_COLUMNS = 24  # beyond, every tile is near every query
BOUNDS = 2**22  # distances to tiles at a time, for each thread: 32 MB, and twice that in between


def pays_off(
    points: WeightedPoints, queries: Matrix, bandwidths: Vector, kernel: Kernel, precision: str
) -> bool:
    """Whether few points are near enough to the queries to count, as seen of some of them."""
    n_pairs = len(points.values) * len(queries)
    if kernel.fast_sum != "product" or n_pairs < LEAST_PAIRS or queries.shape[1] > MOST_COLUMNS:
        return False
    center = middle(points.values)
    some = queries[:: max(len(queries) // TRIED, 1)][:TRIED]
    with np.errstate(over="ignore", invalid="ignore"):
        block = _Block(points, points.tiles, some, bandwidths, kernel, None, center, squares=False)
        return bool(block.near().mean() < FEW_TILES[precision])


def near_sums(
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
    """Sums of the Gaussian at queries (m, d) for bandwidths (H,), within 2·10⁻¹⁰ of the full ones.

    Extra memory: the data once more, kept for the next call, and 100 MB for each thread.
    """
    tiles, center = points.tiles, middle(points.values)
    place = None
    if own_index is not None:
        place = np.empty_like(tiles.order)
        place[tiles.order] = np.arange(len(place))

    def block(rows: slice) -> KernelSums:
        own = None if own_index is None or place is None else place[own_index[rows]]
        with np.errstate(over="ignore", invalid="ignore"):
            work = _Block(
                points, tiles, queries[rows], bandwidths, kernel, own, center, squares=squares
            )
            work.add_all(work.near())
        return work.sums.result()

    rows = max(BOUNDS // len(tiles.radii), 1)
    return run_query_blocks(
        block, len(queries), len(bandwidths), rows=rows, progress=progress, n_workers=n_workers
    )


class _Block:
    """Some queries, with the sums over the tile that is nearest to each."""

    def __init__(
        self,
        points: WeightedPoints,
        tiles: PointTiles,
        queries: Matrix,
        bandwidths: Vector,
        kernel: Kernel,
        own_index: Index | None,
        center: Vector,
        *,
        squares: bool,
    ) -> None:
        weight = points.log_weight
        placed = WeightedPoints(tiles.values, None if weight is None else weight[tiles.order])
        self.tiles, self.queries, self.own_index = tiles, queries, own_index
        self.log_total, self.widest = points.log_total, int(np.argmax(bandwidths))
        self.bandwidth = float(bandwidths[self.widest])
        self.sums = LogSums(len(queries), len(bandwidths), squares=squares)
        self.exact = ExactTerms(placed, bandwidths, kernel)
        self.terms = ProductTerms(placed, queries, bandwidths, center, own_index, np.empty(PAIRS))
        self.least, nearest = tiles.least_distances(queries)
        first = np.zeros(self.least.shape, dtype=bool)
        first[np.arange(len(queries)), nearest] = True
        self.add_all(first)
        self.first = first

    def near(self) -> NDArray[np.bool_]:
        """(m, T): the tiles that count beside the first one."""
        j = self.widest
        with np.errstate(divide="ignore"):
            lowest = self.sums.peak[:, j] + np.log(self.sums.total[:, j])
        # A narrower kernel has less of its sum far away, so the widest one decides.
        most = self.log_total - (self.least / self.bandwidth) ** 2 / 2
        return np.asarray(~(most < lowest[:, None] + np.log(LEFT_OUT)) & ~self.first)

    def add_all(self, which: NDArray[np.bool_]) -> None:
        """Add the terms of these tiles (m, T)."""
        for t in np.flatnonzero(which.any(axis=0)).tolist():
            columns = slice(int(self.tiles.starts[t]), int(self.tiles.starts[t + 1]))
            rows = np.flatnonzero(which[:, t])
            tile = self.terms.tile(columns)
            for start in range(0, len(rows), PAIRS // TILE):
                at = rows[start : start + PAIRS // TILE]
                near = tile.near[at]
                if near.any():
                    self.terms.add(self.sums, at[near], tile)
                if not near.all():
                    far = at[~near]
                    own = None if self.own_index is None else self.own_index[far]
                    self.exact.add(self.sums, far, self.queries[far], columns, own)
