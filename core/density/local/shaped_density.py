"""Local kernels that are one radial kernel, stretched for each point, times one bandwidth."""

from abc import abstractmethod
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.density.bandwidths import vertex
from core.density.kernel_sums import Matrix
from core.density.kernels import make_kernel
from core.density.local.local_density import LocalDensity
from core.density.validation import check_bandwidth
from core.errors import ParameterError

BY_LEAVE_ONE_OUT = "loo"
MOST_SCORED = 500  # points that the choice of the bandwidth scores
MOST_TERMS = 10_000_000  # of them with all points: 80 MB, held in about four arrays
COARSE, FINE, WIDENINGS = 24, 9, 6


class ShapedDensity(LocalDensity):
    """K_i(x) = K(A_i⁻¹(x − y_i)/h) / (hᵈ det A_i), A_i learned from the points around y_i."""

    bandwidth: float | str
    kernel: str
    nu: float

    def _learn(self) -> None:
        self._kernel = make_kernel(self.kernel, self.n_features_in_, self.nu)
        self._learn_shapes()
        if isinstance(self.bandwidth, str):
            if self.bandwidth != BY_LEAVE_ONE_OUT:
                raise ParameterError(
                    f"bandwidth is {self.bandwidth!r}; give a number above 0, or "
                    f"{BY_LEAVE_ONE_OUT!r}."
                )
            self.bandwidth_ = self._most_likely()
        else:
            self.bandwidth_ = check_bandwidth(self.bandwidth)

    @abstractmethod
    def _learn_shapes(self) -> None:
        """Learn A_i."""

    @abstractmethod
    def _stretched(self, queries: Matrix) -> tuple[Matrix, Matrix]:
        """(q, n) |A_i⁻¹(x − y_i)|², and log det A_i, (n,) or (q, n)."""

    @abstractmethod
    def _stretched_without(self, places: NDArray[np.intp]) -> tuple[Matrix, Matrix]:
        """The same at points, A_i learned without each of them; a point's own is ignored."""

    def _terms(self, queries: Matrix) -> Matrix:
        squared, log_volume = self._stretched(queries)
        return self._of_shapes(squared, log_volume, self._log_weight, self.bandwidth_)

    def _terms_without(self, places: NDArray[np.intp]) -> Matrix:
        squared, log_volume = self._stretched_without(places)
        return self._of_shapes(
            squared, log_volume, self._log_weight_without(places), self.bandwidth_
        )

    def _of_shapes(
        self, squared: Matrix, log_volume: Matrix, log_weight: Matrix, h: float
    ) -> Matrix:
        constant = self.n_features_in_ * np.log(h) + self._kernel.log_normalisation
        return np.asarray(
            self._kernel.log_profile(squared / h**2) + (log_weight - log_volume - constant)
        )

    def _bandwidth_said(self) -> float:
        return self.bandwidth_

    def _most_likely(self) -> float:
        """The h of the largest mean leave-one-out log density, of at most 500 of the points."""
        n = len(self._points)
        some = int(np.clip(MOST_TERMS // n, 1, MOST_SCORED))
        places = np.arange(n)
        if some < n:
            places = np.sort(np.random.default_rng(0).choice(n, some, replace=False))
        squared, log_volume = self._stretched_without(places)
        log_weight = self._log_weight_without(places)
        weight = np.exp(self._log_weight[places])
        apart = np.where(np.isneginf(log_weight), np.inf, squared)
        nearest = np.sqrt(apart.min(axis=1))
        typical = np.sqrt(np.median(squared, axis=1) / self.n_features_in_)

        def mean(h: float) -> float:
            terms = self._of_shapes(squared, log_volume, log_weight, h)
            peak = terms.max(axis=1)
            if np.isneginf(peak).any():
                return -np.inf
            terms -= peak[:, None]
            log_density = peak + np.log(np.exp(terms, out=terms).sum(axis=1))
            return float(weight @ log_density / weight.sum())

        low = float(np.median(nearest)) / np.sqrt(self.n_features_in_) / 4
        high = max(2 * float(np.median(typical)), 1.01 * float(nearest.max()), 8 * low)
        return _maximum(mean, low, high)


def _maximum(mean: Callable[[float], float], low: float, high: float) -> float:
    """The bandwidth of the largest value: a coarse grid, widened at its ends, then a fine one."""
    h = np.geomspace(low, high, COARSE)
    value = np.array([mean(each) for each in h])
    for _ in range(WIDENINGS):
        best = int(np.argmax(value))
        if 0 < best < len(h) - 1:
            break
        more = h[0] / np.geomspace(2, 16, 4)[::-1] if best == 0 else h[-1] * np.geomspace(2, 16, 4)
        found = np.array([mean(each) for each in more])
        h = np.concatenate([more, h] if best == 0 else [h, more])
        value = np.concatenate([found, value] if best == 0 else [value, found])
    best = int(np.clip(np.argmax(value), 1, len(h) - 2))
    fine = np.geomspace(h[best - 1], h[best + 1], FINE)
    at_fine = np.array([mean(each) for each in fine])
    best = int(np.argmax(at_fine))
    return vertex(np.log(fine), at_fine, best)
