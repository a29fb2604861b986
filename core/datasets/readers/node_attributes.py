"""What a file says of each node, and which of it may serve as the communities."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets.graph_data import GraphData
from core.datasets.readers.result import Upload
from core.errors import UploadError
from core.limits import check_limit

MISSING = "(none)"
# In the order of preference; "value" is how the collections of M. E. J. Newman call their classes.
COMMUNITY_WORDS = (
    *("community", "communities", "club", "class", "cluster", "group", "faction", "party"),
    *("department", "conference", "partition", "gt", "truth", "modularityclass", "category"),
    *("label", "value"),
)


def attribute_columns(
    nodes: Sequence[Mapping[str, Any]], name: str, without: Container[str] = ()
) -> dict[str, list]:
    """Every attribute that is a single value, as n values, None where a node has none.

    Those whose values all differ are left out: a name for every node says nothing of communities.

    >>> attribute_columns([{"club": "a"}, {"club": "a"}, {"id": 2}], "g", without=("id",))
    {'club': ['a', 'a', None]}

    Raises LimitError for more attributes than the limit.
    """
    found: dict[str, list] = {}
    for index, node in enumerate(nodes):
        for key, value in node.items():
            if str(key) in without or not isinstance(value, (str, int, float, bool)):
                continue
            if str(key) not in found:
                check_limit("node_attributes", len(found) + 1, what=f"The graph {name}")
                found[str(key)] = [None] * len(nodes)
            found[str(key)][index] = value
    return {key: values for key, values in found.items() if len(set(values)) < len(nodes)}


def complete_attributes(
    attributes: Mapping[str, list],
) -> tuple[dict[str, NDArray[np.str_]], tuple[str, ...]]:
    """Every attribute as (n,) text, "(none)" where a node has none, and notices on those."""
    complete: dict[str, NDArray[np.str_]] = {}
    notices: tuple[str, ...] = ()
    for attribute, values in attributes.items():
        missing = sum(value is None for value in values)
        if missing:
            notices += (
                f"{missing:,} of {len(values):,} nodes have no value of '{attribute[:40]}'; they "
                f"are called {MISSING}.",
            )
        complete[attribute] = np.array(
            [MISSING if value is None else _as_text(value) for value in values], dtype=str
        )
    return complete, notices


def community_candidates(attributes: Mapping[str, NDArray[np.str_]], n_nodes: int) -> list[str]:
    """The attributes that sort the nodes into between 2 and n/2 classes."""
    return [
        name
        for name, values in attributes.items()
        if 2 <= len(set(values.tolist())) <= max(2, n_nodes // 2)
    ]


def guess_communities(attributes: Mapping[str, NDArray[np.str_]], n_nodes: int) -> str | None:
    """The candidate whose name says community, or None.

    >>> guess_communities({"club": np.array(["a", "a", "b", "b"])}, 4)
    'club'
    """
    candidates = {_plain(name): name for name in community_candidates(attributes, n_nodes)}
    return next((candidates[word] for word in COMMUNITY_WORDS if word in candidates), None)


def with_communities(upload: Upload, attribute: str | None) -> Upload:
    """The same graph with a node attribute as its communities, or with none."""
    graph = upload.dataset
    if not isinstance(graph, GraphData):
        raise UploadError("Only the nodes of a graph have communities.")
    if attribute is not None and attribute not in upload.node_attributes:
        known = ", ".join(upload.node_attributes) or "none"
        raise UploadError(f"There is no node attribute {attribute!r}; there are: {known}.")
    communities = None if attribute is None else upload.node_attributes[attribute]
    return replace(upload, dataset=replace(graph, communities=communities))


def _plain(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def _as_text(value: object) -> str:
    """Whole numbers without a decimal point, so that 1 and 1.0 are one class."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
