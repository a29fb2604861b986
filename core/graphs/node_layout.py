"""Places of nodes on a plane: spectral start, then forces; the same seed gives the same picture.

networkx has the same forces, but takes half a second for 300 nodes and half a minute for 1,500.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import eigsh

from core.graphs.checked_adjacency import checked_adjacency

DENSE_UP_TO = 400
ITERATIONS = 120
MANY = 500  # nodes above which half the iterations must do


def layout_nodes(
    adjacency: Any, *, random_state: int = 0, iterations: int | None = None
) -> NDArray[np.float64]:
    """Positions (n, 2) without unit, centred, the farthest node at distance 1.

    Edges pull with d²/ℓ times their relative weight, all pairs push with ℓ²/d, ℓ = 1/√n, and a weak
    pull to the centre keeps components together. Steps shrink linearly. O(n²) a step, so meant for
    up to a few thousand nodes.

    Source: T. M. J. Fruchterman, E. M. Reingold, *Graph drawing by force-directed placement*, 1991.

    >>> layout_nodes([[0, 1], [1, 0]]).shape
    (2, 2)
    """
    matrix = checked_adjacency(adjacency)
    n = matrix.shape[0]
    rng = np.random.default_rng(random_state)
    iterations = iterations or (ITERATIONS if n <= MANY else ITERATIONS // 2)
    position = _start(matrix, rng).astype(np.float32)
    spring = np.float32(1 / np.sqrt(n))
    edges = sparse.triu(matrix, k=1).tocoo()
    source, target = edges.coords
    relative = (edges.data / edges.data.mean() if edges.nnz else edges.data).astype(np.float32)
    pull = np.sqrt(relative)[:, None]
    for step in np.linspace(0.1, 0.002, iterations, dtype=np.float32):
        force = _repulsion(position, spring) - position * spring
        between = position[source] - position[target]
        drawn = between * np.linalg.norm(between, axis=1, keepdims=True) / spring * pull
        for axis in range(2):
            force[:, axis] += np.bincount(target, drawn[:, axis], minlength=n)
            force[:, axis] -= np.bincount(source, drawn[:, axis], minlength=n)
        length = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
        position += force / length * np.minimum(length, step)
    return _fitted(position.astype(np.float64))


def _repulsion(position: NDArray[np.float32], spring: np.float32) -> NDArray[np.float32]:
    """Σ_j (p_i − p_j) ℓ² / |p_i − p_j|² through one product of matrices."""
    norm = np.einsum("ij,ij->i", position, position)
    squared = position @ (-2 * position.T)
    squared += norm[:, None]
    squared += norm[None, :]
    np.maximum(squared, (0.01 * spring) ** 2, out=squared)
    weight = np.divide(spring**2, squared, out=squared)
    np.fill_diagonal(weight, 0)
    return position * weight.sum(axis=1, keepdims=True) - weight @ position


def _start(adjacency: sparse.csr_array, rng: np.random.Generator) -> NDArray[np.float64]:
    """Second and third eigenvector of D^−½ A D^−½ as a picture of unit width, a little shaken."""
    n = adjacency.shape[0]
    shaken = rng.normal(scale=0.05, size=(n, 2))
    if n < 4:
        angle = 2 * np.pi * np.arange(n) / n
        return np.column_stack([np.cos(angle), np.sin(angle)]) + shaken
    degree = np.asarray(adjacency.sum(axis=1)).ravel()
    scale = sparse.diags_array(1 / np.sqrt(np.where(degree > 0, degree, 1)))
    walk = scale @ adjacency @ scale
    if n <= DENSE_UP_TO:
        vectors = np.linalg.eigh(walk.toarray())[1][:, [-2, -3]]
    else:
        values, found = eigsh(walk, 3, which="LA", v0=np.sqrt(degree) + 0.1)
        vectors = found[:, np.argsort(values)[[1, 0]]]
    # Eigenvectors have no sign of their own; the largest entry is made positive.
    largest = vectors[np.abs(vectors).argmax(axis=0), np.arange(2)]
    vectors = vectors * np.where(largest < 0, -1, 1)
    ranks = np.argsort(np.argsort(vectors, axis=0), axis=0) / (n - 1) - 0.5
    spread = vectors / np.maximum(np.abs(vectors).max(axis=0), 1e-12)
    return (spread + ranks) / 2 + shaken


def _fitted(position: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centred and scaled so that the farthest node lies at distance 1."""
    centred = position - position.mean(axis=0)
    return centred / max(float(np.linalg.norm(centred, axis=1).max()), 1e-12)
