"""What the nearest neighbours of each point say: its own condensation threshold, its dimension."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.neighbors import NearestNeighbors

from core.errors import ParameterError
from core.parallel import Progress, no_progress

Array = NDArray[np.float64]
HILL_NEIGHBORS = 10
DIMENSION_NEIGHBORS = 20
_ROWS_AT_ONCE = 250


@dataclass(frozen=True, eq=False)
class Neighborhoods:
    """Of m points among n distinct ones.

    ``local_condensation`` (m,) h_G(x) in the unit of the data · ``nearest`` (m,) distance of the
    nearest other point · ``intrinsic_dimension`` of the whole, by Levina and Bickel.
    """

    local_condensation: Array
    nearest: Array
    intrinsic_dimension: float

    def tail_index(self, bandwidth: float) -> Array:
        """(m,) μ̂(x) = h²/h_G(x)²; infinite where the nearest neighbours are equally far."""
        with np.errstate(divide="ignore"):
            return np.asarray((bandwidth / self.local_condensation) ** 2)


def study_neighborhoods(
    values: ArrayLike,
    rows: ArrayLike | None = None,
    *,
    copies: ArrayLike | None = None,
    progress: Progress = no_progress,
) -> Neighborhoods:
    """Hill's estimate of h_G around each point, and Levina and Bickel's of the dimension.

    With r_1 ≤ r_2 ≤ … the distances to the nearest other points and k = 10,
    h_G(x)² = (1/k) Σ_{i≤k} (r²_{k+1} − r²_i)/2, and with k = 20 the dimension is the inverse of the
    mean over points of Σ_{i<k} log(r_k/r_i)/(k − 2): inverses are averaged, not the noisy
    dimensions themselves. k is cut to what is there. Copies of a point are neighbours at distance
    0 of each other in h_G, as they are terms of the estimate; in the dimension they count once,
    since a distance of zero has no logarithm. One that is set to 1e-150 instead takes part with
    log(r_k/1e-150) = 345, and the single repeated row of the standardised iris then turns its
    dimension from 2.3 into 1.5.

    Parameters
    ----------
    values : (n, d) distinct points; rows : (m,) row numbers to study, None for all
    copies : (n,) how many rows each point stands for, None for one each

    Raises ParameterError for fewer than three points.

    Sources: Hill, 1975; Levina and Bickel, NIPS, 2004; MacKay and Ghahramani, 2005.

    >>> X = np.random.default_rng(0).normal(size=(2000, 2))
    >>> round(study_neighborhoods(X).intrinsic_dimension, 1)
    1.9
    """
    X = np.asarray(values, dtype=float)
    n = len(X)
    if n < 3:
        raise ParameterError(
            f"There are {n} distinct points; at least 3 are needed to see how distances grow."
        )
    centred = X - X.mean(axis=0)
    chosen = np.arange(n) if rows is None else np.asarray(rows)
    counts = np.ones(n, dtype=np.int64) if copies is None else np.asarray(copies, dtype=np.int64)
    k = min(max(HILL_NEIGHBORS, DIMENSION_NEIGHBORS) + 1, n - 1)
    index = NearestNeighbors(n_neighbors=k + 1).fit(centred)
    distance, copies_there = np.empty((len(chosen), k)), np.empty((len(chosen), k), dtype=np.int64)
    for start in range(0, len(chosen), _ROWS_AT_ONCE):
        progress(start / len(chosen), f"Neighbours of {start:,} of {len(chosen):,} points")
        block = slice(start, start + _ROWS_AT_ONCE)
        found = index.kneighbors(centred[chosen[block]], return_distance=False)
        # Computed again by differences: the search may round when points lie close together.
        apart = np.linalg.norm(centred[found] - centred[chosen[block]][:, None], axis=2)
        order = np.argsort(apart, axis=1, kind="stable")[:, 1:]
        distance[block] = np.take_along_axis(apart, order, axis=1)
        copies_there[block] = np.take_along_axis(counts[found], order, axis=1)
    of_rows = _row_distances(distance, copies_there, counts[chosen])
    k_hill = of_rows.shape[1] - 1
    half_square = of_rows**2 / 2
    excess = half_square[:, k_hill : k_hill + 1] - half_square[:, :k_hill]
    local = np.sqrt(excess.mean(axis=1))
    return Neighborhoods(local, distance[:, 0], _dimension(distance))


def _row_distances(
    distance: Array, copies_there: NDArray[np.int64], own: NDArray[np.int64]
) -> Array:
    """(m, k + 1) distances of the nearest other rows, k = 10 or what is there."""
    k = min(HILL_NEIGHBORS, int((copies_there.sum(axis=1) + own).min()) - 2)
    distance = np.column_stack([np.zeros(len(distance)), distance])
    reached = np.cumsum(np.column_stack([own - 1, copies_there]), axis=1)
    place = (reached[:, None, :] <= np.arange(k + 1)[:, None]).sum(axis=2)
    return np.take_along_axis(distance, place, axis=1)


def _dimension(distance: Array) -> float:
    k = min(DIMENSION_NEIGHBORS, distance.shape[1])
    with np.errstate(divide="ignore"):
        growth = np.log(distance[:, k - 1 : k] / distance[:, : k - 1]).sum(axis=1)
    mean = growth[np.isfinite(growth)].mean() if np.isfinite(growth).any() else 0.0
    return float(max(k - 2, 1) / mean) if mean > 0 else float("nan")
