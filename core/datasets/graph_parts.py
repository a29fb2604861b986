"""Parts of a graph: its components and subgraphs, with ids and communities kept."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.csgraph import connected_components

from core.datasets.graph_data import GraphData


def n_components(graph: GraphData) -> int:
    """Number of connected components.

    >>> n_components(GraphData(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]]), ["a", "b", "c"]))
    2
    """
    return int(connected_components(graph.adjacency, directed=False, return_labels=False))


def largest_component(graph: GraphData) -> GraphData:
    """The component with the most nodes (the first of several); nodes keep their order.

    >>> pair = GraphData(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]]), ["a", "b", "c"])
    >>> largest_component(pair).node_ids.tolist()
    ['a', 'b']
    """
    count, member = connected_components(graph.adjacency, directed=False)
    return graph if count == 1 else subgraph(graph, member == np.bincount(member).argmax())


def subgraph(graph: GraphData, keep: ArrayLike) -> GraphData:
    """The nodes where ``keep`` (n,) is true, and the edges between them."""
    rows = np.flatnonzero(np.asarray(keep, dtype=bool))
    communities = None if graph.communities is None else graph.communities[rows]
    numbers = None if graph.row_number is None else graph.row_number[rows]
    return GraphData(graph.adjacency[rows][:, rows], graph.node_ids[rows], communities, numbers)
