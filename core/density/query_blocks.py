"""A pass over blocks of queries: threads, progress, and the whole result put together."""

from collections.abc import Callable

import numpy as np

from core.density.kernel_sums import KernelSums
from core.parallel import Progress, available_workers, map_blocks


def run_query_blocks(
    block: Callable[[slice], KernelSums],
    n_queries: int,
    n_bandwidths: int,
    *,
    rows: int,
    progress: Progress,
    n_workers: int | None,
) -> KernelSums:
    """Results (n_queries, n_bandwidths) of ``block`` on at most ``rows`` queries at a time."""
    workers = n_workers or available_workers()
    rows = max(min(rows, -(-n_queries // (2 * workers))), 1)
    blocks = [slice(i, min(i + rows, n_queries)) for i in range(0, n_queries, rows)]
    log_sum = np.empty((n_queries, n_bandwidths))
    participation = np.empty_like(log_sum)
    finished = map_blocks(block, blocks, n_workers=workers)
    for done, (index, sums) in enumerate(finished, start=1):
        log_sum[blocks[index]], participation[blocks[index]] = sums.log_sum, sums.participation
        progress(done / len(blocks), "summing the kernel over the distances")
    return KernelSums(log_sum, participation)
