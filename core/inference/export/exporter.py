"""From a fitted estimator to an ONNX model that says what it is and how exact it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import NotFittedError
from sklearn.neural_network import MLPRegressor
from sklearn.utils.validation import check_is_fitted

from core.density.kernel_density import KernelDensity
from core.density.local import (
    AdaptiveKernelDensity,
    LocalCovarianceKernelDensity,
    ProductKernelDensity,
)
from core.density.local.shaped_density import ShapedDensity
from core.embedding.heat.geodesic import HeatGeodesic
from core.errors import ParameterError
from core.inference.export import density_graph, local_density_graph, transform_graph
from core.inference.export.graph import Graph
from core.inference.export.kernel_locator_graph import floats_per_scan, kernel_locator_graph
from core.inference.export.metadata import ModelInfo, describe
from core.inference.export.mlp_graph import network_graph, regressor_locator_graph
from core.inference.export.parity import (
    N_PROBES,
    Parity,
    density_parity,
    locator_parity,
    probe_points,
    relative_parity,
    run_on_cpu,
)
from core.localization.registered_map import Voter
from core.localization.regressor_locator import RegressorLocator

LOCATOR_UNITS = {
    "rss_dbm": "dBm, NaN for not heard",
    "position_m": "m",
    "covariance_m2": "m²",
    "voter_index": "row of the registered places",
    "voter_weight": "share of the vote",
    "posterior": "share of each registered place",
}
DATABASE_UNITS = {"fingerprint_dbm": "dBm, NaN for never heard", "grid_m": "m"}


@dataclass(frozen=True, eq=False)
class Draft:
    """A graph with what its metadata and its parity check need."""

    graph: Graph
    units: Mapping[str, str]
    arrays: Sequence[NDArray]
    n_features: int
    floats_per_row: int
    parity: Callable[[bytes], Parity]


def export_onnx(
    estimator: Any, *, info: ModelInfo | None = None, database_as_input: bool = False
) -> bytes:
    """A fitted estimator as the bytes of an ONNX model.

    Opset 21, IR 10, a dynamic number of rows. Inputs and outputs by kind:

    - locators: "rss_dbm" (n, B) dBm, NaN for not heard → "position_m" (n, 2) m, "covariance_m2"
      (n, 2, 2) m², who voted, "voter_index" and "voter_weight" (n, k), and how likely each
      registered place is, "posterior" (n, M): all places, no cut;
    - density: "X" (n, d) → "log_density" (n,) nats, "k_eff" (n,);
    - transform: "X" (n, d) → "embedding" (n, components).

    Parameters
    ----------
    estimator : estimator
        KernelLocator, MapLocator, AdaptedLocator, RegressorLocator around an MLPRegressor, a bare
        MLPRegressor, KernelDensity, AdaptiveKernelDensity, LocalCovarianceKernelDensity or
        HeatGeodesic, fitted.
    info : ModelInfo or None, optional
        Names of the columns, source and licence of the data, for the metadata.
    database_as_input : bool, optional
        Kernel locators only. Registered places become optional inputs ``fingerprint_dbm`` (M, B)
        and ``grid_m`` (M, 2), so that another survey needs no new export; the price is that they
        are prepared again in every run.

    Returns
    -------
    bytes
        The model; its metadata say how far it differs from the estimator.

    Raises
    ------
    ParameterError
        For an estimator that is not fitted or has no ONNX form.
    ComputeError
        When the graph differs from the estimator by more than its tolerance.
    LimitError
        When it is too large.

    Examples
    --------
    >>> from core.localization import KernelLocator
    >>> survey_dbm = np.array([[-50.0, -90.0], [-90.0, -50.0]])
    >>> locator = KernelLocator().fit(survey_dbm, np.array([[0.0, 0.0], [10.0, 0.0]]))
    >>> from core.inference.engine import Engine
    >>> fix = Engine(export_onnx(locator), device="cpu").run({"rss_dbm": [[-55.0, -88.0]]})
    >>> fix["position_m"].round(2)
    array([[0., 0.]])
    """
    info = info or ModelInfo()
    try:
        check_is_fitted(estimator)
    except (NotFittedError, TypeError):
        raise ParameterError(
            f"{type(estimator).__name__} is not a fitted estimator; call fit before the export."
        ) from None
    draft = _draft(estimator, database_as_input=database_as_input)
    common: dict[str, Any] = {
        "n_features": draft.n_features,
        "units": draft.units,
        "arrays": draft.arrays,
        "floats_per_row": draft.floats_per_row,
    }
    unchecked = draft.graph.model(describe(estimator, info, **common)).SerializeToString()
    parity = draft.parity(unchecked).check()
    described = describe(estimator, info, **common, parity=parity)
    return draft.graph.model(described).SerializeToString()


def _draft(estimator: Any, *, database_as_input: bool) -> Draft:
    if isinstance(estimator, Voter):
        return _locator(estimator, database_as_input=database_as_input)
    if database_as_input:
        raise ParameterError(
            f"{type(estimator).__name__} has no registered places; leave database_as_input off."
        )
    for kind, draft in DRAFTS.items():
        if isinstance(estimator, kind):
            return draft(estimator)
    if isinstance(estimator, ProductKernelDensity):
        raise ParameterError(
            "ProductKernelDensity has no ONNX form: its kinds differ from column to column. Export "
            "KernelDensity or LocalCovarianceKernelDensity of the same columns."
        )
    raise ParameterError(
        f"{type(estimator).__name__} has no ONNX form here; choose a locator that votes by "
        f"registered places, or one of: {', '.join(kind.__name__ for kind in DRAFTS)}."
    )


def _locator(locator: Voter, *, database_as_input: bool) -> Draft:
    registered = locator.registered_map()
    return Draft(
        kernel_locator_graph(registered, database_as_input=database_as_input),
        LOCATOR_UNITS | (DATABASE_UNITS if database_as_input else {}),
        [registered.map_dbm, registered.grid_m],
        registered.map_dbm.shape[1],
        floats_per_scan(registered),
        lambda model: locator_parity(locator, registered, model),
    )


def _regressor_locator(locator: RegressorLocator) -> Draft:
    graph = regressor_locator_graph(locator)
    network = locator.regressor_

    def parity(model: bytes) -> Parity:
        rng = np.random.default_rng(0)
        scans = rng.uniform(-104, -40, (N_PROBES, locator.n_features_in_)).astype(np.float32)
        scans[rng.random(scans.shape) < 0.4] = np.nan
        found = run_on_cpu(model, {"rss_dbm": scans})["position_m"]
        return relative_parity(locator.predict(scans), found)

    return Draft(
        graph,
        LOCATOR_UNITS,
        [*network.coefs_, *network.intercepts_, locator.grid_],
        locator.n_features_in_,
        6 * len(locator.grid_),
        parity,
    )


def _network(network: MLPRegressor) -> Draft:
    def parity(model: bytes) -> Parity:
        scale = np.abs(network.coefs_[0]).max()
        rng = np.random.default_rng(0)
        probes = rng.normal(0, 1 / scale, (N_PROBES, network.n_features_in_)).astype(np.float32)
        expected = np.reshape(network.predict(probes), (N_PROBES, -1))
        return relative_parity(expected, run_on_cpu(model, {"rss_dbm": probes})["position_m"])

    widest = max(weight.shape[1] for weight in network.coefs_)
    return Draft(
        network_graph(network),
        {"rss_dbm": "as trained", "position_m": "as trained"},
        [*network.coefs_, *network.intercepts_],
        network.n_features_in_,
        2 * widest,
        parity,
    )


def _density(density: KernelDensity) -> Draft:
    points = density._points
    arrays = [points.values] + ([] if points.log_weight is None else [points.log_weight])

    def parity(model: bytes) -> Parity:
        probes = probe_points(points.values)
        found = run_on_cpu(model, {"X": probes})["log_density"]
        return density_parity(density.score_samples(probes), found)

    return Draft(
        density_graph.density_graph(density),
        {"X": "as fitted", "log_density": "nats", "k_eff": "points"},
        arrays,
        density.n_features_in_,
        density_graph.floats_per_row(density),
        parity,
    )


def _local_density(density: ShapedDensity) -> Draft:
    points = density._points

    def parity(model: bytes) -> Parity:
        probes = probe_points(points)
        found = run_on_cpu(model, {"X": probes})["log_density"]
        return density_parity(density.score_samples(probes), found)

    return Draft(
        local_density_graph.local_density_graph(density),
        {"X": "as fitted", "log_density": "nats", "k_eff": "points"},
        [points],
        density.n_features_in_,
        local_density_graph.floats_per_row(density),
        parity,
    )


def _transform(model: HeatGeodesic) -> Draft:
    training = model.training_points_

    def parity(exported: bytes) -> Parity:
        probes = probe_points(training.values) * training.scale
        if model.metric == "precomputed":
            probes = np.abs(probes[:, training.of_row])
        return relative_parity(
            model.transform(probes), run_on_cpu(exported, {"X": probes})["embedding"]
        )

    return Draft(
        transform_graph.transform_graph(model),
        {"X": "as fitted", "embedding": "distance along the data"},
        [training.values, model.embedding_],
        model.n_features_in_,
        transform_graph.floats_per_row(model),
        parity,
    )


# What is exported without registered places; a locator that votes needs no row.
DRAFTS: dict[type, Callable[[Any], Draft]] = {
    RegressorLocator: _regressor_locator,
    MLPRegressor: _network,
    KernelDensity: _density,
    AdaptiveKernelDensity: _local_density,
    LocalCovarianceKernelDensity: _local_density,
    HeatGeodesic: _transform,
}
