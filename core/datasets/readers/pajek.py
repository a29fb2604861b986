"""Pajek network files.

networkx's reader drops a weight that it cannot read and merges vertices of the same label without
a word, so the format is read here.
"""

import re
from dataclasses import dataclass, field

import numpy as np

from core.datasets.file_content import shown_name
from core.datasets.readers.edge_table import EdgeTable, graph_from_edges, parse_weight
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import graph_text, only_graphs
from core.datasets.readers.result import Upload
from core.errors import UploadError
from core.limits import check_limit

_START = re.compile(rb"\A(\xef\xbb\xbf)?(\s*%[^\n]*\n)*\s*\*(network|vertices)\b", re.I)
_WORD = re.compile(r'"[^"]*"|\S+')


@dataclass
class _Network:
    """What was read so far."""

    name: str
    labels: list[str] = field(default_factory=list)
    ends: list[tuple[int, int]] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    directed: bool = False
    matrix_rows: int = 0
    partitions: dict[str, list] = field(default_factory=dict)
    beside: str = ""  # the partition or vector that is read, whose *Vertices are no network's


def read_pajek(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """Sections *Vertices, *Edges, *Arcs, *Edgeslist, *Arcslist, *Matrix of one network, *Partition.

    A partition gives every vertex a value: an attribute of the nodes.
    """
    name = shown_name(filename)
    only_graphs(kind, name, "Pajek")
    text, notices = graph_text(data, filename)
    network, section = _Network(name), ""
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("%"):
            continue
        if stripped.startswith("*"):
            section = _begin_section(network, stripped, number)
        else:
            _read_line(network, section, _words(stripped, name, number), number)
        if len(network.weights) % 100_000 == 99_999:
            check_limit("graph_edges", len(network.weights), what=f"The graph {name}")
    if not network.labels:
        raise UploadError(f"{name} names no vertices; a Pajek file starts with *Vertices n.")
    ends = np.array(network.ends, dtype=np.int64).reshape(-1, 2)
    edges = EdgeTable(
        network.labels,
        ends[:, 0],
        ends[:, 1],
        np.array(network.weights, dtype=np.float64),
        network.directed,
        {
            title: values
            for title, values in network.partitions.items()
            if len(values) == len(network.labels)
        },
    )
    return graph_from_edges(edges, name, notices)


def _begin_section(network: _Network, line: str, number: int) -> str:
    words = line[1:].lower().split()
    section = words[0] if words else ""
    if section == "vertices":
        if network.beside:
            return network.beside
        if network.labels:
            raise UploadError(f"{network.name} holds several networks; upload one at a time.")
        counts = [word for word in words[1:] if word.isdecimal()]
        if not counts:
            raise UploadError(f"{network.name}: line {number:,} must say *Vertices and how many.")
        check_limit("graph_nodes", int(counts[0]), what=f"The graph {network.name}")
        network.labels = [str(i + 1) for i in range(int(counts[0]))]
    elif section in ("arcs", "arcslist", "matrix"):
        network.directed = True
    elif section == "partition":
        title = " ".join(words[1:]).strip('"').removesuffix(".clu")
        network.beside = section
        first = not network.partitions
        network.partitions[section if first or not title else f"{section} {title}"] = []
    elif section not in ("edges", "edgeslist", "network"):
        network.beside = "ignored"
        return "ignored"  # vectors, events
    else:
        network.beside = ""
    return section


def _read_line(network: _Network, section: str, words: list[str], number: int) -> None:
    if section == "vertices":
        if len(words) > 1:
            network.labels[_vertex(network, words[0], number)] = words[1]
    elif section in ("edges", "arcs"):
        if len(words) < 2:
            raise UploadError(f"{network.name}: line {number:,} names one vertex; an edge has two.")
        ends = (_vertex(network, words[0], number), _vertex(network, words[1], number))
        described = f"in line {number:,}"
        weight = parse_weight(words[2], described, network.name) if len(words) > 2 else 1.0
        network.ends.append(ends)
        network.weights.append(weight)
    elif section in ("edgeslist", "arcslist"):
        first, *others = (_vertex(network, word, number) for word in words)
        network.ends += [(first, other) for other in others]
        network.weights += [1.0] * len(others)
    elif section == "matrix":
        _read_matrix_row(network, words, number)
    elif section == "partition":
        network.partitions[next(reversed(network.partitions))] += words


def _read_matrix_row(network: _Network, words: list[str], number: int) -> None:
    n, row = len(network.labels), network.matrix_rows
    if len(words) != n or row >= n:
        raise UploadError(
            f"{network.name}: line {number:,} has {len(words):,} entries; the matrix has {n:,} "
            "rows and columns."
        )
    for column, word in enumerate(words):
        weight = parse_weight(word, f"in line {number:,}", network.name)
        if weight != 0:
            network.ends.append((row, column))
            network.weights.append(weight)
    network.matrix_rows += 1


def _vertex(network: _Network, word: str, number: int) -> int:
    n = len(network.labels)
    if not word.isdecimal() or not 1 <= int(word[:12]) <= n:
        raise UploadError(
            f"{network.name}: line {number:,} names the vertex {word[:40]!r}; vertices are "
            f"numbered from 1 to {n:,}."
        )
    return int(word) - 1


def _words(line: str, name: str, number: int) -> list[str]:
    if line.count('"') % 2:
        raise UploadError(
            f"{name}: a quotation mark opened in line {number:,} is never closed; close or remove "
            "it."
        )
    return [word.strip('"') for word in _WORD.findall(line)]


ROWS = (
    Format(
        name="Pajek",
        title="Pajek",
        suffixes=(".net",),
        recognises=lambda data, content: bool(_START.match(data[:20_000])),
        holds={"graph": ""},
        read=read_pajek,
        no_template="Programs write it; to fill one in by hand, take the list of edges.",
    ),
)
