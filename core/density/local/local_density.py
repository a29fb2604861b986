"""What every density of local kernels does with the logarithms of its terms."""

import numbers
from abc import abstractmethod
from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logsumexp
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from core.density.kernel_sums import Matrix, Vector
from core.density.leave_one_out_scores import LeaveOneOut
from core.density.validation import check_weight, with_way_out
from core.errors import ParameterError
from core.parallel import Progress, no_progress

FEWEST = 3
LARGEST = 1e140
TERMS_AT_ONCE = 1_000_000  # × 8 bytes, in about four arrays


class LocalDensity(BaseEstimator):
    """ρ̂(x) = Σ_i w_i K_i(x), each K_i a density around its point y_i.

    Copies of a row are one point with their weight: so whole weights are repeated rows, and a
    leave-one-out score leaves all of them out.
    """

    def fit(
        self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None
    ) -> "LocalDensity":
        """Keep the points, learn their kernels, and choose the bandwidth where it is to be chosen.

        Parameters
        ----------
        X : (n, d) array
            Points, finite.
        y : ignored
            Here for scikit-learn.
        sample_weight : (n,) array or None, optional
            Weights of 0 or more; None: all alike.

        Returns
        -------
        LocalDensity
            The estimator itself.

        Raises
        ------
        ParameterError
            For parameters out of range, data that are not finite numbers, fewer than three
            distinct points, and weights that are negative or 0 everywhere.

        Examples
        --------
        >>> from core.density import AdaptiveKernelDensity
        >>> density = AdaptiveKernelDensity(bandwidth=1.0, sensitivity=0.0)
        >>> density.fit([[0.0], [1.0], [2.0]]).scale_.tolist()
        [1.0, 1.0, 1.0]
        """
        values = self._checked(X, reset=True)
        weight = check_weight(sample_weight, len(values))
        weight = np.ones(len(values)) if weight is None else weight
        present = weight > 0
        points, place = np.unique(values[present], axis=0, return_inverse=True)
        _check_unit(points)
        if len(points) < FEWEST:
            there = "is one sample" if len(points) == 1 else f"are {len(points)} distinct points"
            raise ParameterError(
                f"There {there} with a weight above 0; local kernels need at least {FEWEST} that "
                "differ. Add rows."
            )
        self._place = np.full(len(values), -1)
        self._place[present] = place.ravel()
        self._points = points
        total = np.bincount(place.ravel(), weight[present] / weight.max())
        self._log_weight = np.log(total / total.sum())
        self._learn()
        return self

    def score_samples(self, X: ArrayLike, *, progress: Progress = no_progress) -> Vector:
        """Natural log densities.

        Parameters
        ----------
        X : (m, d) array
            Where the density is asked for.
        progress : callable, optional
            Called with the share done and what is being done; may raise Cancelled.

        Returns
        -------
        (m,) array of float64
            In nats, −∞ where no kernel reaches.

        Examples
        --------
        >>> from core.density import AdaptiveKernelDensity
        >>> density = AdaptiveKernelDensity(bandwidth=1.0, sensitivity=0.0)
        >>> found = density.fit([[0.0], [1.0], [2.0]]).score_samples([[1.0]])
        >>> found.round(4)  # log of (1 + 2 e^−½)/(3 √2π)
        array([-1.2232])
        """
        return self._scores(X, progress)[0]

    def participation(self, X: ArrayLike, *, progress: Progress = no_progress) -> Vector:
        """Effective numbers of points 1/Σ w² of the weights that carry each density.

        Parameters
        ----------
        X : (m, d) array
            Where the density is asked for.
        progress : callable, optional
            Called with the share done and what is being done; may raise Cancelled.

        Returns
        -------
        (m,) array of float64
            Between 1 and the number of distinct points; NaN where the density is 0.

        Examples
        --------
        >>> from core.density import AdaptiveKernelDensity
        >>> density = AdaptiveKernelDensity(bandwidth=0.1, sensitivity=0.0)
        >>> density.fit([[0.0], [1.0], [2.0]]).participation([[0.5], [2.0]]).round(3)
        array([2., 1.])
        """
        return self._scores(X, progress)[1]

    def score(self, X: ArrayLike, y: object = None) -> float:
        """Sum of the log densities at X (m, d)."""
        return float(np.sum(self.score_samples(X)))

    def leave_one_out(
        self, index: ArrayLike | None = None, *, progress: Progress = no_progress
    ) -> LeaveOneOut:
        """What the other points say of each one, their kernels learned without it.

        The bandwidth and what the docstring of the class calls given stay as they were fitted.

        Parameters
        ----------
        index : (m,) array of int or None, optional
            Rows of the data to score; None: all with a weight above 0.
        progress : callable, optional
            Called with the share done and what is being done; may raise Cancelled.

        Returns
        -------
        LeaveOneOut
            Log densities (m, 1) in nats and effective numbers (m, 1).

        Raises
        ------
        ParameterError
            For a row of weight 0.

        Examples
        --------
        >>> from core.density import AdaptiveKernelDensity
        >>> density = AdaptiveKernelDensity(bandwidth=1.0, sensitivity=0.0)
        >>> left_out = density.fit([[0.0], [1.0], [2.0]]).leave_one_out()
        >>> left_out.log_density[1].round(4)  # −½ − ½ log 2π
        array([-1.4189])
        """
        check_is_fitted(self)
        rows = np.flatnonzero(self._place >= 0) if index is None else np.asarray(index)
        places, back = np.unique(self._place[rows], return_inverse=True)
        if places[0] < 0:
            raise ParameterError("A row of weight 0 has no leave-one-out score; leave it out.")
        log_density, k_eff = np.empty(len(places)), np.empty(len(places))
        for block in _blocks(len(places), len(self._points), progress):
            log_density[block], k_eff[block] = _summed(self._terms_without(places[block]))
        return LeaveOneOut(
            np.array([self._bandwidth_said()]),
            rows,
            log_density[back][:, None],
            k_eff[back][:, None],
        )

    def sample(
        self, n_samples: int = 1, random_state: int | np.random.RandomState | None = None
    ) -> Matrix:
        """Draws from the estimate: a point by its weight, and a draw from its kernel.

        Parameters
        ----------
        n_samples : int, optional
            Number of draws.
        random_state : int, RandomState or None, optional
            Seed of the draws.

        Returns
        -------
        (n_samples, d) array of float64
            In the unit of the data.

        Raises
        ------
        ParameterError
            For a number of draws below 0 or not whole.

        Examples
        --------
        >>> from core.density import AdaptiveKernelDensity
        >>> density = AdaptiveKernelDensity(bandwidth=0.1).fit([[0.0], [1.0], [2.0]])
        >>> density.sample(5, random_state=0).shape
        (5, 1)
        """
        check_is_fitted(self)
        if not isinstance(n_samples, numbers.Integral) or n_samples < 0:
            raise ParameterError(f"n_samples is {n_samples!r}; choose a whole number of 0 or more.")
        random = check_random_state(random_state)
        share = np.exp(self._log_weight)
        chosen = random.choice(len(self._points), size=int(n_samples), p=share / share.sum())
        return self._draw(chosen, random)

    @abstractmethod
    def _learn(self) -> None:
        """Learn the kernels of ``_points`` with ``_log_weight``, and the bandwidth."""

    @abstractmethod
    def _terms(self, queries: Matrix) -> Matrix:
        """(q, n) log w_i K_i at the queries; weights sum to 1."""

    @abstractmethod
    def _terms_without(self, places: NDArray[np.intp]) -> Matrix:
        """(q, n) log w_i K_i at these points, learned without each: −∞ for itself, Σ w = 1."""

    @abstractmethod
    def _draw(self, chosen: NDArray[np.intp], random: np.random.RandomState) -> Matrix:
        """(q, d) one draw from the kernel of each of these points."""

    @abstractmethod
    def _bandwidth_said(self) -> float:
        """The one number that leave-one-out results call the bandwidth."""

    def _log_weight_without(self, places: NDArray[np.intp]) -> Matrix:
        """(q, n) log weights that sum to 1 without each of these points, −∞ for itself."""
        log_weight = np.repeat(self._log_weight[None], len(places), axis=0)
        log_weight[np.arange(len(places)), places] = -np.inf
        return np.asarray(log_weight - logsumexp(log_weight, axis=1, keepdims=True))

    def _scores(self, X: ArrayLike, progress: Progress) -> tuple[Vector, Vector]:
        check_is_fitted(self)
        queries = self._checked(X, reset=False)
        log_density, k_eff = np.empty(len(queries)), np.empty(len(queries))
        for block in _blocks(len(queries), len(self._points), progress):
            log_density[block], k_eff[block] = _summed(self._terms(queries[block]))
        return log_density, k_eff

    def _checked(self, X: ArrayLike, *, reset: bool) -> Matrix:
        try:
            return np.asarray(validate_data(self, X, reset=reset, dtype=np.float64, order="C"))
        except ValueError as error:
            raise ParameterError(with_way_out(error)) from None


def _check_unit(points: Matrix) -> None:
    """Squares of these values stay within float64; raises ParameterError otherwise."""
    largest, apart = float(np.abs(points).max()), float(np.ptp(points, axis=0).max())
    if largest > LARGEST or 0 < apart < 1 / LARGEST:
        raise ParameterError(
            f"The values reach {largest:.3g} and span {apart:.3g}; local kernels need both between "
            f"{1 / LARGEST:.0e} and {LARGEST:.0e}. Measure in another unit."
        )


def _summed(log_terms: Matrix) -> tuple[Vector, Vector]:
    """(q,) log of the sums and (q,) participations (Σ)²/Σ²."""
    first = np.asarray(logsumexp(log_terms, axis=1))
    with np.errstate(invalid="ignore"):
        second = np.asarray(logsumexp(2 * (log_terms - first[:, None]), axis=1))
    return first, np.exp(-second)


def _blocks(n_rows: int, n_points: int, progress: Progress) -> Iterator[slice]:
    rows = max(TERMS_AT_ONCE // n_points, 1)
    for start in range(0, n_rows, rows):
        progress(start / n_rows, f"{start:,} of {n_rows:,} points scored by local kernels")
        yield slice(start, start + rows)
