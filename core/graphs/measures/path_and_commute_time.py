"""Shortest path and commute time mixed (Chebotarev, Shamis, 1998)."""

import numpy as np
from numpy.typing import NDArray

from core.graphs.graph_matrices import GraphMatrices
from core.graphs.measures.flat_maps import MIXTURE
from core.graphs.measures.measure import Measure
from core.graphs.measures.whole_form import WholeForm

Matrix = NDArray[np.float64]


def path_and_commute_time(graph: GraphMatrices, share: float) -> Matrix:
    """λ (−½ H D_SP H) + (1 − λ) 2 L⁺."""
    mixed = share * graph.shortest_path_kernel
    mixed += 2 * (1 - share) * graph.commute_time_kernel
    return mixed


PATH_AND_COMMUTE_TIME = Measure(
    name="SP-CT",
    title="Shortest path and commute time mixed",
    in_words=(
        "A mixture: one part the length of the shortest path, the rest the time of a random "
        "walk there and back."
    ),
    meaning=(
        r"$D_{SP}$ holds the lengths of the shortest paths, $L^{+}$ the pseudoinverse of the "
        r"Laplacian, and $H = I - \tfrac1n 1 1^{\top}$; the distances of the two kernels add "
        r"in the shares $x$ and $1 - x$."
    ),
    formula="K = x (−½ H D_SP H) + (1 − x) 2 L⁺",
    tex=r"K = x \left(-\tfrac12 H D_{SP} H\right) + (1 - x)\, 2 L^{+}",
    form=WholeForm(path_and_commute_time),
    flat=MIXTURE,
    parameter="λ",
    parameter_range="0 ≤ λ ≤ 1",
    limit_low="resistance distance",
    limit_high="shortest path",
    metric="Δ is a metric",
    positive_semidefinite="no guarantee",
    cost="shortest paths and L⁺ once, then n² additions per parameter",
    source="Chebotarev, Shamis, 1998; Ivashkin, Chebotarev, 2016",
    family="SP-CT",
)
ROWS = (PATH_AND_COMMUTE_TIME,)
