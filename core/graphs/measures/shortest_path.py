"""Shortest path: the length of the shortest way from node to node."""

import numpy as np
from numpy.typing import NDArray

from core.graphs.graph_matrices import GraphMatrices
from core.graphs.measures.flat_maps import NONE
from core.graphs.measures.measure import Measure
from core.graphs.measures.whole_form import WholeForm

Matrix = NDArray[np.float64]


def shortest_path(graph: GraphMatrices, parameter: float) -> Matrix:
    """−½ H D H of the shortest-path distances."""
    return graph.shortest_path_kernel.copy()


SHORTEST_PATH = Measure(
    name="SP",
    title="Shortest path",
    in_words="The length of the shortest way, as if nobody ever took another one.",
    meaning=(
        r"$D$ holds the lengths of the shortest paths, an edge being $1/a_{ij}$ long, and $H "
        r"= I - \tfrac1n 1 1^{\top}$; then $K_{ii} + K_{jj} - 2 K_{ij} = D_{ij}$. A single "
        r"new edge can change it everywhere."
    ),
    formula="K = −½ H D H, edge lengths 1/a_ij",
    tex=r"K = -\tfrac12 H D H",
    form=WholeForm(shortest_path),
    flat=NONE,
    parameter="",
    parameter_range="none",
    limit_low="none",
    limit_high="none",
    metric="Δ is a metric",
    positive_semidefinite="no",
    cost="n times Dijkstra",
    source="Buckley, Harary, 1990",
    family="SP",
)
ROWS = (SHORTEST_PATH,)
