"""The whole heat kernel at a long time: the series at a short time, then squared repeatedly."""

import numpy as np
from numpy.typing import NDArray

from core.embedding.heat_kernel import kernel_columns
from core.embedding.laplacian import Jumps
from core.parallel import Progress, map_blocks, no_progress, one_blas_thread

SHORT = 16.0  # longest mean number of jumps that is summed as a series
_BLOCK = 256


def full_kernel(parts: Jumps, t: float, progress: Progress = no_progress) -> NDArray[np.float64]:
    """exp(−tL) (n, n) as (exp(−tL/2^s))^(2^s).

    Products of non-negative matrices keep the relative accuracy of every entry: each squaring
    doubles the relative error, about 1e-15 at first. The same bits at any number of threads.
    """
    n = parts.matrix.shape[0]
    doublings = max(0, int(np.ceil(np.log2(max(t * parts.rate, 1e-300) / SHORT))))
    H = kernel_columns(parts, [t / 2**doublings], np.arange(n))[0]
    for done in range(doublings):
        H = _square(H)
        progress((done + 1) / doublings, "heat kernel")
    return H


def _square(H: NDArray[np.float64]) -> NDArray[np.float64]:
    out = np.empty_like(H)
    n = len(H)

    def block(start: int) -> None:
        np.matmul(H, H[:, start : start + _BLOCK], out=out[:, start : start + _BLOCK])

    with one_blas_thread():
        for _ in map_blocks(block, range(0, n, _BLOCK)):
            pass
    return out
