"""Folds of places: what validates a method on a survey alone, all scans of a place together."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.localization.floors import distinct_places

N_FOLDS = 5


def place_folds(
    position_m: NDArray[np.float64],
    floor_id: ArrayLike | None = None,
    *,
    random_state: int | None = 0,
) -> NDArray[np.intp]:
    """(n,) the fold, 0 to 4, of each scan at positions (n, 2) metres; one place has one fold.

    Places are dealt at random, so that each fold is spread over the floor; as many folds as places
    where there are fewer than five. A fold of scans would be no test: the other scans of the same
    place stand in the survey, and whoever looks for the most alike scan finds one.

    >>> place_folds(np.array([[0.0, 0.0], [0.0, 0.0], [3.0, 0.0]])).tolist()
    [0, 0, 1]
    """
    place = distinct_places(position_m, floor_id).index
    n_places = int(place.max(initial=-1)) + 1
    dealt = np.random.default_rng(random_state).permutation(n_places)
    fold = np.empty(n_places, dtype=np.intp)
    fold[dealt] = np.arange(n_places) % N_FOLDS
    return fold[place]


def held_out_folds(fold: NDArray[np.intp]) -> Iterator[NDArray[np.bool_]]:
    """(n,) masks, one for each fold: the scans that are located by all the others."""
    for number in np.unique(fold):
        yield fold == number


def thinned(
    position_m: NDArray[np.float64], most: int, floor_id: ArrayLike | None = None
) -> NDArray[np.intp]:
    """Rows of at most about ``most`` scans, as many of each place, evenly along each.

    Every place keeps one at least. Positions (n, 2) in metres.

    >>> thinned(np.repeat([[0.0, 0.0], [3.0, 0.0]], 4, axis=0), 4).tolist()
    [0, 3, 4, 7]
    """
    place = distinct_places(position_m, floor_id).index
    if len(place) <= most:
        return np.arange(len(place))
    order = np.argsort(place, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(place[order])) + 1)
    each = max(1, most // len(groups))
    kept = [
        rows[np.linspace(0, len(rows) - 1, min(each, len(rows))).round().astype(np.intp)]
        for rows in groups
    ]
    return np.sort(np.concatenate(kept))
