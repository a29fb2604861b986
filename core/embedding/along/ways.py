"""Ways of heat from chosen rows at a time that suits an order: shorter than a map's."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.embedding.component import Component, Ways
from core.embedding.component_map import ComponentMap
from core.embedding.gaps import Gaps
from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.heat.settings import checked_settings
from core.embedding.point_heat import node_of_rows
from core.errors import ParameterError

SHORTER = 8.0  # part of the longest time in question: orders of one root need less smoothing


@dataclass(frozen=True, eq=False)
class RootedWays:
    """The component of a ``root``, ready for its ways at any time.

    ``component`` holds its heat; ``root`` is the place of the root among the landmarks and
    ``node`` (c,) the node of each of its points; ``of_row`` (n,) the node of each row of the data;
    ``t`` the time at which rows are put in order; ``scale`` the length of 1.
    """

    component: Component
    root: int
    node: NDArray[np.int64]
    of_row: NDArray[np.intp]
    t: float
    scale: float

    def at(self, t: float) -> Ways:
        """Heat at another time."""
        return self.component.ways(t)

    def lengths(self, t: float | None = None) -> NDArray[np.float64]:
        """(c, m) lengths of the ways to the landmarks, in units of the data."""
        return self.scale * self.at(self.t if t is None else t).lengths.distance

    def to_rows(self, found: NDArray, missing: float = np.inf) -> NDArray:
        """(n, …) what was ``found`` (c, …) for points, for rows; ``missing`` for other pieces."""
        size = int(self.of_row.max()) + 1
        every = np.full((size, *found.shape[1:]), missing, dtype=found.dtype)
        every[self.node] = found
        return every[self.of_row]

    def rows(self, points: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first row of each of these points of the component."""
        _, first = np.unique(self.of_row, return_index=True)
        return np.asarray(first[self.node[points]])


def rooted_ways(model: HeatGeodesic, root: int) -> RootedWays | None:
    """The ways of a fitted model around row ``root``; None where its piece is that row alone.

    Ways are ordered at an eighth of the time at which the heat trace is 2, or the model's own where
    that is shorter: far ways from one root need less smoothing than a map, and near ones lose their
    order in it.

    Raises ParameterError for a root that is no row.
    """
    of_row = node_of_rows(model)
    if not 0 <= root < len(of_row):
        raise ParameterError(f"root is {root}; choose a row from 0 to {len(of_row) - 1}.")
    each = next((m for m in model.maps_ if of_row[root] in m.nodes), None)
    if each is None or each.heat is None:
        return None
    local = int(np.flatnonzero(each.nodes == of_row[root])[0])
    component = _component(model, each, np.union1d(each.heat.landmarks, [local]))
    longest = model.time_.longest if model.time_ is not None else None
    t = model.t_ if longest is None else min(model.t_, longest / SHORTER)
    return RootedWays(
        component,
        int(np.searchsorted(component.landmarks, local)),
        each.nodes,
        of_row,
        t,
        model.training_points_.scale,
    )


def _component(model: HeatGeodesic, each: ComponentMap, landmarks: NDArray[np.int64]) -> Component:
    graph, nodes = model.graph_, each.nodes
    whole = len(nodes) == graph.weights.shape[0]
    lengths = graph.lengths if whole else graph.lengths[nodes][:, nodes]
    gaps = each.gaps if each.gaps is not None else Gaps.none(lengths)
    weights = graph.weights if whole else graph.weights[nodes][:, nodes]
    return Component.of(weights, gaps, landmarks, checked_settings(model))
