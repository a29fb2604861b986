"""Simulated counts of cells along a branching process, with the true order of the cells."""

import numpy as np
from numpy.typing import NDArray

from core.datasets.point_cloud import PointCloud
from core.errors import ParameterError

PARTS = ("trunk", "branch A", "trunk of B", "branch B1", "branch B2")
PARENT = (-1, 0, 0, 2, 2)  # of each part: which it grows out of
LENGTH = (1.0, 1.2, 0.6, 0.8, 1.0)
PER_FEATURE = 5  # counts of a cell and feature on average, before any are lost
DISPERSION = 0.2  # of the counts of a feature beyond Poisson's, as a squared coefficient
STEEP = (0.08, 0.4)  # how much of the way a feature takes to switch


def branching_counts(
    *,
    n_points: int = 800,
    n_features: int = 1000,
    dropout: float = 0.3,
    random_state: int = 0,
) -> PointCloud:
    """log(1 + counts) of cells on a trunk that branches twice; ``time`` is the way from its root.

    Each feature switches on or off around a point of the tree and keeps its new level further out.
    Counts are gamma-Poisson about it, the totals of cells vary by a third, and a count is lost with
    a probability that falls with its expected size (logistic in its logarithm), ``dropout`` of
    those above 0 on average. Counts are divided by the cell's total over the median total.

    ``labels`` is the part of the tree, ``truth`` (n, n) the distance along it. Row 0 is nearest to
    the root.

    Parameters
    ----------
    n_points, n_features : at least 20 and 10
    dropout : share lost, from 0 to 0.9

    >>> cells = branching_counts(n_points=50, n_features=20)
    >>> cells.values.shape, float(cells.time.min()) >= 0
    ((50, 20), True)
    """
    if n_points < 20 or n_features < 10 or not 0 <= dropout <= 0.9:
        raise ParameterError(
            f"n_points is {n_points}, n_features {n_features}, dropout {dropout}; choose at least "
            "20 and 10, and between 0 and 0.9."
        )
    rng = np.random.default_rng(random_state)
    length = np.array(LENGTH)
    start = np.array([_way_to(part) for part in range(len(PARTS))])
    part = rng.choice(len(PARTS), n_points, p=length / length.sum())
    along = rng.random(n_points) * length[part]
    first = int(np.argmin(np.where(part == 0, along, np.inf)))
    order = np.r_[first, np.delete(np.arange(n_points), first)]
    part, along = part[order], along[order]
    counts = _counts(part, along, n_features, dropout, rng)
    totals = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    values = np.log1p(counts * np.median(totals) / totals)
    return PointCloud(
        values,
        np.array([f"feature {i}" for i in range(1, n_features + 1)]),
        labels=np.array(PARTS)[part],
        time=start[part] + along,
        truth=_distance(part, along, start),
    )


def _counts(
    part: NDArray, along: NDArray, n_features: int, dropout: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(n, p) counts."""
    length = np.array(LENGTH)
    n = len(part)
    level = np.exp(rng.normal(0.0, 1.0, n_features))
    home = rng.choice(len(PARTS), n_features, p=length / length.sum())
    turn = rng.random(n_features) * length[home]
    steep = rng.uniform(*STEEP, n_features)
    size = rng.choice([-1, 1], n_features) * rng.uniform(1.0, 3.0, n_features)
    # How far a cell is beyond the turn of each feature, 0 long before it or on another branch.
    beyond = np.full((n, n_features), -np.inf)
    for p in range(len(PARTS)):
        cells = part == p
        for q in _line_of(p):
            features = home == q
            way = along[cells] if q == p else np.full(cells.sum(), length[q])
            added = way[:, None] - turn[features]
            if q != p:  # all of the later part lies beyond it
                added = added + (_way_to(p) + along[cells] - _way_to(q) - length[q])[:, None]
            beyond[np.ix_(cells, features)] = added
    switched = 1 / (1 + np.exp(-np.clip(beyond / steep, -50, 50)))
    switched[~np.isfinite(beyond)] = 0.0
    mean = level * np.exp(size * switched)
    mean *= (
        PER_FEATURE
        * n_features
        / np.median(mean.sum(axis=1))
        * np.exp(rng.normal(0, 1 / 3, (n, 1)))
    )
    rate = rng.gamma(1 / DISPERSION, DISPERSION * mean)
    counts = rng.poisson(rate).astype(np.float64)
    if dropout > 0:
        low, high = -20.0, 20.0  # of the middle of the logistic, by bisection
        for _ in range(30):
            middle = (low + high) / 2
            lost = 1 / (1 + np.exp(np.log(mean) - middle))
            low, high = (middle, high) if lost[counts > 0].mean() < dropout else (low, middle)
        counts[rng.random(counts.shape) < lost] = 0.0
    return counts


def _line_of(part: int) -> list[int]:
    """The part and those it grows out of."""
    line = [part]
    while PARENT[line[-1]] >= 0:
        line.append(PARENT[line[-1]])
    return line


def _way_to(part: int) -> float:
    """From the root to where the part begins."""
    return float(sum(LENGTH[each] for each in _line_of(part)[1:]))


def _distance(part: NDArray, along: NDArray, start: NDArray) -> NDArray[np.float64]:
    """(n, n) distance along the tree."""
    at = start[part] + along
    shared = np.empty((len(PARTS), len(PARTS)))
    for p in range(len(PARTS)):
        for q in range(len(PARTS)):
            both = next(each for each in _line_of(p) if each in _line_of(q))
            shared[p, q] = start[both] + LENGTH[both]
    meet = np.minimum(shared[np.ix_(part, part)], np.minimum(at[:, None], at))
    return np.asarray(at[:, None] + at - 2 * meet)
