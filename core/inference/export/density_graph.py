"""Kernel density as a graph: log densities and effective numbers of points, summed in logs."""

import numpy as np

from core.density.kernel_density import KernelDensity
from core.density.kernels.kernel import Kernel
from core.density.kernels.twin import Twin, Without
from core.errors import ParameterError
from core.inference.export.graph import Graph

MOST_DIFFERENCES = 64  # dimensions up to which differences are worth their memory


def from_differences(density: KernelDensity) -> bool:
    """Whether squared distances are sums of squared differences instead of a matrix product."""
    return _twin(density).delicate and density.n_features_in_ <= MOST_DIFFERENCES


def density_graph(density: KernelDensity) -> Graph:
    """Input X (n, d) double; outputs log_density (n,) in nats and k_eff (n,), double.

    With m the largest term and s = Σ exp(l_i − m): log ρ̂ = m + log s − log Σw − d log h − log N,
    k_eff = s² / Σ exp(l_i − m)². Double precision throughout, or single with the estimator's
    precision "mixed"; data and queries are centred first in double. Raises ParameterError for a
    kernel without an ONNX form.
    """
    points, kernel = density._points, density._kernel
    n_dimensions, single = density.n_features_in_, density.precision == "mixed"
    dtype = np.float32 if single else np.float64
    graph = Graph("kernel_density", [f"double[rows, {n_dimensions}] X"])
    h = density.bandwidth_
    centre = points.values.mean(axis=0)
    scaled = ((points.values - centre) / h).astype(dtype)
    graph.constant("centre", centre / h, np.float64)
    graph.constant("bandwidth", h, np.float64)
    graph.constant("points", scaled, dtype)
    graph.constant("last_axis", [-1], np.int64)
    graph.constant("zero", 0.0, dtype)
    graph.constant("one", 1.0, dtype)
    graph.constant("minus_infinity", -np.inf, dtype)
    # In this order: ONNX Runtime would fuse a division into the product, with h in float32.
    graph.add("""
        per_bandwidth = Div(X, bandwidth)
        scaled_double = Sub(per_bandwidth, centre)
    """)
    graph.add(f"q = Cast<to={1 if single else 11}>(scaled_double)")
    _add_squared_distance(graph, scaled, dtype, differences=from_differences(density))
    twin = _twin(density)
    for name, value in twin.constants.items():
        graph.constant(name, value, dtype)
    graph.add(twin.nodes)
    term = "profile"
    if points.log_weight is not None:
        graph.constant("log_weight", points.log_weight[None], dtype)
        graph.add("term = Add(profile, log_weight)")
        term = "term"
    constant = -points.log_total - n_dimensions * np.log(h) - kernel.log_normalisation
    add_log_sum(graph, term, constant)
    return graph


def add_log_sum(graph: Graph, term: str, constant: float) -> None:
    """The outputs log_density and k_eff from the logarithms of the terms, and what all share.

    A row of the input X that holds a NaN has NaN, also under kernels that end, whose terms take it
    for a place that no point reaches.
    """
    graph.constant("constant", constant, np.float64)
    graph.constant("not_a_number", np.nan, np.float64)
    graph.constant("nothing", 0.0, np.float64)
    graph.add(f"""
        highest = ReduceMax<keepdims=1>({term}, last_axis)
        reached = Greater(highest, minus_infinity)
        shift = Where(reached, highest, zero)
        shifted = Sub({term}, shift)
        weight = Exp(shifted)
        total = ReduceSum<keepdims=0>(weight, last_axis)
        squares = ReduceSumSquare<keepdims=0>(weight, last_axis)
        total_double = Cast<to=11>(total)
        squares_double = Cast<to=11>(squares)
        total_square = Mul(total_double, total_double)
        k_eff = Div(total_square, squares_double)
        log_total = Log(total_double)
        shift_row = Squeeze(shift, last_axis)
        shift_double = Cast<to=11>(shift_row)
        log_sum = Add(shift_double, log_total)
        is_missing = IsNaN(X)
        missing = Where(is_missing, not_a_number, nothing)
        missing_row = ReduceSum<keepdims=0>(missing, last_axis)
        log_unless_missing = Add(log_sum, constant)
        log_density = Add(log_unless_missing, missing_row)
    """)
    graph.outputs = ["double[rows] log_density", "double[rows] k_eff"]


def floats_per_row(density: KernelDensity) -> int:
    """The most numbers held at once for each query."""
    width = density.n_features_in_ if from_differences(density) else 1
    return 2 * len(density._points.values) * width


def _add_squared_distance(
    graph: Graph, scaled: np.ndarray, dtype: type, *, differences: bool
) -> None:
    """``squared`` (n, N): |q − p|², never below 0."""
    if differences:
        graph.constant("middle_axis", [1], np.int64)
        graph.add("""
            q_row = Unsqueeze(q, middle_axis)
            difference = Sub(q_row, points)
            squared = ReduceSumSquare<keepdims=0>(difference, last_axis)
        """)
        return
    graph.constant("minus_two", -2.0, dtype)
    graph.constant("points_squared", np.sum(scaled.astype(np.float64) ** 2, axis=1)[None], dtype)
    graph.add("""
        points_transposed = Transpose<perm=[1, 0]>(points)
        product = MatMul(q, points_transposed)
        twice = Mul(product, minus_two)
        q_squared = ReduceSumSquare<keepdims=1>(q, last_axis)
        both = Add(twice, points_squared)
        signed = Add(both, q_squared)
        squared = Max(signed, zero)
    """)


def _twin(density: KernelDensity) -> Twin:
    return twin_of(density._kernel)


def twin_of(kernel: Kernel) -> Twin:
    """The kernel's profile as nodes; ParameterError says why there is none."""
    twin = kernel.twin()
    if isinstance(twin, Without):
        raise ParameterError(f"The {kernel.name} kernel has no ONNX form: {twin.reason}.")
    return twin
