"""The settings of the "Measure cards" view."""

from core.parameters import Parameter

TOYS = {
    "path": "Path on four nodes",
    "triangle_with_tail": "Triangle with a tail",
    "karate": "Karate club",
    "planted_partition": "Planted partition",
}
TOY = Parameter(
    "toy",
    "Judged on",
    str,
    "path",
    options=tuple(TOYS),
    labels=tuple(TOYS.values()),
    help="The graph on which the card's claims are measured. The two toys are small enough to "
    "check by hand.",
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
