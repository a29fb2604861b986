"""The plain texts that networkx writes: edges with their attributes, and lists of neighbours.

- ``write_edgelist``: ``a b {'weight': 2}``, a dictionary at the end of each line;
- ``write_adjlist``: a node, then its neighbours in the same line;
- ``write_multiline_adjlist``: a node and a count, then so many lines of neighbours.

The last two begin with a comment that holds the time, by which they are known.
"""

import ast
import re

import numpy as np

from core.datasets.file_content import shown_name
from core.datasets.readers.edge_table import EdgeTable, graph_from_edges, parse_weight
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import graph_text, only_graphs
from core.datasets.readers.networkx_graphs import WEIGHTS
from core.datasets.readers.result import Upload
from core.errors import UploadError
from core.limits import check_limit

_HEAD = re.compile(rb"(\xef\xbb\xbf)?#[^\n]*\n# GMT [^\n]*\n#")
_OPENED = (" {", "\t{", ",{")  # where attributes begin
_LONGEST = 10_000  # characters of a dictionary

Edge = tuple[str, str, dict]


def read_networkx_lines(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """Nodes in order of appearance; ``weight`` or ``value`` of an edge is its weight."""
    name = shown_name(filename)
    only_graphs(kind, name, "networkx list")
    text, notices = graph_text(data, filename)
    lines = [line for line in text.splitlines() if line.strip() and line.lstrip()[0] != "#"]
    check_limit("graph_edges", len(lines), what=f"The graph {name}")
    if _HEAD.match(data):
        listed, nodes = _of_counted(lines, name) or _of_rows(lines, name)
    else:
        listed, nodes = [_edge(line, number, name) for number, line in enumerate(lines, 1)], []
    place: dict[str, int] = {}
    for end in (*nodes, *(end for edge in listed for end in edge[:2])):
        place.setdefault(end, len(place))
    key = next((key for key in WEIGHTS if any(key in edge[2] for edge in listed)), "")
    weight = np.array(
        [
            parse_weight(edge[2].get(key, 1.0), f"{edge[0][:40]!r} – {edge[1][:40]!r}", name)
            for edge in listed
        ],
        dtype=np.float64,
    )
    ends = np.array([(place[a], place[b]) for a, b, _ in listed], dtype=np.int64).reshape(-1, 2)
    return graph_from_edges(EdgeTable(list(place), ends[:, 0], ends[:, 1], weight), name, notices)


def _is_edge(data: bytes) -> bool:
    """Whether the first line names two nodes and ends in {} or in a dictionary as Python writes it.

    >>> _is_edge(b"a b {'weight': 2}"), _is_edge(b'espresense/hall {"rssi": -61}')
    (True, False)
    """
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and line[0] != "#"), "")
    names, opened, rest = first.partition("{")
    ends = rest.startswith(("}", "'")) and first.endswith("}") and names[-1:] in (" ", "\t", ",")
    return bool(opened and ends) and len(_pieces(names)) == 2


def _edge(line: str, number: int, name: str) -> Edge:
    """The two nodes of a line and what stands in its dictionary."""
    names, data = _parted(line, f"edge {number:,}", name)
    if len(names) != 2:
        raise UploadError(
            f"{name}: edge {number:,} names {len(names)} nodes before its attributes; an edge has "
            "two. Names with blanks need a tab or a comma between them."
        )
    return names[0], names[1], data


def _of_rows(lines: list[str], name: str) -> tuple[list[Edge], list[str]]:
    """Edges and nodes where each line is a node and its neighbours."""
    if any(line.rstrip().endswith("}") and mark in line for line in lines for mark in _OPENED):
        raise UploadError(
            f"{name} counts the neighbours of each node, and not all of them are there; write the "
            "graph again, or as GraphML."
        )
    rows = [_pieces(line) for line in lines]
    edges: list[Edge] = [(row[0], other, {}) for row in rows for other in row[1:]]
    check_limit("graph_edges", len(edges), what=f"The graph {name}")
    return edges, [row[0] for row in rows]


def _of_counted(lines: list[str], name: str) -> tuple[list[Edge], list[str]] | None:
    """The same where a count follows each node, and its neighbours stand below; None if not so."""
    edges: list[Edge] = []
    heads: list[str] = []
    left = 0
    for line in lines:
        if left:
            names, data = _parted(line, f"the neighbour of {heads[-1][:40]!r}", name)
            if len(names) != 1:
                return None
            edges.append((heads[-1], names[0], data))
            left -= 1
            continue
        head = _pieces(line)
        if len(head) != 2 or not (head[1].isascii() and head[1].isdigit()):
            return None
        heads.append(head[0])
        left = min(int(head[1][:12]), len(lines))
    of_all = left == 0 and {edge[1] for edge in edges} <= set(heads)
    return (edges, heads) if of_all else None


def _parted(line: str, described: str, name: str) -> tuple[list[str], dict]:
    """The names at the beginning of a line, and the dictionary at its end."""
    names, opened, rest = line.partition("{")
    if not opened:
        return _pieces(line), {}
    if rest.strip() == "}":
        return _pieces(names), {}
    try:
        data = ast.literal_eval(opened + rest.strip()) if len(rest) <= _LONGEST else None
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise UploadError(
            f"{name}: {described} ends in {(opened + rest.strip())[:40]!r}, which is no dictionary "
            "of attributes; write the graph again, or as GraphML."
        )
    return _pieces(names), data


def _pieces(text: str) -> list[str]:
    separator = next((mark for mark in ("\t", ",") if mark in text.strip()), None)
    return [piece.strip() for piece in text.split(separator) if piece.strip()]


ROWS = (
    Format(
        name="networkx lists",
        title="networkx edge and adjacency lists",
        suffixes=(".edgelist", ".adjlist"),
        recognises=lambda data, content: (
            content == "text" and (bool(_HEAD.match(data)) or _is_edge(data[:_LONGEST]))
        ),
        holds={"graph": ""},
        read=read_networkx_lines,
        no_template="networkx writes it; to fill one in by hand, take the list of edges.",
    ),
)
