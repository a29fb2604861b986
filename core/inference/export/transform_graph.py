"""New points in an old map as a graph: the interpolation of ``HeatGeodesic.transform``."""

import numpy as np

from core.embedding.heat.geodesic import HeatGeodesic
from core.inference.export.graph import Graph


def transform_graph(model: HeatGeodesic) -> Graph:
    """Input X (n, d) double, or (n, training rows) distances; output embedding (n, components).

    w_j = (d_min/d_j − d_min/R)² over the k + 1 nearest points, R the farthest of them; a training
    point gets its own coordinates. Double precision, since weights are ratios of small distances.
    """
    training = model.training_points_
    coordinates = model.embedding_[training.first_row]
    graph = Graph("heat_geodesic_transform", [f"double[rows, {model.n_features_in_}] X"])
    graph.constant("coordinates", coordinates, np.float64)
    graph.constant("k", [model.n_interpolated_], np.int64)
    graph.constant("last_axis", [-1], np.int64)
    graph.constant("middle_axis", [1], np.int64)
    graph.constant("zero", 0.0, np.float64)
    graph.constant("one", 1.0, np.float64)
    graph.constant("unit", training.scale, np.float64)
    graph.add("scaled = Div(X, unit)")
    if model.metric == "precomputed":
        graph.constant("first_rows", training.first_row, np.int64)
        graph.add("""
            to_points = Gather<axis=1>(scaled, first_rows)
            distance, nearest = TopK<axis=-1, largest=0, sorted=1>(to_points, k)
        """)
    else:
        _add_nearest(graph, training.values)
    graph.add("""
        closest = ReduceMin<keepdims=1>(distance, last_axis)
        reach = ReduceMax<keepdims=1>(distance, last_axis)
        on_it = Equal(distance, zero)
        safe_distance = Where(on_it, one, distance)
        reach_is_zero = Equal(reach, zero)
        safe_reach = Where(reach_is_zero, one, reach)
        near_share = Div(closest, safe_distance)
        far_share = Div(closest, safe_reach)
        difference = Sub(near_share, far_share)
        between = Mul(difference, difference)
        all_between = ReduceSum<keepdims=1>(between, last_axis)
        some_between = Greater(all_between, zero)
        zeros = Sub(between, between)
        equal = Add(zeros, one)
        weight_apart = Where(some_between, between, equal)
        same = Equal(closest, zero)
        on_it_number = Cast<to=11>(on_it)
        weight = Where(same, on_it_number, weight_apart)
        total = ReduceSum<keepdims=1>(weight, last_axis)
        share = Div(weight, total)
        share_column = Unsqueeze(share, last_axis)
        there = Gather<axis=0>(coordinates, nearest)
        weighted = Mul(share_column, there)
        embedding = ReduceSum<keepdims=0>(weighted, middle_axis)
    """)
    graph.outputs = [f"double[rows, {coordinates.shape[1]}] embedding"]
    return graph


def floats_per_row(model: HeatGeodesic) -> int:
    """The most numbers held at once for each new point."""
    return 2 * (len(model.training_points_) + model.n_interpolated_ * model.n_features_in_)


def _add_nearest(graph: Graph, points: np.ndarray) -> None:
    """``nearest`` and ``distance`` (n, k): ranked by a product, measured by differences."""
    centre = points.mean(axis=0)
    centred = points - centre
    graph.constant("centre", centre, np.float64)
    graph.constant("points", points, np.float64)
    graph.constant("twice_transposed", 2 * centred.T, np.float64)
    graph.constant("points_squared", np.sum(centred**2, axis=1)[None], np.float64)
    graph.add("""
        away = Sub(scaled, centre)
        product = MatMul(away, twice_transposed)
        rank = Sub(product, points_squared)
        ranked, nearest = TopK<axis=-1, largest=1, sorted=1>(rank, k)
        scaled_row = Unsqueeze(scaled, middle_axis)
        chosen = Gather<axis=0>(points, nearest)
        gap = Sub(scaled_row, chosen)
        gap_squared = ReduceSumSquare<keepdims=0>(gap, last_axis)
        distance = Sqrt(gap_squared)
    """)
