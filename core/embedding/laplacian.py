"""The three graph Laplacians, each as a rate and a non-negative matrix of jumps."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.errors import ParameterError

LAPLACIANS = ("normalized", "combinatorial", "random_walk")


@dataclass(frozen=True, eq=False)
class Jumps:
    """A symmetric Laplacian written as L = rate · (I − P) with P ≥ 0 in every entry.

    ``matrix`` is P (n, n), CSR; ``rate`` the largest diagonal entry of L; ``degree`` (n,) the
    weighted degrees, 1 for nodes without edges, on which L vanishes.
    """

    matrix: sparse.csr_array
    rate: float
    degree: NDArray[np.float64]


def check_laplacian(laplacian: str) -> None:
    """Raise ParameterError when ``laplacian`` is none of the three."""
    if laplacian not in LAPLACIANS:
        raise ParameterError(f"laplacian is {laplacian!r}; choose one of {', '.join(LAPLACIANS)}.")


def check_adjacency(adjacency: Any) -> sparse.csr_array:
    """The adjacency as a float64 CSR matrix without stored zeros.

    Raises ParameterError unless it is square, finite, non-negative and symmetric.

    >>> check_adjacency([[0, 1], [1, 0]]).nnz
    2
    """
    try:
        if not sparse.issparse(adjacency):
            adjacency = np.asarray(adjacency, dtype=np.float64)
        W = sparse.csr_array(adjacency).astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ParameterError(f"adjacency is not a matrix of numbers: {error}") from error
    if W.ndim != 2 or W.shape[0] != W.shape[1] or W.shape[0] == 0:
        raise ParameterError(f"adjacency has shape {W.shape}; a square matrix is needed.")
    W.sum_duplicates()
    W.eliminate_zeros()
    if not np.isfinite(W.data).all():
        raise ParameterError("adjacency holds NaN or infinite weights; leave such edges out.")
    if (W.data < 0).any():
        raise ParameterError(
            f"adjacency holds the weight {W.data.min():.6g}; weights must not be negative."
        )
    difference = abs(W - W.T)
    if difference.nnz and difference.data.max() > 1e-12 * W.data.max():
        raise ParameterError(
            f"adjacency differs from its transpose by up to {difference.data.max():.6g}; "
            "make it symmetric, for instance as (W + Wᵀ)/2."
        )
    W.sort_indices()
    return W


def jumps(W: sparse.csr_array, laplacian: str) -> Jumps:
    """The Laplacian of a checked adjacency, as rate and jump matrix.

    combinatorial: L = D − W, rate = max (dᵢ − wᵢᵢ), P = I − L / rate.
    normalized: L = I − D^−½ W D^−½, rate = 1, P = D^−½ W D^−½.
    random_walk: L = I − D^−1 W is similar to the normalized one, whose jumps are returned:
    exp(−t L_rw) = D^−½ exp(−t L_sym) D^½.
    """
    check_laplacian(laplacian)
    degree = np.asarray(W.sum(axis=1)).ravel()
    isolated = degree == 0
    degree = np.where(isolated, 1.0, degree)
    if laplacian == "combinatorial":
        leaving = np.where(isolated, 0.0, degree - W.diagonal())
        rate = float(leaving.max()) or 1.0
        off = W - sparse.diags_array(W.diagonal())
        P = off / rate + sparse.diags_array(1.0 - leaving / rate)
    else:
        rate = 1.0
        root = sparse.diags_array(1 / np.sqrt(degree))
        P = root @ W @ root + sparse.diags_array(isolated.astype(np.float64))
    P = sparse.csr_array(P)
    P.eliminate_zeros()
    P.sort_indices()
    return Jumps(P, rate, degree)


def laplacian_matrix(W: sparse.csr_array, laplacian: str) -> sparse.csr_array:
    """The Laplacian itself (n, n), CSR; zero rows for nodes without edges."""
    parts = jumps(W, laplacian)
    L = parts.rate * (sparse.eye_array(W.shape[0]) - parts.matrix)
    if laplacian == "random_walk":
        root = np.sqrt(parts.degree)
        L = sparse.diags_array(1 / root) @ L @ sparse.diags_array(root)
    return sparse.csr_array(L)
