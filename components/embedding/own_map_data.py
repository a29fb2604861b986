"""A visitor's points, distances, graph or survey as the map views see them."""

from dataclasses import replace

from components.data_origin import YOURS
from components.embedding.map.data import MapData, check_graph, map_data
from components.own_data.own_set import OwnSet
from core.datasets import GraphData

PATHS_AT_ONCE = 500  # nodes between which all paths are found in a blink


def own_map_data(own: OwnSet) -> MapData:
    """The views' form of an upload. Raises KernelscopeError where it has no distances."""
    result = map_data(own.dataset, own.key, own.title, YOURS, holds_distances=own.holds_distances)
    result = replace(result, notices=(*own.notices, *result.notices))
    return with_colours_only(result, own.colours_only)


def may_be_mapped(own: OwnSet) -> None:
    """Raise what ``own_map_data`` would; of a larger graph without looking for its paths."""
    if isinstance(own.dataset, GraphData) and own.dataset.n_nodes > PATHS_AT_ONCE:
        check_graph(own.dataset)
    else:
        own.seen_by(own_map_data)


def with_colours_only(data: MapData, names: tuple[str, ...]) -> MapData:
    """The last columns, of these names, colour the map but take no part in its distances.

    >>> import numpy as np
    >>> from core.datasets import PointCloud
    >>> cloud = PointCloud(np.eye(3), np.array(["a", "b", "age"]))
    >>> with_colours_only(map_data(cloud, "k", "t", "yours"), ("age",)).X.shape
    (3, 2)
    """
    kept = data.X.shape[1] - len(names)
    return replace(data, X=data.X[:, :kept]) if names else data


def look_at_own(own: OwnSet) -> tuple[str, tuple[str, ...]]:
    """What the upload dialog says of an upload: a summary, and what was done to map it."""
    data = own.seen_by(own_map_data)
    points = data.points
    known = [
        word
        for word, is_known in (
            ("labels", points.labels is not None),
            ("times", points.time is not None),
            (f"the truth ({data.truth_name})", data.truth is not None),
        )
        if is_known
    ]
    what = f"{data.X.shape[1]:,} features"
    if data.metric == "precomputed":
        what = "distances between all pairs"
    suffix = f", with {', '.join(known)}." if known else "."
    more = tuple(notice for notice in data.notices if notice not in own.notices)
    return f"{len(data):,} points, {what}{suffix}", more
