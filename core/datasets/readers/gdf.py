"""GDF files of GUESS, which Gephi reads and writes: a table of nodes, then a table of edges."""

import csv

import numpy as np

from core.datasets.file_content import shown_name
from core.datasets.readers.edge_table import EdgeTable, graph_from_edges, parse_weight
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import graph_text, only_graphs
from core.datasets.readers.node_attributes import attribute_columns
from core.datasets.readers.result import Upload
from core.errors import UploadError
from core.limits import check_limit

_NODES, _EDGES = "nodedef>", "edgedef>"
_DRAWN = ("x", "y", "color", "width", "height", "style", "visible", "fixed", "labelvisible")


def read_gdf(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """Nodes with their attributes, called by their label where each has one of its own; edges."""
    name = shown_name(filename)
    only_graphs(kind, name, "GDF")
    text, notices = graph_text(data, filename)
    nodes, edges = _tables(text, name)
    keys = [node["name"] for node in nodes]
    labels = [node.get("label", "") for node in nodes]
    named = all(labels) and len(set(labels)) == len(labels)
    place = {key: row for row, key in enumerate(keys)}
    ends = np.empty((len(edges), 2), dtype=np.int64)
    weight = np.ones(len(edges))
    for row, edge in enumerate(edges):
        for side in (0, 1):
            key = edge[f"node{side + 1}"]
            if key not in place:
                raise UploadError(
                    f"{name}: edge {row + 1:,} names the unknown node {key[:40]!r}; add it to the "
                    "table of nodes."
                )
            ends[row, side] = place[key]
        if edge.get("weight"):
            weight[row] = parse_weight(edge["weight"], f"number {row + 1:,}", name)
    found = EdgeTable(
        labels if named else keys,
        ends[:, 0],
        ends[:, 1],
        weight,
        any(edge.get("directed", "").lower() == "true" for edge in edges),
        attribute_columns(nodes, name, ("name", "label", *_DRAWN)),
    )
    return graph_from_edges(found, name, notices)


def _tables(text: str, name: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows of the table of nodes and of that of edges, cells by the names of their columns."""
    tables: dict[str, list[dict[str, str]]] = {_NODES: [], _EDGES: []}
    columns: list[str] = []
    current = ""
    for number, row in enumerate(csv.reader(text.splitlines(), skipinitialspace=True), start=1):
        cells = [cell.strip().strip("'") for cell in row]
        start = next((mark for mark in tables if row and row[0].lower().startswith(mark)), "")
        if start:
            current = start
            cells[0] = cells[0][len(start) :]
            columns = [(cell.split() or [""])[0].lower() for cell in cells]
            needed = ("name",) if start == _NODES else ("node1", "node2")
            if not set(needed) <= set(columns):
                raise UploadError(f"{name}: line {number:,} must name {' and '.join(needed)}.")
        elif any(cells):
            if len(cells) < (1 if current == _NODES else 2):
                raise UploadError(f"{name}: line {number:,} names one node; an edge has two.")
            tables[current].append(dict(zip(columns, cells, strict=False)))
            if number % 100_000 == 0:
                check_limit("graph_edges", len(tables[_EDGES]), what=f"The graph {name}")
                check_limit("graph_nodes", len(tables[_NODES]), what=f"The graph {name}")
    for edge in tables[_EDGES]:
        if not {"node1", "node2"} <= edge.keys():
            raise UploadError(f"{name}: an edge names one node; it needs two.")
    for node in tables[_NODES]:
        node.setdefault("name", "")
    return tables[_NODES], tables[_EDGES]


ROWS = (
    Format(
        name="GDF",
        title="GDF",
        suffixes=(".gdf",),
        recognises=lambda data, content: (
            data[:20].lower().removeprefix(b"\xef\xbb\xbf").startswith(_NODES.encode())
        ),
        holds={"graph": ""},
        read=read_gdf,
        no_template="Programs write it; to fill one in by hand, take the list of edges.",
    ),
)
