"""What "Inside the kernel" computes from a fitted map, kept between reruns."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.memory import Kept
from core.embedding.approximations import (
    chebyshev_error,
    chebyshev_kernel,
    column_errors,
    euler_kernel,
    exact_kernel,
)
from core.embedding.floor_study import FlooredMap, floored_map
from core.embedding.heat.kernels import heat_kernel
from core.embedding.laplacian import laplacian_matrix
from core.embedding.point_heat import node_of_rows
from core.embedding.scores.distance_rows import DistanceRows
from core.embedding.scores.row_correlation import row_spearman

ORDERS = (1, 2, 4, 6, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 128, 160, 192, 256)
EIGEN_NODES = 1_500  # all eigenvectors of more nodes take too long for a page
EULER_NODES = 6_000  # and so does the factorisation that Euler's steps need


@dataclass(frozen=True, eq=False)
class FloorNumbers:
    """Two maps, and how well the distances behind each follow the reference (Spearman)."""

    study: FlooredMap
    spearman_plain: float
    spearman_floored: float
    reference: str


def floor_numbers(data: MapData, result: HeatResult) -> FloorNumbers | None:
    """The map with and without the floor; None when all points coincide."""
    compute = _floor_kept.of(data.origin)
    return compute(data.key, result.key, _data=data, _result=result)


def order_table(data: MapData, result: HeatResult, point: int) -> pd.DataFrame:
    """Chebyshev's error against its order, for the column of one point."""
    compute = _orders_kept.of(data.origin)
    return compute(data.key, result.key, point, _result=result)


def ways_table(data: MapData, result: HeatResult, point: int, order: int) -> pd.DataFrame:
    """One row per way to the column of one point, with its errors against the positive series."""
    compute = _ways_kept.of(data.origin)
    return compute(data.key, result.key, point, order, _result=result)


def spectrum_of(data: MapData, result: HeatResult) -> tuple[NDArray[np.float64], bool]:
    """Eigenvalues of the largest component's Laplacian, ascending, and whether they are all."""
    each = result.model.maps_[0]
    n = len(each.nodes)
    if each.spectrum is not None and each.spectrum.complete:
        return each.spectrum.eigenvalues, True
    if n <= EIGEN_NODES:
        compute = _eigenvalues_kept.of(data.origin)
        return compute(data.key, result.key, _result=result), True
    return (each.spectrum.eigenvalues if each.spectrum else np.zeros(1)), False


def _floor(
    data_key: str, result_key: str, *, _data: MapData, _result: HeatResult
) -> FloorNumbers | None:
    study = floored_map(_result.model)
    if study is None:
        return None
    chosen = study.rows[study.landmarks]
    if _data.truth is not None:
        true = DistanceRows.of(_data.truth).rows(chosen)[:, study.rows]
        name = _data.truth_name
    else:
        true, name = study.plain_distance.T, "the distances without a floor"
    plain, floored = (
        float(np.nanmean(row_spearman(distance.T, true)))
        for distance in (study.plain_distance, study.floored_distance)
    )
    return FloorNumbers(study, plain, floored, name)


def _orders(data_key: str, result_key: str, point: int, *, _result: HeatResult) -> pd.DataFrame:
    weights, node = _graph(_result, point)
    model = _result.model
    return chebyshev_error(weights, model.t_, ORDERS, model.laplacian, node)


def _ways(
    data_key: str, result_key: str, point: int, order: int, *, _result: HeatResult
) -> pd.DataFrame:
    weights, node = _graph(_result, point)
    t, laplacian = _result.t, _result.model.laplacian
    right = heat_kernel(weights, t, laplacian, [node])[:, 0]
    found = {
        f"Chebyshev, order {order}": chebyshev_kernel(weights, t, order, laplacian, [node]),
    }
    if weights.shape[0] <= EULER_NODES:
        steps = f"Backward Euler, {order} steps"
        found[steps] = euler_kernel(weights, t, order, laplacian, [node])
    if weights.shape[0] <= EIGEN_NODES:
        found["All eigenvectors"] = exact_kernel(weights, t, laplacian, [node])
    rows = [
        {
            "way": "Positive series (the reference)",
            **column_errors(right, right),
            "zero or below": float((right <= 0).mean()),
        }
    ]
    for name, column in found.items():
        below = float((column[:, 0] <= 0).mean())
        rows.append({"way": name, **column_errors(column[:, 0], right), "zero or below": below})
    return pd.DataFrame(rows)


def _graph(result: HeatResult, point: int) -> tuple:
    return result.model.graph_.weights, int(node_of_rows(result.model)[point])


def _eigenvalues(data_key: str, result_key: str, *, _result: HeatResult) -> NDArray[np.float64]:
    model, nodes = _result.model, _result.model.maps_[0].nodes
    weights = model.graph_.weights[nodes][:, nodes]
    # The random walk's Laplacian has the eigenvalues of the normalised one, which is symmetric.
    kind = "normalized" if model.laplacian == "random_walk" else model.laplacian
    return np.maximum(np.linalg.eigvalsh(laplacian_matrix(weights, kind).toarray()), 0.0)


_WAIT = "Computing the kernel in other ways …"
_floor_kept = Kept(_floor, spinner="Drawing with a floor …", copied=True)
_orders_kept = Kept(_orders, spinner=_WAIT, copied=True)
_ways_kept = Kept(_ways, spinner=_WAIT, copied=True)
_eigenvalues_kept = Kept(_eigenvalues, spinner=_WAIT, copied=True)
