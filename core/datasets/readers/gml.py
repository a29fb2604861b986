"""GML files."""

import re

import networkx as nx

from core.datasets.file_content import shown_name
from core.datasets.readers.edge_table import graph_from_edges
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import graph_text, only_graphs
from core.datasets.readers.networkx_graphs import DAMAGED, edges_of, refuse_damaged
from core.datasets.readers.result import Upload
from core.errors import UploadError
from core.limits import check_limit

_START = re.compile(
    rb"\A(\xef\xbb\xbf)?(\s*#[^\n]*\n|\s*(Creator|Version|comment)\b[^\n]*\n)*\s*graph\s*\[", re.I
)
_QUOTED = re.compile(r'"[^"]*"')
_COMMENT = re.compile(r"^[ \t]*#.*$", re.M)


def read_gml(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """Nodes by label, or by id where labels are missing or repeated."""
    name = shown_name(filename)
    only_graphs(kind, name, "GML")
    text, notices = graph_text(data, filename)
    _check_form(text, name)
    graph, more = _parse(text, name)
    edges, further = edges_of(graph, name)
    return graph_from_edges(edges, name, notices + more + further)


def _parse(text: str, name: str) -> tuple[nx.Graph, tuple[str, ...]]:
    """By label; a file that forgot to say "multigraph 1" is read as one."""
    attempts: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("label", text, ()),
        ("id", text, ("Labels are missing or repeated, so nodes are named by their id.",)),
    )
    last: Exception | None = None
    for label, content, notices in attempts:
        for marked in (content, re.sub(r"graph\s*\[", "graph [ multigraph 1", content, count=1)):
            try:
                return nx.parse_gml(marked, label=label), notices
            except DAMAGED as error:
                last = error
                if "is duplicated" not in str(error) or "edge" not in str(error):
                    break
    raise refuse_damaged(name, "GML", last or ValueError("no graph"))


def _check_form(text: str, name: str) -> None:
    """Quotation marks and brackets must close, and not nest deeper than a graph does."""
    text = _COMMENT.sub("", text)
    if text.count('"') % 2:
        lines = text.splitlines()
        number = next(i for i, line in enumerate(lines, start=1) if line.count('"') % 2)
        raise UploadError(
            f"{name} has a quotation mark in line {number:,} that is never closed; close or "
            "remove it."
        )
    bare = _QUOTED.sub("", text)
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]]", bare):
        depth += 1 if bracket == "[" else -1
        deepest = max(deepest, depth)
    check_limit("graph_nesting", deepest, what=f"The file {name}")
    if depth:
        raise UploadError(
            f"{name} breaks off or is damaged: {abs(depth):,} brackets are not "
            f"{'closed' if depth > 0 else 'opened'}. Save it again."
        )
    check_limit("graph_nodes", len(re.findall(r"\bnode\s*\[", bare)), what=f"The graph {name}")
    check_limit("graph_edges", len(re.findall(r"\bedge\s*\[", bare)), what=f"The graph {name}")


ROWS = (
    Format(
        name="GML",
        title="GML",
        suffixes=(".gml",),
        recognises=lambda data, content: bool(_START.match(data[:20_000])),
        holds={"graph": ""},
        read=read_gml,
        no_template="Programs write it; to fill one in by hand, take the list of edges.",
    ),
)
