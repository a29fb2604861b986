"""What every locator can do once it has weights over the registered places."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from core.localization.validation import check_rss
from core.parallel import check_wanted

BLOCK_ENTRIES = 4_000_000  # weights held at once: 32 MB
FEWEST_BEACONS = 2  # one beacon gives a ring, not a place


class Locator(BaseEstimator):
    """A posterior over places, and what follows from it.

    Subclasses set ``grid_`` (M, 2) metres, the distinct registered places, and implement
    ``_weights``. With w the weights of a scan over the places x:

        position   x̂ = Σ w x        covariance   Σ = Σ w (x − x̂)(x − x̂)ᵀ
    """

    grid_: NDArray[np.float64]
    n_features_in_: int

    def fit(self, rss_dbm: ArrayLike, position_m: ArrayLike) -> "Locator":
        """Learn from scans (n, B) dBm at positions (n, 2) metres; subclasses do it."""
        raise TypeError(f"{type(self).__name__} must implement fit")

    def weights(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """(n, M) weights over ``grid_``; rows sum to 1, uniform where no beacon is heard."""
        rss_dbm = self._check(rss_dbm)
        return np.vstack([np.empty((0, len(self.grid_)))] + [w for _, w in self._blocks(rss_dbm)])

    def predict(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """(n, 2) metres: the mean of the posterior; NaN where no known beacon is heard."""
        rss_dbm = self._check(rss_dbm)
        position_m = np.full((len(rss_dbm), 2), np.nan)
        for rows, weight in self._blocks(rss_dbm):
            position_m[rows] = weight @ self.grid_
        position_m[self._unheard(rss_dbm)] = np.nan
        return position_m

    def covariance(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """(n, 2, 2) square metres: spread of the posterior; NaN where no beacon is heard."""
        rss_dbm = self._check(rss_dbm)
        result = np.full((len(rss_dbm), 2, 2), np.nan)
        for rows, weight in self._blocks(rss_dbm):
            # Centred before squaring: on a large floor the second moment would cancel.
            away = self.grid_[None, :, :] - (weight @ self.grid_)[:, None, :]
            result[rows] = np.einsum("nm,nmi,nmj->nij", weight, away, away)
        result[self._unheard(rss_dbm)] = np.nan
        return result

    def abstains(self, rss_dbm: ArrayLike) -> NDArray[np.bool_]:
        """(n,) whether fewer than two known beacons are heard, too few to name a place."""
        rss_dbm = self._check(rss_dbm)
        return np.isfinite(rss_dbm).sum(axis=1) < FEWEST_BEACONS

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        raise TypeError(f"{type(self).__name__} must implement _weights")

    def _unheard(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.bool_]:
        return np.asarray(np.isnan(rss_dbm).all(axis=1))

    def _check(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        check_is_fitted(self)
        return check_rss(rss_dbm, n_beacons=self.n_features_in_)

    def _blocks(self, rss_dbm: NDArray[np.float64]) -> Iterator[tuple[slice, NDArray[np.float64]]]:
        size = max(1, BLOCK_ENTRIES // max(len(self.grid_), 1))
        for start in range(0, len(rss_dbm), size):
            rows = slice(start, min(start + size, len(rss_dbm)))
            check_wanted()
            yield rows, self._weights(rss_dbm[rows])
