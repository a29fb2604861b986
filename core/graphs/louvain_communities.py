"""The baseline that everyone knows: Louvain's maximisation of modularity."""

from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.child_process import LONG_MATRIX, in_child
from core.graphs.checked_adjacency import checked_adjacency
from core.graphs.labels import numbered_by_first_appearance
from core.graphs.random_numbers import random_generator


def louvain(adjacency: Any, *, resolution: float = 1.0, random_state: Any = None) -> NDArray[Any]:
    """Communities by networkx's Louvain method, which finds their number itself.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    resolution : float, optional
        Above 1 for smaller communities, below 1 for larger ones.
    random_state : int, Generator, RandomState or None, optional
        Seed of the order in which nodes are visited.

    Returns
    -------
    (n,) array of int64
        Label of each node; labels are numbered in the order in which they first appear.

    References
    ----------
    V. Blondel, J.-L. Guillaume, R. Lambiotte, E. Lefebvre, Fast unfolding of communities in large
    networks, 2008.

    Examples
    --------
    >>> louvain([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], random_state=0)
    array([0, 0, 1, 1])
    """
    matrix = checked_adjacency(adjacency)
    seed = int(random_generator(random_state).integers(2**31))
    if matrix.shape[0] < LONG_MATRIX:
        return _louvain(matrix, resolution, seed)
    return in_child(_louvain, matrix, resolution, seed)


def _louvain(matrix: sparse.csr_array, resolution: float, seed: int) -> NDArray[Any]:
    graph = nx.from_scipy_sparse_array(matrix)
    communities = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    labels = np.empty(matrix.shape[0], dtype=np.int64)
    for number, nodes in enumerate(communities):
        labels[list(nodes)] = number
    return numbered_by_first_appearance(labels)
