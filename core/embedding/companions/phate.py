"""PHATE's potential distance, reached by the settings of heat geodesics."""

import numpy as np
from numpy.typing import NDArray

from core.datasets.distinct_rows import distinct_rows
from core.embedding.companions.settings import MapSettings
from core.embedding.dissimilarity import kernel_term, triplet_distance
from core.embedding.distinct_points import distinct_by_distance
from core.embedding.heat.kernels import log_heat_kernel
from core.embedding.neighbor_graph import neighbor_graph
from core.embedding.stress_descent import descend_stress
from core.errors import ComputeError


def phate_by_settings(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """(n, m) coordinates whose distances follow 4t ‖log H_i − log H_j‖, rows of exp(−tL).

    Heat geodesics with d_t² in place of d_t, no volume term (σ = 0) and triplet share ρ = 1, on the
    random-walk Laplacian: the potential distance of K. R. Moon et al., 2019, with heat in place of
    powers of the walk and no small number added before the logarithm. Written from the formula;
    none of its authors' code.

    Raises ComputeError when the graph is in pieces, between which log H is −∞.

    >>> phate_by_settings(np.arange(9.0)[:, None], MapSettings(n_neighbors=2)).shape
    (9, 2)
    """
    given = settings.metric == "precomputed"
    distinct = distinct_by_distance(X) if given else distinct_rows(X)
    first = distinct.first
    points = X[np.ix_(first, first)] if given else X[first]
    if len(points) < 2:
        return np.zeros((len(X), settings.n_components))
    potential = potential_distance(points, settings)
    embedding, _ = descend_stress(
        potential,
        np.arange(len(points)),
        settings.n_components,
        power=0.0,
        pull=1.0,
        random_state=settings.random_state,
    )
    return embedding[distinct.point]


def potential_distance(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """(n, n) triplet distance of −4t log H over the rows of distinct points."""
    k, t = min(settings.n_neighbors, len(X) - 1), settings.diffusion_time
    graph = neighbor_graph(X, k, metric=settings.metric, random_state=settings.random_state)
    log_h = log_heat_kernel(graph.weights, t, "random_walk")
    if not np.isfinite(log_h).all():
        raise ComputeError(
            "PHATE's distance is infinite between pieces of the neighbour graph. Use more "
            "neighbours."
        )
    return triplet_distance(kernel_term(log_h, t))
