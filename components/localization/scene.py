"""What one floor map shows: the numbers, before any renderer draws them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet

VOTERS_SHOWN = 20


@dataclass(frozen=True, eq=False)
class Floor:
    """A survey's floor: the ``survey`` with its plan and beacons, ``grid_m`` (M, 2) its places."""

    survey: FingerprintSet
    grid_m: NDArray[np.float64]

    @property
    def bounds_m(self) -> tuple[float, float, float, float]:
        """(x_min, y_min, x_max, y_max) of everything on the map, with a margin of 3%."""
        corners = [self.grid_m]
        if self.survey.beacon_position_m is not None:
            corners.append(self.survey.beacon_position_m)
        if self.survey.floor is not None and self.survey.floor.bounds_m is not None:
            corners.append(np.reshape(self.survey.floor.bounds_m, (2, 2)))
        low = np.nanmin(np.vstack(corners), axis=0)
        high = np.nanmax(np.vstack(corners), axis=0)
        margin = 0.03 * max(float((high - low).max()), 1.0)
        return (*(low - margin).tolist(), *(high + margin).tolist())


@dataclass(frozen=True, eq=False)
class Scene(Floor):
    """One located scan on its floor.

    Attributes
    ----------
    weight : (M,), the scan's vote over the registered places; posterior : (M,), how likely each is
    estimate_m, true_m : (2,) metres; NaN where there is none
    place_m : (S, 2) metres, places of test scans; place_error_m : (S,) mean error there;
        place_index : (S,) their numbers among all places
    beacon_on : (B,) bool, beacon_rss_dbm : (B,) what this scan heard
    in_set : (M,) bool, the places of the 90% set; set_area_m2 : the floor that they stand for;
        taught : whether the sets learned from this very scan; None, NaN, False without a set
    arrow_m : (2, 2) metres, from where the fix would be without the beacon arrow_of to where it is
    track_m, walk_m : (T, 2) metres, the tracked and the true walk so far, or None
    """

    weight: NDArray[np.float64]
    posterior: NDArray[np.float64]
    estimate_m: NDArray[np.float64]
    true_m: NDArray[np.float64]
    place_m: NDArray[np.float64]
    place_error_m: NDArray[np.float64]
    place_index: NDArray[np.intp]
    beacon_on: NDArray[np.bool_]
    beacon_rss_dbm: NDArray[np.float64]
    in_set: NDArray[np.bool_] | None = None
    set_area_m2: float = float("nan")
    taught: bool = False
    arrow_m: NDArray[np.float64] | None = None
    arrow_of: str = ""
    track_m: NDArray[np.float64] | None = None
    walk_m: NDArray[np.float64] | None = None

    @property
    def voters(self) -> NDArray[np.intp]:
        """Indices of the places with the largest weights, heaviest first."""
        order = np.argsort(self.weight)[::-1][:VOTERS_SHOWN]
        return order[self.weight[order] > 0]
