"""A table that says of each node of a graph which community it belongs to."""

from dataclasses import replace

import numpy as np

from core.datasets.graph_data import GraphData
from core.datasets.readers.node_attributes import MISSING, with_communities
from core.datasets.readers.result import Upload
from core.datasets.readers.table import Table, inspect_table
from core.errors import LimitError, UploadError

_NODE_WORDS = ("id", "node", "nodeid", "name", "vertex", "label")
ATTRIBUTE = "node table"


def label_nodes(upload: Upload, data: bytes, filename: str) -> Upload:
    """The graph with the communities of a CSV or TSV table, one row per node.

    The node's column is the one whose values name most nodes of the graph; the community is the
    last other column. Nodes without a row are called "(none)".

    Raises UploadError when no column names nodes of the graph, or a node has two communities.
    """
    graph = upload.dataset
    if not isinstance(graph, GraphData):
        raise UploadError("Only the nodes of a graph can be labelled by a table of nodes.")
    try:
        table = inspect_table(data, filename)
    except LimitError as error:
        raise UploadError(str(error)) from error
    node_column = _node_column(table, graph)
    others = [column for column in table.columns if column != node_column]
    if not others:
        raise UploadError(f"{table.name} has one column; it needs a node and a community.")
    found: dict[str, str] = {}
    for node, label in zip(table.frame[node_column], table.frame[others[-1]], strict=True):
        node, label = str(node).strip(), str(label).strip()
        if label and found.setdefault(node, label) != label:
            raise UploadError(
                f"{table.name} gives the node {node[:40]!r} two communities, {found[node][:40]!r} "
                f"and {label[:40]!r}; keep one."
            )
    labels = np.array([found.get(str(node), MISSING) for node in graph.node_ids], dtype=str)
    notices = (*upload.notices, f"Communities come from column '{others[-1][:40]}'.")
    missing = int((labels == MISSING).sum())
    if missing:
        notices += (
            f"{missing:,} of {graph.n_nodes:,} nodes have no row; they are called {MISSING}.",
        )
    known = {**upload.node_attributes, ATTRIBUTE: labels}
    return with_communities(replace(upload, notices=notices, node_attributes=known), ATTRIBUTE)


def _node_column(table: Table, graph: GraphData) -> str:
    nodes = set(graph.node_ids.tolist())
    hits = {
        column: sum(str(cell).strip() in nodes for cell in table.frame[column])
        for column in table.columns
    }
    named = [c for c in table.columns if c.lower().replace("_", "").strip() in _NODE_WORDS]
    best = max(hits, key=lambda column: (hits[column], column in named))
    if not hits[best]:
        example = str(graph.node_ids[0])[:40]
        raise UploadError(
            f"{table.name} names no node of the graph in any of its columns; nodes are called, for "
            f"instance, {example!r}."
        )
    return best
