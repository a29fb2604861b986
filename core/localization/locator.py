"""What every locator can do once it has a vote and a posterior over the registered places."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from core.datasets.floor_names import sorted_floors
from core.errors import ParameterError
from core.localization.floors import on_voted_floor, voted_floor
from core.localization.latent_map import PlaceLevels, own_map, place_levels
from core.localization.validation import check_positions, check_rss
from core.parallel import check_wanted

BLOCK_ENTRIES = 4_000_000  # weights held at once: 32 MB
FEWEST_BEACONS = 2  # one beacon gives a ring, not a place


class Locator(BaseEstimator):
    """A vote and a posterior over places, and what follows from them.

    Subclasses set ``grid_`` (M, 2) metres, the distinct registered places, and implement
    ``_weights``; those whose weights leave places out by a rule (the k most similar, the places
    nearest to a beacon) also implement ``_posterior``. With w the weights of a scan and π its
    posterior over the places x:

        position   x̂ = Σ w x        covariance   Σ = Σ π (x − x̂)(x − x̂)ᵀ

    Fitted with ``floor_id``, a row of ``grid_`` is a position on the floor that ``grid_floor_``
    (M,) names. The floor is voted first, by the sum of w over its places; position and covariance
    are those of its places alone, since the mean of two floors is on neither.

    The position may rest on the best places alone; how sure it is may not. A rule that counts
    places counts metres of floor only as long as the survey's spacing stays the same.
    """

    grid_: NDArray[np.float64]
    grid_floor_: NDArray[np.str_] | None = None
    n_features_in_: int
    _survey_levels: PlaceLevels

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "Locator":
        """Learn from a survey; subclasses do it.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers of n scans in dBm, below 0, NaN where a beacon was not heard.
        position_m : (n, 2) array
            Where each scan was made, in metres.
        floor_id : (n,) array of str or None, optional
            The floor of each scan; None: all on one.

        Returns
        -------
        Locator
            The locator itself.
        """
        raise TypeError(f"{type(self).__name__} must implement fit")

    def adapt(self, rss_dbm: ArrayLike) -> "Locator":
        """Learn from unlabelled scans of the phone in use; most locators learn nothing.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard.

        Returns
        -------
        Locator
            The locator itself.
        """
        return self

    def weights(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """Weights of the registered places in the position.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard; the beacons of the survey in its order.

        Returns
        -------
        (n, M) array of float64
            Over ``grid_``; rows sum to 1, uniform where no beacon is heard.

        Raises
        ------
        ParameterError
            For scans of another number of beacons and levels that are not below 0 dBm.

        Examples
        --------
        >>> from core.localization import KernelLocator
        >>> locator = KernelLocator().fit([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]])
        >>> locator.weights([[-70.0, -70.0], [np.nan, np.nan]])
        array([[0.5, 0.5],
               [0.5, 0.5]])
        """
        return self._over_places(rss_dbm, self._weights)

    def posterior(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """How likely each registered place is: all places, no cut.

        What is said about how sure a position is (sets of places, ellipses, entropies) rests on
        these; the position itself on ``weights``.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard.

        Returns
        -------
        (n, M) array of float64
            Over ``grid_``; rows sum to 1, uniform where no beacon is heard.

        Raises
        ------
        ParameterError
            As in ``weights``.

        Examples
        --------
        >>> from core.localization import KernelLocator
        >>> place_m = np.array([[0.0, 0.0], [5.0, 0.0], [9.0, 0.0]])
        >>> survey_dbm = np.array([[-50.0, -90.0], [-70.0, -70.0], [-90.0, -50.0]])
        >>> locator = KernelLocator(power=4, n_neighbors=1).fit(survey_dbm, place_m)
        >>> locator.weights([[-60.0, -75.0]]).round(2), locator.posterior([[-60.0, -75.0]]).round(2)
        (array([[1., 0., 0.]]), array([[0.56, 0.43, 0.01]]))
        """
        return self._over_places(rss_dbm, self._posterior)

    def predict(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """Position of each scan: the mean place of its weights.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard.

        Returns
        -------
        (n, 2) array of float64
            In metres; NaN where no known beacon is heard.

        Raises
        ------
        ParameterError
            As in ``weights``.

        Examples
        --------
        >>> from core.localization import KernelLocator
        >>> locator = KernelLocator().fit([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]])
        >>> locator.predict([[-70.0, -70.0], [np.nan, np.nan]])
        array([[ 5.,  0.],
               [nan, nan]])
        """
        rss_dbm = self._check(rss_dbm)
        position_m = np.full((len(rss_dbm), 2), np.nan)
        for rows in self._blocks(rss_dbm):
            weight = self._weights(rss_dbm[rows])
            if self.grid_floor_ is not None:
                voted = voted_floor(weight, self.grid_floor_)
                weight = on_voted_floor(weight, voted, self.grid_floor_)
            position_m[rows] = weight @ self.grid_
        position_m[self._unheard(rss_dbm)] = np.nan
        return position_m

    def predict_floor(self, rss_dbm: ArrayLike) -> NDArray[np.str_]:
        """Floor of each scan: the one whose places have the most weight together.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard.

        Returns
        -------
        (n,) array of str
            Names as in ``floor_id``; empty where no known beacon is heard.

        Raises
        ------
        ParameterError
            As in ``weights``, and for a locator that was fitted without floors.

        Examples
        --------
        >>> from core.localization import KernelLocator
        >>> survey_dbm, place_m = [[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [0, 0]]
        >>> locator = KernelLocator().fit(survey_dbm, place_m, ["ground", "first"])
        >>> locator.predict_floor([[-60.0, -85.0], [-88.0, -56.0]]).tolist()
        ['ground', 'first']
        """
        rss_dbm = self._check(rss_dbm)
        if self.grid_floor_ is None:
            raise ParameterError(
                "The locator was fitted without floors; give floor_id to fit, one name per scan."
            )
        names = np.array(sorted_floors(self.grid_floor_))
        floor = np.empty(len(rss_dbm), dtype=names.dtype)
        for rows in self._blocks(rss_dbm):
            floor[rows] = names[voted_floor(self._weights(rss_dbm[rows]), self.grid_floor_)]
        floor[self._unheard(rss_dbm)] = ""
        return floor

    def covariance(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """Expected square of the error: the spread of the posterior around ``predict``.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard.

        Returns
        -------
        (n, 2, 2) array of float64
            In square metres; NaN where no beacon is heard.

        Raises
        ------
        ParameterError
            As in ``weights``.

        Examples
        --------
        >>> from core.localization import KernelLocator
        >>> locator = KernelLocator().fit([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]])
        >>> locator.covariance([[-70.0, -70.0]]).tolist()  # both places are 5 m away
        [[[25.0, 0.0], [0.0, 0.0]]]
        """
        rss_dbm = self._check(rss_dbm)
        estimate_m = self.predict(rss_dbm)
        result = np.full((len(rss_dbm), 2, 2), np.nan)
        for rows in self._blocks(rss_dbm):
            # Centred before squaring: on a large floor the second moment would cancel.
            away = self.grid_[None, :, :] - estimate_m[rows, None, :]
            share = self._posterior(rss_dbm[rows])
            if self.grid_floor_ is not None:
                voted = voted_floor(self._weights(rss_dbm[rows]), self.grid_floor_)
                share = on_voted_floor(share, voted, self.grid_floor_)
            result[rows] = np.einsum("nm,nmi,nmj->nij", share, away, away)
        return result

    def abstains(self, rss_dbm: ArrayLike) -> NDArray[np.bool_]:
        """Whether fewer than two known beacons are heard, too few to name a place.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard.

        Returns
        -------
        (n,) array of bool
            One for each scan.

        Raises
        ------
        ParameterError
            As in ``weights``.

        Examples
        --------
        >>> from core.localization import KernelLocator
        >>> locator = KernelLocator().fit([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]])
        >>> locator.abstains([[-70.0, -70.0], [-60.0, np.nan]])
        array([False,  True])
        """
        rss_dbm = self._check(rss_dbm)
        return np.isfinite(rss_dbm).sum(axis=1) < FEWEST_BEACONS

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        raise TypeError(f"{type(self).__name__} must implement _weights")

    def _posterior(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        """The weights themselves, for locators that leave no place out."""
        return self._weights(rss_dbm)

    def _remember(self, rss_dbm: ArrayLike, position_m: ArrayLike) -> None:
        """Keep the survey's levels by place: holdings are simulated from them."""
        rss_dbm = check_rss(rss_dbm)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        self._survey_levels = place_levels(rss_dbm, position_m)

    def _own_map(self) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Places (m,), as rows of ``grid_``, and the levels (m, B) dBm that are expected there.

        Raises ParameterError for a survey of several floors.
        """
        floors = 1 if self.grid_floor_ is None else len(set(self.grid_floor_.tolist()))
        if floors > 1:
            raise ParameterError(
                f"The survey has {floors} floors, and holdings are simulated on one at a time; fit "
                "the locator to the scans of one floor."
            )
        return own_map(self._survey_levels, getattr(self, "beacon_position_m", None))

    def _unheard(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.bool_]:
        return np.asarray(np.isnan(rss_dbm).all(axis=1))

    def _check(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        check_is_fitted(self)
        return check_rss(rss_dbm, n_beacons=self.n_features_in_)

    def _blocks(self, rss_dbm: NDArray[np.float64]) -> Iterator[slice]:
        size = max(1, BLOCK_ENTRIES // max(len(self.grid_), 1))
        for start in range(0, len(rss_dbm), size):
            check_wanted()
            yield slice(start, min(start + size, len(rss_dbm)))

    def _over_places(
        self,
        rss_dbm: ArrayLike,
        over_places: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    ) -> NDArray[np.float64]:
        rss_dbm = self._check(rss_dbm)
        result = np.empty((len(rss_dbm), len(self.grid_)))
        for rows in self._blocks(rss_dbm):
            result[rows] = over_places(rss_dbm[rows])
        result[self._unheard(rss_dbm)] = 1 / len(self.grid_)
        return result
