"""Several locators at once, each as much as it was worth on places left out of the survey."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import nnls
from sklearn.base import clone

from core.errors import ParameterError
from core.localization.floors import distinct_places
from core.localization.locator import Locator
from core.localization.place_folds import held_out_folds, place_folds, thinned
from core.localization.validation import check_positions, check_rss

LEARNED_FROM = 2_000  # scans that tell what each is worth, however long the survey
SUM_TO_ONE = 1e3  # weight of that equation, in units of the positions' spread


class StackLocator(Locator):
    """A weighted mean of other locators' positions.

    Each locator places every fold of places by a survey of all the others; the weights a ≥ 0 with
    Σ a = 1 are those with the least

        Σ_i ‖Σ_m a_m x̂_m(i) − x_i‖²        (non-negative least squares).

    Then all are fitted to the whole survey: x̂ = Σ a_m x̂_m, π = Σ a_m π_m. On several floors the
    mixture of the votes names the floor, and its places there the position.

    Parameters
    ----------
    locators : sequence of Locator
        What is mixed, at least one.
    random_state : int or None
        Seed of the folds.

    Attributes
    ----------
    share_ : (m,) array of float64
        a, of each locator.
    locators_ : list of Locator
        The fitted locators.
    grid_ : (M, 2) array of float64
        The registered places in metres.
    n_features_in_ : int
        Number of beacons B.

    References
    ----------
    D. H. Wolpert, Stacked generalization, Neural Networks, 1992; L. Breiman, Stacked regressions,
    Machine Learning, 1996 (non-negative weights).

    Examples
    --------
    >>> from core.localization import KernelLocator, NeighborsLocator
    >>> place_m = np.column_stack([np.arange(0.0, 20, 2), np.zeros(10)])
    >>> survey_dbm = -60 - 3 * abs(place_m[:, :1] - np.array([0.0, 10.0, 20.0]))
    >>> stack = StackLocator(locators=[KernelLocator(), NeighborsLocator(n_neighbors=10)])
    >>> stack.fit(survey_dbm, place_m).share_.round(2).tolist()
    [0.99, 0.01]
    """

    def __init__(self, *, locators: Sequence[Locator] = (), random_state: int | None = 0) -> None:
        self.locators = locators
        self.random_state = random_state

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "StackLocator":
        """Learn what each locator is worth, and fit all of them.

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
        StackLocator
            The locator itself.

        Raises
        ------
        ParameterError
            For shapes that disagree, levels that are not below 0 dBm, and no locator.

        Examples
        --------
        >>> from core.localization import KernelLocator
        >>> stack = StackLocator(locators=[KernelLocator()])
        >>> stack.fit([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]]).share_
        array([1.])
        """
        if not len(self.locators):
            raise ParameterError("locators is empty; give at least one to mix.")
        rss_dbm = check_rss(rss_dbm)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        self.n_features_in_ = rss_dbm.shape[1]
        places = distinct_places(position_m, floor_id)
        self.grid_, self.grid_floor_ = places.grid_m, places.floor
        floor = None if floor_id is None else np.asarray(floor_id)
        few = thinned(position_m, LEARNED_FROM, floor_id)
        on = None if floor is None else floor[few]
        predicted_m = located_by_the_others(
            self.locators, rss_dbm[few], position_m[few], on, random_state=self.random_state
        )
        self.share_ = mixing_shares(predicted_m, position_m[few])
        self.locators_ = [clone(each).fit(rss_dbm, position_m, floor_id) for each in self.locators]
        self._remember(rss_dbm, position_m)
        return self

    def predict(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """Position of each scan: the weighted mean of all locators' answers.

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
        >>> from core.localization import KernelLocator
        >>> stack = StackLocator(locators=[KernelLocator()])
        >>> stack = stack.fit([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]])
        >>> stack.predict([[-70.0, -70.0]])
        array([[5., 0.]])
        """
        if self.grid_floor_ is not None and len(set(self.grid_floor_.tolist())) > 1:
            return super().predict(rss_dbm)
        rss_dbm = self._check(rss_dbm)
        found_m = [
            share * locator.predict(rss_dbm)
            for share, locator in zip(self.share_, self.locators_, strict=True)
            if share > 0
        ]
        return np.asarray(np.sum(found_m, axis=0))

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return self._mixed([locator.weights(rss_dbm) for locator in self.locators_])

    def _posterior(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return self._mixed([locator.posterior(rss_dbm) for locator in self.locators_])

    def _mixed(self, parts: list[NDArray[np.float64]]) -> NDArray[np.float64]:
        return np.asarray(np.tensordot(self.share_, np.stack(parts), axes=1))


def located_by_the_others(
    locators: Sequence[Locator],
    rss_dbm: NDArray[np.float64],
    position_m: NDArray[np.float64],
    floor_id: NDArray | None = None,
    *,
    random_state: int | None = 0,
) -> NDArray[np.float64]:
    """(m, n, 2) metres: every scan placed by each locator from a survey of the other folds' places.

    NaN where nothing is heard, and where there is a single place.
    """
    fold = place_folds(position_m, floor_id, random_state=random_state)
    predicted_m = np.full((len(locators), len(rss_dbm), 2), np.nan)
    for held_out in held_out_folds(fold):
        if held_out.all():
            continue
        others = None if floor_id is None else floor_id[~held_out]
        for number, locator in enumerate(locators):
            fresh = clone(locator).fit(rss_dbm[~held_out], position_m[~held_out], others)
            predicted_m[number, held_out] = fresh.predict(rss_dbm[held_out])
    return predicted_m


def mixing_shares(
    predicted_m: NDArray[np.float64], true_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(m,) shares ≥ 0 that sum to 1 and mix positions (m, n, 2) closest to (n, 2), in squares.

    Scans without a position from all are left out; without any, all count alike.

    >>> mixing_shares(np.array([[[0.0, 0.0]], [[4.0, 0.0]]]), np.array([[1.0, 0.0]])).round(3)
    array([0.75, 0.25])
    """
    known = np.isfinite(predicted_m).all(axis=(0, 2))
    if not known.any():
        return np.full(len(predicted_m), 1 / len(predicted_m))
    centre_m = true_m[known].mean(axis=0)
    columns = (predicted_m[:, known] - centre_m).reshape(len(predicted_m), -1).T
    aim = (true_m[known] - centre_m).ravel()
    weight = SUM_TO_ONE * max(float(np.abs(columns).max()), 1.0) * np.sqrt(len(aim))
    share, _ = nnls(
        np.vstack([columns, np.full((1, len(predicted_m)), weight)]), np.append(aim, weight)
    )
    return np.asarray(share / share.sum())
