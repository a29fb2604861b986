"""What every graph format comes down to: edges between named nodes, and the rules that apply.

The rules: directions are dropped, and of edges between the same two nodes, in either direction, the
largest weight counts unless another of ``REPEATS`` is chosen; self-loops are left out; negative and
non-finite weights are refused; several components are kept and said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from core.datasets.graph_data import GraphData
from core.datasets.readers.node_attributes import complete_attributes, guess_communities
from core.datasets.readers.result import Upload
from core.errors import UploadError
from core.limits import check_limit

# What counts of edges that join the same two nodes: the word in notices and forms.
REPEATS = {
    "largest": "the largest weight",
    "sum": "the sum of weights",
    "mean": "the mean weight",
    "count": "how often it is listed",
}


@dataclass(frozen=True, eq=False)
class EdgeTable:
    """n named nodes and e edges as a file lists them.

    Attributes
    ----------
    node_ids : n texts
    source, target : (e,) row numbers of ``node_ids``
    weight : (e,) float64
    directed : whether the file says that its edges have a direction
    attributes : name → n values, None where a node has none
    """

    node_ids: list[str]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    directed: bool = False
    attributes: Mapping[str, list] = field(default_factory=dict)


def graph_from_edges(
    edges: EdgeTable, name: str, notices: tuple[str, ...] = (), repeats: str = "largest"
) -> Upload:
    """A GraphData under the rules of this file, with a notice for each rule that was needed.

    ``repeats`` is one of ``REPEATS``: what counts of edges that join the same two nodes.
    Communities are taken from the node attribute that looks most like them, if there is one.
    """
    n = len(edges.node_ids)
    check_limit("graph_nodes", n, what=f"The graph {name}")
    check_limit("graph_edges", len(edges.weight), what=f"The graph {name}")
    _check_names(edges.node_ids, name)
    _check_weights(edges, name)
    source = np.asarray(edges.source, dtype=np.int64)
    target = np.asarray(edges.target, dtype=np.int64)
    loops = source == target
    if loops.any():
        notices += (f"Edges from a node to itself left out: {int(loops.sum()):,}.",)
    if edges.directed:
        notices += (
            "Edges have a direction in the file; it was dropped, and of two opposite edges the "
            "larger weight counts.",
        )
    adjacency, repeated = _symmetric(
        source[~loops], target[~loops], edges.weight[~loops], n, repeats
    )
    if repeated:
        notices += (f"{repeated:,} repeated edges were joined; {REPEATS[repeats]} counts.",)
    if not edges.weight[~loops].all():
        empty = int((edges.weight[~loops] == 0).sum())
        notices += (f"Edges of weight 0 left out, which join nothing: {empty:,}.",)
    notices += check_structure(adjacency, name)
    attributes, more = complete_attributes(edges.attributes)
    chosen = guess_communities(attributes, n)
    if chosen is not None:
        more += (f"The node attribute '{chosen}' was taken as the communities.",)
    communities = None if chosen is None else attributes[chosen]
    graph = GraphData(adjacency, np.array(edges.node_ids, dtype=str), communities)
    return Upload(graph, notices + more, attributes)


def check_structure(adjacency: sparse.csr_array, name: str) -> tuple[str, ...]:
    """Refuse a graph without edges; say how many components there are."""
    n = adjacency.shape[0]
    if n == 1:
        raise UploadError(
            f"{name} holds one node; a graph to cluster needs at least two nodes and an edge."
        )
    if not adjacency.nnz:
        raise UploadError(
            f"{name} holds no edge between different nodes ({n:,} nodes); a graph to cluster needs "
            "at least one."
        )
    count, member = connected_components(adjacency, directed=False)
    if count == 1:
        return ()
    largest = int(np.bincount(member).max())
    return (
        f"The graph has {count:,} components; the largest holds {largest:,} of {n:,} nodes. "
        "Logarithms of proximities need one component.",
    )


def parse_weight(value: object, described: str, name: str) -> float:
    """An edge's weight as a number; UploadError that names the edge otherwise."""
    try:
        weight = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise UploadError(
            f"{name}: the edge {described} has the weight {str(value)[:40]!r}, which is not a "
            "number; correct it."
        ) from None
    return weight


def _symmetric(
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    weight: NDArray[np.float64],
    n: int,
    repeats: str,
) -> tuple[sparse.csr_array, int]:
    """The adjacency with one weight for each pair of nodes, and how many edges were joined."""
    pair = np.minimum(source, target) * n + np.maximum(source, target)
    order = np.lexsort((weight, pair))
    pair, weight = pair[order], weight[order]
    last = np.append(pair[1:] != pair[:-1], True) if len(pair) else np.zeros(0, dtype=bool)
    low, high = np.divmod(pair[last], n)
    joined = weight[last]
    if repeats != "largest" and len(joined):
        starts = np.flatnonzero(np.append(True, last[:-1]))
        count = np.diff(np.append(starts, len(pair)))
        total = np.add.reduceat(weight, starts)
        joined = {"sum": total, "mean": total / count, "count": count.astype(float)}[repeats]
    upper = sparse.coo_array((joined, (low, high)), shape=(n, n))
    adjacency = sparse.csr_array(upper + upper.T)
    adjacency.eliminate_zeros()
    return adjacency, int(len(pair) - last.sum())


def _check_names(node_ids: list[str], name: str) -> None:
    if len(set(node_ids)) < len(node_ids):
        seen: set[str] = set()
        twice = next(node for node in node_ids if node in seen or seen.add(node))  # type: ignore[func-returns-value]
        raise UploadError(
            f"{name} has several nodes called {twice[:40]!r}; give each node a name of its own."
        )


def _check_weights(edges: EdgeTable, name: str) -> None:
    def described(index: int) -> str:
        ends = (edges.node_ids[int(edges.source[index])], edges.node_ids[int(edges.target[index])])
        return " – ".join(repr(end[:40]) for end in ends)

    weight: ArrayLike = edges.weight
    bad = np.flatnonzero(~np.isfinite(weight))
    if len(bad):
        raise UploadError(
            f"{name}: the edge {described(bad[0])} has the weight {edges.weight[bad[0]]}, and "
            f"{len(bad):,} weights in all are not finite numbers; correct or remove them."
        )
    negative = np.flatnonzero(edges.weight < 0)
    if len(negative):
        raise UploadError(
            f"{name}: the edge {described(negative[0])} has the negative weight "
            f"{edges.weight[negative[0]]:g}; similarities must not be negative. Shift them, or "
            "leave such edges out."
        )
