"""How long the way between two points is: heat distances in units of the data."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from core.embedding.dissimilarity import denoised, heat_dissimilarity
from core.embedding.gaps import Gaps
from core.embedding.heat.distances import HeatDistances
from core.embedding.heat.settings import MapSettings
from core.embedding.laplacian import Jumps
from core.embedding.short_paths import ShortPaths
from core.embedding.straightening import straightened

N_SOURCES = 8
_STAYED_MATTERS = 1e-3


@dataclass(frozen=True, eq=False)
class WayLengths:
    """``distance`` (n, m) in units of the data; ``unit`` is the factor that brought it there."""

    distance: NDArray[np.float64]
    unit: float


def way_lengths(
    heat: HeatDistances,
    t: float,
    parts: Jumps,
    gaps: Gaps,
    paths: Callable[[], ShortPaths] | None,
    settings: MapSettings,
) -> WayLengths:
    """The lengths of heat's ways from every point to the landmarks.

    A heat distance counts jumps. Straightened (:mod:`core.embedding.straightening`) it grows evenly
    with the way; one factor, from shortest paths along the edges' ordinary lengths, gives it the
    unit of the data. What edges across gaps are longer than ordinary ones is added.

    Below one jump heat tells nothing: a point and its neighbours differ by the heat that has not
    left yet. As far as such heat is large, it is left out, and near points are as far apart as the
    path between them: with weight w = min(1, 2tρ), where ρ is the share of Hᵢᵢ that never left, so
    that 4tρ in d² is two jumps. ``paths`` finds these paths; it is called only then, and None where
    not all pairs are computed.
    """
    rate = jump_rate(parts, settings.laplacian)
    share = 2 * t * rate * heat.stayed
    near = paths is not None and float(share.max()) > _STAYED_MATTERS
    distance = heat.distance
    if near and t * rate >= 1:
        left = heat.log_diagonal + np.log1p(-np.minimum(heat.stayed, 1 - 1e-12))
        distance = heat_dissimilarity(
            heat.log_h,
            t,
            settings.volume,
            settings.volume_mean,
            log_diagonal=left,
            columns=heat.landmarks,
        )
        distance = (distance + distance.T) / 2
    distance = straightened(distance, t, rate)
    if len(heat.landmarks) == len(heat.log_h):
        distance = denoised(distance, settings.triplet)
    unit = path_unit(gaps, distance, heat.landmarks)
    distance = distance * unit
    if near and paths is not None:
        paths().draw(distance, np.minimum(share, 1.0))
    if gaps.any:
        distance += gaps.to(heat.landmarks)
    return WayLengths(distance, unit)


def jump_rate(parts: Jumps, laplacian: str) -> float:
    """How often a walk jumps in one unit of time, on average."""
    return float(parts.degree.mean()) if laplacian == "combinatorial" else 1.0


def path_unit(
    gaps: Gaps,
    distance: NDArray[np.float64],
    landmarks: NDArray[np.int64],
) -> float:
    """How long a path along the edges is for each unit of heat distance: the median of the ratio.

    Heat distances count jumps between neighbours, in units that depend on the graph. Shortest
    paths along the edges' ordinary lengths from a few landmarks, to the nearer half of the points,
    put them into the units of the data. ``distance`` (n, m) of heat from the landmarks. These few
    lie evenly from the middle of the largest part without gaps to its ends, wherever they stand in
    the table.
    """
    island = gaps.island[landmarks]
    outwards = np.argsort(distance.sum(axis=0), kind="stable")
    outwards = outwards[island[outwards] == np.bincount(island).argmax()]
    chosen = outwards[np.unique(np.linspace(0, len(outwards) - 1, N_SOURCES).astype(int))]
    paths = dijkstra(gaps.edges, directed=False, indices=landmarks[chosen])
    ratios = []
    for path, heat in zip(paths, distance[:, chosen].T, strict=True):
        near = (heat > 0) & np.isfinite(path) & (path > 0)
        near &= heat <= np.median(heat[near]) if near.any() else near
        ratios.append(path[near] / heat[near])
    together = np.concatenate(ratios)
    return float(np.median(together)) if len(together) else 1.0
