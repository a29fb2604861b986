"""UCINET's DL files: a full matrix, a list of edges, or a list of neighbours."""

import re

import numpy as np

from core.datasets.file_content import shown_name
from core.datasets.readers.edge_table import EdgeTable, graph_from_edges, parse_weight
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import graph_text, only_graphs
from core.datasets.readers.result import Upload
from core.datasets.readers.sparse_arrays import graph_of
from core.datasets.readers.template import Template
from core.errors import UploadError
from core.limits import check_limit

_START = re.compile(
    rb"\A(\xef\xbb\xbf)?\s*dl\b[\s,]*(n[rcm]?\s*=|format\s*=|(row\s+|col\w*\s+)?labels\b|data\s*:)",
    re.I,
)
_DATA = re.compile(r"\bdata\s*:", re.I)
_LABELS = re.compile(r"\b(?:row\s+|col(?:umn)?\s+)?labels?\s*:", re.I)
_EMBEDDED = re.compile(r"\blabels?\s+embedded\b", re.I)
_SETTING = re.compile(r"\b(n|nr|nc|nm|format|diagonal)\s*=\s*(\w+)", re.I)
_WORD = re.compile(r'"[^"]*"|[^\s,]+')
FORMATS = {
    "fullmatrix": "fullmatrix", "fm": "fullmatrix",
    "edgelist1": "edgelist1", "el1": "edgelist1",
    "nodelist1": "nodelist1", "nl1": "nodelist1",
}  # fmt: skip


