"""The kernel matrix of any measure, and the squared distance of a kernel."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ComputeError, ParameterError
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.measures import measure_named
from core.graphs.scaled_kernel import ScaledKernel

Matrix = NDArray[np.float64]


def kernel_matrix(adjacency: Any, measure: str, x: float | None = None) -> Matrix:
    """The kernel K of a measure at the flat parameter x, unscaled.

    PPR and HeatPR are not symmetric. Distances D of SP, RSP and FE are turned into K = −½ H D H.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    measure : str
        One of ``MEASURES``.
    x : float or None, optional
        Flat parameter in (0, 1), see :func:`core.graphs.parameter`; None for CT, CCT and SP.

    Returns
    -------
    (n, n) array of float64
        The kernel; its unit is the measure's own.

    Raises
    ------
    ParameterError
        For x outside its range, a logarithm of an entry that is not positive, or a graph that the
        measure is not defined on.
    ComputeError
        When an entry exceeds the largest floating-point number.
    LimitError
        Above 5,000 nodes.

    References
    ----------
    P. Chebotarev, The walk distances in graphs, Discrete Applied Mathematics, 2012.
    V. Ivashkin, P. Chebotarev, arXiv:1605.01046, 2016.

    Examples
    --------
    >>> kernel_matrix([[0, 1], [1, 0]], "For", 0.5)
    array([[0.75, 0.25],
           [0.25, 0.75]])
    """
    kernel = scaled_kernel(GraphMatrices(adjacency), measure, x)
    if kernel.log_scale == 0:
        result = kernel.matrix
    elif measure_named(measure).is_logarithm:
        result = kernel.matrix + kernel.log_scale
    else:
        with np.errstate(over="ignore", invalid="ignore"):
            # in two steps, because e^log_scale may overflow where the product does not
            result = kernel.matrix * np.exp(kernel.log_scale / 2) * np.exp(kernel.log_scale / 2)
    if not np.isfinite(result).all():
        raise ComputeError(
            f"{measure} at x = {x} exceeds the largest floating-point number, 1.8e308. "
            "Take a smaller x, or the logarithm; cluster and sweep rescale and need neither."
        )
    return result


def scaled_kernel(graph: GraphMatrices, measure: str, x: float | None) -> ScaledKernel:
    """The kernel as :func:`kernel_matrix` gives it, up to a factor that may overflow.

    For a logarithm ``log_scale`` is what must be added to the matrix.
    """
    row = measure_named(measure)
    return row.form.kernel(graph, row.at(row.checked_x(x), lambda: graph.spectral_radius))


def squared_distance(kernel: Matrix) -> Matrix:
    """The squared distance Δ of a kernel K: Euclidean where K is positive semidefinite.

    Δ = k1ᵀ + 1kᵀ − K − Kᵀ with k = diag K, without a factor ½ and without a root.

    Parameters
    ----------
    kernel : (n, n) array
        The kernel K, which need not be symmetric.

    Returns
    -------
    (n, n) array of float64
        Symmetric, 0 on the diagonal, in units of K; negative entries only where K is indefinite.

    Raises
    ------
    ParameterError
        When the kernel is not square.

    Examples
    --------
    >>> squared_distance(np.array([[0.75, 0.25], [0.25, 0.75]]))
    array([[0., 1.],
           [1., 0.]])
    """
    kernel = np.asarray(kernel, dtype=np.float64)
    if kernel.ndim != 2 or kernel.shape[0] != kernel.shape[1]:
        raise ParameterError(f"The kernel has shape {kernel.shape}; it must be square.")
    diagonal = kernel.diagonal()
    return diagonal[:, None] + diagonal[None, :] - (kernel + kernel.T)
