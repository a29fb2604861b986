"""One pass over the distances in mixed precision: the fast path.

Float32 does the bulk, tile by tile, and keeps the sum of every tile. What decides a value is then
done again in float64 from differences: each tile whose share of a query's sum, times the error
that float32 may have made there, exceeds 4·10⁻⁶. Below condensation these are the few tiles that
hold the nearest points. If the rest could still be wrong by 10⁻⁵, as for a bandwidth that is tiny
against the spread and yet covers many points, the whole sum is done again.
"""

import numpy as np

from core.density.compact_block import CompactBlock
from core.density.double_pass import ExactTerms
from core.density.float32_tiles import TILE, Float32Tiles
from core.density.gaussian_block import GaussianBlock
from core.density.kernel_sums import Index, KernelSums, Matrix, Vector, WeightedPoints
from core.density.kernels.kernel import FastSum, Kernel
from core.density.log_sums import LogSums
from core.density.mixed_block import Block
from core.density.query_blocks import run_query_blocks
from core.density.tailed_block import TailedBlock
from core.parallel import Progress, no_progress

TOLERATED = 4e-6  # nats: error of float32 in a tile times the tile's share
REMAINING = 1e-5  # nats: error of float32 in all that is not done again
HOPELESS = 0.02  # nats: an error at which even the shares cannot be told in float32
LOWEST_SUM = 1e-6  # of what the nearest point would give: less says that weights underflowed
HIGHEST_SUM = 1e15  # of a tile: the squares still fit into float32
QUERY_ROWS = 512
SUMS_BYTES = 8_000_000  # for each thread, the sums of all tiles
FAST_SUMS: dict[FastSum, type[Block]] = {
    "product": GaussianBlock,
    "reach": CompactBlock,
    "distances": TailedBlock,
}


def mixed_sums(
    points: WeightedPoints,
    tiles: Float32Tiles,
    queries: Matrix,
    bandwidths: Vector,
    kernel: Kernel,
    *,
    squares: bool = False,
    own_index: Index | None = None,
    progress: Progress = no_progress,
    n_workers: int | None = None,
) -> KernelSums:
    """Sums of the kernel at queries (m, d) for bandwidths (H,), all from the same products.

    Like :func:`~core.density.double_pass.double_sums`, to about 2·10⁻⁵ in each logarithm. Extra
    memory beside the tiles: about 10 MB for each thread, and the result.
    """
    n_tiles = len(tiles.tiles)
    exact = ExactTerms(points, bandwidths, kernel)
    make = FAST_SUMS[kernel.fast_sum]
    log_weight = points.log_weight
    weight = None
    if log_weight is not None:
        weight = np.zeros((n_tiles, TILE), dtype=np.float32)
        weight.reshape(-1)[: len(log_weight)] = np.exp(log_weight - log_weight.max())

    def block(rows: slice) -> KernelSums:
        own = None if own_index is None else own_index[rows]
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            fast = make(tiles, queries[rows], bandwidths, kernel, weight, own, squares)
            for t in range(n_tiles):
                fast.add(t, points.values[t * TILE : (t + 1) * TILE])
            if log_weight is not None:
                fast.offset += log_weight.max()
            again = _again(fast)
        sums = LogSums(len(fast.queries), len(bandwidths), squares=squares)
        _add_fast(sums, fast, again)
        for t in np.flatnonzero(again.any(axis=1)).tolist():
            which = np.flatnonzero(again[t])
            columns = slice(t * TILE, min((t + 1) * TILE, len(points.values)))
            mine = None if own is None else own[which]
            exact.add(sums, which, queries[rows][which], columns, mine)
        return sums.result()

    cost = 4 * n_tiles * len(bandwidths) * (2 if squares else 1)
    return run_query_blocks(
        block, len(queries), len(bandwidths), rows=min(QUERY_ROWS, max(SUMS_BYTES // cost, 32)),
        progress=progress, n_workers=n_workers,
    )  # fmt: skip


def _again(fast: Block) -> np.ndarray:
    """(T, Q): what must be done again in float64."""
    total = _over_tiles(fast.sums)
    limit = np.where(fast.error > 0, total * TOLERATED / fast.error, np.inf)
    poor = ~(fast.error <= HOPELESS) | ~np.isfinite(fast.offset)
    poor |= (fast.error > 0) & ~(total > LOWEST_SUM)
    limit[poor] = -np.inf
    again = ~(fast.sums < HIGHEST_SUM) | (fast.sums > limit.T)
    rest = np.where(again, np.float32(0), fast.sums)
    # Errors of different tiles are independent but for a tenth, that of the rounded query.
    independent = np.sqrt(np.einsum("thq,thq->qh", rest, rest, dtype=np.float64))
    again |= (fast.error * (independent + _over_tiles(rest) / 10) > REMAINING * total).T
    return np.asarray(again.any(axis=1))


def _over_tiles(sums: np.ndarray) -> Matrix:
    return np.asarray(np.sum(sums, axis=0, dtype=np.float64).T)


def _add_fast(sums: LogSums, fast: Block, again: np.ndarray) -> None:
    fast.sums.transpose(0, 2, 1)[again] = 0
    total = _over_tiles(fast.sums)
    squared = None
    if fast.squares.size:
        fast.squares.transpose(0, 2, 1)[again] = 0
        squared = _over_tiles(fast.squares)
    sums.add_sums(fast.offset, total, squared)