def read_dl(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """Formats fullmatrix, edgelist1 and nodelist1, with labels in a list, embedded, or none."""
    name = shown_name(filename)
    only_graphs(kind, name, "DL")
    text, notices = graph_text(data, filename)
    found = _DATA.search(text)
    if found is None:
        raise UploadError(f"{name} has no line 'data:', behind which a DL file holds its graph.")
    head, body = text[: found.start()], text[found.end() :]
    listed = _LABELS.search(head)
    said, labels = head, []
    if listed is not None:
        said = head[: listed.start()]
        second = _LABELS.search(head, listed.end())  # of the columns, which are the same nodes
        labels = _words(head[listed.end() : second.start() if second else len(head)])
        if _EMBEDDED.search(head[listed.end() :]):
            labels = []
    settings = {key.lower(): value.lower() for key, value in _SETTING.findall(said)}
    form = FORMATS.get(settings.get("format", "fullmatrix"))
    if form is None:
        raise UploadError(
            f"{name} is written in the format {settings['format'][:40]!r}; export it from UCINET "
            "as fullmatrix, edgelist1 or nodelist1."
        )
    n = _size(settings, name)
    if labels and len(labels) != n:
        raise UploadError(f"{name} says n={n:,} and lists {len(labels):,} labels; correct it.")
    embedded = bool(_EMBEDDED.search(head))
    if form == "fullmatrix":
        return _matrix(body, n, labels, embedded, settings.get("diagonal") == "absent", name)
    return _lists(body, n, labels, embedded, form == "nodelist1", name, notices)


def _size(settings: dict[str, str], name: str) -> int:
    """The number of nodes, which one square matrix has on either side."""
    if settings.get("nm", "1") != "1":
        raise UploadError(
            f"{name} holds several matrices (nm={settings['nm'][:20]}); export one at a time."
        )
    sizes = {key: settings[key] for key in ("n", "nr", "nc") if key in settings}
    if not sizes or not all(value.isdecimal() for value in sizes.values()):
        raise UploadError(f"{name} does not say how many nodes it has; write n= and the number.")
    numbers = {int(value[:12]) for value in sizes.values()}
    if len(numbers) != 1:
        raise UploadError(
            f"{name} has rows and columns of different nodes ({settings.get('nr', '?')[:20]} × "
            f"{settings.get('nc', '?')[:20]}); a graph to cluster has one kind of node."
        )
    (n,) = numbers
    check_limit("graph_nodes", n, what=f"The graph {name}")
    return n


def _matrix(
    body: str, n: int, labels: list[str], embedded: bool, without_diagonal: bool, name: str
) -> Upload:
    words = _words(body)
    if embedded:
        labels, words = words[:n], words[n:]
        words = [word for place, word in enumerate(words) if place % (n + 1)]
    width = n - 1 if without_diagonal else n
    check_limit("table_cells", n * n, what=f"The matrix {name}")
    if len(words) != n * width:
        raise UploadError(
            f"{name} says n={n:,}, a matrix of {n * width:,} numbers; {len(words):,} are there. "
            "Correct the one or the other."
        )
    try:
        values = np.array(words, dtype=np.float64).reshape(n, width)
    except ValueError as error:
        raise UploadError(f"{name} holds a weight that is no number ({error}).") from None
    if without_diagonal:
        full = np.zeros((n, n))
        full[~np.eye(n, dtype=bool)] = values.ravel()
        values = full
    ids = labels or np.arange(1, n + 1).astype(str).tolist()
    return graph_of(values, name, {"node_ids": np.array(ids, dtype=str)})


def _lists(
    body: str,
    n: int,
    labels: list[str],
    embedded: bool,
    of_neighbours: bool,
    name: str,
    notices: tuple[str, ...],
) -> Upload:
    """Edges line by line; nodes are called by their label where labels are embedded."""
    ids = {label: i for i, label in enumerate(labels)} if embedded else {}
    ends: list[tuple[int, int]] = []
    weights: list[float] = []
    for number, line in enumerate(body.splitlines(), start=1):
        words = _words(line)
        if not words:
            continue
        described = f"in line {number:,} of the data"
        if len(words) < 2 and not of_neighbours:
            raise UploadError(f"{name}: the edge {described} names one node; an edge has two.")
        named = words if of_neighbours else words[:2]
        first, *others = (_node(word, n, ids, embedded, described, name) for word in named)
        weight = 1.0
        if not of_neighbours and len(words) > 2:
            weight = parse_weight(words[2], described, name)
        ends += [(first, other) for other in others]
        weights += [weight] * len(others)
        if number % 100_000 == 0:
            check_limit("graph_edges", len(ends), what=f"The graph {name}")
    if embedded:
        rest = (str(i) for i in range(1, n + 1) if str(i) not in ids)
        labels = [*ids, *(next(rest) for _ in range(n - len(ids)))]
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    table = EdgeTable(
        labels or np.arange(1, n + 1).astype(str).tolist(),
        pairs[:, 0],
        pairs[:, 1],
        np.array(weights, dtype=np.float64),
        True,
    )
    return graph_from_edges(table, name, notices)


def _node(word: str, n: int, ids: dict[str, int], embedded: bool, described: str, name: str) -> int:
    if embedded:
        node = ids.setdefault(word, len(ids))
        if node >= n:
            raise UploadError(f"{name} says n={n:,} and names more nodes; correct the number.")
        return node
    if not word.isdecimal() or not 1 <= int(word[:12]) <= n:
        raise UploadError(
            f"{name}: the edge {described} names the node {word[:40]!r}; nodes are numbered from 1 "
            f"to {n:,}, or called by name after 'labels embedded'."
        )
    return int(word) - 1


def _words(text: str) -> list[str]:
    return [word.strip('"') for word in _WORD.findall(text)]


ROWS = (
    Format(
        name="DL",
        title="DL",
        suffixes=(".dl",),
        recognises=lambda data, content: content == "text" and bool(_START.match(data[:20_000])),
        holds={"graph": "fullmatrix, edgelist1 or nodelist1"},
        read=read_dl,
        templates=(
            Template(
                "dl",
                "graph.dl",
                "Graph in DL, an edge a line with its weight",
                "dl n=4 format=edgelist1\nlabels embedded\ndata:\na b 1\nb c 2\nc a 1\nc d 0.5\n",
                "graph",
            ),
        ),
    ),
)
