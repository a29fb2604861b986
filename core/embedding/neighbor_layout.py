"""A map that keeps who is near whom, at the price of lengths: for surfaces that no plane holds."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.embedding.compiled import compiled
from core.errors import Cancelled
from core.parallel import Progress, no_progress

MANY = 10_000
EPOCHS, EPOCHS_OF_MANY = 300, 100
REPELLED = 5  # points drawn at random for each pair that attracts
_A, _B = (
    1.577,
    0.895,
)  # of 1 / (1 + a r^2b), which is flat up to 0.1 and then falls like e^(0.1 − r)
_MOST = 4.0  # the longest step of one pair along an axis
WIDE = 10.0  # half of the map's width at the start, in units in which neighbours are 1 apart


@compiled
def _epoch(
    Y: NDArray[np.float64],
    i: NDArray[np.int64],
    j: NDArray[np.int64],
    due: NDArray[np.bool_],
    others: NDArray[np.int64],
    rate: float,
    a: float,
    b: float,
    most: float,
) -> None:
    """Attract the pairs that are ``due``, and repel the first of each from ``others`` (e, r)."""
    axes = Y.shape[1]
    for e in range(len(i)):
        if not due[e]:
            continue
        p, q = i[e], j[e]
        squared = 0.0
        for x in range(axes):
            squared += (Y[p, x] - Y[q, x]) ** 2
        if squared > 0:
            pull = -2 * a * b * squared ** (b - 1) / (1 + a * squared**b)
            for x in range(axes):
                step = min(max(pull * (Y[p, x] - Y[q, x]), -most), most) * rate
                Y[p, x] += step
                Y[q, x] -= step
        for r in range(others.shape[1]):
            o = others[e, r]
            if o == p:
                continue
            squared = 0.0
            for x in range(axes):
                squared += (Y[p, x] - Y[o, x]) ** 2
            push = 2 * b / ((0.001 + squared) * (1 + a * squared**b))
            for x in range(axes):
                Y[p, x] += min(max(push * (Y[p, x] - Y[o, x]), -most), most) * rate


def neighbor_layout(
    weights: sparse.csr_array,
    start: NDArray[np.float64],
    *,
    random_state: int = 0,
    progress: Progress = no_progress,
) -> tuple[NDArray[np.float64], bool]:
    """The map (n, m) on which neighbours attract and all others repel, and if it was stopped.

    UMAP's layout (cross entropy of 1/(1 + a r^2b) with the ``weights`` (n, n), by stochastic
    descent with negative samples), begun from the map ``start`` (n, m) that keeps lengths, so that
    what lies where at large stays. Sequential: the same bits for a seed.

    >>> ring = np.roll(np.eye(30), 1, axis=1)
    >>> Y, _ = neighbor_layout(sparse.csr_array(ring + ring.T), np.eye(30)[:, :2])
    >>> Y.shape
    (30, 2)
    """
    rng = np.random.default_rng(random_state)
    size = np.abs(start - start.mean(axis=0)).max() or 1.0
    Y = WIDE * (start - start.mean(axis=0)) / size + 1e-4 * rng.normal(size=start.shape)
    edge = sparse.coo_array(weights)
    i, j = (np.asarray(each, dtype=np.int64) for each in edge.coords)
    share = edge.data / edge.data.max()
    epochs = EPOCHS if len(Y) <= MANY else EPOCHS_OF_MANY
    for epoch in range(epochs):
        due = rng.random(len(i)) < share
        others = rng.integers(0, len(Y), size=(len(i), REPELLED))
        _epoch(Y, i, j, due, others, 1.0 - epoch / epochs, _A, _B, _MOST)
        try:
            progress((epoch + 1) / epochs, "neighbours")
        except Cancelled:
            return Y, True
    return Y, False
