"""The small social graphs that networkx carries, with their communities where they are known."""

import networkx as nx
import numpy as np

from core.datasets.graph_data import GraphData

_BUILDERS = {
    "karate": nx.karate_club_graph,
    "les_miserables": nx.les_miserables_graph,
    "davis": nx.davis_southern_women_graph,
    "florentine": nx.florentine_families_graph,
}


def load_classic_graph(name: str) -> GraphData:
    """One of networkx's graphs: "karate", "les_miserables", "davis" or "florentine".

    Karate's communities are the two clubs after the split, Davis's the women and the events. The
    karate club is taken without weights, as in the articles that compare proximity measures.

    >>> load_classic_graph("karate").n_edges
    78
    """
    graph = _BUILDERS[name]()
    weight = None if name == "karate" else "weight"
    communities = None
    if name == "karate":
        communities = [graph.nodes[node]["club"] for node in graph]
    elif name == "davis":
        communities = [("woman", "event")[graph.nodes[node]["bipartite"]] for node in graph]
    adjacency = nx.to_scipy_sparse_array(graph, weight=weight, dtype=np.float64)
    ids = np.array([str(node) for node in graph])
    return GraphData(adjacency, ids, None if communities is None else np.array(communities))
