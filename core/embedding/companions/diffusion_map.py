"""Diffusion maps: near are points from which heat spreads alike."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from core.datasets.distinct_rows import distinct_rows
from core.embedding.companions.settings import MapSettings
from core.embedding.distinct_points import distinct_by_distance
from core.embedding.laplacian import jumps
from core.embedding.neighbor_graph import neighbor_graph
from core.errors import ComputeError

DENSE_POINTS = 400


def diffusion_map(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """(n, m) coordinates y_ik = e^(−t λ_k) φ_k(i), k = 1 … m, without the constant k = 0.

    λ and φ are the smallest eigenvalues and the eigenvectors of the random-walk Laplacian
    L = I − D⁻¹W of the alpha-decay graph, φ normalised in the degrees (Σ d_i φ(i)² = Σ d_i). With
    all n − 1 axes ‖y_i − y_j‖² is the squared diffusion distance, Σ_k Σd/d_k · (H_ik − H_jk)²,
    of H = exp(−tL). R. Coifman, S. Lafon, 2006.

    Raises ComputeError when the eigensolver does not converge.

    >>> diffusion_map(np.arange(9.0)[:, None], MapSettings(n_neighbors=2)).shape
    (9, 2)
    """
    given = settings.metric == "precomputed"
    distinct = distinct_by_distance(X) if given else distinct_rows(X)
    first = distinct.first  # duplicates would have no scale of their own: they share one place
    points = X[np.ix_(first, first)] if given else X[first]
    return _axes(points, settings)[distinct.point]


def _axes(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """The axes of distinct points."""
    n = len(X)
    if n < 2:
        return np.zeros((n, settings.n_components))
    k = min(settings.n_neighbors, n - 1)
    W = neighbor_graph(X, k, metric=settings.metric, random_state=settings.random_state).weights
    parts = jumps(W, "random_walk")
    wanted = min(settings.n_components + 1, n)
    if n <= DENSE_POINTS or wanted > n // 3:
        values, vectors = np.linalg.eigh(parts.matrix.toarray())
    else:
        start = np.sqrt(parts.degree) + np.cos(np.arange(n))  # fixed: the map must not change
        try:
            values, vectors = eigsh(
                parts.matrix, k=wanted, which="LA", v0=start, ncv=min(n - 1, 20 + 4 * wanted)
            )
        except ArpackNoConvergence:
            raise ComputeError(
                "The diffusion map's eigenvectors did not converge: the graph has many pieces "
                "that hardly touch. Use more neighbours."
            ) from None
    order = np.argsort(values)[::-1][1:wanted]
    axes = vectors[:, order] * np.sqrt(parts.degree.sum() / parts.degree)[:, None]
    largest = axes[np.abs(axes).argmax(axis=0), np.arange(len(order))]
    axes = axes * np.where(largest < 0, -1.0, 1.0)
    Y = np.zeros((n, settings.n_components))
    Y[:, : len(order)] = axes * np.exp(-settings.diffusion_time * (1 - values[order]))
    return Y
