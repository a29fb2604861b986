"""Which neighbours a map keeps: trustworthiness, continuity and overlap, row by row.

Source: J. Venna, S. Kaski, "Neighborhood preservation in nonlinear projection methods", 2001.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def membership(
    distance: NDArray[np.float64], own: NDArray[np.intp], n_neighbors: int
) -> NDArray[np.float64]:
    """(m, n) how far each point is among the k nearest of m points: 1, 0, or a share where tied.

    Points that are equally far at the edge share what is left of k: the expectation over all ways
    of breaking the tie. Each row sums to k. The own point does not count.

    >>> membership(np.array([[0.0, 1.0, 2.0, 2.0]]), np.array([0]), 2).tolist()
    [[0.0, 1.0, 0.5, 0.5]]
    """
    others = np.array(distance, dtype=np.float64)
    others[np.arange(len(own)), own] = np.inf
    edge = np.partition(others, n_neighbors - 1, axis=1)[:, n_neighbors - 1 : n_neighbors]
    found = (others <= edge).astype(np.float64)
    for row in np.flatnonzero(found.sum(axis=1) > n_neighbors):
        tied = others[row] == edge[row]
        found[row, tied] = (n_neighbors - (others[row] < edge[row]).sum()) / tied.sum()
    return found


def neighbor_ranks(distance: NDArray[np.float64], own: NDArray[np.intp]) -> NDArray[np.intp]:
    """(m, n) rank of every point by its distance from each of m points: own 0, nearest 1, ….

    Equal distances are ranked in the order of the columns.

    Parameters
    ----------
    distance : (m, n), one row per point
    own : (m,) the column of each row's own point

    >>> neighbor_ranks(np.array([[0.5, 0.0, 0.2]]), np.array([1])).tolist()
    [[2, 0, 1]]
    """
    with_own_first = distance.copy()
    with_own_first[np.arange(len(own)), own] = -np.inf
    order = np.argsort(with_own_first, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(distance.shape[1])[None, :], axis=1)
    return rank


def intrusion(
    data_rank: NDArray[np.intp], map_rank: NDArray[np.intp], n_neighbors: int
) -> NDArray[np.float64]:
    """(m,) Σ of (r − k) over neighbours on the map whose rank r in the data exceeds k.

    With the two ranks exchanged it measures neighbours in the data that the map tore away.
    """
    excess = np.where(map_rank <= n_neighbors, data_rank - n_neighbors, 0)
    return np.maximum(excess, 0).sum(axis=1).astype(np.float64)


def kept_share(total: float, n_rows: int, n_points: int, n_neighbors: int) -> float:
    """1 − 2 · total / (m k (2n − 3k − 1)): 1 when nothing intrudes, NaN unless k < n / 2.

    ``total`` is the sum of :func:`intrusion` over m of the n rows.
    """
    if not 1 <= n_neighbors < n_points / 2:
        return float("nan")
    largest = n_rows * n_neighbors * (2 * n_points - 3 * n_neighbors - 1)
    return 1.0 - 2.0 * total / largest


def overlaps(
    data_rank: NDArray[np.intp], map_rank: NDArray[np.intp], sizes: Sequence[int]
) -> NDArray[np.float64]:
    """(len(sizes), m) share of the k nearest in the data that are among the k nearest on the map.

    NaN where k exceeds (n − 1) / 2: then most points are neighbours whatever the map does.
    """
    n = data_rank.shape[1]
    larger = np.maximum(data_rank, map_rank)  # k-neighbours in both when the larger rank is ≤ k
    shares = [
        (larger <= k).sum(axis=1) - 1.0 if k <= (n - 1) / 2 else np.full(len(larger), np.nan)
        for k in sizes
    ]
    return np.array(shares) / np.array(sizes, dtype=np.float64)[:, None]
