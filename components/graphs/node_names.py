"""What nodes of a graph are called on screen: those that were rows of a file by their row too."""

import numpy as np
from numpy.typing import NDArray

from components.points.row_names import LONGEST
from components.text import as_plain_html
from core.datasets import GraphData


def node_name(graph: GraphData, node: int) -> str:
    """What one node is called in a sentence.

    >>> from core.datasets import PointCloud, as_graph
    >>> rows = PointCloud([[1.0], [2.0]], ["x"], row_id=["S50", "52"], row_number=[51, 52])
    >>> [node_name(as_graph(rows, 1), node) for node in range(2)]
    ['row 51 (S50)', 'row 52']
    >>> node_name(GraphData([[0, 1], [1, 0]], ["ann", "bob"]), 1)
    'bob'
    >>> node_name(GraphData([[0, 1], [1, 0]], ["0", "1"]), 1)
    'node 1'
    """
    name = str(graph.node_ids[node])
    if graph.row_number is None:
        return f"node {name}" if name.isdigit() else name
    number = int(graph.row_number[node])
    if name == str(number):
        return f"row {number}"
    return f"row {number} ({name if len(name) <= LONGEST else name[: LONGEST - 1] + '…'})"


def node_hovers(graph: GraphData) -> list[str]:
    """The names of all nodes, escaped for a hover."""
    return [as_plain_html(node_name(graph, node)) for node in range(graph.n_nodes)]


def node_columns(graph: GraphData, nodes: NDArray[np.intp] | None = None) -> dict[str, NDArray]:
    """The columns that say in a table which nodes they are: ``row`` where there is one, ``node``.

    >>> node_columns(GraphData([[0, 1], [1, 0]], ["ann", "bob"], row_number=[7, 9]))
    {'row': array([7, 9]), 'node': array(['ann', 'bob'], dtype='<U3')}
    """
    nodes = np.arange(graph.n_nodes) if nodes is None else nodes
    rows = {} if graph.row_number is None else {"row": graph.row_number[nodes]}
    return {**rows, "node": graph.node_ids[nodes]}
