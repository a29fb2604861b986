"""The whole heat kernel at several times: a series at a very short time, squared repeatedly."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components, dijkstra

from core.embedding.heat.kernels import kernel_columns
from core.embedding.laplacian import Jumps
from core.embedding.poisson_weights import n_terms_wanted, poisson_weights
from core.parallel import Progress, map_blocks, no_progress, one_blas_thread

SHORTEST = 0.125  # longest mean number of jumps at which the chain may begin
MOST_TERMS = 100  # of the series there; where more are needed the series is summed to its end
_SPARE = 2  # doublings between the beginning and the first time that is wanted
_BLOCK = 256


def full_kernel(parts: Jumps, t: float, progress: Progress = no_progress) -> NDArray[np.float64]:
    """exp(−tL) (n, n) as (exp(−tL/2^s))^(2^s)."""
    return full_kernels(parts, [t], progress)[0]


def full_kernels(
    parts: Jumps, times: Sequence[float], progress: Progress = no_progress
) -> list[NDArray[np.float64]]:
    """exp(−tL) (n, n) at ``times``, ascending, each a power of two times the first, in one chain.

    Products of non-negative matrices keep the relative accuracy of every entry: each squaring
    doubles the relative error, about 1e-15 at first. Symmetric, the same bits at any number of
    threads.

    >>> from core.embedding.laplacian import check_adjacency, jumps
    >>> pair = jumps(check_adjacency([[0, 1], [1, 0]]), "combinatorial")
    >>> [H.round(4).tolist() for H in full_kernels(pair, [0.5, 1.0])]
    [[[0.6839, 0.3161], [0.3161, 0.6839]], [[0.5677, 0.4323], [0.4323, 0.5677]]]
    """
    before = int(np.ceil(np.log2(max(times[0] * parts.rate, 1e-300) / SHORTEST)))
    before = max(_SPARE, before)
    wanted = [before + round(np.log2(t / times[0])) for t in times]
    H = _beginning(parts, times[0] / 2**before, 2**before)
    found = []
    for done in range(wanted[-1] + 1):
        if done:
            H = _square(H)
            progress(done / wanted[-1], "heat kernel")
        if done in wanted:
            found.append(H)
    return found


def _beginning(parts: Jumps, t: float, n_legs: int) -> NDArray[np.float64]:
    """exp(−tL) as Σ w_k P^k to as many jumps as any leg of a way can need.

    The way between the farthest nodes makes ``n_legs`` legs to the first time that is wanted; a leg
    has about its part of their hops, and more by chance.
    """
    P, n = parts.matrix, parts.matrix.shape[0]
    mean = t * parts.rate
    jumps = 1.5 * _most_hops(parts) / n_legs + mean
    n_terms = max(int(jumps + 5 * np.sqrt(jumps)) + 9, n_terms_wanted(mean, 1e-18))
    if n_terms > MOST_TERMS:
        H = kernel_columns(parts, [t], np.arange(n))[0]
    else:
        weights = poisson_weights(mean, n_terms)
        diagonal = np.arange(n)
        H = np.diag(np.full(n, weights[-1]))
        for weight in weights[-2::-1]:
            H = P @ H
            H[diagonal, diagonal] += weight
    return np.asarray((H + H.T) / 2)


def _most_hops(parts: Jumps) -> float:
    """About the hops between the farthest nodes: from the farthest of any node to its farthest."""
    _, component = connected_components(parts.matrix, directed=False)
    hops = 0.0
    for start in np.unique(component, return_index=True)[1]:
        for _ in range(2):
            apart = dijkstra(parts.matrix, directed=False, unweighted=True, indices=start)
            apart[~np.isfinite(apart)] = -1.0
            start = int(apart.argmax())
        hops = max(hops, float(apart.max()))
    return hops


def _square(H: NDArray[np.float64]) -> NDArray[np.float64]:
    """H H of a symmetric H, exactly symmetric: one half computed, then mirrored."""
    n = len(H)
    out = np.empty_like(H)

    def block(start: int) -> None:
        end = min(start + _BLOCK, n)
        np.matmul(H[:end], H[:, start:end], out=out[:end, start:end])
        out[start:end, :start] = out[:start, start:end].T
        own = out[start:end, start:end]
        own += own.T.copy()
        own /= 2

    with one_blas_thread():
        for _ in map_blocks(block, range(0, n, _BLOCK)):
            pass
    return out
