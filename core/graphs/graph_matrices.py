"""The matrices of one graph that the proximity measures are made of, each computed once."""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import shortest_path

from core.child_process import LONG_MATRIX, in_child_from
from core.errors import ComputeError, ParameterError
from core.graphs.checked_adjacency import check_connected, checked_adjacency, component_labels
from core.graphs.walk_matrix import WalkMatrix
from core.limits import check_limit

Matrix = NDArray[np.float64]


class GraphMatrices:
    """A graph of n nodes: A, d, and on demand the eigendecompositions of A, L and S.

    >>> GraphMatrices([[0, 1], [1, 0]]).spectral_radius
    1.0
    """

    def __init__(self, adjacency: Any) -> None:
        self.adjacency = checked_adjacency(adjacency)
        check_limit("kernel_nodes", self.n_nodes, what="The graph")
        self._degree_powers: dict[float, NDArray[np.float64]] = {}

    @property
    def n_nodes(self) -> int:
        """Number of nodes n."""
        return self.adjacency.shape[0]

    @cached_property
    def degree(self) -> NDArray[np.float64]:
        """d = A1 (n,)."""
        return np.asarray(self.adjacency.sum(axis=1), dtype=np.float64).ravel()

    @cached_property
    def n_components(self) -> int:
        """Number of connected components."""
        return component_labels(self.adjacency)[0]

    def require_connected(self, measure: str) -> None:
        """Raise ParameterError, naming ``measure``, unless the graph is connected."""
        check_connected(self.n_components, measure)

    @cached_property
    def is_weighted(self) -> bool:
        """Whether an edge weighs anything but 1."""
        return bool((self.adjacency.data != 1).any())

    @cached_property
    def _adjacency_spectrum(self) -> tuple[NDArray[np.float64], Matrix]:
        return in_child_from(LONG_MATRIX, np.linalg.eigh, self.adjacency.toarray())

    @cached_property
    def spectral_radius(self) -> float:
        """ρ(A); ParameterError for a graph without edges, which has none to divide by."""
        radius = float(np.abs(self._adjacency_spectrum[0]).max())
        if not radius > 0:
            raise ParameterError("The graph has no edges: the spectral radius of A is 0.")
        return radius

    @cached_property
    def scaled_adjacency(self) -> WalkMatrix:
        """A / ρ."""
        values, vectors = self._adjacency_spectrum
        return WalkMatrix(
            self.adjacency / self.spectral_radius, values / self.spectral_radius, vectors
        )

    @cached_property
    def largest_degree(self) -> float:
        """c = max d, so that c I − L has no negative entry."""
        return float(self.degree.max()) or 1.0

    @cached_property
    def scaled_laplacian(self) -> WalkMatrix:
        """I − L / c."""
        diagonal = sparse.diags_array(1 - self.degree / self.largest_degree)
        return WalkMatrix(sparse.csr_array(diagonal + self.adjacency / self.largest_degree))

    @cached_property
    def inverse_root_degree(self) -> NDArray[np.float64]:
        """d^−½ (n,); ParameterError when a node has no edge."""
        if not (self.degree > 0).all():
            raise ParameterError(
                f"Nodes with no edge: {int((self.degree == 0).sum()):,}. A walk cannot leave "
                f"them: the graph has {self.n_components:,} components. Take the largest one."
            )
        return self.degree**-0.5

    @cached_property
    def log_degree(self) -> NDArray[np.float64]:
        """ln d (n,)."""
        return -2 * np.log(self.inverse_root_degree)

    def degree_power(self, exponent: float) -> NDArray[np.float64]:
        """d^exponent (n,), as often as it is asked for."""
        if exponent not in self._degree_powers:
            self._degree_powers[exponent] = self.inverse_root_degree ** (-2 * exponent)
        return self._degree_powers[exponent]

    @cached_property
    def normalized_adjacency(self) -> WalkMatrix:
        """S = D^−½ A D^−½."""
        root = sparse.diags_array(self.inverse_root_degree)
        return WalkMatrix(sparse.csr_array(root @ self.adjacency @ root))

    @cached_property
    def shortest_path_distance(self) -> Matrix:
        """Shortest-path distances (n, n) with edge lengths 1/a_ij."""
        check_connected(self.n_components, "A shortest-path distance")
        lengths = self.adjacency.copy()
        lengths.data = 1 / lengths.data
        distance = shortest_path(lengths, directed=False, unweighted=not self.is_weighted)
        return (distance + distance.T) / 2

    @cached_property
    def shortest_path_kernel(self) -> Matrix:
        """−½ H D H (n, n) of the shortest-path distances."""
        return -0.5 * centered(self.shortest_path_distance)

    @cached_property
    def scaled_commute_time_kernel(self) -> Matrix:
        """L⁺ / σ, σ the standard deviation of its n² entries."""
        return _by_deviation(self.commute_time_kernel)

    @cached_property
    def scaled_corrected_commute_time_kernel(self) -> Matrix:
        """The CCT kernel / σ, σ the standard deviation of its n² entries."""
        return _by_deviation(self.corrected_commute_time_kernel)

    @cached_property
    def commute_time_kernel(self) -> Matrix:
        """L⁺ (n, n), without the volume."""
        check_connected(self.n_components, "Commute time")
        walk = self.scaled_laplacian
        laplacian = self.largest_degree * (1 - walk.eigenvalues)
        inverse = np.zeros_like(laplacian)
        inverse[:-1] = 1 / laplacian[:-1]  # the last is the constant vector's 0
        return walk.spectral(inverse)

    @cached_property
    def corrected_commute_time_kernel(self) -> Matrix:
        """H D^−½ M (I − M)⁻¹ M D^−½ H, where M is S without its leading eigenvector √d."""
        check_connected(self.n_components, "Corrected commute time")
        walk = self.normalized_adjacency
        values = np.zeros(self.n_nodes)
        values[:-1] = walk.eigenvalues[:-1] ** 2 / (1 - walk.eigenvalues[:-1])
        root = self.inverse_root_degree
        return centered(root[:, None] * walk.spectral(values) * root[None, :])


def centered(matrix: Matrix) -> Matrix:
    """H M H, H = I − 11ᵀ/n: the mean of every row and column taken off."""
    rows = matrix.mean(axis=1, keepdims=True)
    columns = matrix.mean(axis=0, keepdims=True)
    result = matrix - rows
    result -= columns - rows.mean()
    return result


def _by_deviation(kernel: Matrix) -> Matrix:
    deviation = kernel.std()
    if not deviation > 0:
        raise ComputeError("All commute times are equal, so the sigmoid has no scale.")
    return kernel / deviation
