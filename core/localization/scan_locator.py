"""The kernel vote of single scans: what a place sounds like is a cloud, not its mean."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.localization.floors import distinct_places
from core.localization.kernel_vote import SimilarityVoter
from core.localization.kernels import log_kernel, spread
from core.localization.locator import BLOCK_ENTRIES
from core.localization.representations import represent
from core.localization.validation import check_positions, check_rss
from core.parallel import check_wanted


class ScanLocator(SimilarityVoter):
    """The kernel locator without its mean map: every scan of the survey is compared.

    With features f of the representation and a kernel K, the score of place l, which the survey
    visited in the scans i ∈ I_l, and the weights of scan q are

        K_l(q) = (1 / #I_l) Σ_{i ∈ I_l} K(f(q), f(r_i))^p,   w_l = K_l / Σ_{top k} K_l'

    for the k places that score best, else 0; the posterior is the same over all places. A mean of
    many scans is a scan that nobody heard; this keeps their spread. How many scans a place has does
    not count. Every scan of the survey is compared with every scan: O(n_survey B) for each.

    Parameters
    ----------
    representation, kernel : str
        As in :class:`core.localization.KernelLocator`.
    power : float
        p > 0.
    n_neighbors : int
        k ≥ 1 places; more than there are means all of them.
    missing_dbm : float
        Level below 0 dBm that stands for "not heard".

    Attributes
    ----------
    grid_ : (M, 2) array of float64
        The distinct training positions in metres.
    n_features_in_ : int
        Number of beacons B.

    Examples
    --------
    >>> survey_dbm = np.array([[-50.0, -90.0], [-60.0, -95.0], [-90.0, -50.0]])
    >>> locator = ScanLocator().fit(survey_dbm, np.array([[0.0, 0.0], [0.0, 0.0], [10.0, 0.0]]))
    >>> locator.predict([[-55.0, -88.0]]).round(2)
    array([[0., 0.]])
    """

    def __init__(
        self,
        *,
        representation: str = "powed",
        kernel: str = "cosine",
        power: float = 32,
        n_neighbors: int = 20,
        missing_dbm: float = -105,
    ) -> None:
        self.representation = representation
        self.kernel = kernel
        self.power = power
        self.n_neighbors = n_neighbors
        self.missing_dbm = missing_dbm

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "ScanLocator":
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
        ScanLocator
            The locator itself.

        Raises
        ------
        ParameterError
            For shapes that disagree, levels that are not below 0 dBm, and parameters out of range.

        Examples
        --------
        >>> locator = ScanLocator().fit([[-50.0], [-60.0], [-90.0]], [[0, 0], [0, 0], [9, 0]])
        >>> locator.grid_.tolist()
        [[0.0, 0.0], [9.0, 0.0]]
        """
        self._check_vote_parameters()
        rss_dbm = check_rss(rss_dbm)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        self.n_features_in_ = rss_dbm.shape[1]
        places = distinct_places(position_m, floor_id)
        order = np.argsort(places.index, kind="stable")
        self.grid_, self.grid_floor_ = places.grid_m, places.floor
        self._n_scans = np.bincount(places.index)
        self._first_scan = np.cumsum(self._n_scans) - self._n_scans
        self._features = represent(self.representation, rss_dbm[order], self.missing_dbm)
        self._scale = spread(self._features)
        log_kernel(self.kernel, self._features[:1], self._features[:1], self._scale)
        self._remember(rss_dbm, position_m)
        return self

    def _score(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, M) log of the mean over a place's scans of K^p; −∞ where none resembles the scan."""
        q = represent(self.representation, rss_dbm, self.missing_dbm)
        score = np.empty((len(q), len(self.grid_)))
        size = max(1, BLOCK_ENTRIES // len(self._features))
        for start in range(0, len(q), size):
            check_wanted()
            rows = slice(start, start + size)
            each = self.power * log_kernel(self.kernel, q[rows], self._features, self._scale)
            highest = np.maximum.reduceat(each, self._first_scan, axis=1)
            floor = np.where(np.isfinite(highest), highest, 0.0)
            each -= np.repeat(floor, self._n_scans, axis=1)
            total = np.add.reduceat(np.exp(each), self._first_scan, axis=1)
            with np.errstate(divide="ignore"):
                score[rows] = floor + np.log(total / self._n_scans)
        return score
