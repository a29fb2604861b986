"""A data set as the graph pages see it: its graph, or its points joined with their neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from components.own_data.own_set import OwnSet
from components.points.chosen_points import own_chosen_points
from core.datasets import FingerprintSet, GraphData, PointCloud, as_graph
from core.datasets.readers import community_candidates
from core.limits import check_limit

NEIGHBORS = 10
JOINED_AT_ONCE = 500  # points whose neighbours are found in a blink
JOINED = f"Each of the points is joined to its {NEIGHBORS} nearest neighbours; weights are 1."


@dataclass(frozen=True, eq=False)
class GivenGraph:
    """The graph with those attributes of its nodes that may serve as truth.

    ``joined`` says whether it was made of points, by their neighbours.
    """

    graph: GraphData
    attributes: Mapping[str, NDArray[np.str_]] = field(default_factory=dict)
    joined: bool = False


def own_given_graph(own: OwnSet) -> GivenGraph:
    """A visitor's graph, or the graph of the nearest neighbours of a visitor's points.

    Columns that only colour maps take no part in who is whose neighbour. Raises LimitError for
    more points than are joined.
    """
    if isinstance(own.dataset, GraphData):
        names = community_candidates(own.node_attributes, own.dataset.n_nodes)
        return GivenGraph(own.dataset, {name: own.node_attributes[name] for name in names})
    points = _points(own)
    check_limit("joined_points", len(points.values), what="The table")
    metric = "precomputed" if own.holds_distances else "euclidean"
    graph = as_graph(points, NEIGHBORS, metric=metric)
    if isinstance(own.dataset, FingerprintSet):  # its places are no rows of the file
        graph = replace(graph, row_number=None)
    return GivenGraph(graph, joined=True)


def may_be_clustered(own: OwnSet) -> None:
    """Raise what ``own_given_graph`` would; of many points without joining them."""
    if isinstance(own.dataset, GraphData) or len(_points(own).values) <= JOINED_AT_ONCE:
        own.seen_by(own_given_graph)
    else:
        check_limit("joined_points", len(_points(own).values), what="The table")


def _points(own: OwnSet) -> PointCloud:
    """The table of distances, or the points without what only colours a map."""
    if own.holds_distances and isinstance(own.dataset, PointCloud):
        return own.dataset
    return own.seen_by(own_chosen_points).cloud
