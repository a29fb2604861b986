"""Measures over the flat parameter on graphs for which no n × n matrix is formed, in one pass.

The columns of a series at landmarks are Σ_k c_k(x) Gᵏ E, and the powers Gᵏ E depend on no x: those
of a block of landmarks are held, and one matrix product makes the columns of every x and of every
measure of the same G. What the first terms leave comes from one set of leading eigenvectors.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ComputeError, ParameterError
from core.graphs.checked_adjacency import check_connected, component_labels
from core.graphs.labels import checked_communities, checked_n_clusters
from core.graphs.landmark_columns import check_positive, leaves_a_rest, n_terms_of, rest_of
from core.graphs.large_form import LandmarkLogarithms, LeadingVectors
from core.graphs.large_graphs import (
    N_LANDMARKS,
    checked_large,
    chosen_landmarks,
    clusters_of,
    from_clusters,
    on_columns,
    on_vectors,
)
from core.graphs.measures.form import At
from core.graphs.measures.measure import Measure
from core.graphs.partition_scores import AGREEMENT, SCORES, partition_score
from core.graphs.random_numbers import random_generator
from core.graphs.series_functions import Series
from core.graphs.sparse_walk import SparseGraph
from core.graphs.sweeps import DEFAULT_X, SweepCell
from core.parallel import Progress, check_wanted, no_progress, one_blas_thread

Matrix = NDArray[np.float64]
METHOD = "k-means"  # of coordinates, whatever the measure
# Columns of all x of a group, in bytes; more are made group by group.
MOST_BYTES = 400_000_000
BLOCK, BLOCK_NODES = 8, 20_000  # landmarks whose powers are held, on so many nodes


@dataclass
class _Columns:
    """The measures that are made of the columns of one series."""

    series: Series
    members: list[tuple[At, LandmarkLogarithms]] = field(default_factory=list)


def sweep_large(
    adjacency: Any,
    measures: Sequence[str],
    x: Sequence[float] = DEFAULT_X[::2],
    n_clusters: int | None = None,
    *,
    communities: Any = None,
    scores: Sequence[str] = ("modularity",),
    n_landmarks: int = N_LANDMARKS,
    random_state: Any = None,
    progress: Progress = no_progress,
) -> Iterator[SweepCell]:
    """Yield clusterings of a large graph for every measure and x, as :func:`cluster_large` does.

    Powers of a matrix are computed once for all x and all measures of it: at most 60 products with
    each block of landmarks. Memory: 400 MB of columns and 100 MB of powers, beside the graph.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    measures : sequence of str
        Some of ``LARGE_MEASURES``.
    x : sequence of float, optional
        Flat parameters in (0, 1).
    n_clusters : int or None, optional
        Number of clusters, from 1 to n − 2; None takes the number of communities.
    communities : (n,) sequence or None, optional
        Known communities, of any type.
    scores : sequence of str, optional
        Some of ``SCORES``; all but "modularity" need communities.
    n_landmarks : int, optional
        Nodes to which the proximity of all is computed, where the measure needs landmarks.
    random_state : int, Generator, RandomState or None, optional
        Seed of the landmarks and of k-means, the same in every cell.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Yields
    ------
    SweepCell
        One for each measure and x; ``reason`` says why a cell has no labels.

    Raises
    ------
    ParameterError
        For measures that need all pairs, scores, communities or a number of clusters that do not
        fit. What one cell raises is its reason.

    Examples
    --------
    >>> two_groups = np.kron(np.eye(2), np.ones((6, 6)))
    >>> two_groups[0, 6] = two_groups[6, 0] = 1.0
    >>> cells = sweep_large(two_groups, ["logHeat"], [0.8, 0.9], 2, random_state=0)
    >>> [cell.labels.tolist() for cell in cells]
    [[0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]]
    """
    rows = [checked_large(measure) for measure in measures]
    unknown = [score for score in scores if score not in SCORES]
    if unknown:
        raise ParameterError(f"score is {unknown[0]!r}; choose one of: {', '.join(SCORES)}.")
    compared = [score for score in scores if score in AGREEMENT]
    if compared and communities is None:
        raise ParameterError(f"{compared[0]} compares with known communities; give them.")
    graph = SparseGraph(adjacency)
    truth = None if communities is None else checked_communities(communities, graph.n_nodes)
    if n_clusters is None:
        if truth is None:
            raise ParameterError("Without known communities, give the number of clusters.")
        n_clusters = int(truth.max()) + 1
    k = checked_n_clusters(n_clusters, graph.n_nodes - 2)
    seed = random_state
    if not isinstance(seed, (int, np.integer)):
        seed = int(random_generator(random_state).integers(2**31))
    pairs = [
        (row, None if value is None else float(value))
        for row in rows
        for value in (x if row.parameter else [None])
    ]
    sweep = _Sweep(graph, truth, k, tuple(scores), seed, n_landmarks)
    yield from sweep.cells(pairs, progress)


@dataclass
class _Sweep:
    """What all cells share."""

    graph: SparseGraph
    truth: NDArray[np.int64] | None
    k: int
    scores: tuple[str, ...]
    seed: int
    n_landmarks: int

    def cells(
        self, pairs: Sequence[tuple[Measure, float | None]], progress: Progress
    ) -> Iterator[SweepCell]:
        """The cells, those of leading eigenvectors first."""
        plans: dict[str, dict[Series, _Columns]] = {}
        n_done = 0
        for row, x in pairs:
            progress(n_done / len(pairs), row.name)
            try:
                with one_blas_thread():  # the blocks are thin: threads would only wait
                    at = row.at(row.checked_x(x), lambda: self.graph.spectral_radius)
                    form = row.form.large(self.graph, at)
                    if isinstance(form, LeadingVectors):
                        vectors = self.graph.leading_pairs(form.walk, self.k + 1)
                        coordinates, said = on_vectors(self.graph, at, form, vectors)
                        cell = self._cell([at], coordinates, said, random_generator(self.seed))[0]
                    else:
                        check_connected(component_labels(self.graph.adjacency)[0], at.name)
                        series = form.recipe.series
                        check_positive(series)
                        of_walk = plans.setdefault(form.recipe.walk, {})
                        of_walk.setdefault(series, _Columns(series)).members.append((at, form))
                        continue
            except (ParameterError, ComputeError) as error:
                cell = SweepCell(row.name, x, METHOD, None, {}, str(error))
            n_done += 1
            yield cell
        for walk, columns in plans.items():
            for cell in self._on_landmarks(walk, list(columns.values())):
                yield cell
                n_done += 1
                progress(n_done / len(pairs), cell.measure)
        progress(1.0, "")

    def _on_landmarks(self, walk: str, columns: list[_Columns]) -> Iterator[SweepCell]:
        """In groups of series whose columns fit into memory together."""
        landmarks = chosen_landmarks(self.graph, self.n_landmarks, random_generator(self.seed))
        one = 8 * self.graph.n_nodes * len(landmarks)
        size = max(1, MOST_BYTES // one)
        for first in range(0, len(columns), size):
            group = columns[first : first + size]
            with one_blas_thread():
                made = many_columns(
                    self.graph, walk, [each.series for each in group], landmarks, self.k
                )
            for number, each in enumerate(group):
                at, form = each.members[0]
                try:
                    with one_blas_thread():
                        coordinates, said = on_columns(
                            self.graph, at, form, self.k, made[number], n_terms_of(each.series)
                        )
                except (ParameterError, ComputeError) as error:
                    for at, _ in each.members:
                        yield SweepCell(at.name, at.x, METHOD, None, {}, str(error))
                    continue
                rng = random_generator(self.seed)
                chosen_landmarks(self.graph, self.n_landmarks, rng)  # k-means' seed comes after it
                labels = clusters_of(coordinates, self.k, rng)
                with one_blas_thread():
                    again = from_clusters(self.graph, form, self.k, labels)
                labels = labels if again is None else again[1]
                yield from self._scored([at for at, _ in each.members], labels, said)

    def _cell(
        self, members: list[At], coordinates: Matrix, said: str, rng: np.random.Generator
    ) -> list[SweepCell]:
        """The clusters of one set of coordinates, which several measures may share."""
        return self._scored(members, clusters_of(coordinates, self.k, rng), said)

    def _scored(self, members: list[At], labels: NDArray[np.int64], said: str) -> list[SweepCell]:
        found = {
            score: partition_score(score, labels, self.truth, self.graph.adjacency)
            for score in self.scores
        }
        return [
            SweepCell(at.name, at.x, METHOD, labels, found, approximation=said) for at in members
        ]


def many_columns(
    graph: SparseGraph,
    walk: str,
    series: Sequence[Series],
    landmarks: NDArray[np.int64],
    n_eigenvectors: int,
) -> Matrix:
    """Columns (series, n, landmarks) of each series of one matrix, as ``landmark_columns``.

    Each is divided by its e^log_scale, and summed over as many terms as it needs by itself.
    """
    matrix = getattr(graph, walk)
    n, n_terms = graph.n_nodes, [n_terms_of(each) for each in series]
    coefficients = np.zeros((len(series), max(n_terms)))
    for row, (each, count) in enumerate(zip(series, n_terms, strict=True)):
        coefficients[row, :count] = each.coefficients(count)
    result = np.empty((len(series), n, len(landmarks)))
    width = int(np.clip(BLOCK * BLOCK_NODES // n, 1, BLOCK))
    for first in range(0, len(landmarks), width):
        of_block = landmarks[first : first + width]
        powers = np.zeros((max(n_terms), n, len(of_block)))
        powers[0, of_block, np.arange(len(of_block))] = 1.0
        for index in range(1, len(powers)):
            check_wanted()
            powers[index] = matrix @ powers[index - 1]
        summed = coefficients @ powers.reshape(len(powers), -1)
        result[:, :, first : first + width] = summed.reshape(len(series), n, -1)
    for row, (each, count) in enumerate(zip(series, n_terms, strict=True)):
        if leaves_a_rest(each, count):
            pairs = graph.leading_pairs(walk, n_eigenvectors)
            result[row] += rest_of(each, count, pairs, landmarks)
    return result
