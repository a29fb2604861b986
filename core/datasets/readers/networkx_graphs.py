"""A graph that networkx read, as an edge table: node names, weights and attributes checked."""

import networkx as nx
import numpy as np

from core.datasets.readers.edge_table import EdgeTable, parse_weight
from core.datasets.readers.node_attributes import attribute_columns
from core.errors import UploadError
from core.limits import check_limit

WEIGHTS = ("weight", "value")  # the second is how the collections of M. E. J. Newman call it
NOT_ATTRIBUTES = ("id", "graphics", "viz")
# What networkx raises at files that do not keep to their format.
DAMAGED = (
    nx.NetworkXException,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RuntimeError,
    OverflowError,
)


def edges_of(graph: nx.Graph, name: str) -> tuple[EdgeTable, tuple[str, ...]]:
    """The edge table of a networkx graph of any kind, with notices on its weights."""
    check_limit("graph_nodes", len(graph), what=f"The graph {name}")
    check_limit("graph_edges", graph.number_of_edges(), what=f"The graph {name}")
    _fill_defaults(graph)
    nodes = list(graph)
    position = {node: index for index, node in enumerate(nodes)}
    ids = [str(node) for node in nodes]
    listed = list(graph.edges(data=True))
    key = next((key for key in WEIGHTS if any(key in data for *_, data in listed)), None)
    notices: tuple[str, ...] = ()
    weight = np.ones(len(listed))
    if key is not None:
        for index, (u, v, data) in enumerate(listed):
            if key in data:
                described = f"{ids[position[u]][:40]!r} – {ids[position[v]][:40]!r}"
                weight[index] = parse_weight(data[key], described, name)
        unweighted = sum(key not in data for *_, data in listed)
        if unweighted:
            notices += (f"{unweighted:,} edges have no {key}; theirs is 1.",)
        if key != WEIGHTS[0]:
            notices += (f"The edges' attribute '{key}' was taken as their weight.",)
    ends = np.array([(position[u], position[v]) for u, v, _ in listed], dtype=np.int64)
    ends = ends.reshape(-1, 2)
    attributes = attribute_columns([graph.nodes[node] for node in nodes], name, NOT_ATTRIBUTES)
    table = EdgeTable(ids, ends[:, 0], ends[:, 1], weight, graph.is_directed(), attributes)
    return table, notices


def _fill_defaults(graph: nx.Graph) -> None:
    """Give nodes and edges the values that GraphML declares for those that have none."""
    parts = {"node_default": [data for _, data in graph.nodes(data=True)]}
    parts["edge_default"] = [data for *_, data in graph.edges(data=True)]
    for key, items in parts.items():
        default = graph.graph.get(key)
        if isinstance(default, dict):
            for data in items:
                data.update({name: value for name, value in default.items() if name not in data})


def renamed(graph: nx.Graph, key: str) -> tuple[nx.Graph, tuple[str, ...]]:
    """Nodes called by an attribute when each has a value of its own, else left as they are."""
    labels = {node: data.get(key) for node, data in graph.nodes(data=True)}
    texts = {str(label).strip() for label in labels.values() if label is not None}
    if not labels or len(texts) < len(labels) or "" in texts:
        return graph, ()
    called = {node: str(label).strip() for node, label in labels.items()}
    if all(str(node) == label for node, label in called.items()):
        return graph, ()
    return nx.relabel_nodes(graph, called), (f"Nodes are named by their {key}.",)


def refuse_damaged(name: str, format_name: str, error: Exception) -> UploadError:
    """The parser's complaint as an UploadError in one sentence."""
    complaint = " ".join(str(error).split())[:200] or type(error).__name__
    return UploadError(
        f"{name} is not a readable {format_name} file ({complaint}); save the graph again."
    )
