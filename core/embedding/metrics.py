"""How far apart rows are: the metrics of the neighbour search, for dense and sparse tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial.distance import cdist
from sklearn.metrics.pairwise import cosine_distances, euclidean_distances, manhattan_distances

Rows = Any  # (n, d) array, or a CSR array that is never made dense as a whole
BLOCK_ENTRIES = 4_000_000  # of distances, or of rows made dense, at once
ROUNDING = 1e-12  # of a distance between directions: equal rows are at 0


@dataclass(frozen=True)
class Metric:
    """One metric: ``block(A, B)`` (a, b) distances; ``scales`` whether they grow with the data."""

    key: str
    label: str
    block: Callable[[Rows, Rows], NDArray[np.float64]]
    scales: bool = False


def _cosine(A: Rows, B: Rows) -> NDArray[np.float64]:
    return _rounded(cosine_distances(A, B))


def _correlation(A: Rows, B: Rows) -> NDArray[np.float64]:
    """1 − the correlation of two rows; constant rows are at 1 from all others, 0 from each other.

    From sums of products, so that sparse rows stay sparse.
    """
    d = A.shape[1]
    mean, size = zip(*(_moments(X, d) for X in (A, B)), strict=True)
    product = A @ B.T
    product = product.toarray() if sparse.issparse(product) else np.asarray(product)
    covariance = product / d - np.outer(mean[0], mean[1])
    scale = np.outer(size[0], size[1])
    r = np.divide(covariance, scale, out=np.zeros_like(covariance), where=scale > 0)
    flat = (size[0] == 0)[:, None] & (size[1] == 0)
    return _rounded(np.where(flat, 0.0, 1 - np.clip(r, -1, 1)))


def _moments(X: Rows, d: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    mean = np.asarray(X.sum(axis=1), dtype=float).ravel() / d
    square = X.multiply(X) if sparse.issparse(X) else X * X
    second = np.asarray(square.sum(axis=1), dtype=float).ravel() / d
    variance = second - mean**2
    return mean, np.sqrt(np.where(variance > 1e-14 * second, variance, 0.0))


def _hamming(A: Rows, B: Rows) -> NDArray[np.float64]:
    if not sparse.issparse(A):
        return cdist(A, B, "hamming")
    step = max(1, BLOCK_ENTRIES // A.shape[1])
    out = np.empty((A.shape[0], B.shape[0]))
    for i in range(0, A.shape[0], step):
        first = A[i : i + step].toarray()
        for j in range(0, B.shape[0], step):
            out[i : i + step, j : j + step] = cdist(first, B[j : j + step].toarray(), "hamming")
    return out


def _jaccard(A: Rows, B: Rows) -> NDArray[np.float64]:
    """1 − shared over all features that are not 0; two rows of zeros are at 0."""
    first, second = (sparse.csr_array(X, dtype=np.float64, copy=True) for X in (A, B))
    for X in (first, second):
        X.eliminate_zeros()
        X.data[:] = 1.0
    both = (first @ second.T).toarray()
    count = [np.asarray(X.sum(axis=1)).ravel() for X in (first, second)]
    either = count[0][:, None] + count[1] - both
    shared = np.divide(both, either, out=np.ones_like(both), where=either > 0)
    return np.asarray(1 - shared)


def _rounded(D: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(D < ROUNDING, 0.0, D)


_TABLE = (
    Metric("euclidean", "Euclidean", euclidean_distances, scales=True),
    Metric("cosine", "Cosine", _cosine),
    Metric("correlation", "Correlation", _correlation),
    Metric("manhattan", "Manhattan", manhattan_distances, scales=True),
    Metric("hamming", "Hamming (share that differs)", _hamming),
    Metric("jaccard", "Jaccard (which are not 0)", _jaccard),
)
METRICS: dict[str, Metric] = {row.key: row for row in _TABLE}


def distances_between(A: Rows, B: Rows, metric: str) -> NDArray[np.float64]:
    """(a, b) distances between rows; exact differences where the rows are dense and Euclidean.

    >>> distances_between(np.array([[1.0, 0.0]]), np.array([[0.0, 2.0], [3.0, 0.0]]), "cosine")
    array([[1., 0.]])
    """
    if metric == "euclidean" and not sparse.issparse(A):
        return cdist(A, B)
    return METRICS[metric].block(A, B)


def blocks(n: int, width: int) -> Iterator[slice]:
    """Slices of n rows so that each times ``width`` stays within memory."""
    step = max(1, BLOCK_ENTRIES // max(width, 1))
    for start in range(0, n, step):
        yield slice(start, min(n, start + step))


def by_differences(
    X: Rows, queries: Rows, indices: NDArray[np.int64], metric: str
) -> NDArray[np.float64]:
    """(q, k) distances of ``queries`` from the rows ``indices`` of X, with no digit cancelled.

    Products of rows lose half the digits of small Euclidean distances; differences lose none.
    Exactly 0 between equal rows.
    """
    q, k = indices.shape
    out = np.empty((q, k))
    for rows in blocks(q, k * X.shape[1] if not sparse.issparse(X) else 50 * k):
        some = queries[rows]
        n = some.shape[0]
        repeated = some[np.repeat(np.arange(n), k)]
        difference = X[indices[rows].ravel()] - repeated
        if metric == "manhattan":
            found = abs(difference).sum(axis=1)
        else:
            square = difference.multiply(difference) if sparse.issparse(X) else difference**2
            found = np.sqrt(square.sum(axis=1))
        out[rows] = np.asarray(found).reshape(n, k)
    return out
