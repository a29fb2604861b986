"""Nearest scans as well as they can do: what is compared, how many and how is tuned by places."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist

from core.localization.floors import distinct_places
from core.localization.kernels import spread
from core.localization.locator import BLOCK_ENTRIES, Locator
from core.localization.neighbors_locator import every_scan_speaks
from core.localization.place_folds import held_out_folds, place_folds, thinned
from core.localization.representations import ON_PAGES, represent
from core.localization.validation import check_positions, check_rss
from core.parallel import check_wanted

COUNTS = (1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200)
QUERIES = 1_000  # scans that choose, however long the survey
BY_DISTANCE = (False, True)
SMALLEST = 1e-9  # of the survey's spread: an exact copy decides alone


class TunedNeighborsLocator(Locator):
    """The weighted mean position of the k nearest scans; the survey itself says how.

    Every representation of the pages, twelve numbers k from 1 to 200, and equal weights or 1/d are
    tried on the survey: each fold of places is located by the scans of all other places, and the
    least mean error wins. What is chosen fits this survey's phone, held as it was; another phone
    may want something else.

    Parameters
    ----------
    missing_dbm : float
        Level below 0 dBm that stands for "not heard".
    random_state : int or None
        Seed of the folds.

    Attributes
    ----------
    representation_ : str
        What is compared, Euclidean.
    n_neighbors_ : int
        k.
    by_distance_ : bool
        Whether a neighbour counts by 1/d.
    grid_ : (M, 2) array of float64
        The distinct training positions in metres.
    n_features_in_ : int
        Number of beacons B.

    Examples
    --------
    >>> place_m = np.column_stack([np.arange(0.0, 20, 2), np.zeros(10)])
    >>> survey_dbm = -60 - 3 * abs(place_m[:, :1] - np.array([0.0, 10.0, 20.0]))
    >>> locator = TunedNeighborsLocator().fit(survey_dbm, place_m)
    >>> locator.n_neighbors_, locator.predict(survey_dbm[:1]).round(1).tolist()
    (2, [[0.0, 0.0]])
    """

    def __init__(self, *, missing_dbm: float = -105, random_state: int | None = 0) -> None:
        self.missing_dbm = missing_dbm
        self.random_state = random_state

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "TunedNeighborsLocator":
        """Choose on folds of places, and keep the scans.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, below 0, NaN where not heard.
        position_m : (n, 2) array
            Where each scan was made, in metres, finite.
        floor_id : (n,) array of str or None, optional
            The floor of each scan; None: all on one.

        Returns
        -------
        TunedNeighborsLocator
            The locator itself.

        Raises
        ------
        ParameterError
            For shapes that disagree and levels that are not below 0 dBm.

        Examples
        --------
        >>> survey_dbm, place_m = [[-50.0], [-60.0], [-90.0]], [[0, 0], [4, 0], [9, 0]]
        >>> locator = TunedNeighborsLocator().fit(survey_dbm, place_m)
        >>> locator.n_neighbors_, locator.by_distance_
        (2, True)
        """
        rss_dbm = check_rss(rss_dbm)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        self.n_features_in_ = rss_dbm.shape[1]
        places = distinct_places(position_m, floor_id)
        self.grid_, self.grid_floor_ = places.grid_m, places.floor
        order = np.argsort(places.index, kind="stable")
        self._place = places.index[order]
        self._first_scan = np.searchsorted(self._place, np.arange(len(self.grid_)))
        self._choose(
            rss_dbm[order],
            position_m[order],
            None if floor_id is None else np.asarray(floor_id)[order],
        )
        self._survey = represent(self.representation_, rss_dbm[order], self.missing_dbm)
        self._unit = spread(self._survey)
        self._remember(rss_dbm, position_m)
        return self

    def _choose(
        self,
        rss_dbm: NDArray[np.float64],
        position_m: NDArray[np.float64],
        floor_id: NDArray | None,
    ) -> None:
        """Set what is compared, how many neighbours, and how they count."""
        fold = place_folds(position_m, floor_id, random_state=self.random_state)
        queries = np.zeros(len(fold), dtype=bool)
        queries[thinned(position_m, QUERIES, floor_id)] = True
        least = np.inf
        # What there is to choose from when one place cannot be located by another.
        self.representation_, self.n_neighbors_, self.by_distance_ = ON_PAGES[0].name, 1, False
        for row in ON_PAGES:
            features = represent(row.name, rss_dbm, self.missing_dbm)
            total_m, n = np.zeros((len(COUNTS), len(BY_DISTANCE))), 0
            for held_out in held_out_folds(fold):
                if held_out.all():
                    continue
                asked = held_out & queries
                error_m = _errors_m(
                    features[asked], position_m[asked], features[~held_out], position_m[~held_out]
                )
                total_m, n = total_m + error_m.sum(axis=0), n + int(asked.sum())
            if n and total_m.min() / n < least * (1 - 1e-9):
                least = total_m.min() / n
                at, how = np.unravel_index(total_m.argmin(), total_m.shape)
                self.representation_ = row.name
                self.n_neighbors_, self.by_distance_ = COUNTS[at], BY_DISTANCE[how]

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        q = represent(self.representation_, rss_dbm, self.missing_dbm)
        weight = np.zeros((len(q), len(self.grid_)))
        for rows, near, away in _nearest(q, self._survey, self.n_neighbors_):
            count = _counts(away, by_distance=self.by_distance_)
            at = np.arange(rows.start, rows.start + len(near))[:, None]
            np.add.at(weight, (at, self._place[near]), count)
        return weight / weight.sum(axis=1, keepdims=True)

    def _posterior(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        q = represent(self.representation_, rss_dbm, self.missing_dbm)
        return every_scan_speaks(q, self._survey, self._first_scan, self._unit)


def _nearest(
    q: NDArray[np.float64], survey: NDArray[np.float64], k: int
) -> Iterator[tuple[slice, NDArray[np.intp], NDArray[np.float64]]]:
    """Blocks of scans with the k nearest of the survey, nearest first, and their distances."""
    k = min(k, len(survey))
    size = max(1, BLOCK_ENTRIES // len(survey))
    for start in range(0, len(q), size):
        check_wanted()
        rows = slice(start, min(start + size, len(q)))
        away = cdist(q[rows], survey)
        near = np.argpartition(away, k - 1, axis=1)[:, :k]
        found = np.take_along_axis(away, near, axis=1)
        order = np.argsort(found, axis=1, kind="stable")
        yield rows, np.take_along_axis(near, order, 1), np.take_along_axis(found, order, 1)


def _counts(away: NDArray[np.float64], *, by_distance: bool) -> NDArray[np.float64]:
    """How much each neighbour counts."""
    if not by_distance:
        return np.ones(away.shape)
    return 1 / np.maximum(away, SMALLEST * max(float(away.max(initial=0.0)), SMALLEST))


def _errors_m(
    q: NDArray, true_m: NDArray, survey: NDArray, survey_m: NDArray
) -> NDArray[np.float64]:
    """(n, numbers, 2) metres by which each choice errs."""
    error_m = np.empty((len(q), len(COUNTS), len(BY_DISTANCE)))
    last = np.minimum(COUNTS, len(survey)) - 1
    for rows, near, away in _nearest(q, survey, max(COUNTS)):
        for how, by_distance in enumerate(BY_DISTANCE):
            count = _counts(away, by_distance=by_distance)
            total_m = np.cumsum(count[:, :, None] * survey_m[near], axis=1)[:, last]
            mean_m = total_m / np.cumsum(count, axis=1)[:, last, None]
            error_m[rows, :, how] = np.linalg.norm(mean_m - true_m[rows, None, :], axis=2)
    return error_m
