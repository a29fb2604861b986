"""Graphs so small that every entry of a kernel can be checked by hand."""

import numpy as np
from scipy import sparse

from core.datasets.graph_data import GraphData
from core.errors import ParameterError


def path(*, n_nodes: int = 4) -> GraphData:
    """Nodes 1, 2, …, n in a row. With n = 4: the example of Chebotarev, arXiv:1305.7514.

    >>> path().n_edges
    3
    """
    if n_nodes < 2:
        raise ParameterError(f"n_nodes is {n_nodes}; a path needs at least 2.")
    return _from_edges([(i, i + 1) for i in range(n_nodes - 1)], n_nodes)


def triangle_with_tail() -> GraphData:
    """The triangle 2, 3, 4 with node 1 hanging on node 2.

    Source: I. Kivimäki, M. Shimbo, M. Saerens, *Developments in the theory of randomized shortest
    paths with a comparison of graph node distances*, arXiv:1212.1666, 2014, Fig. 2.

    >>> triangle_with_tail().adjacency.sum(axis=1).tolist()
    [1.0, 3.0, 2.0, 2.0]
    """
    return _from_edges([(0, 1), (1, 2), (1, 3), (2, 3)], 4)


def _from_edges(edges: list[tuple[int, int]], n_nodes: int) -> GraphData:
    source, target = np.array(edges).T
    upper = sparse.coo_array((np.ones(len(edges)), (source, target)), shape=(n_nodes, n_nodes))
    return GraphData(sparse.csr_array(upper + upper.T), np.arange(1, n_nodes + 1).astype(str))
