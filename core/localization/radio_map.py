"""The mean map: one fingerprint for each distinct place of a survey."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.localization.floors import distinct_places


def mean_map(
    rss_dbm: NDArray[np.float64],
    position_m: NDArray[np.float64],
    missing_dbm: float,
    floor_id: ArrayLike | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Average the scans of each place; "not heard" counts as ``missing_dbm``.

    So a beacon heard in half of the windows at −95 dBm is registered at (−95 + m)/2: how often it
    is heard says how weak it is.

    Returns
    -------
    grid_m : (M, 2) metres, the distinct places in lexicographic order, floor by floor
    mean_dbm : (M, B) dBm, NaN for a beacon that no scan of the place heard

    >>> grid_m, mean_dbm = mean_map(
    ...     np.array([[-95.0], [np.nan]]), np.array([[1.0, 2.0], [1.0, 2.0]]), -105.0
    ... )
    >>> mean_dbm
    array([[-100.]])
    """
    places = distinct_places(position_m, floor_id)
    place = places.index
    count = np.bincount(place)
    filled = np.nan_to_num(rss_dbm, nan=missing_dbm)
    mean_dbm = np.empty((len(places.grid_m), rss_dbm.shape[1]))
    for beacon in range(rss_dbm.shape[1]):
        heard = np.bincount(place, np.isfinite(rss_dbm[:, beacon]))
        mean = np.bincount(place, filled[:, beacon]) / count
        mean_dbm[:, beacon] = np.where(heard > 0, mean, np.nan)
    return places.grid_m, mean_dbm
