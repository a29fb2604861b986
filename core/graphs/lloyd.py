"""Kernel k-means: Lloyd's iterations from several k-means++ starts at once, on a kernel matrix.

The squared distance of node i to the mean of cluster C is K_ii − 2/|C| Σ_{j∈C} K_ij +
1/|C|² Σ_{j,l∈C} K_jl. One product of K with the indicators of all clusters of all starts gives
every sum, O(n² k) for one iteration of one start.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class LloydResult:
    """The best of all starts.

    Attributes
    ----------
    labels : (n,) cluster of every node, 0 … k − 1
    inertia : Σ of squared distances to the cluster's mean, in the kernel's unit
    n_iter : iterations that the best start took
    """

    labels: Labels
    inertia: float
    n_iter: int


def kernel_lloyd(
    kernel: Matrix,
    n_clusters: int,
    rng: np.random.Generator,
    *,
    n_init: int = 10,
    max_iter: int = 300,
    starts: Labels | None = None,
) -> LloydResult:
    """Kernel k-means of a symmetric K (n, n), float64, from k-means++ or given starts (s, n)."""
    # K + u1ᵀ + 1uᵀ has the same distances: the centred one loses fewest digits
    mean = kernel.mean(axis=0)
    centred = kernel - mean[:, None] - mean[None, :] + mean.mean()
    diagonal = centred.diagonal()
    scale = float(np.abs(centred).max()) or 1.0
    if starts is None:
        labels = _plus_plus(centred, diagonal, n_clusters, rng, n_init)
    else:
        labels, n_init = starts.copy(), len(starts)
    inertia = np.full(n_init, np.inf)
    n_iter = np.zeros(n_init, dtype=np.int64)
    active = np.arange(n_init)
    for _ in range(max_iter):
        distance, within = _distances(centred, labels[active], n_clusters)
        n_iter[active] += 1
        before = labels[active]
        inertia_now = diagonal.sum() - within
        moved = np.argmin(distance, axis=2)
        _fill_empty(moved, distance, n_clusters)
        # On an indefinite kernel the sum may rise: such a start stops where it was best.
        better = inertia_now < inertia[active] - 1e-12 * scale
        inertia[active] = np.minimum(inertia[active], inertia_now)
        going = better & (moved != before).any(axis=1)
        labels[active[going]] = moved[going]
        active = active[going]
        if len(active) == 0:
            break
    best = int(np.argmin(inertia))
    return LloydResult(labels[best], float(inertia[best]), int(n_iter[best]))


def _plus_plus(
    kernel: Matrix,
    diagonal: NDArray[np.float64],
    n_clusters: int,
    rng: np.random.Generator,
    n_init: int,
) -> Labels:
    """Labels (n_init, n) by nearest k-means++ centre: chosen with probability ∝ Δ to the nearest.

    Δ is already the square of a distance (Arthur, Vassilvitskii, 2007).
    """
    n = len(kernel)
    uniforms = rng.uniform(size=(n_clusters, n_init))
    chosen = np.minimum((uniforms[0] * n).astype(np.int64), n - 1)
    nearest = (diagonal + diagonal[chosen, None] - 2 * kernel[chosen]).clip(0)
    labels = np.zeros((n_init, n), dtype=np.int64)
    for cluster in range(1, n_clusters):
        nearest[np.arange(n_init), chosen] = 0
        cumulative = np.cumsum(nearest, axis=1)
        total = cumulative[:, -1:]
        chosen = (cumulative <= uniforms[cluster, :, None] * total).sum(axis=1)
        flat = total[:, 0] <= 0  # all nodes coincide with a centre: any will do
        chosen[flat] = (uniforms[cluster, flat] * n).astype(np.int64)
        chosen = np.minimum(chosen, n - 1)
        distance = (diagonal + diagonal[chosen, None] - 2 * kernel[chosen]).clip(0)
        distance[np.arange(n_init), chosen] = -1.0  # a centre belongs to its own cluster
        closer = distance < nearest
        labels[closer] = cluster
        nearest = np.where(closer, distance.clip(0), nearest)
    return labels


def _distances(
    kernel: Matrix, labels: Labels, n_clusters: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Δ to each cluster's mean less K_ii (starts, n, k), and Σ_C Σ_{j,l∈C} K_jl / |C| (starts,)."""
    n_starts, n = labels.shape
    indicator = np.zeros((n, n_starts * n_clusters))
    columns = labels + n_clusters * np.arange(n_starts)[:, None]
    indicator[np.broadcast_to(np.arange(n), labels.shape), columns] = 1.0
    size = np.maximum(indicator.sum(axis=0), 1)
    sums = kernel @ indicator
    squares = np.einsum("ij,ij->j", indicator, sums) / size
    distance = (squares - 2 * sums) / size
    within = squares.reshape(n_starts, n_clusters).sum(axis=1)
    return distance.reshape(n, n_starts, n_clusters).transpose(1, 0, 2), within


def _fill_empty(labels: Labels, distance: NDArray[np.float64], n_clusters: int) -> None:
    """Give every empty cluster the node that is worst placed, in place."""
    n_starts, n = labels.shape
    flat = labels + n_clusters * np.arange(n_starts)[:, None]
    sizes = np.bincount(flat.ravel(), minlength=n_starts * n_clusters)
    if sizes.all():
        return
    sizes = sizes.reshape(n_starts, n_clusters)
    for start, cluster in np.argwhere(sizes == 0):
        own = distance[start, np.arange(n), labels[start]]
        spare = sizes[start, labels[start]] > 1
        node = int(np.argmax(np.where(spare, own, -np.inf)))
        sizes[start, labels[start, node]] -= 1
        sizes[start, cluster] += 1
        labels[start, node] = cluster
