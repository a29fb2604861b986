"""What is done to the points before they are mapped: a sample, one scale, fewer axes."""

from dataclasses import replace

import numpy as np
import streamlit as st

from components.embedding.kept_control import kept_control
from components.embedding.map_data import MapData
from components.embedding.plain_numbers import percent
from core.datasets import PointCloud
from core.embedding.preparation import principal_axes, standardised
from core.parameters import Parameter

ASK_ABOVE = 2_000  # points from which a sample is offered

STANDARDISE = Parameter(
    "map_standardise",
    "Standardise features",
    bool,
    False,
    help="Every feature gets the same spread: units stop deciding who is near whom.",
)
PCA_AXES = Parameter(
    "map_pca_axes",
    "PCA axes first (0: off)",
    int,
    0,
    minimum=0,
    maximum=100,
    step=1,
    help="Keep this many axes of largest variance before neighbours are searched: less noise, and "
    "less work in many dimensions.",
)
SAMPLE = Parameter(
    "map_sample",
    "Points at most",
    int,
    20_000,
    minimum=1_000,
    maximum=100_000,
    step=1_000,
    help="Larger data are mapped by a random sample (seed 0), and the page says so.",
)
PREPARATION_PARAMETERS = (STANDARDISE, PCA_AXES, SAMPLE)


def prepare(data: MapData) -> MapData:
    """Draw the switches that apply to these data in the current container, and apply them."""
    n_points = kept_control(SAMPLE) if len(data) > ASK_ABOVE else len(data)
    if data.metric == "precomputed":
        return _prepared_now(data, n_points, standardise=False, n_axes=0)
    standardise = kept_control(STANDARDISE)
    n_axes = kept_control(PCA_AXES) if data.X.shape[1] > 3 else 0
    return _prepared_now(data, n_points, standardise=standardise, n_axes=n_axes)


def _prepared_now(data: MapData, n_points: int, *, standardise: bool, n_axes: int) -> MapData:
    if n_points >= len(data) and not standardise and not n_axes:
        return data
    make = _private if data.origin == "yours" else _shared
    return make(data.key, n_points, standardise, n_axes, _data=data)


def prepared(data: MapData, n_points: int, standardise: bool, n_axes: int) -> MapData:
    """The data with these changes, each told in a notice and in the key."""
    key, said = data.key, list(data.notices)
    if n_points < len(data):
        rows = np.sort(np.random.default_rng(0).choice(len(data), n_points, replace=False))
        said.append(f"{n_points:,} of {len(data):,} points are mapped, drawn at random (seed 0).")
        data, key = _rows(data, rows), f"{key}-n{n_points}"
    X = data.X
    if standardise:
        X, key = standardised(X), f"{key}-std"
        said.append("Features are standardised.")
    if n_axes and n_axes < X.shape[1]:
        X, share = principal_axes(X, n_axes)
        key = f"{key}-pca{n_axes}"
        said.append(f"The {n_axes} widest axes (PCA) keep {percent(share)} of the variance.")
    return replace(data, key=key, X=X, notices=tuple(said))


def _rows(data: MapData, rows: np.ndarray) -> MapData:
    """Some of the points, with everything that belongs to them."""
    points, truth = data.points, data.truth

    def part(table: np.ndarray | None) -> np.ndarray | None:
        if table is None:
            return None
        return table[np.ix_(rows, rows)] if table.shape[1:] == (len(data),) else table[rows]

    return replace(
        data,
        X=data.X[np.ix_(rows, rows)] if data.metric == "precomputed" else data.X[rows],
        truth=part(truth),
        points=PointCloud(
            points.values[rows],
            points.feature_names,
            part(points.labels),
            part(points.time),
            part(points.truth),
        ),
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


_shared = st.cache_resource(max_entries=12, show_spinner=False)(_cached)
_private = st.cache_resource(max_entries=4, show_spinner=False, scope="session")(_cached)
