"""Which proximity finds the parts of a floor in the graph of alike fingerprints."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from core.datasets import GraphData
from core.errors import ComputeError, ParameterError
from core.graphs import MEASURE_TABLE, cluster
from core.graphs.measures.selections import ON_A_FLOOR
from core.parallel import check_wanted

X_TRIED = (0.1, 0.3, 0.5, 0.7, 0.9)


@dataclass(frozen=True)
class ZoneScore:
    """How well one measure's clusters are the zones of the floor.

    Attributes
    ----------
    measure : str
        Its name.
    mean, best, worst : float
        Adjusted Rand index over the parameters tried: 0 for chance, 1 for the zones themselves.

    Examples
    --------
    >>> ZoneScore("logComm", 0.8, 0.9, 0.7).mean
    0.8
    """

    measure: str
    mean: float
    best: float
    worst: float


def zones_of(position_m: ArrayLike, n_zones: int = 6) -> NDArray[np.int64]:
    """Parts of a floor: the places sorted into so many neighbourhoods by their positions alone.

    k-means with a fixed seed, numbered from left to right, so that a zone keeps its colour.

    Parameters
    ----------
    position_m : (M, 2) array
        The places in metres.
    n_zones : int, optional
        How many, at least 2; cut to the number of different places.

    Returns
    -------
    (M,) array of int64
        The zone of each place, from 0.

    Raises
    ------
    ParameterError
        When fewer than two zones are asked for.

    Examples
    --------
    >>> zones_of([[0.0, 0.0], [1.0, 0.0], [9.0, 0.0], [10.0, 0.0]], 2).tolist()
    [0, 0, 1, 1]
    """
    places = np.asarray(position_m, dtype=np.float64)
    if n_zones < 2:
        raise ParameterError(f"The floor is to have {n_zones} zones; choose 2 or more.")
    count = min(n_zones, len(np.unique(places, axis=0)))
    by_place = np.lexsort(places.T)  # the same zones in whatever order the places come
    found = KMeans(count, n_init=10, random_state=0).fit(places[by_place])
    labels = np.empty(len(places), dtype=np.int64)
    labels[by_place] = found.labels_
    order = np.lexsort(np.round(found.cluster_centers_, 3).T[::-1])
    number = np.empty(count, dtype=np.int64)
    number[order] = np.arange(count)
    return number[labels]


def zone_scores(
    graph: GraphData, zones: ArrayLike, measures: Iterable[str] = ON_A_FLOOR
) -> list[ZoneScore]:
    """Ward's clusters of every measure against the zones, over five values of x.

    The graph knows fingerprints only, not places. A parameter at which a measure has no answer
    counts as chance.

    Parameters
    ----------
    graph : GraphData
        Places joined with those that sound alike.
    zones : (M,) array
        The zone of each place.
    measures : iterable of str, optional
        Names of measures.

    Returns
    -------
    list of ZoneScore
        In the order of the measures.

    Examples
    --------
    >>> from core.datasets import load
    >>> club = load("karate")
    >>> [score.measure for score in zone_scores(club, club.communities, ["logFor"])]
    ['logFor']
    """
    truth = np.asarray(zones)
    count = len(np.unique(truth))
    scores = []
    for measure in measures:
        check_wanted()
        values = X_TRIED if MEASURE_TABLE[measure].parameter else (None,)
        found = [_agreement(graph, measure, x, count, truth) for x in values]
        scores.append(ZoneScore(measure, float(np.mean(found)), max(found), min(found)))
    return scores


def _agreement(
    graph: GraphData, measure: str, x: float | None, count: int, truth: NDArray[np.int64]
) -> float:
    try:
        return float(adjusted_rand_score(truth, cluster(graph.adjacency, measure, x, count)))
    except (ComputeError, ParameterError):
        return 0.0
