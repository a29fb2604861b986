"""The settings of the "From a few nodes" view."""

import numpy as np

from components.data_origin import names_in_links
from components.graphs.graph_choice import GraphChoice
from core.graphs.measures.selections import FROM_NODES
from core.limits import LIMITS
from core.parameters import Parameter

KNOWN_NODES = "known"
OPENING = 3  # nodes
RANKED_BY = {row[0]: row for row in FROM_NODES}
_LABELS = (
    "{} (on average the best)",
    "{} (communities of very unequal density)",
    "{} (no parameter)",
)


def few_nodes_parameters(choice: GraphChoice) -> dict[str, Parameter]:
    """By name; the nodes that are offered, and the first three, follow the graph."""
    nodes = tuple(choice.graph.node_ids[: LIMITS["kernel_nodes"].maximum].tolist())
    communities = community_names(choice)
    rows = (
        Parameter(
            KNOWN_NODES,
            "Known nodes",
            tuple,
            tuple(nodes[row] for row in opening_nodes(choice)),
            options=nodes,
            belongs_to=choice.graph_key,
            links=names_in_links(choice.graph_key, nodes),
            help="Those of which you know that they belong together; all others are ranked by how "
            "near they are to these. A click on a node in the drawing adds it or takes it away.",
        ),
        Parameter(
            "ranked_by",
            "Rank by",
            str,
            FROM_NODES[0][0],
            options=tuple(RANKED_BY),
            labels=tuple(
                label.format(name) for label, name in zip(_LABELS, RANKED_BY, strict=True)
            ),
            help="The proximity that says who is near, each at one fixed parameter. The first was "
            "the best on average over seven graphs; a few known nodes cannot tell which is the "
            "best on this one.",
        ),
        Parameter(
            "community",
            "Community",
            str,
            communities[0],
            options=communities,
            belongs_to=choice.judged_as,
            links=names_in_links(choice.graph_key, communities),
            help="The known community of which the button draws one node in twenty, at least "
            "three.",
        ),
        Parameter(
            "draw",
            "Draw",
            int,
            0,
            minimum=0,
            maximum=99,
            step=1,
            help="Which random draw the button takes, and where the ten draws of the comparison "
            "begin.",
        ),
    )
    return {row.name: row for row in rows}


def community_names(choice: GraphChoice) -> tuple[str, ...]:
    """The known communities, or one word that says that there are none."""
    known = choice.graph.communities
    if known is None:
        return ("none known",)
    return tuple(dict.fromkeys(str(each) for each in known.tolist()))


def opening_nodes(choice: GraphChoice) -> list[int]:
    """Three nodes of the first node's community; without truth, the busiest and its neighbours."""
    known = choice.graph.communities
    if known is not None:
        return np.flatnonzero(known == known[0])[:OPENING].tolist()
    degree = np.asarray(choice.graph.adjacency.sum(axis=1)).ravel()
    hub = int(np.argmax(degree))
    row = choice.graph.adjacency[[hub]].tocoo()
    return sorted({hub, *row.coords[1].tolist()[: OPENING - 1]})


def drawn_nodes(choice: GraphChoice, community: str, draw: int) -> list[str]:
    """One in twenty nodes of a community, at least three, at random."""
    known = choice.graph.communities
    assert known is not None  # noqa: S101 - the button is there only then
    rows = np.flatnonzero(known.astype(str) == community)
    size = min(len(rows), max(OPENING, round(len(rows) / 20)))
    chosen = np.random.default_rng(draw).choice(rows, size, replace=False)
    return choice.graph.node_ids[np.sort(chosen)].astype(str).tolist()
