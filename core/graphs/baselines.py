"""What people use without any proximity: the baselines that measures are judged against."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import graspologic_native
import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.child_process import LONG_MATRIX, in_child
from core.errors import ParameterError
from core.graphs.checked_adjacency import checked_adjacency
from core.graphs.clusterers import spectral_clustering
from core.graphs.labels import checked_n_clusters, numbered_by_first_appearance
from core.graphs.louvain_communities import louvain
from core.graphs.random_numbers import random_generator
from core.limits import check_limit

Labels = NDArray[np.int64]
LEIDEN_ROUNDS = 10


@dataclass(frozen=True)
class Baseline:
    """One way to find communities without a proximity measure.

    Attributes
    ----------
    name : str
        The name by which ``find_communities`` knows it.
    title : str
        Its name on pages.
    how : str
        What it does, in a clause that begins with its name.
    is_told : bool
        Whether it needs the number of clusters; the others choose it.
    labels : callable
        (adjacency, n_clusters, seed) → clusters (n,).
    """

    name: str
    title: str
    how: str
    is_told: bool
    labels: Callable[[sparse.csr_array, int, int], Labels]


def _louvain(matrix: sparse.csr_array, n_clusters: int, seed: int) -> Labels:
    return louvain(matrix, random_state=seed)


def _leiden(matrix: sparse.csr_array, n_clusters: int, seed: int) -> Labels:
    """Maximise modularity with refinement, ten rounds; nodes without an edge stay alone."""
    upper = sparse.triu(matrix, k=1).tocoo()
    rows, columns = (each.astype(str).tolist() for each in upper.coords)
    labels = np.arange(matrix.shape[0])
    if upper.nnz:
        _, found = graspologic_native.leiden(
            edges=list(zip(rows, columns, upper.data.astype(float).tolist(), strict=True)),
            iterations=LEIDEN_ROUNDS,
            seed=seed,
        )
        nodes = np.fromiter(map(int, found), dtype=np.int64, count=len(found))
        labels[nodes] = len(labels) + np.fromiter(found.values(), dtype=np.int64, count=len(found))
    return labels


def _propagation(matrix: sparse.csr_array, n_clusters: int, seed: int) -> Labels:
    graph = nx.from_scipy_sparse_array(matrix)
    labels = np.empty(matrix.shape[0], dtype=np.int64)
    found = nx.community.asyn_lpa_communities(graph, weight="weight", seed=seed)
    for number, nodes in enumerate(found):
        labels[list(nodes)] = number
    return labels


def _spectral(matrix: sparse.csr_array, n_clusters: int, seed: int) -> Labels:
    """k-means on the leading eigenvectors of D^−½ A D^−½."""
    check_limit("kernel_nodes", matrix.shape[0], what="The graph")
    degree = np.asarray(matrix.sum(axis=1)).ravel()
    root = 1 / np.sqrt(np.where(degree > 0, degree, 1))
    walk = matrix.toarray() * root[:, None] * root
    return spectral_clustering(walk, n_clusters, np.random.default_rng(seed))


BASELINES: dict[str, Baseline] = {
    row.name: row
    for row in (
        Baseline(
            "leiden",
            "Leiden",
            "Leiden maximises modularity, and refines what Louvain would merge",
            is_told=False,
            labels=_leiden,
        ),
        Baseline(
            "louvain",
            "Louvain",
            "Louvain maximises modularity by moving nodes and merging",
            is_told=False,
            labels=_louvain,
        ),
        Baseline(
            "propagation",
            "Label propagation",
            "label propagation gives each node the label of most of its neighbours",
            is_told=False,
            labels=_propagation,
        ),
        Baseline(
            "normalised_cut",
            "Spectral, adjacency",
            "spectral clusters eigenvectors of the normalised adjacency, and is told the number",
            is_told=True,
            labels=_spectral,
        ),
    )
}


def find_communities(
    adjacency: Any, method: str = "leiden", n_clusters: int = 2, *, random_state: Any = None
) -> Labels:
    """Communities by a method that needs no proximity measure.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    method : str, optional
        One of ``BASELINES``: "leiden", "louvain", "propagation", "normalised_cut".
    n_clusters : int, optional
        How many clusters; only "normalised_cut" looks at it, the others choose their number.
    random_state : int, Generator, RandomState or None, optional
        Seed of the order in which nodes are visited, or of the starts of k-means.

    Returns
    -------
    (n,) array of int64
        Label of each node; labels are numbered in the order in which they first appear.

    Raises
    ------
    ParameterError
        For an unknown method, or a number of clusters that does not fit the graph.
    LimitError
        When "normalised_cut" is asked for on a graph too large for a matrix.

    References
    ----------
    V. A. Traag, L. Waltman, N. J. van Eck, From Louvain to Leiden: guaranteeing well-connected
    communities, 2019. U. N. Raghavan, R. Albert, S. Kumara, Near linear time algorithm to detect
    community structures in large-scale networks, 2007. A. Y. Ng, M. I. Jordan, Y. Weiss, On
    spectral clustering, 2001.

    Examples
    --------
    >>> find_communities([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], random_state=0)
    array([0, 0, 1, 1])
    """
    if method not in BASELINES:
        raise ParameterError(f"method is {method!r}; choose one of: {', '.join(BASELINES)}.")
    row = BASELINES[method]
    matrix = checked_adjacency(adjacency)
    k = checked_n_clusters(n_clusters, matrix.shape[0]) if row.is_told else n_clusters
    seed = int(random_generator(random_state).integers(2**31))
    if matrix.shape[0] < LONG_MATRIX or row.labels is _louvain:  # which does so itself
        return numbered_by_first_appearance(row.labels(matrix, k, seed))
    return numbered_by_first_appearance(in_child(row.labels, matrix, k, seed))
