"""What differs between survey and use: offsets learned without labels, or a few known stops."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone

from core.localization.floors import check_floors, distances_m
from core.localization.locator import Locator
from core.localization.map_locator import MapLocator
from core.localization.registered_map import RegisteredMap
from core.localization.validation import check_positions, check_rss

LOUDEST_DBM = -1e-9  # what an offset or a correction may raise a level to
ROUNDS = 10
SHRINKAGE_SCANS = 30.0  # an offset is trusted after about this many scans
# Between two ways of holding a phone: sd of a beacon's offset, of local detail and its length,
# of detail at one spot, and of a single scan (measured: floor against hand).
OFFSET_SD_DB, LOCAL_SD_DB, LOCAL_LENGTH_M, SPOT_SD_DB, SCAN_SD_DB = 4.5, 3.2, 2.5, 2.5, 3.5


class AdaptedLocator(Locator):
    """A map locator that corrects each beacon's level for how the phone is held.

    ``adapt`` learns one offset o_j for each beacon from unlabelled scans (transductive), and
    locates q − o. It alternates the posterior w and

        o_j = Σ_i (q_ij − Σ_l w_il μ_lj) / (n_j + 30)   over the n_j scans that heard beacon j.

    ``calibrate`` corrects the map from scans at a few known places (stops): the difference between
    use and survey is a Gaussian process along the floor, an offset for each beacon plus local
    detail, with covariance 4.5² + 3.2² exp(−d / 2.5 m) dB². A stop with n scans that heard the
    beacon observes it with variance 2.5² + 3.5² / n. Uses beacon positions.

    Parameters
    ----------
    locator : MapLocator or None
        What is corrected; None: its defaults with ``beacon_position_m``.
    beacon_position_m : (B, 2) array or None
        In metres, NaN rows where unknown; not read where there is a ``locator``.

    Attributes
    ----------
    locator_ : MapLocator
        The fitted locator below.
    offset_db_ : (B,) array of float64
        How much louder each beacon is than the survey says, in dB.
    correction_db_ : (M, B) array of float64
        What calibration added to the map, in dB.
    grid_ : (M, 2) array of float64
        The registered places in metres.
    n_features_in_ : int
        Number of beacons B.

    Examples
    --------
    >>> place_m = np.array([[0.0, 0.0], [10.0, 0.0]])
    >>> survey_dbm = np.array([[-50.0, -90.0], [-90.0, -50.0]])
    >>> adapted = AdaptedLocator(beacon_position_m=place_m).fit(survey_dbm, place_m)
    >>> louder = adapted.calibrate(np.tile(survey_dbm + 6, (90, 1)), np.tile(place_m, (90, 1)))
    >>> bool((louder.correction_db_ > 3).all())
    True
    """

    def __init__(
        self, *, locator: MapLocator | None = None, beacon_position_m: ArrayLike | None = None
    ) -> None:
        self.locator = locator
        self.beacon_position_m = beacon_position_m

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "AdaptedLocator":
        """Fit the locator below; all offsets are 0 until they are learned.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers of the survey in dBm, below 0, NaN where not heard.
        position_m : (n, 2) array
            Where each scan was made, in metres, finite.
        floor_id : (n,) array of str or None, optional
            The floor of each scan; None: all on one.

        Returns
        -------
        AdaptedLocator
            The locator itself.

        Raises
        ------
        ParameterError
            As in :class:`core.localization.MapLocator`.

        Examples
        --------
        >>> place_m = np.array([[0.0, 0.0], [10.0, 0.0]])
        >>> adapted = AdaptedLocator(beacon_position_m=place_m)
        >>> adapted.fit([[-50.0, -90.0], [-90.0, -50.0]], place_m).offset_db_
        array([0., 0.])
        """
        if self.locator is None:
            self.locator_ = MapLocator(beacon_position_m=self.beacon_position_m)
        else:
            self.locator_ = clone(self.locator)
        self.locator_.fit(rss_dbm, position_m, floor_id)
        self.grid_, self.n_features_in_ = self.locator_.grid_, self.locator_.n_features_in_
        self.grid_floor_ = self.locator_.grid_floor_
        return self.forget()

    def forget(self) -> "AdaptedLocator":
        """Back to the survey as it is: no offset, no correction.

        Returns
        -------
        AdaptedLocator
            The locator itself.
        """
        self.offset_db_ = np.zeros(self.n_features_in_)
        self._correct(np.zeros((len(self.grid_), self.n_features_in_)))
        return self

    def adapt(self, rss_dbm: ArrayLike) -> "AdaptedLocator":
        """Learn the offsets from unlabelled scans of the phone in use.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard; scans that hear nothing are left out.

        Returns
        -------
        AdaptedLocator
            The locator itself.

        Raises
        ------
        ParameterError
            For scans of another number of beacons and levels that are not below 0 dBm.

        Examples
        --------
        >>> place_m = np.array([[0.0, 0.0], [10.0, 0.0]])
        >>> survey_dbm = np.array([[-50.0, -90.0], [-90.0, -50.0]])
        >>> adapted = AdaptedLocator(beacon_position_m=place_m).fit(survey_dbm, place_m)
        >>> quiet = adapted.adapt(np.tile(survey_dbm, (90, 1))).offset_db_
        >>> louder = adapted.adapt(np.tile(survey_dbm + 6, (90, 1))).offset_db_
        >>> (louder - quiet).round(1)  # 6 dB · 180 / (180 + 30)
        array([5.1, 5.1])
        """
        rss_dbm = self._check(rss_dbm)
        rss_dbm = rss_dbm[np.isfinite(rss_dbm).any(axis=1)]
        self.forget()
        for _ in range(ROUNDS):
            weight = self.weights(rss_dbm)
            self._learn(rss_dbm, weight @ self.locator_.map_.mean_dbm)
        return self

    def calibrate(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "AdaptedLocator":
        """Correct the map from scans at known places.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard.
        position_m : (n, 2) array
            Where each scan was made, in metres; it counts for the nearest registered place.
        floor_id : (n,) array of str or None, optional
            The floor of each scan, for a locator of several floors.

        Returns
        -------
        AdaptedLocator
            The locator itself.

        Raises
        ------
        ParameterError
            For shapes that disagree and levels that are not below 0 dBm.

        Examples
        --------
        >>> place_m = np.array([[0.0, 0.0], [10.0, 0.0]])
        >>> survey_dbm = np.array([[-50.0, -90.0], [-90.0, -50.0]])
        >>> adapted = AdaptedLocator(beacon_position_m=place_m).fit(survey_dbm, place_m)
        >>> mean_dbm = adapted.locator_.map_.mean_dbm
        >>> adapted.calibrate(mean_dbm[:1] + 6, place_m[:1]).correction_db_.round(1)  # dB
        array([[3.7, 3.7],
               [2.5, 2.5]])
        """
        rss_dbm = check_rss(rss_dbm, n_beacons=self.n_features_in_)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        floor = None if floor_id is None else check_floors(floor_id, n_scans=len(rss_dbm))
        away = distances_m(position_m, self.grid_, floor, self.grid_floor_)
        places, stop = np.unique(away.argmin(axis=1), return_inverse=True)
        self.forget()
        excess = rss_dbm - self.locator_.map_.mean_dbm[places[stop]]
        heard = np.isfinite(excess)
        on = self.grid_floor_
        between = distances_m(
            self.grid_, self.grid_[places], on, None if on is None else on[places]
        )
        covariance = OFFSET_SD_DB**2 + LOCAL_SD_DB**2 * np.exp(-between / LOCAL_LENGTH_M)
        correction = np.zeros(self.locator_.map_.mean_dbm.shape)
        for beacon in range(self.n_features_in_):
            scans = np.bincount(stop, heard[:, beacon], minlength=len(places))
            total = np.bincount(stop, np.where(heard[:, beacon], excess[:, beacon], 0.0))
            used = np.flatnonzero(scans)
            noise = np.diag(SPOT_SD_DB**2 + SCAN_SD_DB**2 / scans[used])
            observed = covariance[places[used]][:, used] + noise
            weight = np.linalg.solve(observed, total[used] / scans[used])
            correction[:, beacon] = covariance[:, used] @ weight
        self._correct(correction)
        return self

    def registered_map(self) -> RegisteredMap:
        """The corrected map, and the offsets that are subtracted from a scan first."""
        inner = self.locator_.registered_map()
        return replace(inner, map_dbm=self._corrected_dbm(), offset_db=self.offset_db_)

    def _own_map(self) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        places, mean_dbm = self.locator_._own_map()
        return places, mean_dbm + self.correction_db_[places] + self.offset_db_

    def _corrected_dbm(self) -> NDArray[np.float64]:
        return np.minimum(self.locator_.map_.mean_dbm + self.correction_db_, LOUDEST_DBM)

    def _correct(self, correction_db: NDArray[np.float64]) -> None:
        self.correction_db_ = correction_db
        self.locator_._register(self.grid_, self._corrected_dbm())

    def _learn(self, rss_dbm: NDArray[np.float64], expected_dbm: NDArray[np.float64]) -> None:
        excess = rss_dbm - expected_dbm
        heard = np.isfinite(excess)
        total = np.where(heard, excess, 0.0).sum(axis=0)
        self.offset_db_ = total / (heard.sum(axis=0) + SHRINKAGE_SCANS)

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.locator_._vote(self._without_offsets(rss_dbm))

    def _posterior(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.locator_._whole_vote(self._without_offsets(rss_dbm))

    def _without_offsets(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.minimum(rss_dbm - self.offset_db_, LOUDEST_DBM)
