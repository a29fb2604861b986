"""The kernel matrix of any measure, and the squared distance of a kernel."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ComputeError, ParameterError
from core.graphs.checked_adjacency import check_connected
from core.graphs.flat_parameter import checked_flat_parameter, own_parameter
from core.graphs.graph_matrices import GraphMatrices, centered
from core.graphs.measures import measure_named
from core.graphs.path_distances import free_energy_distance, randomized_path_distance
from core.graphs.spectral_recipes import degree_scaled, spectral_recipe
from core.percentages import percent

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class ScaledKernel:
    """A kernel K = ``matrix`` · e^``log_scale``: clustering does not need the factor."""

    matrix: Matrix
    log_scale: float = 0.0


def kernel_matrix(adjacency: Any, measure: str, x: float | None = None) -> Matrix:
    """The kernel K (n, n) of ``measure`` at the flat parameter x, float64, unscaled.

    PPR and HeatPR are not symmetric. Distances D of SP, RSP and FE are turned into K = −½ H D H.

    Raises ParameterError for x outside its range, a logarithm of an entry that is not positive,
    or a graph that the measure is not defined on; ComputeError when an entry overflows;
    LimitError above 5,000 nodes.

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
    """The kernel as :func:`kernel_matrix` gives it, but for a factor that may overflow.

    For a logarithm ``log_scale`` is what must be added to the matrix.
    """
    row = measure_named(measure)
    x = checked_flat_parameter(measure, x)
    plain = row.plain or measure
    if x is None:
        return ScaledKernel(_without_parameter(graph, measure))
    if plain in ("SP-CT", "SCT", "SCCT"):
        return ScaledKernel(_of_distances(graph, measure, x))
    radius = graph.spectral_radius if plain == "Katz" else np.nan
    value = own_parameter(measure, x, spectral_radius=radius)
    if plain == "RSP":
        return ScaledKernel(-0.5 * centered(randomized_path_distance(graph, value)))
    if plain == "FE":
        return ScaledKernel(-0.5 * centered(free_energy_distance(graph, value)))
    return _spectral_kernel(graph, measure, plain, value, x)


def _spectral_kernel(
    graph: GraphMatrices, measure: str, plain: str, value: float, x: float
) -> ScaledKernel:
    logarithm = measure != plain
    if logarithm:
        check_connected(graph.n_components, measure)
    recipe = spectral_recipe(graph, plain, value)
    positive = logarithm and not (plain == "Abs" and value >= 1)
    with np.errstate(divide="ignore"):
        series = recipe.walk_matrix(graph).series(recipe.series, positive=positive)
    kernel = degree_scaled(graph, series, recipe.left, recipe.right)
    if logarithm:
        kernel = logarithm_of(kernel, measure, x)
    return ScaledKernel(kernel, recipe.series.log_scale)


def logarithm_of(kernel: Matrix, measure: str, x: float) -> Matrix:
    """ln K element by element; ParameterError when an entry is not positive."""
    if not kernel.min() > 0:
        share = np.mean(~(kernel > 0))
        way_out = (
            "Abs is positive for t ≤ 1, that is x ≤ 2/3; take a smaller x."
            if measure == "logAbs"
            else "Take an x further from the ends of its range."
        )
        raise ParameterError(
            f"{measure} at x = {x}: {percent(float(share))} of the entries are not positive and "
            f"have no logarithm. {way_out}"
        )
    return np.log(kernel)


def _without_parameter(graph: GraphMatrices, measure: str) -> Matrix:
    """CT, CCT and SP."""
    if measure == "SP":
        return graph.shortest_path_kernel.copy()
    if measure == "CT":
        return graph.commute_time_kernel.copy()
    return graph.corrected_commute_time_kernel.copy()


def _of_distances(graph: GraphMatrices, measure: str, x: float) -> Matrix:
    """SP-CT, SCT and SCCT."""
    if measure == "SP-CT":
        mixed = x * graph.shortest_path_kernel
        mixed += 2 * (1 - x) * graph.commute_time_kernel
        return mixed
    base = (
        graph.scaled_commute_time_kernel
        if measure == "SCT"
        else graph.scaled_corrected_commute_time_kernel
    )
    return sigmoid(-own_parameter(measure, x, spectral_radius=np.nan) * base)


def sigmoid(exponent: Matrix) -> Matrix:
    """1 / (1 + e^exponent), in place."""
    np.exp(exponent, out=exponent)
    exponent += 1
    return np.divide(1.0, exponent, out=exponent)


def squared_distance(kernel: Matrix) -> Matrix:
    """Δ = k1ᵀ + 1kᵀ − K − Kᵀ, k = diag K: the squared Euclidean distance where K is semidefinite.

    >>> squared_distance(np.array([[0.75, 0.25], [0.25, 0.75]]))
    array([[0., 1.],
           [1., 0.]])
    """
    kernel = np.asarray(kernel, dtype=np.float64)
    if kernel.ndim != 2 or kernel.shape[0] != kernel.shape[1]:
        raise ParameterError(f"The kernel has shape {kernel.shape}; it must be square.")
    diagonal = kernel.diagonal()
    return diagonal[:, None] + diagonal[None, :] - (kernel + kernel.T)
