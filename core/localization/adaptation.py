"""Offsets of each beacon between survey and use: learned without labels, or from a few stops."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone

from core.localization.locator import Locator
from core.localization.map_locator import MapLocator
from core.localization.validation import check_positions, check_rss

ROUNDS = 10
SHRINKAGE_SCANS = 30.0  # an offset is trusted after about this many scans


class AdaptedLocator(Locator):
    """A map locator that corrects each beacon's level for how the phone is held.

    A scan q is located as q − o, with one offset o_j for each beacon. ``adapt`` learns offsets from
    unlabelled scans (transductive) by alternating posterior w and offsets

        o_j = Σ_i (q_ij − Σ_l w_il μ_lj) / (n_j + 30)   over the n_j scans that heard beacon j,

    ``calibrate`` from scans at known places, where the posterior is known. Uses beacon positions.

    Parameters
    ----------
    locator : MapLocator, or None for its defaults with ``beacon_position_m``
    beacon_position_m : (B, 2) metres

    Attributes
    ----------
    offset_db_ : (B,) dB, how much louder each beacon is than the survey says

    >>> place_m = np.array([[0.0, 0.0], [10.0, 0.0]])
    >>> survey_dbm = np.array([[-50.0, -90.0], [-90.0, -50.0]])
    >>> adapted = AdaptedLocator(beacon_position_m=place_m).fit(survey_dbm, place_m)
    >>> before_db = adapted.offset_db_
    >>> louder = adapted.calibrate(np.tile(survey_dbm + 6, (90, 1)), np.tile(place_m, (90, 1)))
    >>> bool((louder.offset_db_ > before_db).all())
    True
    """

    def __init__(
        self, *, locator: MapLocator | None = None, beacon_position_m: ArrayLike | None = None
    ) -> None:
        self.locator = locator
        self.beacon_position_m = beacon_position_m

    def fit(self, rss_dbm: ArrayLike, position_m: ArrayLike) -> "AdaptedLocator":
        """Fit the locator below; all offsets are 0 until they are learned."""
        if self.locator is None:
            self.locator_ = MapLocator(beacon_position_m=self.beacon_position_m)
        else:
            self.locator_ = clone(self.locator)
        self.locator_.fit(rss_dbm, position_m)
        self.grid_, self.n_features_in_ = self.locator_.grid_, self.locator_.n_features_in_
        self.offset_db_ = np.zeros(self.n_features_in_)
        return self

    def adapt(self, rss_dbm: ArrayLike) -> "AdaptedLocator":
        """Learn the offsets from unlabelled scans (n, B) of the phone in use."""
        rss_dbm = self._check(rss_dbm)
        rss_dbm = rss_dbm[np.isfinite(rss_dbm).any(axis=1)]
        self.offset_db_ = np.zeros(self.n_features_in_)
        for _ in range(ROUNDS):
            weight = self.weights(rss_dbm)
            self._learn(rss_dbm, weight @ self.locator_.map_.mean_dbm)
        return self

    def calibrate(self, rss_dbm: ArrayLike, position_m: ArrayLike) -> "AdaptedLocator":
        """Learn the offsets from scans (n, B) at known positions (n, 2) metres."""
        rss_dbm = check_rss(rss_dbm, n_beacons=self.n_features_in_)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        away = np.linalg.norm(position_m[:, None, :] - self.grid_[None, :, :], axis=2)
        self._learn(rss_dbm, self.locator_.map_.mean_dbm[away.argmin(axis=1)])
        return self

    def _learn(self, rss_dbm: NDArray[np.float64], expected_dbm: NDArray[np.float64]) -> None:
        excess = rss_dbm - expected_dbm
        heard = np.isfinite(excess)
        total = np.where(heard, excess, 0.0).sum(axis=0)
        self.offset_db_ = total / (heard.sum(axis=0) + SHRINKAGE_SCANS)

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.locator_._vote(np.minimum(rss_dbm - self.offset_db_, -1e-9))
