"""The map of one connected component: modes, time, ways, stress."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.embedding.automatic_time import automatic_time
from core.embedding.component import Component
from core.embedding.diffusion_time import DiffusionTime
from core.embedding.gaps import Gaps
from core.embedding.heat.distances import ALL_PAIRS, HeatDistances
from core.embedding.heat.settings import MapSettings
from core.embedding.metric_map import MetricMap
from core.embedding.neighbor_graph import NeighborGraph
from core.embedding.neighbor_layout import neighbor_layout
from core.embedding.scores.collapse import has_collapsed
from core.embedding.spectrum import Spectrum
from core.embedding.time_ladder import Drawn, choose_time, ladder_of, nearest_data
from core.parallel import Progress, no_progress

LANDMARKS = 300  # above ALL_PAIRS points, fewer where
TABLE_ENTRIES = 6_000_000  # a table of distances to them would be larger than this,
FEWEST_LANDMARKS = 100  # but never fewer than this
COMPARED = 50  # landmarks whose distances give a map of neighbours its unit


@dataclass(frozen=True, eq=False)
class ComponentMap:
    """``nodes`` (c,) of the component; ``coordinates`` (c, axes) and ``heat`` in data units.

    ``unit`` is the length of one unit of heat distance; ``scaling`` tells how the map was found;
    ``stopped`` tells that the map is the last iterate of a run that was stopped; ``gaps``, in units
    of the data divided by the settings' scale, is what edges across them add.
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
    gaps: Gaps | None = None


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
    *,
    apart: NDArray[np.float64] | None = None,
) -> ComponentMap:
    """The map of the ``nodes`` of one component; ``time`` where it is already chosen.

    ``apart`` (c, c), the distances between the data points, says which neighbours a map should keep
    when several times are tried.
    """
    n = len(nodes)
    axes = settings.n_components
    if n == 1:
        return ComponentMap(nodes, np.zeros((1, axes)), None, time, None, 0.0, 1.0, False)
    whole = n == graph.weights.shape[0]
    lengths = graph.lengths if whole else graph.lengths[nodes][:, nodes]
    usual = graph.usual_lengths[nodes]
    component = Component.of(
        graph.weights if whole else graph.weights[nodes][:, nodes],
        Gaps.of(lengths, usual) if settings.edge_lengths else Gaps.none(lengths),
        choose_landmarks(n, settings.n_landmarks, settings.random_state),
        settings,
        _part(progress, 0.0, 0.3),
    )
    by_neighbors = settings.keep == "neighbors" and n > axes + 1
    part = _part(progress, 0.3, 0.7 if by_neighbors else 1.0)
    if apart is not None and component.whole and time is None and settings.t is None:
        drawn = choose_time(component, nearest_data(apart), part)
    else:
        drawn = _at_one_time(component, time, part)
    scale, ways = settings.scale, drawn.ways
    Y = scale * drawn.scaled.coordinates
    if has_collapsed(Y, scale * ways.lengths.distance):
        Y = np.zeros_like(Y)  # what is left is rounding, which has neighbours and means nothing
    stopped = drawn.scaled.stopped
    if by_neighbors and not stopped and Y.any():
        weights = graph.weights if whole else graph.weights[nodes][:, nodes]
        near, stopped = neighbor_layout(
            weights, Y, random_state=settings.random_state, progress=_part(progress, 0.7, 1.0)
        )
        Y = near * _length_of_one(near, scale * ways.lengths.distance, component.landmarks)
    return ComponentMap(
        nodes,
        Y - Y.mean(axis=0),
        replace(ways.heat, distance=scale * ways.lengths.distance),
        drawn.time,
        component.spectrum,
        ways.t,
        scale * ways.lengths.unit,
        stopped,
        drawn.scaled,
        component.gaps,
    )


def _length_of_one(
    Y: NDArray[np.float64], distance: NDArray[np.float64], landmarks: NDArray[np.int64]
) -> float:
    """How long 1 on a map is in the data: the median over pairs with some landmarks."""
    chosen = np.unique(np.linspace(0, len(landmarks) - 1, COMPARED).astype(int))
    on_map = cdist(Y, Y[landmarks[chosen]])
    there = on_map > 0
    return float(np.median(distance[:, chosen][there] / on_map[there]))


def _at_one_time(component: Component, time: DiffusionTime | None, progress: Progress) -> Drawn:
    """The map at the time that is set, was chosen before, or follows from the heat trace."""
    wanted = component.settings.t
    if time is None and component.whole:
        # Whether there are shortcuts is a matter of the data: the same map as if this time had
        # been found by trying several.
        ladder = ladder_of(component, _part(progress, 0.0, 0.1))
        long = ladder.longest.t
        time = replace(ladder.longest, longest=long, short_cuts=ladder.short_cuts)
    elif time is None:
        time = automatic_time(component.parts, component.spectrum, component.landmarks)
    t = time.t if wanted is None else wanted
    ways = component.ways(t, _part(progress, 0.1, 0.4))
    return Drawn(time, ways, component.draw(ways, time.short_cuts, _part(progress, 0.4, 1.0)))


def _part(progress: Progress, low: float, high: float) -> Progress:
    return lambda share, what: progress(low + (high - low) * share, what)
