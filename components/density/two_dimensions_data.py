"""The points of the "Two dimensions" view: two columns of a data set, copies counted."""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.density.two_dimensions_settings import NODES
from core.datasets import CatalogEntry, PointCloud, catalog, load
from core.density import select_bandwidth
from core.errors import ParameterError

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Plane:
    """Distinct ``points`` (n, 2) with ``copies`` (n,) rows each, and the grid of the picture.

    ``x``, ``y`` (101,) nodes; coordinates in the unit that ``units`` name, one an axis. The last
    ``n_added`` points were added by hand. ``key`` names data, columns and scale.
    """

    key: tuple[str, str, str, bool]
    entry: CatalogEntry
    points: Array
    copies: NDArray[np.int64]
    x: Array
    y: Array
    names: tuple[str, str]
    units: tuple[str, str]
    n_added: int = 0

    @property
    def cell_area(self) -> float:
        """What one node of the grid stands for, unit of x times unit of y."""
        return float((self.x[1] - self.x[0]) * (self.y[1] - self.y[0]))

    def place(self, x_percent: int, y_percent: int) -> Array:
        """(2,) the node at these per cents of the picture."""
        return np.array([self.x[x_percent], self.y[y_percent]])


@st.cache_resource(max_entries=16, show_spinner="Loading the data set …")
def varying_columns(key: str) -> PointCloud:
    """A catalogue entry without its constant columns."""
    cloud = load(key)
    if not isinstance(cloud, PointCloud):
        raise ParameterError(f"{key} has no points; choose a data set of points.")
    varies = np.ptp(cloud.values, axis=0) > 0
    return PointCloud(cloud.values[:, varies], cloud.feature_names[varies])


@st.cache_resource(max_entries=32, show_spinner=False)
def make_plane(key: str, name_x: str, name_y: str, *, standardised: bool) -> Plane:
    """Two columns as a plane; raises ParameterError when they are one and the same."""
    cloud = varying_columns(key)
    names = [str(name) for name in cloud.feature_names]
    if name_x == name_y:
        raise ParameterError(f"Both axes show the column {name_x}; choose two different columns.")
    values = cloud.values[:, [names.index(name_x), names.index(name_y)]]
    if standardised:
        values = (values - values.mean(axis=0)) / values.std(axis=0)
    points, copies = np.unique(values, axis=0, return_counts=True)
    margin = 0.06 * np.ptp(values, axis=0) + 1.5 * select_bandwidth(values, "scott")
    low, high = values.min(axis=0) - margin, values.max(axis=0) + margin
    unit = "standard deviations" if standardised else "unit of the data"
    return Plane(
        (key, name_x, name_y, standardised),
        next(entry for entry in catalog() if entry.key == key),
        points,
        copies,
        np.linspace(low[0], high[0], NODES),
        np.linspace(low[1], high[1], NODES),
        (name_x, name_y),
        (unit, unit),
    )


def with_added(plane: Plane, places: list[tuple[int, int]]) -> Plane:
    """The plane with points at these places (per cents of the picture); a copy counts again."""
    points, copies = plane.points, plane.copies.copy()
    added: list[Array] = []
    for x_percent, y_percent in places:
        place = plane.place(x_percent, y_percent)
        added.append(place)
    if not added:
        return plane
    new, counts = np.unique(np.array(added), axis=0, return_counts=True)
    already = (new[:, None] == points[None]).all(axis=2)
    copies[already.any(axis=0)] += counts[already.any(axis=1)]
    fresh = ~already.any(axis=1)
    return replace(
        plane,
        points=np.concatenate([points, new[fresh]]),
        copies=np.concatenate([copies, counts[fresh]]),
        n_added=int(fresh.sum()),
    )
