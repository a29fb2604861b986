"""How well a map follows the distances it was made from."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

COLUMNS = 100  # landmarks that are looked at
NEAR_SHARE = 0.03  # of all points that count as near to one
_FEWEST = 4  # points of an island that is looked at alone
_NEIGHBORS = 25  # what is taken off is at most the distance to so many nearest points


def row_fit(
    Y: NDArray[np.float64],
    distance: NDArray[np.float64],
    landmarks: NDArray[np.int64],
    island: NDArray[np.int64] | None = None,
) -> float:
    """Mean over landmarks of the correlation of map distances with ``distance`` (n, m).

    >>> row_fit(np.arange(3.0)[:, None], np.array([[0.0], [2.0], [4.0]]), np.array([0]))
    1.0
    """
    found = []
    for on_map, given in _pairs(Y, distance, landmarks, island):
        a, b = on_map - on_map.mean(), given - given.mean()
        size = np.sqrt((a @ a) * (b @ b))
        found.append(a @ b / size if size > 0 else 1.0)
    return float(np.mean(found).round(12))


def intercept(
    Y: NDArray[np.float64],
    distance: NDArray[np.float64],
    landmarks: NDArray[np.int64],
    island: NDArray[np.int64] | None = None,
) -> float:
    """What noise adds to every distance: the intercept a ≥ 0 of distance = a + b · map distance.

    At most d₂₅, the median over points of the distance to the 25th nearest, so that near pairs stay
    apart, and at most 2 (1 − d₂₅/d̄) d₂₅, d̄ the median of all distances: those that are all alike
    are no sign of noise, but of points that are all equally far. So never more than half of d̄.

    >>> corners = 1 - np.eye(4)
    >>> intercept(np.random.default_rng(0).normal(size=(4, 2)), corners, np.arange(4))
    0.0
    """
    pairs = list(_pairs(Y, distance, landmarks, island))
    on_map, given = (np.concatenate(x) for x in zip(*pairs, strict=True))
    spread = on_map - on_map.mean()
    slope = (spread @ given) / max(float(spread @ spread), 1e-300)
    k = min(_NEIGHBORS, len(Y) - 1) - 1
    kth = [np.partition(d, min(k, len(d) - 1))[min(k, len(d) - 1)] for _, d in pairs]
    near = float(np.median(kth))
    typical = max(float(np.median(given)), 1e-300)
    most = near * float(np.clip(2 * (1 - near / typical), 0.0, 1.0))
    return float(np.clip(given.mean() - slope * on_map.mean(), 0.0, most))


def kept_neighborhoods(
    Y: NDArray[np.float64],
    distance: NDArray[np.float64],
    landmarks: NDArray[np.int64],
    island: NDArray[np.int64] | None = None,
) -> float:
    """Share of the nearest 3% of all points by ``distance`` that are nearest on the map too."""
    k = min(max(2, round(NEAR_SHARE * len(Y))), len(Y) - 1)
    shares = []
    for on_map, given in _pairs(Y, distance, landmarks, island):
        here = max(1, min(k, len(given)))
        near = np.argpartition(given, here - 1)[:here]
        near_on_map = np.argpartition(on_map, here - 1)[:here]
        shares.append(len(np.intersect1d(near, near_on_map)) / len(near))
    return float(np.mean(shares))


def _pairs(
    Y: NDArray[np.float64],
    distance: NDArray[np.float64],
    landmarks: NDArray[np.int64],
    island: NDArray[np.int64] | None,
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Distances from some landmarks to all other points: on the map, and given.

    Of islands only within the largest: a gap a thousand times as wide as a crowd is kept by any
    map, and would hide how the crowd itself fares.
    """
    chosen = np.unique(np.linspace(0, len(landmarks) - 1, COLUMNS).astype(int))
    same = np.ones(len(Y), bool)
    if island is not None and island.max() > 0:
        largest = island == np.bincount(island[landmarks]).argmax()
        same = largest if largest.sum() >= _FEWEST and largest[landmarks[chosen]].any() else same
        chosen = chosen[same[landmarks[chosen]]]
    for column in chosen:
        i = landmarks[column]
        on_map = np.sqrt(((Y - Y[i]) ** 2).sum(axis=1))
        others = (np.arange(len(Y)) != i) & same
        yield on_map[others], distance[others, column]
