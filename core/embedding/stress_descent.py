"""Metric scaling by stochastic gradient descent on pairs of points and landmarks."""

import numpy as np
from numpy.typing import NDArray

from core.embedding.classical_mds import landmark_mds
from core.embedding.compiled import compiled
from core.errors import Cancelled
from core.parallel import Progress, no_progress

N_EPOCHS = 30
NEAREST_SHARE = 0.1  # distances below this share of the median count as this share in weights


@compiled
def by_offset(
    distance: NDArray[np.float64], n_offsets: int, first: int, out: NDArray[np.float64]
) -> None:
    """out[o, i] = distance[i, (i + first + o) mod m]: what a pass reads lies side by side."""
    n, m = distance.shape
    for i in range(n):
        for o in range(n_offsets):
            out[o, i] = distance[i, (i + first + o) % m]


@compiled
def descend_epoch(
    Y: NDArray[np.float64],
    landmarks: NDArray[np.int64],
    distance: NDArray[np.float64],
    first: int,
    order: NDArray[np.int64],
    rate: float,
    power: float,
    least: float,
    pull: float,
) -> None:
    """One pass over the pairs (i, landmark (i + first + o) mod m), offsets o in ``order``.

    A pair at distance r on the map moves by μ (r − d)/2 apart or together, with
    μ = min(1, w · rate): at μ = 1 it fits exactly. The weight is w = max(d, least)^−power, times
    ``pull`` for pairs that are already too far apart. Changes Y; ``distance`` as by_offset makes.
    """
    n, n_axes = Y.shape
    m = len(landmarks)
    difference = np.empty(n_axes)
    for o in order:
        given = distance[o]
        column = (first + o) % m - 1
        for i in range(n):
            column += 1
            if column == m:
                column = 0
            j = landmarks[column]
            if i == j:
                continue
            squared = 0.0
            for a in range(n_axes):
                difference[a] = Y[i, a] - Y[j, a]
                squared += difference[a] * difference[a]
            length = np.sqrt(squared)
            if length < 1e-300:
                continue
            excess = length - given[i]
            w = rate
            if power != 0.0:
                w *= max(given[i], least) ** -power
            if excess > 0:
                w *= pull
            step = min(1.0, w) * excess / (2 * length)
            for a in range(n_axes):
                Y[i, a] -= step * difference[a]
                Y[j, a] += step * difference[a]


def descend_stress(
    distance: NDArray[np.float64],
    landmarks: NDArray[np.int64],
    n_components: int = 2,
    *,
    power: float = 0.0,
    pull: float = 1.0,
    n_epochs: int = N_EPOCHS,
    random_state: int = 0,
    progress: Progress = no_progress,
) -> tuple[NDArray[np.float64], bool]:
    """The map (n, n_components) whose distances follow ``distance`` (n, m), and if it was stopped.

    Minimises Σ wᵢⱼ (‖yᵢ − yⱼ‖ − dᵢⱼ)² from classical scaling by stochastic gradient descent with
    falling rate (Zheng, Pawar & Goodman, 2018), over all pairs where every point is a landmark,
    else over the pairs with a landmark. Two things resist pairs that shortcuts make too close:
    weights w = (d / median)^−power, where distances below a tenth of the median count as a tenth,
    and a ``pull`` below 1 for pairs that lie farther apart on the map than they should.
    Sequential: the same bits for a seed at any thread count. When ``progress`` raises Cancelled,
    the last iterate is returned and marked as stopped.

    >>> line = np.abs(np.arange(4.0)[:, None] - np.arange(4.0))
    >>> Y, stopped = descend_stress(line, np.arange(4))
    >>> float(np.linalg.norm(Y[0] - Y[3]).round(3)), stopped
    (3.0, False)
    """
    n, m = distance.shape
    rng = np.random.default_rng(random_state)
    Y = landmark_mds(distance, landmarks, n_components)
    size = float(np.median(distance)) or 1.0
    Y = Y / size + 1e-6 * rng.normal(size=Y.shape)  # no two points, no axis exactly degenerate
    everyone = m == n
    first, n_offsets = (1, n // 2) if everyone else (0, m)
    side_by_side = np.empty((n_offsets, n))
    by_offset(distance, n_offsets, first, side_by_side)
    side_by_side /= size
    farthest, least = max(1.0, float(side_by_side.max())), NEAREST_SHARE
    nearest = max(least, float(side_by_side.min()))
    for epoch, rate in enumerate(np.geomspace(farthest**power, 0.01 * nearest**power, n_epochs)):
        order = rng.permutation(n_offsets)
        descend_epoch(Y, landmarks, side_by_side, first, order, rate, power, least, pull)
        try:
            progress((epoch + 1) / n_epochs, "map")
        except Cancelled:
            return size * Y, True
    return size * Y, False
