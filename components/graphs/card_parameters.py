"""The settings of the "Measure cards" view."""

from core.parameters import Parameter

TOYS = {
    "path": "Path on four nodes",
    "triangle_with_tail": "Triangle with a tail",
    "karate": "Karate club",
    "planted_partition": "Planted partition",
}


def start_parameter(toy: str, n_nodes: int) -> Parameter:
    """The node of the toy from which the picture looks at all others."""
    return Parameter(
        "start_node",
        "Seen from node",
        int,
        0,
        minimum=0,
        maximum=n_nodes - 1,
        step=1,
        belongs_to=toy,
        help="The node with the star: all others are coloured by their proximity to it.",
    )


TOY = Parameter(
    "toy",
    "Judged on",
    str,
    "karate",
    options=tuple(TOYS),
    labels=tuple(TOYS.values()),
    help="The graph that is drawn, and on which the card's claims are measured. The path and the "
    "triangle are small enough to check by hand.",
)
KIND = Parameter(
    "kind",
    "Cards in the table",
    str,
    "all",
    options=("all", "plain", "log"),
    labels=("All", "Plain", "Log"),
    help="Which measures the table below lists.",
)
