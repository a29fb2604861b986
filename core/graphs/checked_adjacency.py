"""What every proximity measure asks of an adjacency matrix, checked once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.errors import ParameterError


def checked_adjacency(adjacency: Any) -> sparse.csr_array:
    """``adjacency`` (n, n), dense or sparse, of any numeric type, as CSR of float64.

    Raises ParameterError unless it is square, finite, symmetric and non-negative with n ≥ 1.

    >>> checked_adjacency([[0, 1], [1, 0]]).dtype
    dtype('float64')
    """
    try:
        matrix = (
            sparse.csr_array(adjacency, dtype=np.float64, copy=True)
            if sparse.issparse(adjacency)
            else sparse.csr_array(np.atleast_2d(np.asarray(adjacency, dtype=np.float64)))
        )
    except (TypeError, ValueError):
        raise ParameterError("adjacency holds values that are not numbers.") from None
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.shape[0] == 0:
        raise ParameterError(f"adjacency has shape {matrix.shape}; it must be square, not empty.")
    matrix.sum_duplicates()
    if not np.isfinite(matrix.data).all():
        raise ParameterError("adjacency holds weights that are not finite numbers.")
    if (matrix.data < 0).any():
        raise ParameterError(
            f"The smallest weight is {matrix.data.min():g}; weights must not be negative."
        )
    matrix.eliminate_zeros()
    asymmetry = abs(matrix - matrix.T)
    if asymmetry.nnz and asymmetry.max() > 1e-12 * matrix.max():
        raise ParameterError("adjacency is not symmetric; symmetrise the graph first.")
    return matrix


def component_labels(adjacency: sparse.csr_array) -> tuple[int, NDArray[np.int32]]:
    """Number of connected components, and the component (n,) of every node."""
    return sparse.csgraph.connected_components(adjacency, directed=False)


def check_connected(n_components: int, measure: str) -> None:
    """Raise ParameterError when a measure needs one component and the graph has more."""
    if n_components > 1:
        raise ParameterError(
            f"{measure} needs a connected graph; this one has {n_components:,} components. "
            "Take the largest component, or a plain measure such as For or Heat."
        )
