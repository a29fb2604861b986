"""graph6 and sparse6: a graph as one line of printable characters, six bits each."""

import numpy as np
from numpy.typing import NDArray

from core.datasets.file_content import shown_name
from core.datasets.readers.edge_table import EdgeTable, graph_from_edges
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import only_graphs
from core.datasets.readers.result import Upload
from core.datasets.readers.template import Template
from core.errors import UploadError
from core.limits import check_limit

_HEADERS = (b">>graph6<<", b">>sparse6<<")
_LOWEST, _HIGHEST = 63, 126


def read_graph6(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """One graph; its nodes are numbered from 0. Repeated edges and loops (sparse6) by the rules.

    The number of nodes is compared with the file's length before anything is made of it.
    """
    name = shown_name(filename)
    only_graphs(kind, name, "graph6 or sparse6")
    check_limit("graph_text_bytes", len(data), what=f"The file {name}")
    lines = _lines(data)
    if len(lines) != 1:
        raise UploadError(f"{name} holds {len(lines):,} graphs; upload one at a time.")
    line = lines[0]
    is_sparse = line.startswith(b":")
    values = np.frombuffer(line[is_sparse:], dtype=np.uint8)
    if not len(values) or values.min() < _LOWEST or values.max() > _HIGHEST:
        raise UploadError(
            f"{name} is a damaged graph6 or sparse6 line: its characters lie between ? and ~. "
            "Save it again."
        )
    n, bits = _size_and_bits(values - _LOWEST, name)
    check_limit("graph_nodes", n, what=f"The graph {name}")
    source, target = (_sparse6 if is_sparse else _graph6)(n, bits, name)
    ids = np.arange(n).astype(str).tolist()
    return graph_from_edges(EdgeTable(ids, source, target, np.ones(len(source))), name)


def _lines(data: bytes) -> list[bytes]:
    for header in _HEADERS:
        data = data.removeprefix(header)
    return [line.strip() for line in data.split(b"\n") if line.strip()]


def _size_and_bits(values: NDArray[np.uint8], name: str) -> tuple[int, NDArray[np.uint8]]:
    """The number of nodes, from the first, three, or six characters, and the bits that follow."""
    n_first = 1 if values[0] < 63 else 4 if len(values) < 2 or values[1] < 63 else 8
    digits = values[n_first // 4 : n_first].astype(np.int64)
    if len(values) < n_first:
        raise UploadError(f"{name} breaks off within its number of nodes; save it again.")
    n = int(sum(int(digit) << 6 * i for i, digit in enumerate(digits[::-1])))
    bits = np.unpackbits(values[n_first:, None], axis=1)[:, 2:].ravel()
    return n, bits


def _graph6(n: int, bits: NDArray, name: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The upper triangle, column by column."""
    needed = n * (n - 1) // 2
    if len(bits) != -(-needed // 6) * 6:
        raise UploadError(
            f"{name} says that it has {n:,} nodes, which need {-(-needed // 6):,} characters; "
            f"{len(bits) // 6:,} are there. Save it again."
        )
    places = np.flatnonzero(bits[:needed]).astype(np.int64)
    check_limit("graph_edges", len(places), what=f"The graph {name}")
    # Column j begins at bit j (j − 1) / 2.
    begins = np.arange(n + 1, dtype=np.int64)
    begins = begins * (begins - 1) // 2
    column = np.searchsorted(begins, places, side="right") - 1
    return places - begins[column], column


def _sparse6(n: int, bits: NDArray, name: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of a bit b and a number x: v grows by b; x ≤ v is an edge, another x the new v."""
    width = max(1, (n - 1).bit_length())
    count = len(bits) // (width + 1)
    check_limit("graph_edges", count, what=f"The graph {name}")
    groups = bits[: count * (width + 1)].reshape(count, width + 1).astype(np.int64)
    steps, x = np.cumsum(groups[:, 0]), groups[:, 1:] @ (1 << np.arange(width)[::-1])
    # v after each pair is the larger of v before it plus b, and x: a running maximum of x less the
    # steps so far, which starts at v = 0.
    highest = np.maximum(np.maximum.accumulate(np.append(0, x - steps)), 0)
    before = highest[:-1] + steps
    over = (x >= n) | (before >= n)  # what fills the last character
    end = int(over.argmax()) if over.any() else count
    edge = (x <= before)[:end]
    return x[:end][edge], before[:end][edge]


def _is_graph6(data: bytes, content: str) -> bool:
    """By its header, or by a single word as long as its first characters say."""
    if data.startswith(_HEADERS):
        return True
    line = data.strip()
    if content != "text" or len(line.split(None, 1)) != 1 or len(line) < 2:
        return False
    values = np.frombuffer(line, dtype=np.uint8)
    is_sparse = line.startswith(b":")
    if values[is_sparse:].min() < _LOWEST or values[is_sparse:].max() > _HIGHEST:
        return False
    if is_sparse:
        return True
    try:
        n, bits = _size_and_bits(values - _LOWEST, "")
    except UploadError:
        return False
    needed = n * (n - 1) // 2
    return n > 1 and len(bits) == -(-needed // 6) * 6 and not bits[needed:].any()


ROWS = (
    Format(
        name="graph6",
        title="graph6, sparse6",
        suffixes=(".g6", ".s6"),
        recognises=_is_graph6,
        holds={"graph": "one graph"},
        read=read_graph6,
        templates=(
            Template(
                "graph6",
                "graph.g6",
                "Graph in graph6 (a cycle of five nodes)",
                ">>graph6<<Dhc\n",
                "graph",
            ),
        ),
    ),
)
