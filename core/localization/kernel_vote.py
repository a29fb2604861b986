"""The vote: similarities to registered fingerprints, sharpened, cut to the best, normalised.

The same without the cut is the posterior: k places are 4 m of a corridor surveyed every 0.2 m and
45 m² of a floor surveyed every 1.5 m, so sets of places drawn from k voters mean nothing.
"""

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.localization.kernels import log_kernel, spread
from core.localization.locator import Locator
from core.localization.registered_map import RegisteredMap, Vote
from core.localization.representations import represent

LEAST_LOG_RATIO = -200.0  # of the likeliest place: keeps an order where a kernel is exactly 0


class SimilarityVoter(Locator):
    """A locator whose weights are w_l ∝ K_l(q)^p over the k most similar places.

    Its posterior is π_l ∝ K_l(q)^p over all places, each at least e⁻²⁰⁰ of the likeliest.

    Subclasses have the parameters ``representation``, ``kernel``, ``power``, ``n_neighbors`` and
    ``missing_dbm``, and say by ``_score`` how similar a scan is to each place.
    """

    representation: str
    kernel: str
    power: float
    n_neighbors: int
    missing_dbm: float

    def _score(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, M) p log K_l(q), −∞ where scan and place have nothing in common."""
        raise TypeError(f"{type(self).__name__} must implement _score")

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return self._vote(rss_dbm)

    def _posterior(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return self._whole_vote(rss_dbm)

    def _vote(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, M) weights of scans over the registered places, 0 beyond the k most similar."""
        score = self._score(rss_dbm)
        k = min(self.n_neighbors, len(self.grid_))
        if k < len(self.grid_):
            lowest_vote = np.partition(score, len(self.grid_) - k, axis=1)[:, -k, None]
            score = np.where(score >= lowest_vote, score, -np.inf)
        return _shares(score)

    def _whole_vote(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, M) the same for all places: the posterior."""
        score = self._score(rss_dbm)
        return _shares(np.maximum(score, score.max(axis=1, keepdims=True) + LEAST_LOG_RATIO))

    def _check_vote_parameters(self) -> None:
        if not self.power > 0:
            raise ParameterError(f"power is {self.power}; choose a number above 0.")
        if not self.n_neighbors >= 1:
            raise ParameterError(f"n_neighbors is {self.n_neighbors}; choose 1 or more.")
        if not self.missing_dbm < 0:
            raise ParameterError(f"missing_dbm is {self.missing_dbm}; choose a level below 0 dBm.")


class KernelVoter(SimilarityVoter):
    """A locator that votes by K(f(q), f(l)), its places being the rows of a radio map.

    Subclasses call ``_register`` with the map to vote with, and hand it out in ``registered_map``.
    """

    @property
    def vote(self) -> Vote:
        """The parameters of the vote alone."""
        return Vote(
            self.representation, self.kernel, self.power, self.n_neighbors, self.missing_dbm
        )

    def registered_map(self) -> RegisteredMap:
        """What it votes with, for those who compute the vote elsewhere; subclasses do it."""
        raise TypeError(f"{type(self).__name__} must implement registered_map")

    def _check_one_floor(self) -> None:
        """ParameterError for several floors, of which whoever votes elsewhere knows nothing."""
        if self.grid_floor_ is not None:
            raise ParameterError(
                "A locator of several floors cannot be exported; fit one for each floor, without "
                "floor_id."
            )

    def _register(self, grid_m: NDArray[np.float64], map_dbm: NDArray[np.float64]) -> None:
        """Keep a radio map: places (M, 2) metres, levels (M, B) dBm, NaN "never heard"."""
        self.grid_ = grid_m
        self._features = represent(self.representation, map_dbm, self.missing_dbm)
        self._scale = spread(self._features)
        log_kernel(self.kernel, self._features[:1], self._features[:1], self._scale)

    def _score(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, M) p log K(f(q), f(l)), −∞ where scan and place have nothing in common."""
        q = represent(self.representation, rss_dbm, self.missing_dbm)
        return self.power * log_kernel(self.kernel, q, self._features, self._scale)


def _shares(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """exp(score) with rows that sum to 1; a scan that resembles no place gives all the same."""
    highest = score.max(axis=1, keepdims=True)
    resembles = np.isfinite(highest)
    weight = np.exp(np.where(resembles, score - np.where(resembles, highest, 0.0), 0.0))
    return weight / weight.sum(axis=1, keepdims=True)
