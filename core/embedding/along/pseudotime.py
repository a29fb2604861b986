"""Pseudotime: how far along the data each row lies from a root, and how sure that is."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from core.embedding.along.ways import RootedWays, rooted_ways
from core.embedding.component import Component
from core.embedding.gaps import Gaps
from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.neighbor_graph import neighbor_graph
from core.parallel import Progress, no_progress

FACTORS = (0.5, 1.0, 2.0)  # of the time
LEFT_OUT = 0.1  # of the rows, with each seed


def pseudotime(model: HeatGeodesic, root: int) -> NDArray[np.float64]:
    """(n,) heat distance of every row from row ``root``, along the data, in their units.

    0 at the root, ∞ in other components. The time of the heat is an eighth of the longest one in
    question, or the map's where that is shorter (:func:`core.embedding.along.ways.rooted_ways`).

    Parameters
    ----------
    model : HeatGeodesic
        A fitted map.
    root : int
        Number of the row to start from, from 0.

    Returns
    -------
    (n,) array of float64
        In units of distance of the data.

    Raises
    ------
    ParameterError
        For a root that is no row.

    Examples
    --------
    >>> X = np.column_stack([np.arange(40.0), np.zeros(40)])
    >>> order = pseudotime(HeatGeodesic(n_neighbors=2, random_state=0).fit(X), 0)
    >>> bool((np.diff(order) > 0).all()), round(float(order[39]))
    (True, 41)
    """
    ways = rooted_ways(model, root)
    if ways is None:
        same = model.duplicate_of_ == model.duplicate_of_[root]
        return np.where(same, 0.0, np.inf)
    return ways.to_rows(ways.lengths()[:, ways.root])


def pseudotime_spread(
    model: HeatGeodesic,
    root: int,
    n_seeds: int = 3,
    *,
    random_state: int = 0,
    progress: Progress = no_progress,
) -> NDArray[np.float64]:
    """(n,) standard deviation of each row's pseudotime, as a share of the longest way.

    Over half the time, the time and twice the time of :func:`pseudotime`, each with all rows and
    ``n_seeds`` times without a tenth of them, drawn at random; each order is divided by its 98%
    quantile. NaN in other components.

    >>> X = np.column_stack([np.arange(60.0), np.zeros(60)])
    >>> model = HeatGeodesic(n_neighbors=3, random_state=0).fit(X)
    >>> bool(pseudotime_spread(model, 0, 2).max() < 0.1)
    True
    """
    ways = rooted_ways(model, root)
    if ways is None:
        return np.full(len(model.duplicate_of_), np.nan)
    rng = np.random.default_rng(random_state)
    n = len(ways.node)
    orders = [_ordered(ways.component, ways.root, ways.t * f) for f in FACTORS]
    source = int(ways.component.landmarks[ways.root])
    for seed in range(n_seeds):
        progress((seed + 1) / (n_seeds + 1), "orders without a tenth of the rows")
        kept = rng.random(n) >= LEFT_OUT
        kept[source] = True
        rest = _without(model, ways, np.flatnonzero(kept), source)
        if rest is None:
            continue
        nodes, component, place = rest
        for factor in FACTORS:
            order = np.full(n, np.nan)
            order[nodes] = _ordered(component, place, ways.t * factor)
            orders.append(order)
    table = np.array(orders)
    table /= np.nanquantile(table, 0.98, axis=1, keepdims=True)
    return ways.to_rows(np.nanstd(table, axis=0), missing=np.nan)


def _ordered(component: Component, place: int, t: float) -> NDArray[np.float64]:
    return component.ways(t).lengths.distance[:, place]


def _without(
    model: HeatGeodesic, ways: RootedWays, kept: NDArray[np.int64], source: int
) -> tuple[NDArray[np.int64], Component, int] | None:
    """The points of the root's piece when only ``kept`` points of the component are there."""
    points, settings = model.training_points_, ways.component.settings
    rows = ways.node[kept]
    given = model.metric == "precomputed"
    values = points.between(rows, rows) if given else points.values[rows]
    k = min(model.graph_.n_neighbors, len(rows) - 1)
    if k < 1:
        return None
    graph = neighbor_graph(
        values, k, kind=model.graph, metric=model.metric, random_state=settings.random_state
    )
    piece = connected_components(graph.weights, directed=False)[1]
    here = int(np.searchsorted(kept, source))
    inside = np.flatnonzero(piece == piece[here])
    if len(inside) < max(3, len(kept) // 2):
        return None
    lengths = graph.lengths[inside][:, inside]
    usual = graph.usual_lengths[inside]
    gaps = Gaps.of(lengths, usual) if settings.edge_lengths else Gaps.none(lengths)
    wanted = np.isin(kept[inside], ways.component.landmarks)
    landmarks = np.union1d(np.flatnonzero(wanted), np.flatnonzero(inside == here))
    component = Component.of(
        graph.weights[inside][:, inside], gaps, landmarks, replace(settings, t=ways.t)
    )
    place = int(np.searchsorted(landmarks, np.flatnonzero(inside == here)[0]))
    return kept[inside], component, place
