"""Graphs as text that the readers, and other programs, read back."""

import io
from collections.abc import Mapping

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from core.datasets.graph_data import GraphData
from core.spreadsheet_text import escape_formula


def write_graphml(graph: GraphData, partitions: Mapping[str, NDArray] | None = None) -> bytes:
    """GraphML with weights, the communities, and each partition (n,) as a node attribute.

    >>> text = write_graphml(GraphData(np.array([[0, 1], [1, 0]]), ["a", "b"]))
    >>> b'<edge source="a" target="b">' in text
    True
    """
    out = nx.Graph()
    columns: dict[str, NDArray] = {}
    if graph.communities is not None:
        columns["community"] = graph.communities
    columns |= {name: np.asarray(labels).astype(str) for name, labels in (partitions or {}).items()}
    ids = graph.node_ids.tolist()
    for index, node in enumerate(ids):
        out.add_node(node, **{name: str(values[index]) for name, values in columns.items()})
    upper = sparse.triu(graph.adjacency).tocoo()
    rows, targets = upper.coords
    out.add_weighted_edges_from(
        (ids[i], ids[j], float(w)) for i, j, w in zip(rows, targets, upper.data, strict=True)
    )
    buffer = io.BytesIO()
    nx.write_graphml_xml(out, buffer)
    return buffer.getvalue()


def write_edges(graph: GraphData) -> str:
    """CSV with source, target and weight, one row per edge."""
    return edges_frame(graph).to_csv(index=False)


def edges_frame(graph: GraphData) -> pd.DataFrame:
    """What :func:`write_edges` writes, as a table."""
    upper = sparse.triu(graph.adjacency).tocoo()
    rows, targets = upper.coords
    names = np.array([escape_formula(str(node)) for node in graph.node_ids])
    return pd.DataFrame({"source": names[rows], "target": names[targets], "weight": upper.data})
