"""Scores of measures against the flat parameter on one graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import Cancelled, ComputeError, LimitError, ParameterError
from core.graphs.clusterers import clusterer_named
from core.graphs.clustering import cluster_kernel
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.kernel_family import FamilyKernel, family_kernels
from core.graphs.labels import checked_communities, checked_n_clusters
from core.graphs.measures import MEASURES, measure_named
from core.graphs.partition_scores import SCORES, partition_score
from core.graphs.random_numbers import random_generator
from core.graphs.scaled_kernel import ScaledKernel
from core.parallel import Progress, no_progress, one_blas_thread

DEFAULT_X: tuple[float, ...] = tuple(np.round(np.linspace(0.02, 0.98, 25), 4).tolist())
BLAS_THREADS_ABOVE = 400


@dataclass(frozen=True)
class SweepCell:
    """One clustering of a sweep.

    Attributes
    ----------
    measure : str
        The measure.
    x : float or None
        Flat parameter; None for CT, CCT and SP.
    method : str
        How it was clustered.
    labels : (n,) array of int64 or None
        Cluster of each node; None where there is no kernel.
    scores : dict
        Scores by name; empty where there is no kernel.
    reason : str
        Why there is none, "" otherwise.
    approximation : str
        What of a large graph was clustered, in a sentence; "" where nothing was approximated.
    """

    measure: str
    x: float | None
    method: str
    labels: NDArray[np.int64] | None
    scores: dict[str, float]
    reason: str = ""
    approximation: str = ""


def sweep(
    adjacency: Any,
    communities: Any = None,
    measures: Sequence[str] = MEASURES,
    x: Sequence[float] = DEFAULT_X,
    method: str = "ward",
    *,
    n_clusters: int | None = None,
    score: str = "ari",
    random_state: Any = None,
    progress: Progress = no_progress,
) -> pd.DataFrame:
    """Scores of measures against the flat parameter, on one graph.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    communities : (n,) sequence or None, optional
        Known communities, of any type; None where there are none: then only "modularity" can be
        scored, and ``n_clusters`` is needed.
    measures : sequence of str, optional
        Some of ``MEASURES``.
    x : sequence of float, optional
        Flat parameters in (0, 1).
    method : str, optional
        One of ``METHODS``.
    n_clusters : int or None, optional
        Number of clusters; None takes the number of communities.
    score : str, optional
        One of ``SCORES``; higher is better.
    random_state : int, Generator, RandomState or None, optional
        Seed of the starts of k-means, the same in every cell.
    progress : callable, optional
        Called with the share done and what is being done. When it raises Cancelled, cells not
        reached stay NaN and ``table.attrs["stopped"]`` is True.

    Returns
    -------
    pandas.DataFrame
        Scores (measures × x): row names are the measures, column names the flat parameters. A cell
        is NaN where the measure has no kernel there; ``table.attrs["reasons"]`` maps (measure, x)
        to the reason. CT, CCT and SP have one value, repeated.

    Raises
    ------
    ParameterError
        For a name, a number of clusters or communities that do not fit the graph. What one cell
        raises is its reason.

    Examples
    --------
    >>> path = [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]
    >>> sweep(path, [0, 0, 1, 1], ["logFor"], [0.3, 0.6]).loc["logFor", 0.6]
    np.float64(1.0)
    """
    table = pd.DataFrame(np.nan, index=list(measures), columns=list(x))
    reasons: dict[tuple[str, float | None], str] = {}
    table.attrs = {"reasons": reasons, "score": score, "method": method, "stopped": False}
    cells = sweep_cells(
        adjacency,
        communities,
        measures,
        x,
        (method,),
        n_clusters=n_clusters,
        scores=(score,),
        random_state=random_state,
        progress=progress,
    )
    try:
        for cell in cells:
            place = slice(None) if cell.x is None else cell.x
            if cell.reason:
                reasons[cell.measure, cell.x] = cell.reason
            else:
                table.loc[cell.measure, place] = cell.scores[score]
    except Cancelled:
        table.attrs["stopped"] = True
    return table


def sweep_cells(
    adjacency: Any,
    communities: Any,
    measures: Sequence[str],
    x: Sequence[float],
    methods: Sequence[str] = ("ward",),
    *,
    n_clusters: int | None = None,
    scores: Sequence[str] = ("ari",),
    random_state: Any = None,
    progress: Progress = no_progress,
) -> Iterator[SweepCell]:
    """Yield the cells of a sweep as they are computed, so that what is done is never lost.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    communities : (n,) sequence or None
        Known communities; None: only "modularity" can be scored, and ``n_clusters`` is needed.
    measures : sequence of str
        Some of ``MEASURES``.
    x : sequence of float
        Flat parameters in (0, 1).
    methods : sequence of str, optional
        Some of ``METHODS``.
    n_clusters : int or None, optional
        Number of clusters; None takes the number of communities.
    scores : sequence of str, optional
        Some of ``SCORES``.
    random_state : int, Generator, RandomState or None, optional
        Seed of the starts of k-means, the same in every cell.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Yields
    ------
    SweepCell
        One for each measure, x and method.

    Raises
    ------
    ParameterError
        For a name, a number of clusters or communities that do not fit the graph.

    Examples
    --------
    >>> path = [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]
    >>> [cell.scores["ari"] for cell in sweep_cells(path, [0, 0, 1, 1], ["logFor"], [0.3, 0.6])]
    [1.0, 1.0]
    """
    graph = GraphMatrices(adjacency)
    for method in methods:
        clusterer_named(method)
    truth = None if communities is None else checked_communities(communities, graph.n_nodes)
    k = _n_clusters(n_clusters, truth, graph.n_nodes)
    unknown = [score for score in scores if score not in SCORES]
    if unknown:
        raise ParameterError(f"score is {unknown[0]!r}; choose one of: {', '.join(SCORES)}.")
    seed = int(random_generator(random_state).integers(2**31))
    pairs: list[tuple[str, float | None]] = []
    for measure in measures:
        has_parameter = bool(measure_named(measure).parameter)
        pairs += [(measure, float(value)) for value in x] if has_parameter else [(measure, None)]
    cells = _cells(graph, truth, pairs, methods, k, scores, seed, progress)
    if graph.n_nodes > BLAS_THREADS_ABOVE:
        yield from cells
    else:
        with one_blas_thread():  # on small matrices threads only wait for each other
            yield from cells
    progress(1.0, "")


def _cells(
    graph: GraphMatrices,
    truth: NDArray[np.int64] | None,
    pairs: Sequence[tuple[str, float | None]],
    methods: Sequence[str],
    k: int,
    scores: Sequence[str],
    seed: int,
    progress: Progress,
) -> Iterator[SweepCell]:
    known: dict[bytes, dict[str, float]] = {}
    previous: dict[str, tuple[NDArray[np.float64], NDArray[np.int64]]] = {}
    for index, item in enumerate(family_kernels(graph, pairs)):
        progress(index / len(pairs), item.measure)
        for method in methods:
            if item.error:
                yield SweepCell(item.measure, item.x, method, None, {}, str(item.error))
                continue
            try:
                labels = _clustered(item, method, k, seed, previous)
            except (ParameterError, ComputeError, LimitError) as error:
                yield SweepCell(item.measure, item.x, method, None, {}, str(error))
                continue
            key = labels.tobytes()
            if key not in known:
                known[key] = {
                    score: partition_score(score, labels, truth, graph.adjacency)
                    for score in scores
                }
            yield SweepCell(item.measure, item.x, method, labels, known[key])


def _clustered(
    item: FamilyKernel,
    method: str,
    n_clusters: int,
    seed: int,
    previous: dict[str, tuple[NDArray[np.float64], NDArray[np.int64]]],
) -> NDArray[np.int64]:
    """Labels of one kernel; those of the one before when both are the same distance."""
    if not clusterer_named(method).by_distance:
        return cluster_kernel(item.kernel(), item.measure, n_clusters, method, seed)
    distances = item.distance_kernel()
    if method in previous and previous[method][0] is distances:
        return previous[method][1]
    labels = cluster_kernel(ScaledKernel(distances), item.measure, n_clusters, method, seed)
    previous[method] = (distances, labels)
    return labels


def _n_clusters(n_clusters: int | None, truth: NDArray[np.int64] | None, n_nodes: int) -> int:
    if n_clusters is None:
        if truth is None:
            raise ParameterError("Without known communities, give the number of clusters.")
        n_clusters = int(truth.max()) + 1
    return checked_n_clusters(n_clusters, n_nodes)
