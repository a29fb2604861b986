"""Spectral clustering of any kernel: k-means on its leading eigenvectors."""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from core.graphs.lloyd import kernel_lloyd

Matrix = NDArray[np.float64]
DENSE_UP_TO = 400


def spectral_clustering(
    kernel: Matrix, n_clusters: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Clusters (n,): k-means, best of ten starts, on the k eigenvectors of the largest eigenvalues.

    A kernel that is not symmetric is replaced by (K + Kᵀ)/2, so that eigenvectors are real
    (Avrachenkov, Chebotarev, Rubanov, 2017).
    """
    vectors = leading_eigenvectors((kernel + kernel.T) / 2, n_clusters)
    return kernel_lloyd(vectors @ vectors.T, n_clusters, rng).labels


def leading_eigenvectors(symmetric: Matrix, count: int) -> Matrix:
    """Eigenvectors (n, count) of the ``count`` algebraically largest eigenvalues."""
    n = len(symmetric)
    scaled = symmetric / (float(np.abs(symmetric).max()) or 1.0)
    if n <= DENSE_UP_TO or 3 * count > n:
        return np.linalg.eigh(scaled)[1][:, n - count :]
    try:
        start = np.linspace(1, 2, n)
        return eigsh(scaled, k=count, which="LA", v0=start, maxiter=50, tol=1e-9)[1]
    except ArpackNoConvergence:
        return eigh(scaled, subset_by_index=(n - count, n - 1))[1]
