"""Regressors from scikit-learn as locators, also trained on simulated holdings."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.ensemble import RandomForestRegressor

from core.child_process import in_child_from
from core.datasets.floor_names import sorted_floors
from core.localization.floors import check_floors
from core.localization.holding_simulation import simulate_holding
from core.localization.kernel_locator import KernelLocator
from core.localization.latent_map import fit_latent_map
from core.localization.locator import Locator
from core.localization.map_locator import check_beacon_positions
from core.localization.normal_posterior import UNKNOWN_SD_M, normal_posterior, sd_of_errors_m
from core.localization.random_fifth import random_fifth
from core.localization.representations import represent
from core.localization.validation import check_positions, check_rss

LONG_SCANS = 2_000  # from which a fit takes more than a second


class RegressorLocator(Locator):
    """Position as a regression on the features of a scan.

    The posterior is a normal distribution around the predicted position, cut to the registered
    places; its standard deviation is the error at a random fifth of the places, left out once.
    With ``n_simulated`` the regressor learns from scans of simulated holdings (see
    ``simulate_holding``) instead of the survey, which needs beacon positions.

    Parameters
    ----------
    regressor : estimator or None
        A regressor of scikit-learn with two outputs; None: a random forest of 60 trees.
    representation : str
        As in :class:`core.localization.KernelLocator`.
    unit_length : bool
        Whether features are scaled to length 1, so that only their proportions count.
    missing_dbm : float
        Level below 0 dBm that stands for "not heard".
    n_simulated : int
        Scans to simulate; 0: learn from the survey itself.
    beacon_position_m : (B, 2) array or None
        In metres, for simulated holdings.
    max_scans : int or None
        At most this many survey scans are learned from (kernel methods are cubic in them); None:
        all.
    random_state : int or None
        Seed of the simulation and the choice of scans.

    Attributes
    ----------
    grid_ : (M, 2) array of float64
        The registered places in metres.
    regressor_ : estimator
        The fitted regressor; of several floors, each of which has its own, that of the first.
    sd_m_ : float
        Standard deviation of the posterior along one axis, in metres.
    n_features_in_ : int
        Number of beacons B.

    Examples
    --------
    >>> survey_dbm = np.tile([[-50.0, -90.0], [-90.0, -50.0]], (20, 1))
    >>> place_m = np.tile([[0.0, 0.0], [10.0, 0.0]], (20, 1))
    >>> RegressorLocator(random_state=0).fit(survey_dbm, place_m).predict([[-50.0, -90.0]])
    array([[0., 0.]])
    """

    def __init__(
        self,
        *,
        regressor: BaseEstimator | None = None,
        representation: str = "powed",
        unit_length: bool = True,
        missing_dbm: float = -105,
        n_simulated: int = 0,
        beacon_position_m: ArrayLike | None = None,
        max_scans: int | None = None,
        random_state: int | None = 0,
    ) -> None:
        self.regressor = regressor
        self.representation = representation
        self.unit_length = unit_length
        self.missing_dbm = missing_dbm
        self.n_simulated = n_simulated
        self.beacon_position_m = beacon_position_m
        self.max_scans = max_scans
        self.random_state = random_state

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "RegressorLocator":
        """Learn from the scans of a survey, or from what is simulated on its map.

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
        RegressorLocator
            The locator itself.

        Raises
        ------
        ParameterError
            For shapes that disagree, levels that are not below 0 dBm, and where simulated holdings
            lack beacon positions.

        Examples
        --------
        >>> from sklearn.linear_model import LinearRegression
        >>> locator = RegressorLocator(regressor=LinearRegression())
        >>> locator.fit([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]]).grid_.tolist()
        [[0.0, 0.0], [10.0, 0.0]]
        """
        rss_dbm = check_rss(rss_dbm)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        self.n_features_in_ = rss_dbm.shape[1]
        self.grid_floor_ = None
        self._of_floor: dict[str, RegressorLocator] = {}
        self._sd_m = UNKNOWN_SD_M
        self._learned: tuple[NDArray, NDArray, NDArray[np.intp]] | None = None
        if floor_id is not None:
            return self._fit_floors(rss_dbm, position_m, floor_id)
        rng = np.random.default_rng(self.random_state)
        self.grid_, place = np.unique(position_m, axis=0, return_inverse=True)
        self._remember(rss_dbm, position_m)
        if self.n_simulated:
            beacons_m = check_beacon_positions(self.beacon_position_m)
            radio_map = fit_latent_map(rss_dbm, position_m, beacons_m, residual_share=1.0)
            rss_dbm, position_m = simulate_holding(
                radio_map.grid_m, radio_map.mean_dbm, self.n_simulated, rng
            )
            place = np.unique(position_m, axis=0, return_inverse=True)[1]
        elif self.max_scans is not None and len(rss_dbm) > self.max_scans:
            rows = np.sort(rng.choice(len(rss_dbm), self.max_scans, replace=False))
            rss_dbm, position_m, place = rss_dbm[rows], position_m[rows], place.ravel()[rows]
        features = self._features(rss_dbm)
        self._learned = features, position_m, np.asarray(place).ravel()
        self.regressor_ = _fitted(features, position_m, self._new_regressor())
        return self

    @property
    def sd_m_(self) -> float:
        """Standard deviation of the posterior along one axis, in metres.

        Found when it is first asked for: it takes a second fit, which positions alone do not need.
        """
        if self._of_floor:
            return float(np.mean([locator.sd_m_ for locator in self._of_floor.values()]))
        learned = self._learned
        if learned is not None:  # two threads that ask at once find the same
            self._sd_m = self._held_out_sd(*learned)
            self._learned = None
        return self._sd_m

    def predict(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """Position of each scan: the regressor's own answer.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, NaN where not heard.

        Returns
        -------
        (n, 2) array of float64
            In metres; NaN where no beacon is heard.

        Raises
        ------
        ParameterError
            As in ``weights``.

        Examples
        --------
        >>> from sklearn.linear_model import LinearRegression
        >>> locator = RegressorLocator(regressor=LinearRegression())
        >>> locator = locator.fit([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]])
        >>> locator.predict([[-70.0, -70.0], [np.nan, np.nan]]).round(6)
        array([[ 5.,  0.],
               [nan, nan]])
        """
        rss_dbm = self._check(rss_dbm)
        position_m = np.full((len(rss_dbm), 2), np.nan)
        heard = ~self._unheard(rss_dbm)
        if self._of_floor:
            floor = self.predict_floor(rss_dbm)
            for name, locator in self._of_floor.items():
                position_m[floor == name] = locator.predict(rss_dbm[floor == name])
        elif heard.any():
            position_m[heard] = self.regressor_.predict(self._features(rss_dbm[heard]))
        return position_m

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        if self._of_floor:
            vote = self._floor_vote.weights(rss_dbm)
            parts = [
                vote[:, self._floor_vote.grid_floor_ == name].sum(axis=1, keepdims=True)
                * locator.weights(rss_dbm)
                for name, locator in self._of_floor.items()
            ]
            return np.hstack(parts)
        return normal_posterior(self.predict(rss_dbm), self.grid_, self.sd_m_)

    def _fit_floors(
        self, rss_dbm: NDArray[np.float64], position_m: NDArray[np.float64], floor_id: ArrayLike
    ) -> "RegressorLocator":
        """A regressor for each floor; which floor it is, the kernel vote says."""
        floor = check_floors(floor_id, n_scans=len(rss_dbm))
        self._floor_vote = KernelLocator(
            representation=self.representation, missing_dbm=self.missing_dbm
        ).fit(rss_dbm, position_m, floor)
        self._of_floor = {
            name: clone(self).fit(rss_dbm[floor == name], position_m[floor == name])
            for name in sorted_floors(floor)
        }
        self.grid_, self.grid_floor_ = self._floor_vote.grid_, self._floor_vote.grid_floor_
        self.regressor_ = next(iter(self._of_floor.values())).regressor_
        return self

    def _features(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        features = represent(self.representation, rss_dbm, self.missing_dbm)
        if not self.unit_length:
            return features
        length = np.linalg.norm(features, axis=1, keepdims=True)
        return np.divide(features, length, out=np.zeros(features.shape), where=length > 0)

    def _held_out_sd(
        self, features: NDArray, position_m: NDArray, place: NDArray[np.intp]
    ) -> float:
        # Drawn apart from the simulation, so that how sure a position is never moves it.
        fifth = random_fifth(int(place.max()) + 1, self.random_state)
        if not fifth.any():
            return UNKNOWN_SD_M
        held_out = fifth[place]
        learned = _fitted(features[~held_out], position_m[~held_out], self._new_regressor())
        return sd_of_errors_m(learned.predict(features[held_out]) - position_m[held_out])

    def _new_regressor(self) -> BaseEstimator:
        if self.regressor is not None:
            return clone(self.regressor)
        return RandomForestRegressor(60, min_samples_leaf=5, random_state=self.random_state)


def _fitted(
    features: NDArray[np.float64], position_m: NDArray[np.float64], regressor: BaseEstimator
) -> BaseEstimator:
    return in_child_from(LONG_SCANS, _fit, features, position_m, regressor)


def _fit(
    features: NDArray[np.float64], position_m: NDArray[np.float64], regressor: BaseEstimator
) -> BaseEstimator:
    return regressor.fit(features, position_m)
