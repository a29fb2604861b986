"""The kernel locator: similarity to registered fingerprints, raised to a power, votes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone

from core.errors import ParameterError
from core.localization.kernels import log_kernel, spread
from core.localization.locator import Locator
from core.localization.radio_map import mean_map
from core.localization.representations import represent
from core.localization.validation import check_positions, check_rss


class KernelLocator(Locator):
    """Locate a scan by a kernel similarity to the mean fingerprint of each registered place.

    With features f of the representation and a kernel K, the weights of scan q are

        w_l = K(f(q), f(l))^p / Σ_{top k} K(f(q), f(l'))^p   for the k most similar places, else 0.

    Parameters
    ----------
    representation : "powed", "dbm" or "relative"
    kernel : "cosine", "arc_cosine", "ntk", "gaussian", "laplacian", "matern" or "student"
        Kernels of a distance are in units of the survey's own spread.
    power : p > 0; the larger, the more the most similar place decides
    n_neighbors : k ≥ 1; more than there are places means all of them
    missing_dbm : level below 0 that stands for "not heard"
    selector : estimator with ``fit(rss_dbm, position_m)`` and ``get_support()``, or None

    Attributes
    ----------
    grid_ : (M, 2) metres, the distinct training positions
    fingerprint_dbm_ : (M, B) dBm, the mean map, NaN where a beacon was never heard
    support_ : (B,) bool, beacons in use

    A scan that hears a known beacon but resembles no place at all gets uniform weights.

    Source: Ng, Spachos, She, Plataniotis, IEEE Transactions on Mobile Computing, 2023.

    >>> survey_dbm = np.array([[-50.0, -90.0], [-90.0, -50.0]])
    >>> locator = KernelLocator().fit(survey_dbm, np.array([[0.0, 0.0], [10.0, 0.0]]))
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
        selector: object | None = None,
    ) -> None:
        self.representation = representation
        self.kernel = kernel
        self.power = power
        self.n_neighbors = n_neighbors
        self.missing_dbm = missing_dbm
        self.selector = selector

    def fit(self, rss_dbm: ArrayLike, position_m: ArrayLike) -> "KernelLocator":
        """Register scans (n, B) dBm at positions (n, 2) metres.

        Raises ParameterError for shapes that disagree, levels ≥ 0 dBm, and parameters out of range.
        """
        self._check_parameters()
        rss_dbm = check_rss(rss_dbm)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        self.n_features_in_ = rss_dbm.shape[1]
        self.support_ = np.ones(rss_dbm.shape[1], dtype=bool)
        if self.selector is not None:
            self.selector_ = clone(self.selector).fit(rss_dbm, position_m)
            self.support_ = np.asarray(self.selector_.get_support())
        self.grid_, self.fingerprint_dbm_ = mean_map(rss_dbm, position_m, self.missing_dbm)
        registered = self.fingerprint_dbm_[:, self.support_]
        self._features = represent(self.representation, registered, self.missing_dbm)
        self._scale = spread(self._features)
        log_kernel(self.kernel, self._features[:1], self._features[:1], self._scale)
        return self

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        q = represent(self.representation, rss_dbm[:, self.support_], self.missing_dbm)
        score = self.power * log_kernel(self.kernel, q, self._features, self._scale)
        k = min(self.n_neighbors, len(self.grid_))
        if k < len(self.grid_):
            lowest_vote = np.partition(score, len(self.grid_) - k, axis=1)[:, -k, None]
            score = np.where(score >= lowest_vote, score, -np.inf)
        highest = score.max(axis=1, keepdims=True)
        score = np.where(
            np.isfinite(highest), score - np.where(np.isfinite(highest), highest, 0), 0
        )
        weight = np.exp(score)
        return weight / weight.sum(axis=1, keepdims=True)

    def _unheard(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.bool_]:
        return np.asarray(np.isnan(rss_dbm[:, self.support_]).all(axis=1))

    def _check_parameters(self) -> None:
        if not self.power > 0:
            raise ParameterError(f"power is {self.power}; choose a number above 0.")
        if not self.n_neighbors >= 1:
            raise ParameterError(f"n_neighbors is {self.n_neighbors}; choose 1 or more.")
        if not self.missing_dbm < 0:
            raise ParameterError(f"missing_dbm is {self.missing_dbm}; choose a level below 0 dBm.")
