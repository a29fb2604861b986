"""Distances of random paths between shortest path and commute time: RSP and free energy.

Both come from Z = (I − W)⁻¹, W = P ∘ e^(−βC), c_ij = 1/a_ij. W = D⁻¹Â with Â symmetric, so
Z = G D with the symmetric G = (D − Â)⁻¹, and the degrees cancel out of both distances. Without
weights Â = e^−β A, so that G is a resolvent of S and shares its eigendecomposition.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.child_process import LONG_MATRIX, in_child_from
from core.errors import ComputeError
from core.graphs.checked_adjacency import check_connected
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.positive_series import positive_series
from core.graphs.series_functions import Geometric, GeometricSquared
from core.graphs.walk_matrix import LOG_TOLERANCE

Matrix = NDArray[np.float64]


def free_energy_distance(graph: GraphMatrices, beta: float) -> Matrix:
    """D (n, n), D = (Φ + Φᵀ)/2, Φ_ij = −(1/β) log(z_ij / z_jj) (Kivimäki et al., 2014)."""
    green, _ = _green_functions(graph, beta, derivative=False, name="FE")
    return free_energy_of(np.log(green), beta)


def free_energy_of(log_green: Matrix, beta: float) -> Matrix:
    """D from ln G (n, n)."""
    diagonal = log_green.diagonal() / 2
    distance = diagonal[:, None] - log_green
    distance += diagonal[None, :]
    distance /= beta
    np.fill_diagonal(distance, 0)
    return distance


def randomized_path_distance(graph: GraphMatrices, beta: float) -> Matrix:
    """D (n, n): expected cost of hitting paths, made symmetric (Kivimäki et al., 2014)."""
    green, slope = _green_functions(graph, beta, derivative=True, name="RSP")
    return randomized_path_of(green, slope)


def randomized_path_of(green: Matrix, slope: Matrix) -> Matrix:
    """D from G and −∂G/∂β (n, n): expected costs s = slope/G, D_ij = s_ij − (s_ii + s_jj)/2."""
    distance = slope / green
    diagonal = distance.diagonal() / 2
    distance -= diagonal[:, None]
    distance -= diagonal[None, :]
    np.fill_diagonal(distance, 0)
    return distance


def _green_functions(
    graph: GraphMatrices, beta: float, *, derivative: bool, name: str
) -> tuple[Matrix, Matrix]:
    """G and −∂G/∂β, both up to the same scaling of rows and columns."""
    check_connected(graph.n_components, name)
    if graph.is_weighted:
        green, slope = _weighted_green_functions(graph, beta, derivative)
    else:
        walk = graph.normalized_adjacency
        q = float(np.exp(-beta))
        green = walk.series(Geometric(q), positive=True)
        slope = green
        if derivative:
            # ∂/∂β of Σ qᵏ Sᵏ: each step costs 1
            slope = walk.series(GeometricSquared(q), positive=True) - green
        root = graph.inverse_root_degree
        green = root[:, None] * green * root[None, :]
        slope = root[:, None] * slope * root[None, :]
    if not green.min() > 0:
        raise ComputeError(
            f"{name} at β = {beta:.3g}: e^−β·cost underflows on the longest paths. Take a larger x."
        )
    return green, slope


def _weighted_green_functions(
    graph: GraphMatrices, beta: float, derivative: bool
) -> tuple[Matrix, Matrix]:
    cost = graph.adjacency.copy()
    cost.data = 1 / cost.data
    root = sparse.diags_array(graph.inverse_root_degree)
    damped = graph.adjacency.copy()
    damped.data = damped.data * np.exp(-beta * cost.data)
    walk = sparse.csr_array(root @ damped @ root)
    green = _resolvent(walk)
    slope = green
    if derivative:
        costly = walk.copy()
        costly.data = walk.data * cost.data
        slope = green @ (costly @ green)
    root_degree = graph.inverse_root_degree
    scale = root_degree[:, None] * root_degree[None, :]
    return scale * green, scale * slope


def _resolvent(walk: sparse.csr_array) -> Matrix:
    """(I − W)⁻¹, factorised where that leaves every entry enough digits, else summed."""
    try:
        difference = np.eye(walk.shape[0]) - walk.toarray()
        green = in_child_from(LONG_MATRIX, np.linalg.inv, difference)
    except np.linalg.LinAlgError:
        return positive_series(walk, Geometric(1.0))
    # the error of an entry is about eps · condition · largest, and the condition about the largest
    if green.min() * LOG_TOLERANCE > np.finfo(float).eps * green.max() ** 2:
        return green
    return positive_series(walk, Geometric(1.0))
