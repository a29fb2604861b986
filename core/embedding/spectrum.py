"""The slowest modes of a graph: the lowest eigenpairs of its Laplacian."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse.linalg import LinearOperator, eigsh

from core.embedding.laplacian import Jumps
from core.parallel import Progress, no_progress, one_blas_thread

DENSE_NODES = 300
N_MODES = 40
MARGIN = 1e3  # how far the smallest entry must lie above its error
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Spectrum:
    """``eigenvalues`` (r,) of L ascending from 0, ``vectors`` (n, r) of unit length.

    ``complete`` tells whether these are all n.
    """

    eigenvalues: NDArray[np.float64]
    vectors: NDArray[np.float64]
    complete: bool

    def kernel(self, t: float, columns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Columns (n, m) of Σ_k e^(−tλ_k) φ_k φ_kᵀ, in error by at most e^(−tλ_r)."""
        decay = np.exp(-t * self.eigenvalues)
        with one_blas_thread():
            return np.asarray(self.vectors @ (self.vectors[columns] * decay).T)

    def diagonal(self, t: float) -> NDArray[np.float64]:
        """Σ_k e^(−tλ_k) φ_k(i)², (n,)."""
        with one_blas_thread():
            return np.asarray((self.vectors**2) @ np.exp(-t * self.eigenvalues))

    def suffices(self, t: float, columns: NDArray[np.int64]) -> bool:
        """Whether every entry of these columns lies far enough above its error."""
        return self.is_accurate(self.kernel(t, columns), t)

    def is_accurate(self, H: NDArray[np.float64], t: float) -> bool:
        """Whether the smallest entry is a thousand times the error of modes and of rounding."""
        return bool(H.min() > MARGIN * max(self.error(t), ROUNDING * H.max()))

    def error(self, t: float) -> float:
        """Largest error of an entry of the kernel from the modes left out."""
        return 0.0 if self.complete else float(np.exp(-t * self.eigenvalues[-1]))


def slowest_modes(
    parts: Jumps, n_modes: int = N_MODES, progress: Progress = no_progress
) -> Spectrum:
    """The ``n_modes`` lowest eigenpairs of L = rate (I − P), all of them for small graphs.

    By Lanczos iterations (ARPACK) on P from a fixed start, with one BLAS thread: the same bits at
    any number of threads. Signs are fixed by the entry of largest size.

    >>> from core.embedding.laplacian import check_adjacency, jumps
    >>> W = check_adjacency([[0, 1], [1, 0]])
    >>> slowest_modes(jumps(W, "combinatorial")).eigenvalues.round(6)
    array([0., 2.])
    """
    P, n = parts.matrix, parts.matrix.shape[0]
    with one_blas_thread():
        if n <= max(DENSE_NODES, 2 * n_modes):
            values, vectors = eigh(P.toarray())
            complete = True
        else:
            steps = 0

            def product(x: NDArray[np.float64]) -> NDArray[np.float64]:
                nonlocal steps
                steps += 1
                if steps % 50 == 0:
                    progress(1 - np.exp(-steps / 1000), "slowest modes")
                return np.asarray(P @ x)

            operator = LinearOperator((n, n), matvec=product, dtype=np.float64)
            start = np.random.default_rng(0).normal(size=n)
            values, vectors = eigsh(
                operator, k=n_modes, which="LA", v0=start, tol=1e-10, ncv=2 * n_modes + 20
            )
            complete = False
    order = np.argsort(-values, kind="stable")
    eigenvalues = np.maximum(parts.rate * (1 - values[order]), 0.0)
    eigenvalues[0] = 0.0
    vectors = vectors[:, order]
    largest = vectors[np.argmax(np.abs(vectors), axis=0), np.arange(vectors.shape[1])]
    return Spectrum(eigenvalues, vectors * np.where(largest < 0, -1.0, 1.0), complete)
