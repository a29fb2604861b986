"""Which nodes belong to a few known ones: all others ranked by a measure's proximity to them.

With K made symmetric and Δ its squared distance, the seeds S score a node j by

- ``dist``: −mean_{s ∈ S} Δ_sj, the distance to all seeds;
- ``nearest``: −min_{s ∈ S} Δ_sj, the distance to the nearest of them;
- ``kernel``: mean_{s ∈ S} K_sj.

A score is no probability: it only puts nodes in an order.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.errors import ParameterError
from core.graphs.checked_adjacency import checked_adjacency, component_labels
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.kernels import scaled_kernel
from core.graphs.measures import measure_named
from core.graphs.measures.selections import FROM_NODES, PLAIN_PAGERANK
from core.limits import check_limit

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

RANK_SCORES: dict[str, Callable[[Matrix, NDArray[np.int64]], Vector]] = {
    "dist": lambda kernel, seeds: -_distances(kernel, seeds).mean(axis=0),
    "nearest": lambda kernel, seeds: -_distances(kernel, seeds).min(axis=0),
    "kernel": lambda kernel, seeds: kernel[seeds].mean(axis=0),
}
# Each step leaves 0.85 of the change; where many edges meet, rounding may leave more than this.
STANDS_STILL, MOST_STEPS = 1e-14, 250
TINY = float(np.finfo(np.float64).tiny)
_DEFAULT, _DEFAULT_X, _ = FROM_NODES[0]


def rank_from(
    adjacency: Any,
    seeds: Sequence[int],
    measure: str = _DEFAULT,
    x: float | None = _DEFAULT_X,
    score: str = "dist",
) -> Vector:
    """How near every node is to a few known ones; the higher, the nearer.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    seeds : sequence of int
        Row numbers of the known nodes, each once.
    measure : str, optional
        One of ``MEASURES``; kernels that are not symmetric are replaced by (K + Kᵀ)/2.
    x : float or None, optional
        Flat parameter in (0, 1), see :func:`core.graphs.parameter`; of no account for CT, CCT, SP.
    score : str, optional
        "dist": minus the mean squared distance to the seeds. "nearest": minus that to the nearest
        seed. "kernel": the mean proximity to the seeds.

    Returns
    -------
    (n,) array of float64
        Scores in units of the kernel, up to a factor where that would overflow. NaN for nodes from
        which no seed can be reached. Seeds have scores too; leave them out of a ranking.

    Raises
    ------
    ParameterError
        For seeds that are none of the nodes, a measure, x or score out of range.
    LimitError
        Above 5,000 nodes.

    Examples
    --------
    >>> path = [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]
    >>> np.argsort(-rank_from(path, [0])).tolist()
    [0, 1, 2, 3]
    """
    if score not in RANK_SCORES:
        raise ParameterError(f"score is {score!r}; choose one of: {', '.join(RANK_SCORES)}.")
    matrix = checked_adjacency(adjacency)
    check_limit("kernel_nodes", matrix.shape[0], what="The graph")
    chosen = _checked_seeds(seeds, matrix.shape[0])
    reached, kernel = _around(matrix, chosen, measure, x)
    result = np.full(matrix.shape[0], np.nan)
    result[reached] = RANK_SCORES[score](kernel, np.searchsorted(reached, chosen))
    return result


def nearest_group(
    adjacency: Any,
    groups: Sequence[Sequence[int]],
    measure: str = _DEFAULT,
    x: float | None = _DEFAULT_X,
) -> NDArray[np.int64]:
    """The group of known nodes whose centre is nearest to each node, in the kernel's space.

    Node j goes to the group c with the largest 2 mean_{s ∈ c} K_sj − mean_{s, s' ∈ c} K_ss'.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    groups : sequence of sequences of int
        Row numbers of the known nodes of each group.
    measure : str, optional
        One of ``MEASURES``.
    x : float or None, optional
        Flat parameter in (0, 1).

    Returns
    -------
    (n,) array of int64
        Number of the group; −1 for nodes from which no known node can be reached.

    Raises
    ------
    ParameterError
        For groups without nodes, nodes that are none, a measure or x out of range.
    LimitError
        Above 5,000 nodes.

    Examples
    --------
    >>> path = [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]
    >>> nearest_group(path, [[0], [3]]).tolist()
    [0, 0, 1, 1]
    """
    matrix = checked_adjacency(adjacency)
    check_limit("kernel_nodes", matrix.shape[0], what="The graph")
    if not len(groups):
        raise ParameterError("There are no groups; give at least one with a node.")
    known = [_checked_seeds(group, matrix.shape[0]) for group in groups]
    reached, kernel = _around(matrix, np.unique(np.concatenate(known)), measure, x)
    scores = []
    for group in known:
        rows = np.searchsorted(reached, group)
        scores.append(2 * kernel[rows].mean(axis=0) - kernel[np.ix_(rows, rows)].mean())
    result = np.full(matrix.shape[0], -1)
    result[reached] = np.argmax(scores, axis=0)
    return result


def pagerank_from(adjacency: Any, seeds: Sequence[int]) -> Vector:
    """Plain PageRank of walks that start at the seeds (n,), NaN where none of them comes.

    Shares of the time that a walk spends at each node: they sum to 1 where nodes have edges.

    Raises what :func:`rank_from` raises.

    >>> path = [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]
    >>> np.argsort(-pagerank_from(path, [0])).tolist()
    [1, 0, 2, 3]
    """
    matrix = checked_adjacency(adjacency)
    check_limit("kernel_nodes", matrix.shape[0], what="The graph")
    chosen = _checked_seeds(seeds, matrix.shape[0])
    reached = _reached_from(matrix, chosen)
    start = np.isin(reached, chosen) / len(chosen)
    degree = np.maximum(np.asarray(matrix.sum(axis=1)).ravel()[reached], TINY)  # a lone node has 0
    walks = matrix[reached][:, reached] @ sparse.diags_array(1 / degree)  # column j: from j to i
    _, goes_on = PLAIN_PAGERANK
    shares = start
    for _ in range(MOST_STEPS):
        before, shares = shares, start + goes_on * (walks @ shares)
        if np.abs(shares - before).sum() < STANDS_STILL:
            break
    result = np.full(matrix.shape[0], np.nan)
    result[reached] = (1 - goes_on) * shares
    return result


def _distances(kernel: Matrix, seeds: NDArray[np.int64]) -> Matrix:
    """Δ (seeds, n) of a symmetric kernel."""
    diagonal = kernel.diagonal()
    return diagonal[seeds, None] + diagonal - 2 * kernel[seeds]


def _checked_seeds(seeds: Sequence[int], n_nodes: int) -> NDArray[np.int64]:
    chosen = np.asarray(seeds)
    if chosen.ndim != 1 or not len(chosen) or not np.issubdtype(chosen.dtype, np.integer):
        raise ParameterError(f"seeds are {seeds!r}; give the row numbers of one or more nodes.")
    outside = chosen[(chosen < 0) | (chosen >= n_nodes)]
    if len(outside):
        raise ParameterError(f"Seed {outside[0]} is no node; rows go from 0 to {n_nodes - 1:,}.")
    if len(np.unique(chosen)) < len(chosen):
        raise ParameterError(f"seeds are {chosen.tolist()}; give each node once.")
    return chosen.astype(np.int64)


def _around(
    matrix: Any, seeds: NDArray[np.int64], measure: str, x: float | None
) -> tuple[NDArray[np.int64], Matrix]:
    """The nodes that are connected with a seed, ascending, and the symmetric kernel of them."""
    row = measure_named(measure)
    reached, graph = _component_of(matrix, seeds)
    kernel = scaled_kernel(graph, measure, x if row.parameter else None).matrix
    return reached, (kernel + kernel.T) / 2


def _component_of(matrix: Any, seeds: NDArray[np.int64]) -> tuple[NDArray[np.int64], GraphMatrices]:
    reached = _reached_from(matrix, seeds)
    return reached, GraphMatrices(matrix[reached][:, reached])


def _reached_from(matrix: Any, seeds: NDArray[np.int64]) -> NDArray[np.int64]:
    components = component_labels(matrix)[1]
    return np.flatnonzero(np.isin(components, components[seeds]))
