"""The baseline that everybody knows: k nearest survey scans in dBm, by scikit-learn."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist
from sklearn.neighbors import NearestNeighbors

from core.errors import ParameterError
from core.localization.floors import distinct_places
from core.localization.kernels import spread
from core.localization.locator import BLOCK_ENTRIES, Locator
from core.localization.validation import check_positions, check_rss

SHARPNESS = 16.0  # the Gaussian kernel's ½, to the power 32


class NeighborsLocator(Locator):
    """Mean position of the k survey scans nearest in dBm (Euclidean), "not heard" filled in.

    Unlike the kernel locator it keeps every scan of the survey, not one fingerprint per place. A
    count of neighbours says nothing of how likely the other places are, so the posterior lets every
    survey scan speak, as loud as the Gaussian kernel with its usual power 32: with s the spread of
    the survey's scans,

        π_l ∝ mean over the scans i of place l of exp(−16 ‖q − r_i‖² / s²).

    Parameters
    ----------
    n_neighbors : int
        k ≥ 1; more than there are scans means all of them.
    missing_dbm : float
        Level in dBm that stands for "not heard".

    Attributes
    ----------
    grid_ : (M, 2) array of float64
        The distinct training positions in metres.
    n_features_in_ : int
        Number of beacons B.

    References
    ----------
    P. Bahl, V. N. Padmanabhan, RADAR: an in-building RF-based user location and tracking system,
    2000.

    Examples
    --------
    >>> survey_dbm = np.array([[-50.0, -90.0], [-90.0, -50.0]])
    >>> locator = NeighborsLocator(n_neighbors=1)
    >>> locator.fit(survey_dbm, np.array([[0.0, 0.0], [10.0, 0.0]])).predict([[-55.0, -88.0]])
    array([[0., 0.]])
    """

    def __init__(self, *, n_neighbors: int = 50, missing_dbm: float = -105) -> None:
        self.n_neighbors = n_neighbors
        self.missing_dbm = missing_dbm

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "NeighborsLocator":
        """Keep the scans of a survey.

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
        NeighborsLocator
            The locator itself.

        Raises
        ------
        ParameterError
            For shapes that disagree, levels that are not below 0 dBm, and ``n_neighbors`` below 1.

        Examples
        --------
        >>> locator = NeighborsLocator(n_neighbors=2)
        >>> locator.fit([[-50.0], [-60.0], [-90.0]], [[0, 0], [4, 0], [9, 0]]).predict([[-54.0]])
        array([[2., 0.]])
        """
        if not self.n_neighbors >= 1:
            raise ParameterError(f"n_neighbors is {self.n_neighbors}; choose 1 or more.")
        rss_dbm = check_rss(rss_dbm)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        self.n_features_in_ = rss_dbm.shape[1]
        places = distinct_places(position_m, floor_id)
        self.grid_, self.grid_floor_, self._place = places.grid_m, places.floor, places.index
        filled = np.nan_to_num(rss_dbm, nan=self.missing_dbm)
        self._filled, self._spread_db = (
            filled[np.argsort(self._place, kind="stable")],
            spread(filled),
        )
        self._first_scan = np.searchsorted(np.sort(self._place), np.arange(len(self.grid_)))
        # Brute force: in 15 dimensions a matrix product is faster than a tree.
        self._index = NearestNeighbors(algorithm="brute").fit(filled)
        self._remember(rss_dbm, position_m)
        return self

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        k = min(self.n_neighbors, len(self._place))
        filled = np.nan_to_num(rss_dbm, nan=self.missing_dbm)
        neighbors = self._index.kneighbors(filled, k, return_distance=False)
        weight = np.zeros((len(rss_dbm), len(self.grid_)))
        np.add.at(weight, (np.arange(len(rss_dbm))[:, None], self._place[neighbors]), 1 / k)
        return weight / weight.sum(axis=1, keepdims=True)

    def _posterior(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        filled = np.nan_to_num(rss_dbm, nan=self.missing_dbm)
        return every_scan_speaks(filled, self._filled, self._first_scan, self._spread_db)


def every_scan_speaks(
    q: NDArray[np.float64],
    survey: NDArray[np.float64],
    first_scan: NDArray[np.intp],
    unit: float,
) -> NDArray[np.float64]:
    """(n, M) π_l ∝ mean over the scans i of place l of exp(−16 ‖q − r_i‖² / s²), rows sum to 1.

    Features q (n, D) and survey (N, D), whose rows come place by place, beginning at ``first_scan``
    (M,); s is the ``unit`` in which they are measured.

    >>> survey, first_scan = np.array([[0.0], [1.0]]), np.array([0, 1])
    >>> every_scan_speaks(np.zeros((1, 1)), survey, first_scan, 4.0).round(2)
    array([[0.73, 0.27]])
    """
    share = np.empty((len(q), len(first_scan)))
    n_scans = np.diff(np.append(first_scan, len(survey)))
    size = max(1, BLOCK_ENTRIES // len(survey))
    for start in range(0, len(q), size):
        away2 = cdist(q[start : start + size], survey, "sqeuclidean")
        score = -SHARPNESS * (away2 - away2.min(axis=1, keepdims=True)) / unit**2
        total = np.add.reduceat(np.exp(score), first_scan, axis=1)
        share[start : start + size] = total / n_scans
    return share / share.sum(axis=1, keepdims=True)
