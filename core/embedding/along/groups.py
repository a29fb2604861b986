"""Groups of rows that lie dense together along the data, and how firmly each stands."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.cluster import HDBSCAN
from sklearn.utils import check_random_state

from core.embedding.heat.geodesic import HeatGeodesic
from core.errors import ParameterError
from core.parallel import Progress, no_progress

SHORT_T = 3.0  # lengths of ways, nearly without smoothing
BEYOND = 10.0  # times the longest way: how far apart pieces are taken to lie
HALVES = 10
FIRM, DOUBTFUL = 0.75, 0.6  # of the stability (Hennig, 2007)
FEWEST_LANDMARKS = 3
FEWEST_ROWS = 20


@dataclass(frozen=True, eq=False)
class HeatGroups:
    """Groups at the time ``t``.

    ``group`` (n,) from 0, the largest first, −1 for rows in none; ``stability`` (k,) of each group,
    from 0 to 1; ``overall`` its mean over rows, those in no group counting 0.
    """

    group: NDArray[np.int64]
    stability: NDArray[np.float64]
    t: float

    @property
    def sizes(self) -> NDArray[np.int64]:
        """(k,) how many rows each group has."""
        return np.bincount(self.group[self.group >= 0], minlength=len(self.stability))

    @property
    def firm(self) -> NDArray[np.bool_]:
        """(k,) whether a group is found again in halves of the rows, at .75 or more."""
        return np.asarray(self.stability >= FIRM)

    @property
    def overall(self) -> float:
        """The mean stability over all rows."""
        return float(self.sizes @ self.stability / len(self.group))


def heat_groups(
    model: HeatGeodesic,
    X: Any,
    fewest: int,
    *,
    random_state: int | np.random.RandomState | None = None,
    progress: Progress = no_progress,
) -> HeatGroups:
    """Dense groups by HDBSCAN on the lengths of the ways along the data, not on the map.

    HDBSCAN (Campello, Moulavi & Sander, 2013) keeps the groups that last longest while the density
    that a group must have is raised; rows in no dense region belong to none. Distances are the
    ways between landmarks, the mean of both directions; other rows belong where their nearest
    landmark does. Pieces of the graph lie ten times the longest way apart.

    The stability of a group is its mean overlap with the most alike group that is found in a half
    of the rows alone (rows in both over rows in either), over ten halves (Hennig, 2007): above .75
    it stands firm, below .6 it should not be trusted. Long times find groups in noise, short ones
    miss what noise has bridged; so groups are sought at the map's time and at 3, and those that are
    more stable over all rows are taken.

    Parameters
    ----------
    model : HeatGeodesic
        A fitted map.
    X : (n, d) array or sparse matrix, or (n, n) distances
        What it was fitted to.
    fewest : int
        How many rows a group must have, from 2 to n.
    random_state : int, RandomState or None
        Seed of the halves.
    progress : callable
        Told the share done after each half.

    Returns
    -------
    HeatGroups
        The group of each row, how stable each group is, and the time.

    Raises
    ------
    ParameterError
        For fewer than 20 rows, rows that are not the model's, or another ``fewest``.

    References
    ----------
    R. J. G. B. Campello, D. Moulavi and J. Sander, Density-based clustering based on hierarchical
    density estimates, 2013. C. Hennig, Cluster-wise assessment of cluster stability, 2007.

    Examples
    --------
    >>> random = np.random.default_rng(0)
    >>> X = np.vstack([random.normal(size=(60, 2)) + at for at in ([0, 0], [20, 0], [0, 20])])
    >>> found = heat_groups(HeatGeodesic(random_state=0).fit(X), X, 10, random_state=0)
    >>> found.sizes.tolist(), found.stability.round(1).tolist()
    ([60, 60, 60], [1.0, 1.0, 1.0])
    """
    n = len(model.embedding_)
    if X.shape[0] != n or n < FEWEST_ROWS:
        raise ParameterError(
            f"X has {X.shape[0]:,} rows and the map {n:,}; groups need the same rows, at least "
            f"{FEWEST_ROWS}."
        )
    if not 2 <= fewest <= n:
        raise ParameterError(f"fewest is {fewest}; choose from 2 to {n:,}, the number of rows.")
    random = check_random_state(random_state)
    halves = [np.sort(random.choice(n, n // 2, replace=False)) for _ in range(HALVES)]
    times = [model.t] if model.t_ <= SHORT_T else [model.t, SHORT_T]
    best: HeatGroups | None = None
    for number, t in enumerate(times):
        whole = model if number == 0 else clone(model).set_params(t=t).fit(X)
        group = _groups(whole, fewest)
        overlap = np.zeros((HALVES, int(group.max()) + 1))
        for half, rows in enumerate(halves):
            share = (number + half / HALVES) / len(times)
            progress(share, f"groups in half {half + 1} of {HALVES}")
            again = clone(model).set_params(t=t).fit(_of_rows(X, rows, model.metric))
            found = _groups(again, max(2, fewest // 2))
            overlap[half] = _largest_overlap(group[rows], found, overlap.shape[1])
        candidate = HeatGroups(group, overlap.mean(axis=0), whole.t_)
        if best is None or candidate.overall > best.overall:
            best = candidate
    assert best is not None  # noqa: S101 - there is always the map's own time
    return best


def _of_rows(X: Any, rows: NDArray[np.int64], metric: str) -> Any:
    return X[np.ix_(rows, rows)] if metric == "precomputed" else X[rows]


def _groups(model: HeatGeodesic, fewest: int) -> NDArray[np.int64]:
    """(n,) groups by the ways of a fitted map, the largest first; −1 in none."""
    landmarks = np.asarray(model.landmark_rows_)
    D = np.asarray(model.dissimilarity_)
    among = D[landmarks]
    among = (among + among.T) / 2
    apart = ~np.isfinite(among)
    if apart.any():
        among[apart] = BEYOND * max(float(among[~apart].max()), 1.0)
    size = max(FEWEST_LANDMARKS, round(fewest * len(landmarks) / len(D)))
    if size > len(landmarks):
        return np.full(len(D), -1)
    found = HDBSCAN(min_cluster_size=size, metric="precomputed", copy=True).fit(among).labels_
    group = found[np.argmin(D, axis=1)]
    group[landmarks] = found
    return _by_size(np.asarray(group, dtype=np.int64)[model.duplicate_of_])


def _by_size(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    names, count = np.unique(labels[labels >= 0], return_counts=True)
    place = np.full(int(labels.max()) + 2, -1)  # the last is that of −1
    place[names[np.argsort(-count, kind="stable")]] = np.arange(len(names))
    return np.asarray(place[labels])


def _largest_overlap(
    before: NDArray[np.int64], after: NDArray[np.int64], k: int
) -> NDArray[np.float64]:
    """(k,) for each group before the largest |A ∩ B| / |A ∪ B| with one after."""
    m = int(after.max()) + 1
    both = np.zeros((k + 1, m + 1))  # the last row and column are of rows in no group
    np.add.at(both, (before, after), 1)
    sizes, sizes_after = both[:k].sum(axis=1), both[:, :m].sum(axis=0)
    both = both[:k, :m]
    union = sizes[:, None] + sizes_after - both
    share = np.divide(both, union, out=np.zeros((k, m)), where=union > 0)
    return np.asarray(share.max(axis=1, initial=0.0))
