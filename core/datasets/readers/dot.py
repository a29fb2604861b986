"""DOT files, as Graphviz and many programs write them. Nothing in them is run or laid out."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from core.datasets.file_content import shown_name
from core.datasets.readers.dot_tokens import dot_tokens
from core.datasets.readers.edge_table import EdgeTable, graph_from_edges, parse_weight
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import graph_text, only_graphs
from core.datasets.readers.node_attributes import attribute_columns
from core.datasets.readers.result import Upload
from core.datasets.readers.template import Template
from core.errors import UploadError
from core.limits import check_limit

# Blanks and comments are never gone back into: sixty blanks would be tried in 2^60 ways.
_START = re.compile(
    rb"\A(\xef\xbb\xbf)?(?>\s+|//[^\n]*\n|/\*.*?\*/|#[^\n]*\n)*+(strict\s+)?(di)?graph\b"
    rb'(?>\s+|//[^\n]*\n|/\*.*?\*/)*+(\w+|"[^"]*")?\s*\{',
    re.I | re.S,
)
# How a node is drawn says nothing of what it is.
_DRAWING = (
    *("label", "pos", "shape", "style", "width", "height", "color", "fillcolor", "fontname"),
    *("fontsize", "fontcolor", "penwidth", "URL", "tooltip", "margin", "fixedsize", "image"),
)
CLUSTER = "cluster"
Attributes = dict[str, str]


@dataclass
class _Scope:
    """What holds between two braces: defaults, the cluster, and the nodes named so far."""

    node: Attributes = field(default_factory=dict)
    edge: Attributes = field(default_factory=dict)
    cluster: str = ""
    members: dict[int, None] = field(default_factory=dict)


class _Reader:
    """One graph, read statement by statement."""

    def __init__(self, text: str, name: str) -> None:
        self.name, self._text = name, text
        self._tokens = dot_tokens(text, name)
        self._token, self._is_name, self._place = "", False, 0
        self.ids: dict[str, int] = {}
        self.names: list[str] = []
        self.attributes: list[Attributes] = []
        self.ends: list[tuple[int, int]] = []
        self.weights: list[float] = []
        self.called: dict[str, str] = {}  # clusters by their labels
        self.directed = False
        self._step()

    def read(self) -> None:
        """The whole file, which holds one graph."""
        if self._is_word("strict"):
            self._step()
        self.directed = self._is_word("digraph")
        self._step()
        if self._is_name:
            self._step()
        self._braces(_Scope(), 1)
        if self._token:
            raise self._unexpected("after the graph; a file holds one graph")

    def _braces(self, scope: _Scope, depth: int) -> None:
        check_limit("graph_nesting", depth, what=f"The file {self.name}")
        self._expect("{")
        while not self._is_sign("}"):
            if not self._token:
                raise UploadError(f"{self.name} breaks off: a {{ is not closed. Save it again.")
            if self._is_sign(";") or self._is_sign(","):
                self._step()
            else:
                self._statement(scope, depth)
        self._step()

    def _statement(self, scope: _Scope, depth: int) -> None:
        for word, defaults in (("node", scope.node), ("edge", scope.edge), ("graph", {})):
            if self._is_word(word):
                self._step()
                defaults.update(self._attribute_list())
                check_limit("node_attributes", len(defaults), what=f"The graph {self.name}")
                return
        if self._is_name and not self._is_word("subgraph"):
            first = self._step()
            if self._is_sign("="):
                self._step()
                value = self._name()
                if first == "label" and scope.cluster:
                    self.called[scope.cluster] = value
                return
            group = [self._node(first, scope)]
        else:
            first, group = "", self._group(scope, depth)
        chain = [group]
        while self._is_sign("--") or self._is_sign("->"):
            self._step()
            is_name = self._is_name and not self._is_word("subgraph")
            chain.append(
                [self._node(self._step(), scope)] if is_name else self._group(scope, depth)
            )
        given = self._attribute_list()
        if len(chain) == 1 and first:
            self.attributes[group[0]].update(given)
        weight = given.get("weight", scope.edge.get("weight", "1"))
        for tails, heads in pairwise(chain):
            self._connect(tails, heads, weight)

    def _group(self, scope: _Scope, depth: int) -> list[int]:
        """The nodes of a subgraph, with or without a name."""
        title = ""
        if self._is_word("subgraph"):
            self._step()
            title = self._step() if self._is_name else ""
        cluster = title if title.startswith(CLUSTER) else scope.cluster
        inner = _Scope(dict(scope.node), dict(scope.edge), cluster)
        self._braces(inner, depth + 1)
        scope.members.update(inner.members)
        return list(inner.members)

    def _node(self, title: str, scope: _Scope) -> int:
        if self._is_sign(":"):  # a port: the side of a node where an edge is drawn
            for _ in range(2):
                if self._is_sign(":"):
                    self._step()
                    self._name()
        node = self.ids.setdefault(title, len(self.ids))
        if node == len(self.attributes):
            self.names.append(title)
            self.attributes.append(dict(scope.node))
            if node % 10_000 == 9_999:
                check_limit("graph_nodes", node + 1, what=f"The graph {self.name}")
        if scope.cluster:
            self.attributes[node].setdefault(CLUSTER, scope.cluster)
        scope.members[node] = None
        return node

    def _connect(self, tails: list[int], heads: list[int], weight: str) -> None:
        n_edges = len(self.weights) + len(tails) * len(heads)
        check_limit("graph_edges", n_edges, what=f"The graph {self.name}")
        if not tails or not heads:
            return
        described = " – ".join(repr(self.names[ends[0]][:40]) for ends in (tails, heads))
        self.weights += [parse_weight(weight, described, self.name)] * (len(tails) * len(heads))
        self.ends += [(tail, head) for tail in tails for head in heads]

    def _attribute_list(self) -> Attributes:
        found: Attributes = {}
        while self._is_sign("["):
            self._step()
            while not self._is_sign("]"):
                if self._is_sign(",") or self._is_sign(";"):
                    self._step()
                    continue
                key = self._name()
                found[key] = "true"
                if self._is_sign("="):
                    self._step()
                    found[key] = self._name()
            self._step()
        return found

    def _name(self) -> str:
        if not self._is_name:
            raise self._unexpected("where a name or value belongs")
        return self._step()

    def _expect(self, sign: str) -> None:
        if not self._is_sign(sign):
            raise self._unexpected(f"where {sign} belongs")
        self._step()

    def _is_sign(self, sign: str) -> bool:
        return self._token == sign and not self._is_name

    def _is_word(self, word: str) -> bool:
        is_quoted = self._text[self._place : self._place + 1] == '"'
        return self._is_name and not is_quoted and self._token.lower() == word

    def _step(self) -> str:
        """Go to the next word; returns the one before."""
        before = self._token
        self._token, self._is_name, self._place = next(self._tokens, ("", False, len(self._text)))
        return before

    def _line(self) -> int:
        return self._text.count("\n", 0, self._place) + 1

    def _unexpected(self, where: str) -> UploadError:
        what = repr(self._token[:40]) if self._token else "nothing more"
        return UploadError(f"{self.name}: line {self._line():,} has {what} {where}; correct it.")


def read_dot(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """Nodes by name; weights from the edges' attribute weight, clusters as communities."""
    name = shown_name(filename)
    only_graphs(kind, name, "DOT")
    text, notices = graph_text(data, filename)
    reader = _Reader(text, name)
    reader.read()
    for one in reader.attributes:
        if CLUSTER in one:
            one[CLUSTER] = reader.called.get(one[CLUSTER], one[CLUSTER])
    ends = np.array(reader.ends, dtype=np.int64).reshape(-1, 2)
    edges = EdgeTable(
        reader.names,
        ends[:, 0],
        ends[:, 1],
        np.array(reader.weights, dtype=np.float64),
        reader.directed,
        attribute_columns(reader.attributes, name, _DRAWING),
    )
    return graph_from_edges(edges, name, notices)


ROWS = (
    Format(
        name="DOT",
        title="DOT",
        suffixes=(".dot", ".gv"),
        recognises=lambda data, content: content == "text" and bool(_START.match(data[:20_000])),
        holds={"graph": "clusters are communities"},
        read=read_dot,
        templates=(
            Template(
                "dot",
                "graph.dot",
                "Graph in DOT, an edge a line",
                "graph {\n  a -- b\n  b -- c [weight=2]\n  c -- a\n  c -- d [weight=0.5]\n"
                '  a [group="left"]\n  b [group="left"]\n  c [group="right"]\n'
                '  d [group="right"]\n}\n',
                "graph",
            ),
        ),
    ),
)
