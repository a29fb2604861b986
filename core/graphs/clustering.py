"""Clusters of a graph's nodes from any measure, by Ward, kernel k-means or spectral clustering."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ComputeError
from core.graphs.checked_adjacency import checked_adjacency
from core.graphs.clusterers import clusterer_named
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.kernel_family import family_kernels
from core.graphs.labels import checked_n_clusters
from core.graphs.large_graphs import cluster_large
from core.graphs.measures import measure_named
from core.graphs.scaled_kernel import ScaledKernel
from core.limits import LIMITS


def cluster(
    adjacency: Any,
    measure: str,
    x: float | None,
    n_clusters: int,
    method: str = "ward",
    random_state: Any = None,
) -> NDArray[np.int64]:
    """Clusters of a graph's nodes, from one measure and one way of clustering.

    Kernels that overflow are rescaled, which changes no distance except for a factor. Above 5,000
    nodes no kernel is formed and ``method`` is k-means on an approximation, whichever is asked for;
    :func:`core.graphs.cluster_large` says which.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    measure : str
        One of ``MEASURES``.
    x : float or None
        Flat parameter in (0, 1), see :func:`core.graphs.parameter`; None for CT, CCT and SP.
    n_clusters : int
        Number of clusters, from 1 to n.
    method : str, optional
        One of ``METHODS``.
    random_state : int, Generator, RandomState or None, optional
        Seed of the starts of k-means; Ward's method draws nothing.

    Returns
    -------
    (n,) array of int64
        Label of each node; labels are numbered in the order in which they first appear.

    Raises
    ------
    ParameterError
        For a measure, x, method or number of clusters out of range.
    ComputeError
        When the kernel is not finite even after rescaling.

    Examples
    --------
    >>> path = [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]
    >>> cluster(path, "logFor", 0.5, 2)
    array([0, 0, 1, 1])
    """
    clusterer = clusterer_named(method)
    matrix = checked_adjacency(adjacency)
    if matrix.shape[0] > LIMITS["kernel_nodes"].maximum:
        large = cluster_large(matrix, measure, x, n_clusters, random_state=random_state)
        return large.labels
    graph = GraphMatrices(matrix)
    n_clusters = checked_n_clusters(n_clusters, graph.n_nodes)
    item = next(family_kernels(graph, [(measure, x)]))
    if item.error:
        raise item.error
    kernel = ScaledKernel(item.distance_kernel()) if clusterer.by_distance else item.kernel()
    return cluster_kernel(kernel, measure, n_clusters, method, random_state)


def cluster_kernel(
    kernel: ScaledKernel, measure: str, n_clusters: int, method: str, random_state: Any = None
) -> NDArray[np.int64]:
    """Labels (n,) from a kernel that is known up to a factor."""
    matrix = kernel.matrix
    if not np.isfinite(matrix).all():
        raise ComputeError(f"The kernel of {measure} is not finite here; take a smaller x.")
    clusterer = clusterer_named(method)
    if not clusterer.by_distance and kernel.log_scale and measure_named(measure).is_logarithm:
        matrix = matrix + kernel.log_scale
    return clusterer.labels(matrix, n_clusters, random_state)
