"""Places on several floors: which are distinct, and which floor a vote is for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.datasets.floor_names import sorted_floors
from core.errors import ParameterError


@dataclass(frozen=True, eq=False)
class Places:
    """The distinct places of a survey: positions, each on its floor.

    grid_m (M, 2) metres, by floor and then in lexicographic order; floor (M,) names, None where
    floors are unknown; index (n,) the place of each scan.
    """

    grid_m: NDArray[np.float64]
    floor: NDArray[np.str_] | None
    index: NDArray[np.intp]


def distinct_places(position_m: NDArray[np.float64], floor_id: ArrayLike | None) -> Places:
    """The places of n scans; the same position on two floors is two places.

    >>> places = distinct_places(np.zeros((3, 2)), ["1", "0", "1"])
    >>> places.grid_m.tolist(), places.floor.tolist(), places.index.tolist()
    ([[0.0, 0.0], [0.0, 0.0]], ['0', '1'], [1, 0, 1])

    Raises ParameterError for another number of floors than of positions.
    """
    if floor_id is None:
        grid_m, index = np.unique(position_m, axis=0, return_inverse=True)
        return Places(grid_m, None, index.ravel())
    floor = check_floors(floor_id, n_scans=len(position_m))
    names = sorted_floors(floor)
    level = np.array([names.index(name) for name in floor.tolist()], dtype=np.float64)
    rows, index = np.unique(np.column_stack([level, position_m]), axis=0, return_inverse=True)
    return Places(rows[:, 1:], np.array(names)[rows[:, 0].astype(np.intp)], index.ravel())


def check_floors(floor_id: ArrayLike, *, n_scans: int) -> NDArray[np.str_]:
    """Return (n,) names; ParameterError for another number and for empty names."""
    floor = np.array([str(name) for name in np.asarray(floor_id, dtype=object).ravel()], dtype=str)
    if len(floor) != n_scans:
        raise ParameterError(f"floor_id has {len(floor)} entries; {n_scans} scans need {n_scans}.")
    if (floor == "").any():
        raise ParameterError("floor_id holds empty names; drop the scans whose floor is unknown.")
    return floor


def voted_floor(weight: NDArray[np.float64], floor: NDArray[np.str_]) -> NDArray[np.intp]:
    """(n,) number, in ``sorted_floors``, of the floor whose places (M,) have the most weight."""
    names = sorted_floors(floor)
    shares = np.column_stack([weight[:, floor == name].sum(axis=1) for name in names])
    return np.asarray(shares.argmax(axis=1))


def on_voted_floor(
    share: NDArray[np.float64], voted: NDArray[np.intp], floor: NDArray[np.str_]
) -> NDArray[np.float64]:
    """(n, M) shares of the places on each scan's floor, 0 elsewhere; rows sum to 1."""
    here = np.array(sorted_floors(floor))[voted][:, None] == floor[None, :]
    kept = np.where(here, share, 0.0)
    total = kept.sum(axis=1, keepdims=True)
    uniform = here / here.sum(axis=1, keepdims=True)
    return np.divide(kept, total, out=uniform, where=total > 0)


def distances_m(
    grid_m: NDArray[np.float64],
    other_m: NDArray[np.float64],
    grid_floor: NDArray[np.str_] | None,
    other_floor: NDArray[np.str_] | None,
) -> NDArray[np.float64]:
    """(M, K) metres between places; infinite between floors, where both floors are known."""
    away = np.linalg.norm(grid_m[:, None, :] - other_m[None, :, :], axis=2)
    if grid_floor is None or other_floor is None:
        return away
    return np.where(grid_floor[:, None] == other_floor[None, :], away, np.inf)
