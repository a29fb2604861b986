"""Weighted graphs on points: who is near whom, and how much so."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.embedding.gaps import usual_lengths
from core.embedding.nearest import Nearest, nearest_neighbors
from core.errors import ParameterError

_STEPS = 64  # of the bisection
GRAPHS = ("alpha_decay", "knn", "mutual_knn", "fuzzy")
SMALLEST_WEIGHT = 1e-4


@dataclass(frozen=True, eq=False)
class NeighborGraph:
    """``weights`` (n, n) CSR, symmetric, zero diagonal; ``lengths`` its edges' distances, same
    pattern (those across gaps among them, where :func:`core.embedding.gaps.bridged` took weights
    away); ``nearest`` the search behind it; ``bandwidth`` (n,) each point's own scale;
    ``n_neighbors`` k.
    """

    weights: sparse.csr_array
    lengths: sparse.csr_array
    nearest: Nearest
    bandwidth: NDArray[np.float64]
    n_neighbors: int

    @cached_property
    def usual_lengths(self) -> NDArray[np.float64]:
        """(n,) how far apart points usually are around each."""
        return usual_lengths(self.nearest, self.n_neighbors)


def neighbor_graph(
    X: NDArray[np.float64],
    n_neighbors: int = 10,
    *,
    kind: str = "alpha_decay",
    decay: float = 40.0,
    bandwidth: float = 1.0,
    metric: str = "euclidean",
    random_state: int = 0,
) -> NeighborGraph:
    """The neighbour graph of the rows of X (n, d), or of distances (n, n) when precomputed.

    alpha_decay: wᵢⱼ = exp(−(dᵢⱼ/εᵢ)^decay) with εᵢ the distance to the k-th neighbour, weights
    below 1e-4 dropped, symmetrised as (w + wᵀ)/2 (Moon et al., 2019).
    knn: j is among the k nearest of i or the reverse, wᵢⱼ = exp(−(dᵢⱼ/h)²) where h is
    ``bandwidth`` times the median distance to the k-th neighbour.
    mutual_knn: the same, but each must be among the other's nearest.
    fuzzy: the fuzzy simplicial set of UMAP (McInnes, Healy & Melville, 2018).

    Raises ParameterError for an unknown kind, k < 1, k ≥ n, or decay or bandwidth ≤ 0.

    >>> neighbor_graph(np.array([[0.0], [1.0], [2.0], [9.0]]), 1, kind="knn").weights.nnz
    6
    """
    n = X.shape[0]
    if kind not in GRAPHS:
        raise ParameterError(f"graph is {kind!r}; choose one of {', '.join(GRAPHS)}.")
    if not 1 <= n_neighbors < n:
        raise ParameterError(f"n_neighbors is {n_neighbors}; choose between 1 and {n - 1}.")
    if not (decay > 0 and bandwidth > 0):
        raise ParameterError(f"decay is {decay} and bandwidth {bandwidth}; both must be positive.")
    k = n_neighbors
    if kind == "alpha_decay":
        reach = (-np.log(SMALLEST_WEIGHT)) ** (1 / decay)
        near, apart = _finite(_within_reach(X, k, reach, metric, random_state))
        scale = _positive(near.distances[:, k - 1], near.distances)
        w = np.exp(-((near.distances / scale[:, None]) ** decay))
        w[apart] = 0.0
        w[w < SMALLEST_WEIGHT] = 0.0
    else:
        near, apart = _finite(nearest_neighbors(X, k, metric=metric, random_state=random_state))
        scale = near.distances[:, k - 1]
        if kind == "fuzzy":
            w, scale = fuzzy_weights(near.distances)
        else:
            h = bandwidth * np.median(scale)
            w = np.maximum(np.exp(-((near.distances / h) ** 2)), np.finfo(float).tiny)
    w[apart] = 0.0
    directed = _as_matrix(near.indices, w, n)
    if kind == "alpha_decay":
        W = (directed + directed.T) / 2
    elif kind == "fuzzy":
        product = directed.multiply(directed.T)
        W = directed + directed.T - product
    elif kind == "knn":
        W = directed.maximum(directed.T)
    else:
        W = directed.minimum(directed.T)
    W = sparse.csr_array(W)
    W.eliminate_zeros()
    W.sort_indices()
    return NeighborGraph(W, _edge_lengths(W, near, n), near, scale, k)


def _positive(scale: NDArray[np.float64], distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where k neighbours are at distance 0 (rows of one direction), the smallest distance above."""
    if (scale > 0).all():
        return scale
    above = distances[distances > 0]
    return np.where(scale > 0, scale, above.min() if len(above) else 1.0)


