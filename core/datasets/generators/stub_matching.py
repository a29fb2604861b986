"""Random simple graphs with given degrees: half-edges are paired, and bad pairs repaired."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

ROUNDS = 200
Forbidden = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]]


def match_stubs(
    degree: NDArray[np.int64], *, forbidden: Forbidden, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Pairs of nodes as (2, edges) in which node i occurs ``degree[i]`` times, none twice the same.

    ``forbidden(u, v)`` marks pairs that may not be joined. Loops, repeated and forbidden pairs are
    shuffled again together with as many good ones, up to 200 times; what is left then is dropped,
    so a degree that cannot be met comes out smaller.

    >>> even = np.array([2, 2, 2])
    >>> rng = np.random.default_rng(0)
    >>> sorted(map(tuple, np.sort(match_stubs(even, forbidden=np.equal, rng=rng).T)))
    [(np.int64(0), np.int64(1)), (np.int64(0), np.int64(2)), (np.int64(1), np.int64(2))]
    """
    n = len(degree)
    stubs = rng.permutation(np.repeat(np.arange(n), degree))
    pairs = stubs[: len(stubs) // 2 * 2].reshape(-1, 2).T
    for _ in range(ROUNDS):
        bad = _not_simple(pairs, n) | forbidden(*pairs)
        n_bad = int(bad.sum())
        if not n_bad:
            return pairs
        good = np.flatnonzero(~bad)
        chosen = rng.permutation(good)[: max(n_bad, 2)]
        again = np.concatenate([np.flatnonzero(bad), chosen])
        pairs[:, again] = rng.permutation(pairs[:, again].ravel()).reshape(2, -1)
    return pairs[:, ~(_not_simple(pairs, n) | forbidden(*pairs))]


def _not_simple(pairs: NDArray[np.int64], n: int) -> NDArray[np.bool_]:
    """Loops, and all but the first of equal pairs."""
    low, high = np.minimum(*pairs), np.maximum(*pairs)
    _, first = np.unique(low * n + high, return_index=True)
    repeated = np.ones(pairs.shape[1], dtype=bool)
    repeated[first] = False
    return repeated | (low == high)
