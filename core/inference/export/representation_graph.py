"""The representation of a scan as graph nodes, in front of whatever compares it."""

from core.inference.export.graph import Graph
from core.localization.representations import representation_named


def add_representation(
    graph: Graph, representation: str, source: str, target: str, missing_dbm: float
) -> None:
    """Features ``target`` of the levels ``source`` (n, B) in dBm; NaN and levels ≥ 0 count as
    "not heard", and ``{target}_heard`` (n, B) says which were heard.
    """
    add_features = representation_named(representation).exported()
    graph.constant("zero", 0.0)
    graph.add(f"{target}_heard = Less({source}, zero)")  # NaN is not below 0
    add_features(graph, source, target, missing_dbm)
