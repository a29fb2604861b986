"""A kernel that is known up to a factor, and the scaling by degrees."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.graphs.graph_matrices import GraphMatrices

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class ScaledKernel:
    """A kernel K = ``matrix`` · e^``log_scale``: clustering does not need the factor.

    For a logarithm ``log_scale`` is what must be added to the matrix.
    """

    matrix: Matrix
    log_scale: float = 0.0


def degree_scaled(graph: GraphMatrices, matrix: Matrix, left: float, right: float) -> Matrix:
    """D^left M D^right (n, n)."""
    if left == right == 0:
        return matrix
    if left == 0:
        return matrix * graph.degree_power(right)
    result = graph.degree_power(left)[:, None] * matrix
    if right:
        result *= graph.degree_power(right)
    return result
