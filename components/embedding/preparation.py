"""What is done to the points before they are mapped: a sample, one scale, fewer axes."""

from dataclasses import replace

import numpy as np

from components.controls import control
from components.embedding.map.data import MapData
from components.memory import Kept
from components.points.preparation_parameters import preparation_parameters
from core.datasets.preparation import STANDARDISED_STEP, Axes, axes_step, drawn_rows
from core.datasets.scaling import principal_axes, standard_deviations, standardised
from core.parameters import Parameter

ASK_ABOVE = 2_000  # points from which a sample is offered

NAMES = ("map_standardise", "map_pca_axes", "map_sample")


def prepare(data: MapData) -> tuple[MapData, tuple[Parameter, ...]]:
    """Draw the switches that apply to these data in the current container, and apply them.

    Returns the data and the parameters of all switches.
    """
    rows = preparation_parameters(
        NAMES, standardise=False, largest_sample=100_000, data_key=data.key
    )
    scale, axes, sample = rows
    n_points = control(sample) if len(data) > ASK_ABOVE else len(data)
    if data.metric == "precomputed":
        return _prepared_now(data, n_points, standardise=False, n_axes=0), rows
    standardise = control(scale)
    n_axes = control(axes) if data.X.shape[1] > 3 else 0
    return _prepared_now(data, n_points, standardise=standardise, n_axes=n_axes), rows


def _prepared_now(data: MapData, n_points: int, *, standardise: bool, n_axes: int) -> MapData:
    if n_points >= len(data) and not standardise and not n_axes:
        return data
    make = _kept.of(data.origin)
    return make(data.key, n_points, standardise, n_axes, _data=data)


def prepared(data: MapData, n_points: int, standardise: bool, n_axes: int) -> MapData:
    """The data with these changes, each told in a notice and in the key."""
    key, notes = data.key, list(data.notices)
    if n_points < len(data):
        rows, step = drawn_rows(np.arange(len(data)), n_points)
        notes.append(step)
        data, key = _rows(data, rows), f"{key}-n{n_points}"
    X, taken = data.X, list(data.axes)
    if standardise:
        spread = standard_deviations(X)
        per_spread = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)
        taken.append(Axes(np.arange(len(spread)), X.mean(axis=0), np.diag(per_spread)))
        X, key = standardised(X), f"{key}-std"
        notes.append(STANDARDISED_STEP)
    if n_axes and n_axes < X.shape[1]:
        axes, share = principal_axes(X, n_axes)
        taken.append(Axes(np.arange(X.shape[1]), X.mean(axis=0), axes.T))
        X, key = taken[-1].apply(X), f"{key}-pca{n_axes}"
        notes.append(axes_step(len(axes), share))
    return replace(data, key=key, X=X, notices=tuple(notes), axes=tuple(taken))


def _rows(data: MapData, rows: np.ndarray) -> MapData:
    """Some of the points, with everything that belongs to them."""
    truth = data.truth
    if truth is not None:
        truth = truth[np.ix_(rows, rows)] if truth.shape[1] == len(data) else truth[rows]
    return replace(
        data,
        X=data.X[np.ix_(rows, rows)] if data.metric == "precomputed" else data.X[rows],
        truth=truth,
        points=data.points.select(rows),
    )


def _cached(
    key: str,
    n_points: int,
    standardise: bool,
    n_axes: int,
    *,
    _data: MapData,
) -> MapData:
    return prepared(_data, n_points, standardise, n_axes)


_kept = Kept(_cached)
