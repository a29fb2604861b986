"""Cluster labels as 0, 1, 2, … in the order in which the nodes show them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError


def numbered_by_first_appearance(labels: Any) -> NDArray[np.int64]:
    """Labels (n,) renamed so that node 0 is in cluster 0 and new clusters get the next number.

    >>> numbered_by_first_appearance(["b", "a", "b"])
    array([0, 1, 0])
    """
    _, first, inverse = np.unique(np.asarray(labels), return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


def checked_communities(communities: Any, n_nodes: int) -> NDArray[np.int64]:
    """Known communities as numbers (n,); ParameterError unless there is one for every node."""
    array = np.asarray(communities)
    if array.ndim != 1 or len(array) != n_nodes:
        raise ParameterError(
            f"communities has shape {array.shape}; the graph has {n_nodes:,} nodes and needs one "
            "community for each."
        )
    return numbered_by_first_appearance(array)


def checked_n_clusters(n_clusters: int, n_nodes: int) -> int:
    """``n_clusters`` between 1 and the number of nodes."""
    if not (isinstance(n_clusters, (int, np.integer)) and 1 <= n_clusters <= n_nodes):
        raise ParameterError(
            f"n_clusters is {n_clusters!r}; choose a whole number between 1 and {n_nodes:,}."
        )
    return int(n_clusters)
