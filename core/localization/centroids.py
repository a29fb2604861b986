"""Locators that need no survey: where the loudest beacons hang."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.datasets.floor_names import sorted_floors
from core.errors import ParameterError
from core.localization.floors import (
    check_floors,
    distances_m,
    distinct_places,
    on_voted_floor,
    voted_floor,
)
from core.localization.locator import Locator
from core.localization.map_locator import check_beacon_positions
from core.localization.normal_posterior import normal_posterior, sd_of_errors_m
from core.localization.validation import check_positions, check_rss

UNHEARD_DBM = -105.0


class CentroidLocator(Locator):
    """Weighted centroid of the strongest beacons, x̂ = Σ 10^{r_b/10} x_b / Σ 10^{r_b/10}.

    Weights over the registered places put each beacon's share on the place nearest to it;
    ``predict`` uses the beacons' own positions. The posterior is a normal distribution around the
    position, cut to the registered places, as wide as the error at the survey's own scans.

    Parameters
    ----------
    beacon_position_m : (B, 2) array
        In metres; beacons with NaN are left out. ``fit`` refuses None.
    n_strongest : int
        How many beacons take part in each scan, at least 1.

    Attributes
    ----------
    grid_ : (M, 2) array of float64
        The registered places in metres.
    sd_m_ : float
        Standard deviation of the posterior along one axis, in metres.
    n_features_in_ : int
        Number of beacons B.

    References
    ----------
    J. Blumenthal, R. Grossmann, F. Golatowski, D. Timmermann, Weighted centroid localization in
    Zigbee-based sensor networks, 2007.

    Examples
    --------
    >>> beacons_m = np.array([[0.0, 0.0], [10.0, 0.0]])
    >>> locator = CentroidLocator(beacon_position_m=beacons_m).fit([[-60.0, -60.0]], [[5.0, 0.0]])
    >>> locator.predict([[-60.0, -60.0]])
    array([[5., 0.]])
    """

    def __init__(self, *, beacon_position_m: ArrayLike | None = None, n_strongest: int = 4) -> None:
        self.beacon_position_m = beacon_position_m
        self.n_strongest = n_strongest

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "CentroidLocator":
        """Keep the places of the survey; its levels only tell how far off the positions are.

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
        CentroidLocator
            The locator itself.

        Raises
        ------
        ParameterError
            For shapes that disagree, levels that are not below 0 dBm, ``n_strongest`` below 1, and
            where no beacon positions were given.

        Examples
        --------
        >>> locator = CentroidLocator(beacon_position_m=[[0.0, 0.0], [10.0, 0.0]])
        >>> locator.fit([[-60.0, -60.0], [-50.0, np.nan]], [[5.0, 0.0], [2.0, 0.0]]).grid_.tolist()
        [[2.0, 0.0], [5.0, 0.0]]
        """
        if not self.n_strongest >= 1:
            raise ParameterError(f"n_strongest is {self.n_strongest}; choose 1 or more.")
        rss_dbm = check_rss(rss_dbm)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        self._beacon_m = check_beacon_positions(self.beacon_position_m)
        if self._beacon_m.shape != (rss_dbm.shape[1], 2):
            raise ParameterError(
                f"beacon_position_m has shape {self._beacon_m.shape}; {rss_dbm.shape[1]} beacons "
                f"need ({rss_dbm.shape[1]}, 2)."
            )
        self._known: NDArray[np.bool_] = np.asarray(np.isfinite(self._beacon_m).all(axis=1))
        self.n_features_in_ = rss_dbm.shape[1]
        places = distinct_places(position_m, floor_id)
        self.grid_, self.grid_floor_ = places.grid_m, places.floor
        placed = np.where(self._known[:, None], self._beacon_m, 0.0)
        self._beacon_floor = None
        if floor_id is not None:
            self._beacon_floor = _loudest_floor(
                rss_dbm, check_floors(floor_id, n_scans=len(rss_dbm))
            )
        away = distances_m(placed, self.grid_, self._beacon_floor, self.grid_floor_)
        self._nearest = away.argmin(axis=1)
        self.sd_m_ = sd_of_errors_m(self.predict(rss_dbm) - position_m)
        self._remember(rss_dbm, position_m)
        return self

    def predict(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """Position of each scan: the centroid of the beacons themselves.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard.

        Returns
        -------
        (n, 2) array of float64
            In metres; NaN where no beacon with a position is heard.

        Raises
        ------
        ParameterError
            As in ``weights``.

        Examples
        --------
        >>> locator = CentroidLocator(beacon_position_m=[[0.0, 0.0], [11.0, 0.0]])
        >>> locator.fit([[-60.0, -60.0]], [[5.0, 0.0]]).predict([[-60.0, -50.0]])  # (0 + 10·11)/11
        array([[10.,  0.]])
        """
        rss_dbm = self._check(rss_dbm)
        share = self._beacon_share(rss_dbm)
        if self._beacon_floor is not None:
            share = on_voted_floor(
                share, voted_floor(share, self._beacon_floor), self._beacon_floor
            )
        position_m = share @ np.where(self._known[:, None], self._beacon_m, 0.0)
        position_m[self._unheard(rss_dbm)] = np.nan
        return position_m

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        share = self._beacon_share(rss_dbm)
        onto_places = np.zeros((self.n_features_in_, len(self.grid_)))
        onto_places[np.arange(self.n_features_in_), self._nearest] = 1.0
        weight = share @ onto_places
        weight[self._unheard(rss_dbm)] = 1 / len(self.grid_)
        return weight

    def _posterior(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        around = normal_posterior(self.predict(rss_dbm), self.grid_, self.sd_m_)
        return around if self.grid_floor_ is None else self._by_floor(around, rss_dbm)

    def _by_floor(
        self, around: NDArray[np.float64], rss_dbm: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """A posterior around a position, with each floor as likely as its beacons' share says."""
        weight, result = self._weights(rss_dbm), np.zeros(around.shape)
        names = sorted_floors(np.asarray(self.grid_floor_))
        for number, name in enumerate(names):
            here = np.asarray(self.grid_floor_) == name
            floor = np.full(len(around), number)
            share = weight[:, here].sum(axis=1, keepdims=True)
            result += share * on_voted_floor(around, floor, np.asarray(self.grid_floor_))
        return result

    def _unheard(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.bool_]:
        return np.asarray(np.isnan(rss_dbm[:, self._known]).all(axis=1))

    def _beacon_share(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        level = np.where(self._known & np.isfinite(rss_dbm), rss_dbm, -np.inf)
        k = min(self.n_strongest, level.shape[1])
        threshold = np.partition(level, -k, axis=1)[:, -k, None]
        level = np.where(level >= threshold, level, -np.inf)
        highest = level.max(axis=1, keepdims=True)
        power = 10 ** ((level - np.where(np.isfinite(highest), highest, 0.0)) / 10)
        total = power.sum(axis=1, keepdims=True)
        return np.divide(power, total, out=np.zeros(power.shape), where=total > 0)


def _loudest_floor(rss_dbm: NDArray[np.float64], floor: NDArray[np.str_]) -> NDArray[np.str_]:
    """(B,) the floor on which each beacon is loudest on average, where its position is taken."""
    filled = np.nan_to_num(rss_dbm, nan=UNHEARD_DBM)
    names = sorted_floors(floor)
    mean_dbm = np.stack([filled[floor == name].mean(axis=0) for name in names])
    return np.array(names)[mean_dbm.argmax(axis=0)]


class StrongestBeaconLocator(CentroidLocator):
    """The registered place nearest to the strongest beacon.

    Parameters
    ----------
    beacon_position_m : (B, 2) array
        In metres; beacons with NaN are left out. ``fit`` refuses None.

    Attributes
    ----------
    grid_ : (M, 2) array of float64
        The registered places in metres.
    sd_m_ : float
        Standard deviation of the posterior along one axis, in metres.
    n_features_in_ : int
        Number of beacons B.

    Examples
    --------
    >>> beacons_m = np.array([[0.0, 0.0], [10.0, 0.0]])
    >>> locator = StrongestBeaconLocator(beacon_position_m=beacons_m)
    >>> locator.fit([[-60.0, -60.0]], [[9.0, 0.0]]).predict([[-70.0, -60.0]])
    array([[9., 0.]])
    """

    def __init__(self, *, beacon_position_m: ArrayLike | None = None) -> None:
        super().__init__(beacon_position_m=beacon_position_m, n_strongest=1)

    def predict(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """Position of each scan, snapped to the survey.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard.

        Returns
        -------
        (n, 2) array of float64
            In metres; NaN where no beacon with a position is heard.

        Raises
        ------
        ParameterError
            As in ``weights``.

        Examples
        --------
        >>> locator = StrongestBeaconLocator(beacon_position_m=[[0.0, 0.0], [10.0, 0.0]])
        >>> locator.fit([[-60.0, -60.0]], [[9.0, 0.0]]).predict([[np.nan, -60.0], [np.nan, np.nan]])
        array([[ 9.,  0.],
               [nan, nan]])
        """
        return Locator.predict(self, rss_dbm)
