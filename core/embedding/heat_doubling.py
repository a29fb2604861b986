"""The whole heat kernel at several times: a series at a very short time, squared repeatedly."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components, dijkstra

from core.embedding.heat_kernel import kernel_columns
from core.embedding.laplacian import Jumps
from core.embedding.poisson_weights import poisson_weights
from core.parallel import Progress, map_blocks, no_progress, one_blas_thread

SHORTEST = 0.5  # longest mean number of jumps at which the chain may begin
MOST_TERMS = 100  # of the series there; where more are needed the series is summed to its end
_SPARE = 2  # doublings between the beginning and the first time that is wanted
_BLOCK = 128


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
    >>> full_kernels(pair, [1.0])[0].round(4)
    array([[0.5677, 0.4323],
           [0.4323, 0.5677]])
    """
    first = times[0]
    s = max(_SPARE, int(np.ceil(np.log2(max(first * parts.rate, 1e-300) / SHORTEST))))
    wanted = [s + round(np.log2(t / first)) for t in times]
    H = _beginning(parts, first, s)
    found: list[NDArray[np.float64]] = []
    for doublings in range(wanted[-1] + 1):
        if doublings:
            H = _gram(H)
            progress(doublings / wanted[-1], "heat kernel")
        if doublings == wanted[len(found)]:
            found.append(H)
    return found


def mean_along(
    quarter: NDArray[np.float64],
    half: NDArray[np.float64],
    whole: NDArray[np.float64],
    quantity: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The mean (n, n) of a ``quantity`` g (n,) > 0 of the nodes along heat's ways from i to j.

    Σ over walks of (probability · mean of g over the nodes visited), which is
    (1/t) ∫ H(s) diag(g) H(t − s) ds / H(t), by Simpson's rule with five nodes from the kernels
    (n, n) at t/4, t/2 and t. NaN where no heat has come.

    >>> from core.embedding.laplacian import check_adjacency, jumps
    >>> path = jumps(check_adjacency([[0, 1, 0], [1, 0, 1], [0, 1, 0]]), "combinatorial")
    >>> kernels = full_kernels(path, [0.025, 0.05, 0.1])
    >>> mean_along(*kernels, np.array([1.0, 4.0, 1.0]))[0].round(1)
    array([1. , 2.5, 2. ])
    """
    first_half = 4 * _gram(quarter * np.sqrt(quantity))
    first_half += quantity[:, None] * half + half * quantity
    with one_blas_thread():
        both = first_half @ half
    both += both.T.copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = both / (12 * whole)
    return np.clip(mean, quantity.min(), quantity.max(), where=np.isfinite(mean), out=mean)


def _beginning(parts: Jumps, first: float, s: int) -> NDArray[np.float64]:
    """exp(−tL) at t = ``first`` / 2^s: Σ w_k P^k to as many jumps as any leg of a way can need.

    The way between the farthest nodes makes 2^s legs to the first time that is wanted; a leg has
    about its part of their hops, and more by chance.
    """
    P, n = parts.matrix, parts.matrix.shape[0]
    mean = first / 2**s * parts.rate
    _, component = connected_components(P, directed=False)
    hops = 0.0
    for start in np.unique(component, return_index=True)[1]:
        for _ in range(2):
            apart = dijkstra(P, directed=False, unweighted=True, indices=start)
            apart[~np.isfinite(apart)] = -1.0
            start = int(apart.argmax())
        hops = max(hops, float(apart.max()))
    longest = hops / 2**s
    jumps = 1.5 * longest + mean
    n_terms = int(jumps + 5 * np.sqrt(jumps)) + 9
    if n_terms > MOST_TERMS:
        return kernel_columns(parts, [mean / parts.rate], np.arange(n))[0]
    weights = poisson_weights(mean, n_terms)
    power = np.eye(n)
    H = weights[0] * power
    for weight in weights[1:]:
        power = P @ power
        H += weight * power
    return np.asarray((H + H.T) / 2)


def _gram(A: NDArray[np.float64]) -> NDArray[np.float64]:
    """A Aᵀ, exactly symmetric: the upper part in blocks of columns, mirrored."""
    n = len(A)
    out = np.empty((n, n))

    def block(start: int) -> None:
        end = min(start + _BLOCK, n)
        np.matmul(A[:end], A[start:end].T, out=out[:end, start:end])
        out[start:end, :start] = out[:start, start:end].T
        own = out[start:end, start:end]
        own += own.T.copy()
        own /= 2

    for _ in map_blocks(block, range(0, n, _BLOCK)):
        pass
    return out
