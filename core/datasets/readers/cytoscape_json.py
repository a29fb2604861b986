"""Cytoscape's JSON: node and edge objects under "elements", each with its values under "data"."""

from typing import Any

from core.datasets.file_content import shown_name
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import graph_text, only_graphs
from core.datasets.readers.json_text import json_form, parse_json
from core.datasets.readers.node_link_json import graph_of_objects
from core.datasets.readers.result import Upload
from core.errors import UploadError

_NAMES = ("name", "label")
_NOT_ATTRIBUTES = ("SUID", "shared_name", "selected", "id_original", *_NAMES)


def read_cytoscape(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """Nodes by name where each has one of its own, else by id; weights as in other JSON."""
    name = shown_name(filename)
    only_graphs(kind, name, "Cytoscape JSON")
    text, notices = graph_text(data, filename)
    nodes, edges = _elements(parse_json(text, name), name)
    for described, items, keys in (("node", nodes, ("id",)), ("edge", edges, ("source", "target"))):
        for number, item in enumerate(items, start=1):
            missing = [key for key in keys if key not in item]
            if missing:
                raise UploadError(f"{name}: the {described} number {number:,} has no {missing[0]}.")
    ids = [str(node["id"]) for node in nodes]
    called, more = _called(nodes, ids)
    links = [
        edge | {end: called.get(str(edge[end]), edge[end]) for end in ("source", "target")}
        for edge in edges
    ]
    flat = [
        {key: value for key, value in node.items() if key not in _NOT_ATTRIBUTES}
        | {"id": called.get(node_id, node_id)}
        for node, node_id in zip(nodes, ids, strict=True)
    ]
    return graph_of_objects(flat, links, name, notices + more)


def _elements(content: Any, name: str) -> tuple[list[dict], list[dict]]:
    """The values of the nodes and of the edges, of either form of the format."""
    elements = content.get("elements") if isinstance(content, dict) else content
    if isinstance(elements, dict):
        nodes, edges = elements.get("nodes", []), elements.get("edges", [])
    else:
        listed = elements if isinstance(elements, list) else []
        sides: tuple[list, list] = ([], [])
        for element in listed:
            values = element.get("data") if isinstance(element, dict) else None
            is_edge = isinstance(values, dict) and "source" in values
            sides[is_edge].append(element)
        nodes, edges = sides
    for items in (nodes, edges):
        if not isinstance(items, list) or not all(
            isinstance(item, dict) and isinstance(item.get("data"), dict) for item in items
        ):
            raise UploadError(
                f'{name}: nodes and edges must be lists of objects with "data"; export the '
                "network from Cytoscape again."
            )
    return [node["data"] for node in nodes], [edge["data"] for edge in edges]


def _called(nodes: list[dict], ids: list[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Id → name, where every node has a name of its own."""
    for key in _NAMES:
        names = [str(node.get(key) or "").strip() for node in nodes]
        if names and "" not in names and len(set(names)) == len(names):
            if names == ids:
                return {}, ()
            return dict(zip(ids, names, strict=True)), (f"Nodes are named by their {key}.",)
    return {}, ()


ROWS = (
    Format(
        name="Cytoscape JSON",
        title="Cytoscape JSON",
        suffixes=(".cyjs",),
        recognises=lambda data, content: json_form(data, content) == "cytoscape",
        holds={"graph": ""},
        read=read_cytoscape,
        no_template="Programs write it; to fill one in by hand, take the list of edges.",
    ),
)
