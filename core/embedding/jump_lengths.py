"""How far a walk on the graph jumps, place by place, in units of the data."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def jump_lengths(
    weights: sparse.csr_array, lengths: sparse.csr_array, laplacian: str
) -> NDArray[np.float64]:
    """Root mean square distance √aᵢ (n,) that the walk moves from each node in one unit of time.

    aᵢ = Σⱼ rᵢⱼ ℓᵢⱼ² with the ``lengths`` ℓ of the edges (n, n), of the same pattern as their
    ``weights`` w, and the rates r = wᵢⱼ of the combinatorial Laplacian or wᵢⱼ/dᵢ of the others. A
    graph of nearest neighbours has short edges where points are dense and long ones where they are
    sparse; heat counts jumps, so that a jump's length is what turns its distances into the data's.
    Averaged once over the neighbours, to even out chance.

    >>> from core.embedding.neighbor_graph import neighbor_graph
    >>> graph = neighbor_graph(np.arange(4.0)[:, None], 1, kind="knn")
    >>> jump_lengths(graph.weights, graph.lengths, "normalized").round(3)
    array([1., 1., 1., 1.])
    """
    W = weights
    degree = np.maximum(np.asarray(W.sum(axis=1)).ravel(), np.finfo(float).tiny)
    squared = np.asarray(W.multiply(lengths.power(2)).sum(axis=1)).ravel()
    if laplacian != "combinatorial":
        squared = squared / degree
    return np.sqrt(np.maximum((W @ squared) / degree, np.finfo(float).tiny))
