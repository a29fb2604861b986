"""A neural network of scikit-learn as a graph, written by hand: any number of outputs is right."""

import numpy as np
from sklearn.neural_network import MLPRegressor

from core.errors import ParameterError
from core.inference.export.graph import Graph
from core.inference.export.representation_graph import add_representation
from core.localization.regressor_locator import RegressorLocator

_ACTIVATIONS = {"relu": "Relu", "tanh": "Tanh", "logistic": "Sigmoid", "identity": "Identity"}
VOTERS = 50


def add_network(graph: Graph, network: MLPRegressor, source: str, target: str) -> None:
    """a_{i+1} = φ(a_i W_i + b_i), the last layer without φ: Gemm and an activation each."""
    last = len(network.coefs_) - 1
    for layer, (weight, bias) in enumerate(zip(network.coefs_, network.intercepts_, strict=True)):
        graph.constant(f"weight_{layer}", weight)
        graph.constant(f"bias_{layer}", bias)
        linear = target if layer == last else f"linear_{layer}"
        graph.add(f"{linear} = Gemm({source}, weight_{layer}, bias_{layer})")
        if layer < last:
            source = f"active_{layer}"
            graph.add(f"{source} = {_ACTIVATIONS[network.activation]}({linear})")


def network_graph(network: MLPRegressor) -> Graph:
    """A bare regressor of positions: rss_dbm (n, B) as it was trained → position_m (n, outputs)."""
    graph = Graph("mlp", [f"float[scans, {network.n_features_in_}] rss_dbm"])
    add_network(graph, network, "rss_dbm", "position_m")
    graph.outputs = [f"float[scans, {network.n_outputs_}] position_m"]
    return graph


def regressor_locator_graph(locator: RegressorLocator) -> Graph:
    """Features of unit length through the network; the spread over the registered places.

    Outputs: position_m (n, 2) double, covariance_m2 (n, 2, 2), the heaviest 50 places as
    voter_index and voter_weight (n, k), which therefore need not sum to 1, and posterior (n, M).
    """
    network = getattr(locator, "regressor_", None)
    if not isinstance(network, MLPRegressor):
        raise ParameterError(
            f"A locator around {type(network).__name__} has no ONNX form here; choose a neural "
            "network (MLPRegressor) or a kernel locator."
        )
    n_voters = min(VOTERS, len(locator.grid_))
    graph = Graph("mlp_locator", [f"float[scans, {locator.n_features_in_}] rss_dbm"])
    add_representation(graph, locator.representation, "rss_dbm", "q", locator.missing_dbm)
    offset_m = locator.grid_.mean(axis=0)
    for name, value in (
        ("one", 1.0),
        ("minus_half_precision", -0.5 / locator.sd_m_**2),
        ("not_a_number", np.nan),
        ("grid", (locator.grid_ - offset_m)[None]),
        ("offset", offset_m),
    ):
        graph.constant(name, value)
    graph.constant("k", [n_voters], np.int64)
    for name, axes in (("middle_axis", [1]), ("last_axis", [-1]), ("last_two_axes", [1, 2])):
        graph.constant(name, axes, np.int64)
    graph.add("""
        length = ReduceL2<keepdims=1>(q, last_axis)
        hears = Greater(length, zero)
        length_or_one = Where(hears, length, one)
        unit = Div(q, length_or_one)
    """)
    add_network(graph, network, "unit", "network_m")
    graph.add("""
        relative_m = Sub(network_m, offset)
        relative_row = Unsqueeze(relative_m, middle_axis)
        away = Sub(grid, relative_row)
        away_square = ReduceSumSquare<keepdims=0>(away, last_axis)
        log_weight = Mul(minus_half_precision, away_square)
        heard_number = Cast<to=1>(q_heard)
        any_heard_number = ReduceMax<keepdims=1>(heard_number, last_axis)
        any_heard = Greater(any_heard_number, zero)
        heard_weight = Where(any_heard, log_weight, zero)
        weight = Softmax<axis=-1>(heard_weight)
        posterior = Identity(weight)
        weight_column = Unsqueeze(weight, last_axis)
        weighted = Mul(weight_column, away)
        transposed = Transpose<perm=[0, 2, 1]>(weighted)
        covariance_all = MatMul(transposed, away)
        voter_weight, voter_index = TopK<axis=-1, largest=1, sorted=1>(weight, k)
        any_heard_box = Unsqueeze(any_heard, last_axis)
        covariance_m2 = Where(any_heard_box, covariance_all, not_a_number)
        position_single = Where(any_heard, network_m, not_a_number)
        position_m = Cast<to=11>(position_single)
    """)
    graph.outputs = [
        "double[scans, 2] position_m",
        "float[scans, 2, 2] covariance_m2",
        f"int64[scans, {n_voters}] voter_index",
        f"float[scans, {n_voters}] voter_weight",
        f"float[scans, {len(locator.grid_)}] posterior",
    ]
    return graph
