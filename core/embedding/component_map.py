"""The map of one connected component: modes, time, distances, stress."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.embedding.automatic_time import automatic_time
from core.embedding.diffusion_time import DiffusionTime
from core.embedding.dissimilarity import denoised
from core.embedding.heat_distances import ALL_PAIRS, HeatDistances, heat_distances
from core.embedding.heat_settings import MapSettings
from core.embedding.laplacian import jumps
from core.embedding.metric_map import MetricMap, metric_map
from core.embedding.neighbor_graph import NeighborGraph
from core.embedding.path_unit import path_unit
from core.embedding.spectrum import Spectrum, slowest_modes
from core.parallel import Progress, no_progress

LANDMARKS = 300  # above ALL_PAIRS points, fewer where
TABLE_ENTRIES = 6_000_000  # a table of distances to them would be larger than this,
FEWEST_LANDMARKS = 100  # but never fewer than this


@dataclass(frozen=True, eq=False)
class ComponentMap:
    """``nodes`` (c,) of the component; ``coordinates`` (c, axes) and ``heat`` in data units.

    ``unit`` is the length of one unit of heat distance; ``scaling`` tells how the map was found;
    ``stopped`` tells that the map is the last iterate of a run that was stopped.
    """

    nodes: NDArray[np.int64]
    coordinates: NDArray[np.float64]
    heat: HeatDistances | None
    time: DiffusionTime | None
    spectrum: Spectrum | None
    t: float
    unit: float
    stopped: bool
    scaling: MetricMap | None = None


def choose_landmarks(n: int, wanted: int | None, random_state: int) -> NDArray[np.int64]:
    """Every point where there are few (or ``wanted`` says so), else a random sample, ascending."""
    if wanted is None:
        wanted = n if n <= ALL_PAIRS else n_landmarks_for(n)
    if wanted >= n:
        return np.arange(n)
    rng = np.random.default_rng(random_state)
    return np.sort(rng.choice(n, wanted, replace=False))


def n_landmarks_for(n: int) -> int:
    """Landmarks for n points above the number where all pairs are computed.

    >>> n_landmarks_for(5_000), n_landmarks_for(40_000), n_landmarks_for(100_000)
    (300, 150, 100)
    """
    return int(np.clip(TABLE_ENTRIES // n, FEWEST_LANDMARKS, LANDMARKS))


def component_map(
    graph: NeighborGraph,
    nodes: NDArray[np.int64],
    settings: MapSettings,
    time: DiffusionTime | None = None,
    progress: Progress = no_progress,
) -> ComponentMap:
    """The map of the ``nodes`` of one component; ``time`` where it is already chosen."""
    n = len(nodes)
    axes = settings.n_components
    if n == 1:
        return ComponentMap(nodes, np.zeros((1, axes)), None, time, None, 0.0, 1.0, False)
    W = graph.weights[nodes][:, nodes] if n < graph.weights.shape[0] else graph.weights
    lengths = graph.lengths[nodes][:, nodes] if n < graph.weights.shape[0] else graph.lengths
    parts = jumps(W, settings.laplacian)
    spectrum = slowest_modes(parts, progress=_part(progress, 0.0, 0.4))
    landmarks = choose_landmarks(n, settings.n_landmarks, settings.random_state)
    if time is None:
        time = automatic_time(parts, spectrum, landmarks)
    t = settings.t if settings.t is not None else time.t
    heat = heat_distances(
        parts,
        spectrum,
        t,
        landmarks,
        volume=settings.volume,
        mean=settings.volume_mean,
        density=settings.laplacian == "random_walk",
        progress=_part(progress, 0.4, 0.6),
    )
    distance = heat.distance
    if len(landmarks) == n:
        distance = denoised(distance, settings.triplet)
    unit = path_unit(lengths, distance, landmarks)
    distance *= unit
    scaled = metric_map(
        distance,
        landmarks,
        axes,
        random_state=settings.random_state,
        progress=_part(progress, 0.6, 1.0),
    )
    Y = settings.scale * scaled.coordinates
    distance *= settings.scale
    unit *= settings.scale
    heat = HeatDistances(
        distance, landmarks, heat.log_h, heat.log_diagonal, heat.method, heat.exact_diagonal
    )
    return ComponentMap(
        nodes, Y - Y.mean(axis=0), heat, time, spectrum, t, unit, scaled.stopped, scaled
    )


def _part(progress: Progress, low: float, high: float) -> Progress:
    return lambda share, what: progress(low + (high - low) * share, what)
