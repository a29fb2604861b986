"""JSON in the node-link form of networkx and D3: {"nodes": [...], "links" or "edges": [...]}."""

import json
from typing import Any, NoReturn

import numpy as np

from core.datasets.file_content import shown_name
from core.datasets.readers.edge_table import EdgeTable, graph_from_edges, parse_weight
from core.datasets.readers.find_json import holds_scans
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import graph_text, only_graphs
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
    content = _parse(text, name)
    nodes, links = _lists(content, name)
    check_limit("graph_nodes", len(nodes), what=f"The graph {name}")
    check_limit("graph_edges", len(links), what=f"The graph {name}")
    key = next((k for k in _NODE_NAMES if nodes and all(k in node for node in nodes)), None)
    ids = [str(i if key is None else node[key]) for i, node in enumerate(nodes)]
    position = {node: index for index, node in enumerate(ids)}
    if key != "id":  # D3's first form: links count the nodes
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
        content.get("directed") is True,
        _attributes(nodes, key),
    )
    return graph_from_edges(edges, name, notices)


def _parse(text: str, name: str) -> dict[str, Any]:
    def refuse(word: str) -> NoReturn:
        raise UploadError(f"{name} holds the number {word}, which JSON does not have; replace it.")

    def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise UploadError(f"{name} gives the key {twice[:40]!r} twice in one object.")
        return found

    try:
        content = json.loads(
            text.removeprefix("\ufeff"), parse_constant=refuse, object_pairs_hook=without_repetition
        )
    except RecursionError:
        check_limit("graph_nesting", _depth(text), what=f"The file {name}")
        raise
    except ValueError as error:
        raise UploadError(f"{name} is not valid JSON ({error}); save the graph again.") from None
    if not isinstance(content, dict):
        raise UploadError(
            f'{name} is a JSON list; a graph is an object {{"nodes": […], "links": […]}}.'
        )
    return content


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character in "[{") - (character in "]}")
        deepest = max(deepest, depth)
    return deepest


def _lists(content: dict[str, Any], name: str) -> tuple[list[dict], list[dict]]:
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
    return nodes, links


def _end(link: dict, side: str, position: dict[str, int], described: str, name: str) -> int:
    if side not in link:
        raise UploadError(f"{name}: the link {described} has no {side}.")
    end = link[side]
    node = str(end["id"]) if isinstance(end, dict) and "id" in end else str(end)
    if node not in position:
        raise UploadError(f"{name}: the link {described} names the unknown node {node[:40]!r}.")
    return position[node]


def _attributes(nodes: list[dict], name_key: str | None) -> dict[str, list]:
    found: dict[str, list] = {}
    for index, node in enumerate(nodes):
        for key, value in node.items():
            if key != name_key and isinstance(value, (str, int, float, bool)):
                found.setdefault(key, [None] * len(nodes))[index] = value
    return {key: values for key, values in found.items() if len(set(values)) < len(nodes)}


def _is_json(data: bytes, content: str) -> bool:
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    begins = head.startswith(b"{") or head[:2].strip() in (b"[", b"[{", b"[[")
    return content == "text" and begins and not holds_scans(data)


ROWS = (
    Format(
        name="JSON",
        title="JSON (node-link)",
        suffixes=(".json",),
        recognises=_is_json,
        holds={"graph": ""},
        read=read_node_link,
        no_template="Programs write it; to fill one in by hand, take the list of edges.",
    ),
)
