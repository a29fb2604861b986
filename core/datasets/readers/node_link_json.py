"""JSON in the node-link form of networkx, D3, sigma and graphology.

{"nodes": [...], "links" or "edges": [...]}, or networkx's "adjacency"; attributes stand in the
objects or in "attributes".
"""

from typing import Any

import numpy as np

from core.datasets.file_content import shown_name
from core.datasets.readers.edge_table import EdgeTable, graph_from_edges, parse_weight
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import graph_text, only_graphs
from core.datasets.readers.json_text import json_form, parse_json
from core.datasets.readers.node_attributes import attribute_columns
from core.datasets.readers.result import Upload
from core.errors import UploadError
from core.limits import check_limit

_NODE_NAMES = ("id", "name", "label", "key")
_WEIGHTS = ("weight", "value")


def read_node_link(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """Nodes by id (or name); links name nodes, or count them from 0 where nodes have no id."""
    name = shown_name(filename)
    only_graphs(kind, name, "JSON")
    text, notices = graph_text(data, filename)
    content = parse_json(text, name)
    if not isinstance(content, dict):
        raise UploadError(
            f'{name} is a JSON list; a graph is an object {{"nodes": […], "links": […]}}.'
        )
    nodes, links = _lists(content, name)
    return graph_of_objects(nodes, links, name, notices, directed=_is_directed(content, links))


def graph_of_objects(
    nodes: list[dict],
    links: list[dict],
    name: str,
    notices: tuple[str, ...] = (),
    *,
    directed: bool = False,
) -> Upload:
    """The graph of node and link objects, whatever they were nested in."""
    check_limit("graph_nodes", len(nodes), what=f"The graph {name}")
    check_limit("graph_edges", len(links), what=f"The graph {name}")
    keys = [k for k in _NODE_NAMES if nodes and all(k in node for node in nodes)]
    # a name that several nodes share is none, where another tells them apart
    own = (k for k in keys if len({str(node[k]) for node in nodes}) == len(nodes))
    key = keys[0] if "id" in keys else next(own, keys[0] if keys else None)
    ids = [str(i if key is None else node[key]) for i, node in enumerate(nodes)]
    position = {node: index for index, node in enumerate(ids)}
    if key != "id" and "key" in keys:  # graphology: links name the keys, whatever labels there are
        position |= {str(node["key"]): index for index, node in enumerate(nodes)}
    elif key != "id":  # D3's first form: links count the nodes
        position = {str(index): index for index in range(len(ids))} | position
    ends = np.empty((len(links), 2), dtype=np.int64)
    weight = np.ones(len(links))
    weight_key = next((k for k in _WEIGHTS if any(k in link for link in links)), None)
    for row, link in enumerate(links):
        described = f"number {row + 1:,}"
        ends[row] = [_end(link, side, position, described, name) for side in ("source", "target")]
        if weight_key is not None and weight_key in link:
            weight[row] = parse_weight(link[weight_key], described, name)
    if weight_key == "value":
        notices += ("The links' attribute 'value' was taken as their weight.",)
    edges = EdgeTable(
        ids,
        ends[:, 0],
        ends[:, 1],
        weight,
        directed,
        attribute_columns(nodes, name, () if key is None else (key,)),
    )
    return graph_from_edges(edges, name, notices)


def _lists(content: dict[str, Any], name: str) -> tuple[list[dict], list[dict]]:
    if "nodes" in content and "links" not in content and "edges" not in content:
        content = _with_links(content)
    links_key = next((key for key in ("links", "edges") if key in content), None)
    if "nodes" not in content or links_key is None:
        found = ", ".join(repr(key[:40]) for key in list(content)[:10]) or "none"
        raise UploadError(
            f"{name} needs the keys 'nodes' and 'links' (or 'edges'); it has {found}."
        )
    nodes, links = content["nodes"], content[links_key]
    for key, items in (("nodes", nodes), (links_key, links)):
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise UploadError(f"{name}: '{key}' must be a list of objects.")
    return _flat(nodes), _flat(links)


def _with_links(content: dict[str, Any]) -> dict[str, Any]:
    """networkx's adjacency_data: for each node a list of its neighbours, with their attributes."""
    nodes, rows = content["nodes"], content.get("adjacency")
    if not isinstance(nodes, list) or not isinstance(rows, list) or len(rows) != len(nodes):
        return content
    if not all(isinstance(row, list) for row in rows):
        return content
    numbers = range(len(nodes))
    # an edge that has no direction stands with both of its nodes
    both = content.get("directed") is not True
    keys = [node.get("id") if isinstance(node, dict) else None for node in nodes]
    place = {str(key): number for number, key in zip(numbers, keys, strict=True)}
    links = []
    for number, key in zip(numbers, keys, strict=True):
        for other in rows[number]:
            if not isinstance(other, dict) or "id" not in other:
                return content
            if both and place.get(str(other["id"]), number) < number:
                continue
            links.append(other | {"source": key, "target": other["id"]})
    return content | {"links": links}


def _flat(items: list[dict]) -> list[dict]:
    """Objects whose attributes, as graphology writes them, stand in an object of their own."""
    return [
        item | item["attributes"] if isinstance(item.get("attributes"), dict) else item
        for item in items
    ]


def _is_directed(content: dict[str, Any], links: list[dict]) -> bool:
    """Whether the file says so: networkx by a word, graphology by its options or link by link."""
    options = content.get("options")
    kind = options.get("type") if isinstance(options, dict) else None
    if kind == "mixed":
        return any(link.get("undirected") is not True for link in links)
    return content.get("directed") is True or kind == "directed"


def _end(link: dict, side: str, position: dict[str, int], described: str, name: str) -> int:
    if side not in link:
        raise UploadError(f"{name}: the link {described} has no {side}.")
    end = link[side]
    node = str(end["id"]) if isinstance(end, dict) and "id" in end else str(end)
    if node not in position:
        raise UploadError(f"{name}: the link {described} names the unknown node {node[:40]!r}.")
    return position[node]


ROWS = (
    Format(
        name="JSON",
        title="JSON (node-link, graphology, sigma)",
        suffixes=(".json",),
        recognises=lambda data, content: json_form(data, content) == "graph",
        holds={"graph": ""},
        read=read_node_link,
        no_template="Programs write it; to fill one in by hand, take the list of edges.",
    ),
)
