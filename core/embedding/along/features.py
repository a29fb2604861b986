"""How features change along a path: which change most, and in what order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

WINDOWS = 40
SMOOTH = 2.0  # windows


@dataclass(frozen=True, eq=False)
class FeatureCourse:
    """Courses of features along a path, the first to turn first.

    ``feature`` (k,) column numbers; ``share`` (k,) how much of each one's variance the path
    explains; ``turn`` (k,) the way at which it is half-way between its lowest and highest level;
    ``rises`` (k,) whether it is higher at the end; ``at`` (w,) the middles of the windows;
    ``level`` (k, w) the smoothed level there, from 0 (lowest) to 1 (highest).
    """

    feature: NDArray[np.int64]
    share: NDArray[np.float64]
    turn: NDArray[np.float64]
    rises: NDArray[np.bool_]
    at: NDArray[np.float64]
    level: NDArray[np.float64]


def features_along(values: object, way: NDArray[np.float64], n_features: int = 20) -> FeatureCourse:
    """The features that a path explains most, in the order in which they turn.

    Rows are put into windows of equal numbers along the path; the share is the variance of the
    smoothed means of the windows over that of the feature.

    Parameters
    ----------
    values : (m, d) of the rows on the path
    way : (m,) how far along it each lies

    >>> way = np.linspace(0, 1, 200)
    >>> early, late = (way > 0.2) * 1.0, (way > 0.8) * 1.0
    >>> found = features_along(np.column_stack([late, early, 0 * way]), way, 2)
    >>> found.feature.tolist(), found.rises.tolist()
    ([1, 0], [True, True])
    """
    X = np.asarray(values, dtype=np.float64)
    order = np.argsort(way, kind="stable")
    windows = np.array_split(order, min(WINDOWS, len(order)))
    means = np.array([X[rows].mean(axis=0) for rows in windows])
    at = np.array([way[rows].mean() for rows in windows])
    smooth = gaussian_filter1d(means, SMOOTH, axis=0, mode="nearest")
    spread = X.var(axis=0)
    share = np.divide(smooth.var(axis=0), spread, out=np.zeros_like(spread), where=spread > 0)
    best = np.argsort(-share, kind="stable")[:n_features]
    best = best[share[best] > 0]
    low, high = smooth[:, best].min(axis=0), smooth[:, best].max(axis=0)
    level = ((smooth[:, best] - low) / np.maximum(high - low, 1e-300)).T
    rises = level[:, -1] >= level[:, 0]
    turned = np.where(rises[:, None], level, 1 - level) >= 0.5
    turn = at[turned.argmax(axis=1)] if len(best) else np.zeros(0)
    first = np.argsort(turn, kind="stable")
    return FeatureCourse(
        best[first], share[best][first], turn[first], rises[first], at, level[first]
    )
