"""One data set as the map views see it: what methods get, what colours, and what is true."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import shortest_path

from core.datasets import FingerprintSet, GraphData, PointCloud, as_distances, as_points
from core.datasets.graph_parts import n_components
from core.datasets.preparation import Axes
from core.errors import ParameterError
from core.limits import check_limit
from core.localization.walkable_graph import walking_distance

DataSet = FingerprintSet | PointCloud | GraphData


@dataclass(frozen=True, eq=False)
class MapData:
    """A data set made ready for maps.

    Attributes
    ----------
    key, title, origin : where it comes from; ``origin`` "simulated", "measured" or "yours"
    X : (n, d) points, or (n, n) distances when ``metric`` is "precomputed"
    points : features, labels and times in their own units, for colours and tables
    truth : (n, n) true distances, (n, k) true coordinates, or None
    truth_name, truth_unit : "walking distance", "m"
    survey : the fingerprints behind the points, with their floor, or None
    notices : what was done to the data, a sentence each
    axes : affine maps that took the columns of the data to those of X, in this order
    """

    key: str
    title: str
    origin: str
    X: NDArray[np.float64]
    points: PointCloud
    metric: str = "euclidean"
    truth: NDArray[np.float64] | None = None
    truth_name: str = "true distance"
    truth_unit: str = ""
    survey: FingerprintSet | None = None
    notices: tuple[str, ...] = ()
    axes: tuple[Axes, ...] = ()

    def __len__(self) -> int:
        return len(self.X)

    @property
    def columns(self) -> list[str]:
        """Names of the columns that X is made of; others only colour."""
        width = len(self.axes[0].matrix) if self.axes else self.X.shape[1]
        return [str(name) for name in self.points.feature_names[:width]]

    def prepared_like(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """New rows (q, d) of these columns, prepared as X was."""
        for axes in self.axes:
            values = axes.apply(values)
        return values


def map_data(
    dataset: DataSet, key: str, title: str, origin: str, *, holds_distances: bool = False
) -> MapData:
    """The views' form of any data set.

    A survey becomes its mean fingerprints, whose truth is the walking distance; a graph becomes
    the lengths of its shortest paths, an edge being as long as one over its weight.

    Raises ParameterError for a table of distances that is none, a graph in several pieces, or
    fewer than three points, LimitError for a graph of more than 5,000 nodes.
    """
    if isinstance(dataset, FingerprintSet):
        result = _of_survey(dataset, key, title, origin)
    elif isinstance(dataset, GraphData):
        result = _of_graph(dataset, key, title, origin)
    elif holds_distances:
        result = _of_distances(dataset, key, title, origin)
    else:
        result = MapData(
            key, title, origin, dataset.values, dataset, truth=dataset.truth,
            truth_name="true geodesic distance",
        )  # fmt: skip
    if len(result) < 3:
        raise ParameterError(f"There are {len(result)} points; a map needs at least 3.")
    return result


def _of_survey(scans: FingerprintSet, key: str, title: str, origin: str) -> MapData:
    points = as_points(scans)
    position_m = np.asarray(points.truth)
    walkable = None if scans.floor is None else scans.floor.walkable
    return MapData(
        key,
        title,
        origin,
        points.values,
        points,
        truth=walking_distance(position_m, walkable),
        truth_name="walking distance",
        truth_unit="m",
        survey=scans,
        notices=("Each point is a place's mean fingerprint; not heard counts as −105 dBm.",),
    )


def check_graph(graph: GraphData) -> None:
    """Raise for a graph that has no map: one in pieces, or with too many pairs of nodes."""
    check_limit("mapped_nodes", graph.n_nodes, what="The graph")
    n_pieces = n_components(graph)
    if n_pieces > 1:
        raise ParameterError(
            f"The graph is in {n_pieces:,} pieces, between which there is no distance. Upload its "
            "largest piece."
        )


def _of_graph(graph: GraphData, key: str, title: str, origin: str) -> MapData:
    check_graph(graph)
    lengths = graph.adjacency.copy()
    lengths.data = 1 / lengths.data
    distance = shortest_path(lengths, directed=False)
    degree = np.asarray(graph.adjacency.sum(axis=1)).reshape(-1, 1)
    names = np.array(["weighted degree"])
    points = PointCloud(degree, names, graph.communities, row_id=graph.row_id)
    return MapData(
        key,
        title,
        origin,
        distance,
        points,
        metric="precomputed",
        notices=("Distances are shortest paths; an edge's length is one over its weight.",),
    )


def _of_distances(cloud: PointCloud, key: str, title: str, origin: str) -> MapData:
    distance = as_distances(cloud)
    mean = distance.mean(axis=1, keepdims=True)
    points = cloud.with_features(mean, np.array(["mean distance"]))
    return MapData(
        key, title, origin, distance, points, metric="precomputed", truth=cloud.truth,
        notices=("The table was read as distances.", *_rounded(cloud)),
    )  # fmt: skip


def _rounded(cloud: PointCloud) -> tuple[str, ...]:
    """What is said of entries a little below 0, as products in single precision leave them."""
    lowest = float(cloud.values.min())
    return () if lowest >= 0 else (f"Rounding below 0 (down to {lowest:.1g}) was read as 0.",)
