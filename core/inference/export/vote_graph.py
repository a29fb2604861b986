"""The kernel vote as graph nodes: the k most similar places and the logarithms of their votes."""

import numpy as np

from core.inference.export.graph import Graph
from core.localization.kernels.twin import Twin


def add_vote(graph: Graph, twin: Twin, power: float, n_beacons: int) -> None:
    """From ``q`` (n, B), ``places`` (M, B), ``scale`` and ``k``: ``voter`` (n, k), ``log_vote``.

    ``log_vote`` = power · log K of the voters, −∞ where a voter has nothing in common.
    """
    for name, value in (("zero", 0.0), ("one", 1.0), ("half", 0.5), ("power", power)):
        graph.constant(name, value)
    graph.constant("minus_infinity", -np.inf)
    graph.constant("last_axis", [-1], np.int64)
    twin.add_rank(graph, n_beacons)
    graph.add("ranked, voter = TopK<axis=-1, largest=1, sorted=1>(rank, k)")
    twin.add_log_kernel(graph)
    graph.add("log_vote = Mul(power, log_kernel)")
