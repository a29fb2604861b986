"""How sure the position is, as graph nodes: the posterior over all places, and its spread."""

import numpy as np

from core.inference.export.graph import Graph
from core.localization.kernel_vote import LEAST_LOG_RATIO
from core.localization.kernels.twin import Twin


def add_posterior(graph: Graph, twin: Twin) -> None:
    """``posterior`` (n, M), the vote of all places, uniform where none resembles the scan."""
    twin.add_log_kernel_of_all(graph)
    graph.constant("least_log_ratio", LEAST_LOG_RATIO)
    graph.constant("above_every_vote", 1e6)  # a logarithm of a kernel is at most 0: all are alike
    graph.add("""
        all_log_vote = Mul(power, all_log_kernel)
        all_highest = ReduceMax<keepdims=1>(all_log_vote, last_axis)
        any_resembles = Greater(all_highest, minus_infinity)
        is_known = And(any_resembles, any_heard)
        lowest_vote = Add(all_highest, least_log_ratio)
        least_vote = Where(is_known, lowest_vote, above_every_vote)
        raised_vote = Max(all_log_vote, least_vote)
        posterior = Softmax<axis=-1>(raised_vote)
    """)


def add_grid_moments(graph: Graph, away_m: np.ndarray) -> None:
    """``grid_moments`` (M, 7) of places (M, 2) around their mean: 1, x, y, xx, xy, yx, yy."""
    product = away_m[:, :, None] * away_m[:, None, :]
    moments = np.column_stack([np.ones(len(away_m)), away_m, product.reshape(-1, 4)])
    graph.constant("grid_moments", moments, np.float64)


def add_grid_moments_of_input(graph: Graph) -> None:
    """The same from ``grid_double`` (M, 2), an input of the graph around its mean."""
    graph.constant("one_double", 1.0, np.float64)
    graph.constant("moment_shape", [0, 4], np.int64)
    graph.constant("first_column", [0], np.int64)
    graph.constant("second_column", [1], np.int64)
    graph.add("""
        grid_x = Gather<axis=1>(grid_double, first_column)
        grid_x_0 = Sub(grid_x, grid_x)
        grid_ones = Add(grid_x_0, one_double)
        moment_column = Unsqueeze(grid_double, last_axis)
        moment_row = Unsqueeze(grid_double, middle_axis)
        moment_product = Mul(moment_column, moment_row)
        moment_four = Reshape(moment_product, moment_shape)
        grid_moments = Concat<axis=1>(grid_ones, grid_double, moment_four)
    """)


def add_spread(graph: Graph) -> None:
    """``spread_m2`` (n, 2, 2) of the posterior around ``mean_or_all`` (n, 2).

    Σ π (x − x̂)(x − x̂)ᵀ = Σ π x xᵀ − x̂ mᵀ − m x̂ᵀ + x̂ x̂ᵀ with m = Σ π x: one product with the
    moments of the places, in double precision since it cancels.
    """
    graph.constant("share_of_moments", [0], np.int64)
    graph.constant("first_of_moments", [1, 2], np.int64)
    graph.constant("second_of_moments", [3, 4, 5, 6], np.int64)
    graph.constant("two_by_two", [0, 2, 2], np.int64)
    graph.add("""
        posterior_double = Cast<to=11>(posterior)
        raw_moments = MatMul(posterior_double, grid_moments)
        total_share = Gather<axis=1>(raw_moments, share_of_moments)
        moments = Div(raw_moments, total_share)
        first_moment = Gather<axis=1>(moments, first_of_moments)
        second_moments = Gather<axis=1>(moments, second_of_moments)
        second_moment = Reshape(second_moments, two_by_two)
        estimate = Cast<to=11>(mean_or_all)
        estimate_column = Unsqueeze(estimate, last_axis)
        estimate_row = Unsqueeze(estimate, middle_axis)
        first_row = Unsqueeze(first_moment, middle_axis)
        mixed = MatMul(estimate_column, first_row)
        mixed_transposed = Transpose<perm=[0, 2, 1]>(mixed)
        estimate_square = MatMul(estimate_column, estimate_row)
        without_mixed = Sub(second_moment, mixed)
        without_both = Sub(without_mixed, mixed_transposed)
        spread_double = Add(without_both, estimate_square)
        spread_m2 = Cast<to=1>(spread_double)
    """)