def _finite(near: Nearest) -> tuple[Nearest, NDArray[np.bool_]]:
    """Neighbours at distance ∞ are none (True in the second); they count as at the last one's."""
    apart = ~np.isfinite(near.distances)
    if not apart.any():
        return near, apart
    last = np.where(apart, 0.0, near.distances).max(axis=1, keepdims=True)
    last[last == 0] = 1.0
    return replace(near, distances=np.where(apart, last, near.distances)), apart


def _within_reach(
    X: NDArray[np.float64], k: int, reach: float, metric: str, random_state: int
) -> Nearest:
    """Enough neighbours that all within ``reach`` times the k-th distance are among them."""
    n = X.shape[0]
    wanted = min(n - 1, k + 5 + k // 2)
    while True:
        near = nearest_neighbors(X, wanted, metric=metric, random_state=random_state)
        short = near.distances[:, -1] < reach * near.distances[:, k - 1]
        # Ties can make any number of points equally far: 8 k neighbours are enough for a graph.
        if wanted == n - 1 or wanted >= 8 * k or short.mean() <= 0.001:
            return near
        wanted = min(n - 1, 2 * wanted)


def _as_matrix(indices: NDArray[np.int64], values: NDArray[np.float64], n: int) -> sparse.csr_array:
    k = indices.shape[1]
    rows = np.arange(0, n * k + 1, k)
    matrix = sparse.csr_array((values.ravel().copy(), indices.ravel().copy(), rows), shape=(n, n))
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix


def _edge_lengths(W: sparse.csr_array, near: Nearest, n: int) -> sparse.csr_array:
    tiny = np.finfo(float).tiny  # a length of zero would not be stored
    directed = _as_matrix(near.indices, np.maximum(near.distances, tiny), n)
    either = sparse.csr_array(directed.maximum(directed.T))
    pattern = W.copy()
    pattern.data = np.ones_like(pattern.data)
    lengths = sparse.csr_array(either.multiply(pattern))
    lengths.sort_indices()
    return lengths


def fuzzy_weights(
    distances: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """w = exp(−max(0, d − ρ)/σ) with ρ the nearest distance and Σ w = log₂ k, and σ (n,).

    ``distances`` (n, k) ascend. σ by bisection, all rows at once; at least 1e-3 of the row's mean
    distance, as where all neighbours are equally far. McInnes, Healy & Melville (2018), section 3.

    >>> fuzzy_weights(np.array([[1.0, 2.0, 3.0, 4.0]]))[0].sum().round(6)
    np.float64(2.0)
    """
    beyond = np.maximum(distances - distances[:, :1], 0.0)
    wanted = np.log2(distances.shape[1])
    low = np.zeros(len(distances))
    high = np.full(len(distances), np.inf)
    sigma = np.ones(len(distances)) * np.maximum(beyond.mean(axis=1), np.finfo(float).tiny)
    for _ in range(_STEPS):
        total = np.exp(-beyond / sigma[:, None]).sum(axis=1)
        too_large = total > wanted
        high = np.where(too_large, sigma, high)
        low = np.where(too_large, low, sigma)
        sigma = np.where(np.isinf(high), 2 * sigma, (low + np.where(np.isinf(high), 0, high)) / 2)
    least = np.maximum(1e-3 * distances.mean(axis=1), np.finfo(float).tiny)
    sigma = np.clip(sigma, least, np.finfo(float).max)
    return np.exp(-beyond / sigma[:, None]), sigma
