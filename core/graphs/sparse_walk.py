"""The matrices of a graph too large for all pairs, and their leading eigenvectors."""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from core.errors import ComputeError, ParameterError
from core.graphs.checked_adjacency import checked_adjacency

Matrix = NDArray[np.float64]


class SparseGraph:
    """A graph of n nodes whose matrices stay sparse.

    It offers what recipes of measures ask of a graph: ``spectral_radius``, ``largest_degree``,
    ``inverse_root_degree``.
    """

    def __init__(self, adjacency: Any) -> None:
        self.adjacency = checked_adjacency(adjacency)
        self._leading: dict[tuple[str, int], tuple[NDArray[np.float64], Matrix]] = {}

    def leading_pairs(self, walk: str, count: int) -> tuple[NDArray[np.float64], Matrix]:
        """The leading eigenpairs of one of the matrices, found once."""
        if (walk, count) not in self._leading:
            self._leading[walk, count] = leading_eigenpairs(getattr(self, walk), count)
        return self._leading[walk, count]

    @property
    def n_nodes(self) -> int:
        """Number of nodes n."""
        return self.adjacency.shape[0]

    @cached_property
    def degree(self) -> NDArray[np.float64]:
        """d = A1 (n,)."""
        return np.asarray(self.adjacency.sum(axis=1), dtype=np.float64).ravel()

    @cached_property
    def is_weighted(self) -> bool:
        """Whether an edge weighs anything but 1."""
        return bool((self.adjacency.data != 1).any())

    @cached_property
    def largest_degree(self) -> float:
        """c = max d."""
        return float(self.degree.max()) or 1.0

    @cached_property
    def inverse_root_degree(self) -> NDArray[np.float64]:
        """d^−½ (n,); ParameterError when a node has no edge."""
        if not (self.degree > 0).all():
            raise ParameterError(
                f"{int((self.degree == 0).sum()):,} nodes have no edge. Take the largest component."
            )
        return self.degree**-0.5

    @cached_property
    def spectral_radius(self) -> float:
        """ρ(A)."""
        radius = float(leading_eigenpairs(self.adjacency, 1)[0][0])
        if not radius > 0:
            raise ParameterError("The graph has no edges: the spectral radius of A is 0.")
        return radius

    @cached_property
    def scaled_adjacency(self) -> sparse.csr_array:
        """A / ρ."""
        return self.adjacency / self.spectral_radius

    @cached_property
    def scaled_laplacian(self) -> sparse.csr_array:
        """I − L / c."""
        diagonal = sparse.diags_array(1 - self.degree / self.largest_degree)
        return sparse.csr_array(diagonal + self.adjacency / self.largest_degree)

    @cached_property
    def normalized_adjacency(self) -> sparse.csr_array:
        """S = D^−½ A D^−½."""
        root = sparse.diags_array(self.inverse_root_degree)
        return sparse.csr_array(root @ self.adjacency @ root)


def leading_eigenpairs(matrix: sparse.csr_array, count: int) -> tuple[NDArray[np.float64], Matrix]:
    """The ``count`` algebraically largest eigenvalues, descending, and eigenvectors (n, count).

    Lanczos from a fixed start, so that the same graph gives the same answer.
    """
    start = np.random.default_rng(0).uniform(0.5, 1.5, matrix.shape[0])
    try:
        values, vectors = eigsh(matrix, k=count, which="LA", v0=start, tol=1e-8, maxiter=3000)
    except ArpackNoConvergence as error:
        raise ComputeError(
            f"Only {len(error.eigenvalues)} of {count} leading eigenvectors were found; the "
            "largest eigenvalues of this graph lie too close together. Choose one based on "
            "another matrix, for instance NHeat."
        ) from None
    order = np.argsort(values)[::-1]
    return values[order], vectors[:, order]
