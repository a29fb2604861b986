"""Densities of local kernels as a graph: stretched differences, then sums in logs."""

import numpy as np

from core.density.local.adaptive import AdaptiveKernelDensity
from core.density.local.covariance import LocalCovarianceKernelDensity, LocalShapes
from core.density.local.shaped_density import ShapedDensity
from core.inference.export.density_graph import add_log_sum, twin_of
from core.inference.export.graph import Graph


def local_density_graph(density: ShapedDensity) -> Graph:
    """Input X (n, d) double; outputs log_density (n,) in nats and k_eff (n,), double.

    Differences A_i⁻¹(x − y_i)/h, with one factor a point for a width, one matrix for all points
    for a global covariance, and one matrix a point for local ones, side by side in one product.
    Raises ParameterError for a kernel without an ONNX form.
    """
    d, h = density.n_features_in_, density.bandwidth_
    twin = twin_of(density._kernel)
    centre = density._points.mean(axis=0)
    points = density._points - centre
    graph = Graph("local_kernel_density", [f"double[rows, {d}] X"])
    graph.constant("centre", centre, np.float64)
    graph.constant("last_axis", [-1], np.int64)
    graph.constant("middle_axis", [1], np.int64)
    for name, value in (("zero", 0.0), ("one", 1.0), ("minus_infinity", -np.inf)):
        graph.constant(name, value, np.float64)
    graph.add("centred = Sub(X, centre)")
    if isinstance(density, AdaptiveKernelDensity):
        log_volume = d * density._scale.log_scale
        _add_widths(graph, points, h * np.exp(density._scale.log_scale))
    else:
        log_volume = _add_covariance(graph, density, points)
    for name, value in twin.constants.items():
        graph.constant(name, value, np.float64)
    graph.add(twin.nodes)
    graph.constant("log_weight", (density._log_weight - log_volume)[None], np.float64)
    graph.add("term = Add(profile, log_weight)")
    add_log_sum(graph, "term", -d * float(np.log(h)) - density._kernel.log_normalisation)
    return graph


def floats_per_row(density: ShapedDensity) -> int:
    """The most numbers held at once for each query."""
    return 2 * len(density._points) * density.n_features_in_


def _add_widths(graph: Graph, points: np.ndarray, width: np.ndarray) -> None:
    """``squared`` (n, N): |x − y|²/width²."""
    graph.constant("points", points, np.float64)
    graph.constant("width", width[None], np.float64)
    graph.add("""
        query = Unsqueeze(centred, middle_axis)
        difference = Sub(query, points)
        difference_squared = ReduceSumSquare<keepdims=0>(difference, last_axis)
        per_width = Div(difference_squared, width)
        squared = Div(per_width, width)
    """)


def _add_covariance(graph: Graph, density: ShapedDensity, points: np.ndarray) -> np.ndarray:
    """``squared`` (n, N): |A⁻¹(x − y)/h|²; returns log det A (N,)."""
    assert isinstance(density, LocalCovarianceKernelDensity)  # noqa: S101 - the only other one
    shapes, n, d = density._shapes, *points.shape
    inverse = shapes._inverse / density.bandwidth_
    if isinstance(shapes, LocalShapes):
        graph.constant("inverse", inverse.reshape(n * d, d).T, np.float64)
        graph.constant("side_by_side", [-1, n, d], np.int64)
        graph.constant("stretched_points", np.einsum("nij,nj->ni", inverse, points), np.float64)
        graph.add("""
            product = MatMul(centred, inverse)
            stretched = Reshape(product, side_by_side)
        """)
    else:
        graph.constant("inverse", inverse.T, np.float64)
        graph.constant("stretched_points", points @ inverse.T, np.float64)
        graph.add("""
            product = MatMul(centred, inverse)
            stretched = Unsqueeze(product, middle_axis)
        """)
    graph.add("""
        difference = Sub(stretched, stretched_points)
        squared = ReduceSumSquare<keepdims=0>(difference, last_axis)
    """)
    return np.asarray(shapes.log_volume)
