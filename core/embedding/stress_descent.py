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
def descend_epoch(
    Y: NDArray[np.float64],
    landmarks: NDArray[np.int64],
    distance: NDArray[np.float64],
    weight: NDArray[np.float64],
    offsets: NDArray[np.int64],
    rate: float,
    pull: float,
) -> None:
    """One pass over the pairs (i, landmark (i + offset) mod m) for each offset; changes Y.

    A pair at distance r on the map moves by μ (r − d)/2 apart or together, with
    μ = min(1, weight · rate): at μ = 1 it fits exactly. Pairs that are already too far apart are
    pulled together with ``pull`` times the weight.
    """
    n, n_axes = Y.shape
    m = len(landmarks)
    difference = np.empty(n_axes)
    for offset in offsets:
        for i in range(n):
            column = (i + offset) % m
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
            excess = length - distance[i, column]
            w = weight[i, column]
            if excess > 0:
                w *= pull
            step = min(1.0, w * rate) * excess / (2 * length)
            for a in range(n_axes):
                Y[i, a] -= step * difference[a]
                Y[j, a] += step * difference[a]


def pair_weights(distance: NDArray[np.float64], power: float) -> NDArray[np.float64]:
    """w = (d / median d)^−power, (n, m): the near pairs, which short-cuts spoil least, count most.

    Distances below a tenth of the median count as a tenth.
    """
    if power == 0:
        return np.ones_like(distance)
    middle = float(np.median(distance[distance > 0])) if (distance > 0).any() else 1.0
    return np.maximum(distance / middle, NEAREST_SHARE) ** -power


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
    falling rate (Zheng, Pawar & Goodman, 2018). Two things resist pairs that short-cuts make too
    close: weights w = (d / median)^−power, and a ``pull`` below 1 for pairs that lie farther apart
    on the map than they should. Sequential: the same bits for a seed at any thread count.
    When ``progress`` raises Cancelled, the last iterate is returned and marked as stopped.
    """
    n, m = distance.shape
    rng = np.random.default_rng(random_state)
    Y = landmark_mds(distance, landmarks, n_components)
    size = float(np.median(distance)) or 1.0
    Y = Y + 1e-6 * size * rng.normal(size=Y.shape)  # no two points, no axis exactly degenerate
    weight = pair_weights(distance, power)
    everyone = m == n
    offsets = np.arange(1, n // 2 + 1) if everyone else np.arange(m)
    nodes = np.arange(n) if everyone else landmarks
    rates = np.geomspace(1 / weight.min(), 0.01 / weight.max(), n_epochs)
    for epoch, rate in enumerate(rates):
        descend_epoch(Y, nodes, distance, weight, rng.permutation(offsets), rate, pull)
        try:
            progress((epoch + 1) / n_epochs, "map")
        except Cancelled:
            return Y, True
    return Y, False
