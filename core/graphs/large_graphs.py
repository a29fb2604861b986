"""Clustering graphs for which no n × n matrix is formed; the result says what was approximated.

Plain spectral measures: the k leading eigenvectors of the measure's matrix, weighted by the root
of its spectral function: the best approximation of the kernel by rank k.

Logarithms, free energy: the columns of the plain kernel at landmark nodes, by the first terms of
its series, of which only sums of positive numbers are taken, plus the remainder on the leading
eigenvectors. Their logarithms, centred by row and column, are coordinates of the nodes, as in
landmark scaling (de Silva, Tenenbaum, 2004); the k − 1 leading principal components are clustered.
A node of few edges next to a landmark can lie so far out that k-means gives it a cluster of its
own, and leaves two communities in one: what lies further out than twice the median is drawn in.
Then the clusters themselves are landmarks: the logarithms of the proximity to each, in which
the noise of single landmarks is gone, are clustered once more.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from core.errors import ParameterError
from core.graphs.checked_adjacency import check_connected, component_labels
from core.graphs.labels import checked_n_clusters, numbered_by_first_appearance
from core.graphs.landmark_columns import landmark_columns, set_columns
from core.graphs.large_form import LandmarkLogarithms, LeadingVectors
from core.graphs.measures import LARGE_MEASURES, measure_named
from core.graphs.measures.form import At
from core.graphs.measures.measure import Measure
from core.graphs.random_numbers import random_generator
from core.graphs.sparse_walk import SparseGraph, leading_eigenpairs
from core.parallel import Progress, no_progress, one_blas_thread

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
N_LANDMARKS = 96
FURTHEST = 2.0  # times the median distance of all nodes from their mean


@dataclass(frozen=True)
class LargeClustering:
    """Clusters of a large graph.

    Attributes
    ----------
    labels : (n,) array of int64
        Cluster of each node.
    coordinates : (n, r) array of float64
        What was clustered by k-means.
    approximation : str
        One sentence for the page.
    """

    labels: NDArray[np.int64]
    coordinates: Matrix
    approximation: str


def cluster_large(
    adjacency: Any,
    measure: str,
    x: float | None,
    n_clusters: int,
    *,
    n_landmarks: int = N_LANDMARKS,
    random_state: Any = None,
    progress: Progress = no_progress,
) -> LargeClustering:
    """Clusters by k-means on an approximation of a measure; memory is O(n · landmarks + edges).

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    measure : str
        One of ``LARGE_MEASURES``.
    x : float or None
        Flat parameter in (0, 1), see :func:`core.graphs.parameter`; None for CT and CCT.
    n_clusters : int
        Number of clusters, from 1 to n − 2.
    n_landmarks : int, optional
        Nodes to which the proximity of all is computed, where the measure needs landmarks.
    random_state : int, Generator, RandomState or None, optional
        Seed of the landmarks and of k-means.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    LargeClustering
        Labels, the coordinates that were clustered, and a sentence on the approximation.

    Raises
    ------
    ParameterError
        For measures that need all pairs (RSP, SP, SP-CT, SCT, SCCT), for FE on weighted graphs, and
        for x or a number of clusters out of range.

    References
    ----------
    V. de Silva, J. Tenenbaum, Sparse multidimensional scaling using landmark points, 2004.

    Examples
    --------
    >>> two_groups = np.kron(np.eye(2), np.ones((6, 6)))
    >>> two_groups[0, 6] = two_groups[6, 0] = 1.0
    >>> cluster_large(two_groups, "logHeat", 0.9, 2, random_state=0).labels
    array([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    """
    row = checked_large(measure)
    graph = SparseGraph(adjacency)
    k = checked_n_clusters(n_clusters, graph.n_nodes - 2)
    x = row.checked_x(x)
    rng = random_generator(random_state)
    with one_blas_thread():  # the blocks are thin: threads would only wait
        at = row.at(x, lambda: graph.spectral_radius)
        form = row.form.large(graph, at)
        if isinstance(form, LeadingVectors):
            coordinates, approximation = _on_leading_vectors(graph, at, form, k, progress)
        else:
            coordinates, approximation = _on_landmarks(
                graph, at, form, k, n_landmarks, rng, progress
            )
    progress(0.8, "k-means")
    labels = clusters_of(coordinates, k, rng)
    if isinstance(form, LandmarkLogarithms):
        progress(0.9, "from the clusters as landmarks")
        with one_blas_thread():
            coordinates, labels = from_clusters(graph, form, k, labels) or (coordinates, labels)
    progress(1.0, "")
    return LargeClustering(labels, coordinates, approximation)


def checked_large(measure: str) -> Measure:
    """The row of a measure that needs no pairs of all nodes; ParameterError lists those."""
    row = measure_named(measure)
    if not row.form.scales_to_large:
        raise ParameterError(
            f"{measure} needs all pairs of nodes, too many for this graph; choose one of: "
            f"{', '.join(LARGE_MEASURES)}."
        )
    return row


def _on_leading_vectors(
    graph: SparseGraph, at: At, form: LeadingVectors, k: int, progress: Progress
) -> tuple[Matrix, str]:
    progress(0.1, f"{k + 1} leading eigenvectors")
    return on_vectors(graph, at, form, leading_eigenpairs(getattr(graph, form.walk), k + 1))


def on_vectors(
    graph: SparseGraph, at: At, form: LeadingVectors, eigenpairs: tuple[Vector, Matrix]
) -> tuple[Matrix, str]:
    """Coordinates (n, k) on all but the last of k + 1 leading eigenvectors, and how they came."""
    values, vectors = eigenpairs
    k = len(values) - 1
    if form.connected:
        check_connected(component_labels(graph.adjacency)[0], at.name)
    spectrum = form.spectrum(np.minimum(values, 1.0))
    if not (spectrum >= 0).all():
        raise ParameterError(f"{at.name} is not positive here; choose a smaller x.")
    weights = np.sqrt(spectrum[:k] / spectrum.max())
    coordinates = vectors[:, :k] * weights
    if form.left:
        coordinates = graph.inverse_root_degree[:, None] ** (-2 * form.left) * coordinates
    next_share = spectrum[k] / spectrum.max()
    return coordinates, (
        f"Rank {k} of {graph.n_nodes:,}: the leading eigenvectors, weighted as in {at.name}; the "
        f"next would weigh {next_share:.2g} of the first."
    )


def _on_landmarks(
    graph: SparseGraph,
    at: At,
    form: LandmarkLogarithms,
    k: int,
    n_landmarks: int,
    rng: np.random.Generator,
    progress: Progress,
) -> tuple[Matrix, str]:
    check_connected(component_labels(graph.adjacency)[0], at.name)
    landmarks = chosen_landmarks(graph, n_landmarks, rng)
    columns, n_terms = landmark_columns(
        getattr(graph, form.recipe.walk),
        form.recipe.series,
        landmarks,
        k,
        progress,
        lambda: graph.leading_pairs(form.recipe.walk, k),
    )
    return on_columns(graph, at, form, k, columns, n_terms)


def chosen_landmarks(
    graph: SparseGraph, n_landmarks: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Row numbers, drawn in proportion to their degree: hubs see most of the graph."""
    n_landmarks = min(n_landmarks, graph.n_nodes)
    keys = rng.exponential(size=graph.n_nodes) / graph.degree
    return np.argpartition(keys, n_landmarks - 1)[:n_landmarks]


def on_columns(
    graph: SparseGraph, at: At, form: LandmarkLogarithms, k: int, columns: Matrix, n_terms: int
) -> tuple[Matrix, str]:
    """Coordinates (n, k − 1) from columns at landmarks, which are written over."""
    if not columns.min() > 0:
        raise ParameterError(
            f"{at.name} at x = {at.x}: some nodes are not reached from every landmark within "
            f"{n_terms} steps. {form.way_out}"
        )
    np.log(columns, out=columns)
    columns -= columns.mean(axis=1, keepdims=True)
    columns -= columns.mean(axis=0)
    _draw_in(columns)
    _, axes = np.linalg.eigh(columns.T @ columns)
    rank = max(1, k - 1)
    return columns @ axes[:, -rank:], (
        f"Landmark approximation: {at.name} to {columns.shape[1]} of {graph.n_nodes:,} nodes, "
        f"drawn in proportion to their degree, from {n_terms} terms of its series and the leading "
        f"eigenvectors; {rank} principal components; then by the proximity to each cluster."
    )


def _draw_in(columns: Matrix) -> None:
    """Shorten centred rows that are longer than ``FURTHEST`` times the median, and centre again.

    >>> rows = np.array([[1.0], [-1.0], [1.0], [-1.0], [90.0]])
    >>> _draw_in(rows)
    >>> rows.ravel().tolist()
    [0.6, -1.4, 0.6, -1.4, 1.6]
    """
    length = np.sqrt(np.einsum("ij,ij->i", columns, columns))
    far = length > FURTHEST * np.median(length)
    columns[far] *= (FURTHEST * np.median(length) / length[far])[:, None]
    columns -= columns.mean(axis=0)


def from_clusters(
    graph: SparseGraph, form: LandmarkLogarithms, k: int, labels: NDArray[np.int64]
) -> tuple[Matrix, NDArray[np.int64]] | None:
    """Coordinates (n, k) by the proximity to each cluster, and the clusters found in them.

    A node is near itself whichever cluster it is in, so each is parted into two halves, every other
    member: a node sees of its own cluster the half that it does not belong to, of all others both.
    None where a cluster cannot be halved or is not reached from everywhere.
    """
    n_found = int(labels.max()) + 1
    half = 2 * labels + _place_in_set(labels) % 2
    size = np.bincount(half, minlength=2 * n_found)
    if n_found < 2 or not size.all():  # a cluster of one node has no other half
        return None
    walk = form.recipe.walk
    columns = set_columns(
        getattr(graph, walk), form.recipe.series, half, lambda: graph.leading_pairs(walk, k)
    )
    if not columns.min() > 0:
        return None
    np.log(columns, out=columns)
    columns -= columns.mean(axis=0)  # a half with a hub is nearer to everybody
    coordinates = (columns[:, ::2] + columns[:, 1::2]) / 2
    rows = np.arange(len(labels))
    coordinates[rows, labels] = columns[rows, half ^ 1]
    coordinates -= coordinates.mean(axis=1, keepdims=True)
    coordinates -= coordinates.mean(axis=0)
    centres = np.array([coordinates[labels == each].mean(axis=0) for each in range(n_found)])
    found = KMeans(n_found, init=centres, n_init=1).fit_predict(coordinates)
    return coordinates, numbered_by_first_appearance(found)


def _place_in_set(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many nodes of the same set come before each node (n,).

    >>> _place_in_set(np.array([0, 1, 0, 0, 1])).tolist()
    [0, 0, 1, 2, 1]
    """
    order, size = np.argsort(labels, kind="stable"), np.bincount(labels)
    place = np.empty(len(labels), dtype=np.int64)
    place[order] = np.arange(len(labels)) - (np.cumsum(size) - size)[labels[order]]
    return place


def clusters_of(coordinates: Matrix, k: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Labels (n,) by k-means, best of four starts."""
    seed = int(rng.integers(2**31))
    labels = KMeans(k, n_init=4, random_state=seed).fit_predict(coordinates)
    return numbered_by_first_appearance(labels)
