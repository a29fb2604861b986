"""Classical scaling (Torgerson, 1952): coordinates from all distances, or from some columns."""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse.linalg import ArpackError, eigsh

from core.parallel import one_blas_thread

DENSE_POINTS = 300  # beyond, the few axes that are wanted are found by Lanczos iterations


def classical_mds(distance: NDArray[np.float64], n_components: int = 2) -> NDArray[np.float64]:
    """Y = U Λ^½ of the largest eigenvalues of B = −½ H D² H, (n, n_components).

    Axes without a positive eigenvalue are 0. Signs are fixed: each axis's entry of largest size
    is positive.

    >>> classical_mds(np.array([[0.0, 2.0], [2.0, 0.0]]), 1).ravel().round(6)
    array([ 1., -1.])
    """
    squared = distance**2
    B = -0.5 * (squared - squared.mean(0) - squared.mean(1)[:, None] + squared.mean())
    n = len(B)
    kept = min(n_components, n)
    with one_blas_thread():  # the same bits at any number of threads
        values, vectors = _largest((B + B.T) / 2, kept)
    order = np.argsort(values)[::-1]
    Y = np.zeros((n, n_components))
    scaled = vectors[:, order] * np.sqrt(np.maximum(values[order], 0.0))
    Y[:, :kept] = scaled * _signs(scaled)
    return Y


def landmark_mds(
    distance: NDArray[np.float64],
    landmarks: NDArray[np.int64],
    n_components: int = 2,
) -> NDArray[np.float64]:
    """Classical scaling of the landmarks, all other points placed by their distances from them.

    ``distance`` (n, m) from every point to the landmarks (m,). De Silva & Tenenbaum (2004).
    """
    among = distance[landmarks]
    among = (among + among.T) / 2
    L = classical_mds(among, n_components)
    if len(landmarks) == len(distance):
        Y = np.empty_like(L)
        Y[landmarks] = L
        return Y
    size = (L**2).sum(axis=0)
    inverse = np.where(size > 1e-12 * max(size.max(), 1e-300), 1 / np.maximum(size, 1e-300), 0.0)
    mean = (among**2).mean(axis=0)
    with one_blas_thread():
        return np.asarray(-0.5 * (distance**2 - mean) @ (L * inverse))


def _largest(B: NDArray[np.float64], kept: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The ``kept`` largest eigenvalues of a symmetric matrix, and their eigenvectors."""
    n = len(B)
    if n > DENSE_POINTS and kept <= n // 10:
        start = np.random.default_rng(0).normal(size=n)
        try:
            values, vectors = eigsh(B, k=kept, which="LA", v0=start)
            return np.asarray(values), np.asarray(vectors)
        except ArpackError:
            pass  # all distances alike, or 0: no axis is larger than the others
    # All of them: for matrices of which many eigenvalues are equal, LAPACK finds none of a part.
    values, vectors = eigh(B)
    return values[n - kept :], vectors[:, n - kept :]


def _signs(Y: NDArray[np.float64]) -> NDArray[np.float64]:
    largest = Y[np.argmax(np.abs(Y), axis=0), np.arange(Y.shape[1])]
    return np.where(largest < 0, -1.0, 1.0)
