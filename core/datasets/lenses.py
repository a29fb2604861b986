"""One data set, four lenses: a survey becomes points in signal space, points become a graph."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.neighbors import NearestNeighbors

from core.datasets.distance_matrix import as_distances
from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.graph_data import GraphData
from core.datasets.point_cloud import PointCloud
from core.errors import ParameterError

NOT_HEARD_DBM = -105.0
METRICS = ("euclidean", "precomputed")


def as_points(fingerprints: FingerprintSet) -> PointCloud:
    """The mean fingerprint of each place: a point in signal space, one axis per beacon.

    A place is a position on a floor: the same x and y on two floors are two places. "Not heard"
    counts as −105 dBm in every mean. Survey scans only, when roles are known.

    Parameters
    ----------
    fingerprints : FingerprintSet
        Scans with positions.

    Returns
    -------
    PointCloud
        ``values`` (places, beacons) in dBm; labels are the places' stop ids where known, else
        their floors where there are several; ``truth`` (places, 2) is the place in metres.
        ``row_id`` is the stop id where no two places share one, else the place's number.

    Raises
    ------
    ParameterError
        When the scans have no positions.

    Examples
    --------
    >>> scans = FingerprintSet([[-60.0], [np.nan]], [[0.0, 0.0], [0.0, 0.0]], ["a"])
    >>> as_points(scans).values
    array([[-82.5]])
    """
    survey = fingerprints.only("survey")
    if not survey.n_scans:
        survey = fingerprints
    located = survey.known_position_m
    several = len(survey.floor_names) > 1
    if several and survey.floor_id is not None:
        level = np.unique(survey.floor_id, return_inverse=True)[1].ravel()
        located = np.column_stack([located, level])
    position_m, first, place = np.unique(located, axis=0, return_index=True, return_inverse=True)
    place, count = place.ravel(), np.bincount(place.ravel())
    filled = np.nan_to_num(survey.rss_dbm, nan=NOT_HEARD_DBM)
    mean = np.column_stack([np.bincount(place, column) / count for column in filled.T])
    named = survey.stop_id if survey.stop_id is not None or not several else survey.floor_id
    labels = None if named is None else named[first]
    row_id = survey.stop_id[first] if survey.stop_id is not None else np.empty(0, dtype=str)
    if len(set(row_id.tolist())) < len(mean):  # a name of two places tells neither
        row_id = np.empty(0, dtype=str)
    return PointCloud(mean, survey.beacon_ids, labels, truth=position_m[:, :2], row_id=row_id)


def as_graph(
    points: PointCloud | FingerprintSet, n_neighbors: int = 10, *, metric: str = "euclidean"
) -> GraphData:
    """The symmetric k-nearest-neighbour graph: joined when either is among the other's nearest.

    Weights are 1; duplicates count as each other's neighbours.

    Parameters
    ----------
    points : PointCloud or FingerprintSet
        Points, or scans, which become points by :func:`core.datasets.as_points`.
    n_neighbors : int, optional
        Neighbours k of each point, at least 1; cut to n − 1.
    metric : str, optional
        "euclidean", or "precomputed" where the values of the points are their distances, as
        :func:`core.datasets.as_distances` takes them.

    Returns
    -------
    GraphData
        Node ids are the points' row ids, or the numbers of their rows where those repeat;
        communities are the labels of the points.

    Raises
    ------
    ParameterError
        When ``n_neighbors`` is below 1, there is one point only, the metric is another, or the
        values are no distances.

    Examples
    --------
    >>> as_graph(PointCloud([[0.0], [1.0], [5.0]], ["x"]), n_neighbors=1).n_edges
    2
    >>> apart = PointCloud([[0.0, 1.0, 5.0], [1.0, 0.0, 4.0], [5.0, 4.0, 0.0]], ["a", "b", "c"])
    >>> as_graph(apart, n_neighbors=1, metric="precomputed").n_edges
    2
    """
    cloud = as_points(points) if isinstance(points, FingerprintSet) else points
    n = len(cloud.values)
    if n_neighbors < 1 or n < 2:
        raise ParameterError(
            f"n_neighbors is {n_neighbors} and there are {n} points; at least 1 and 2 are needed."
        )
    if metric not in METRICS:
        raise ParameterError(f"The metric is {metric!r}; choose one of: {', '.join(METRICS)}.")
    values = as_distances(cloud) if metric == "precomputed" else cloud.values
    nearest = NearestNeighbors(n_neighbors=min(n_neighbors, n - 1), metric=metric).fit(values)
    directed = nearest.kneighbors_graph()
    adjacency = sparse.csr_array(directed.maximum(directed.T))
    # A place of a survey is no row of its file.
    row_number = None if isinstance(points, FingerprintSet) else cloud.row_number
    return GraphData(adjacency, _node_ids(cloud), cloud.labels, row_number)


def _node_ids(cloud: PointCloud) -> NDArray[np.str_]:
    """The points' ids, or the numbers of their rows, or "1" to "n": the first that all differ."""
    n = len(cloud.values)
    for ids in (cloud.row_id, cloud.row_number.astype(str)):
        if len(set(ids.tolist())) == n:
            return ids
    return np.arange(1, n + 1).astype(str)
