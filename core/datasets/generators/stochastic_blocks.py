"""Stochastic block models: random graphs whose communities and densities are given."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from core.datasets.graph_data import GraphData
from core.errors import ParameterError
from core.limits import check_limit


def stochastic_blocks(
    *, sizes: Sequence[int], probabilities: ArrayLike, random_state: int | None = 0
) -> GraphData:
    """Each pair of nodes of classes a and b is joined with probability P_ab, independently.

    Parameters
    ----------
    sizes : nodes of each of the m classes, at least 1
    probabilities : (m, m), symmetric, in [0, 1]
    random_state : seed

    Returns
    -------
    GraphData with weights 1; the communities are the classes "0", "1", … in the order of ``sizes``.

    The number of edges of each block is drawn from its binomial distribution, then that many
    different pairs: time and memory grow with the edges, not with the pairs.

    Raises ParameterError for sizes or probabilities out of range, LimitError for too many nodes or
    edges.

    Source: P. W. Holland, K. B. Laskey, S. Leinhardt, *Stochastic blockmodels: first steps*, 1983.

    >>> stochastic_blocks(sizes=(3, 3), probabilities=[[1, 0], [0, 1]]).n_edges
    6
    """
    probability = np.asarray(probabilities, dtype=np.float64)
    m = len(sizes)
    # The sizes are whole numbers of at least one node.
    if m < 1 or min(sizes) < 1 or any(size != int(size) for size in sizes):
        raise ParameterError(
            f"sizes are {tuple(sizes)}; choose at least one class, each of at least 1 node."
        )
    if probability.shape != (m, m) or not ((probability >= 0) & (probability <= 1)).all():
        raise ParameterError(
            f"probabilities are {probability.tolist()}; choose a {m} × {m} matrix of numbers "
            "between 0 and 1."
        )
    if not np.array_equal(probability, probability.T):
        raise ParameterError("probabilities are not symmetric; P_ab and P_ba must be equal.")
    n = int(sum(sizes))
    check_limit("graph_nodes", n, what="The random graph")
    rng = np.random.default_rng(random_state)
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    _check_expected_edges(np.asarray(sizes, dtype=float), probability)
    blocks = [
        _block(int(sizes[a]), int(sizes[b]), float(probability[a, b]), same=a == b, rng=rng)
        + np.array([[start[a]], [start[b]]])
        for a in range(m)
        for b in range(a, m)
    ]
    source, target = np.concatenate(blocks, axis=1)
    upper = sparse.coo_array((np.ones(len(source)), (source, target)), shape=(n, n))
    community = np.repeat(np.arange(m), sizes)
    ids = np.arange(n).astype(str)
    return GraphData(sparse.csr_array(upper + upper.T), ids, community.astype(str))


def _check_expected_edges(size: NDArray[np.float64], probability: NDArray[np.float64]) -> None:
    pairs = np.outer(size, size) / 2
    check_limit("graph_edges", int((pairs * probability).sum()), what="The random graph")


def _block(
    rows: int, columns: int, probability: float, *, same: bool, rng: np.random.Generator
) -> NDArray[np.int64]:
    """The drawn pairs of one block as (2, edges); within a class only pairs i < j."""
    n_pairs = rows * (rows - 1) // 2 if same else rows * columns
    n_edges = int(rng.binomial(n_pairs, probability))
    if not n_edges:
        return np.empty((2, 0), dtype=np.int64)
    pair = np.sort(rng.choice(n_pairs, n_edges, replace=False, shuffle=False)).astype(np.int64)
    if not same:
        return np.stack([pair // columns, pair % columns])
    # Pair number j(j − 1)/2 + i stands for i < j; the root may be off by one in the last digit.
    j = ((1 + np.sqrt(1 + 8 * pair.astype(np.float64))) / 2).astype(np.int64)
    j -= j * (j - 1) // 2 > pair
    j += (j + 1) * j // 2 <= pair
    return np.stack([pair - j * (j - 1) // 2, j])
