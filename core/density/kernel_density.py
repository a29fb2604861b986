"""The kernel density estimator."""

import numbers
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from core.density.bandwidths import select_bandwidth
from core.density.kernel_sums import KernelSums, Matrix, Vector, weighted_points
from core.density.kernels import make_kernel
from core.density.leave_one_out_scores import LeaveOneOut, leave_one_out_of
from core.density.passes import prepared_tiles, sum_kernel
from core.density.top_weights import top_weights
from core.density.validation import (
    check_bandwidth,
    check_bandwidths,
    check_weight,
    with_way_out,
)
from core.errors import ParameterError
from core.parallel import Progress, no_progress


class KernelDensity(BaseEstimator):
    """Kernel density estimate ρ̂(x) = Σ_i w_i K((x − y_i)/h) / (hᵈ Σ_i w_i).

    Parameters
    ----------
    bandwidth : float or str
        h > 0 in the unit of the data, or "loo", "scott", "silverman" (chosen in ``fit``, with the
        weights given there; see :func:`core.density.select_bandwidth`).
    kernel : str
        "gaussian", "exponential", "epanechnikov", "tophat", "linear", "cosine" (conventions of
        scikit-learn), "biweight" (1 − ‖z‖²)², or "student": the multivariate t density with ``nu``
        degrees of freedom.
    precision : str
        "double" sums in float64, right to ``1e-9 · (1 + |log ρ̂|)``; "mixed" does the
        bulk in float32 and what decides the value in float64, right to ``2e-5 · (1 + |log ρ̂|)``.
    nu : float
        Degrees of freedom of the student kernel.

    Attributes
    ----------
    bandwidth_ : float
        The bandwidth in use, in the unit of the data.
    n_features_in_ : int
        Number of columns d.

    References
    ----------
    M. Rosenblatt, Annals of Mathematical Statistics, 1956. E. Parzen, the same, 1962.

    Examples
    --------
    >>> density = KernelDensity(bandwidth=1.0).fit([[0.0], [1.0]])
    >>> density.score_samples([[0.5]]).round(6)  # −⅛ − ½ log 2π
    array([-1.043939])
    >>> density.participation([[0.5], [30.0]]).round(3)
    array([2., 1.])
    """

    def __init__(
        self,
        *,
        bandwidth: float | str = 1.0,
        kernel: str = "gaussian",
        precision: str = "double",
        nu: float = 3.0,
    ) -> None:
        self.bandwidth = bandwidth
        self.kernel = kernel
        self.precision = precision
        self.nu = nu

    def fit(
        self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None
    ) -> "KernelDensity":
        """Keep the points, and choose the bandwidth where it is to be chosen.

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
        KernelDensity
            The estimator itself.

        Raises
        ------
        ParameterError
            For parameters out of range, data that are not finite numbers, and weights that are
            negative or 0 everywhere.

        Examples
        --------
        >>> density = KernelDensity(bandwidth="scott").fit([[0.0], [1.0], [2.0]])
        >>> round(density.bandwidth_, 3)  # 3^−⅕ √⅔
        0.655
        """
        values = self._checked(X, reset=True)
        self._weight = check_weight(sample_weight, len(values))
        self._kernel = make_kernel(self.kernel, values.shape[1], self.nu)
        self._points = weighted_points(values, self._weight)
        self._row = np.arange(len(values)) if self._weight is None else np.flatnonzero(self._weight)
        self._tiles = prepared_tiles(self._points, self.precision)
        if isinstance(self.bandwidth, str):
            self.bandwidth_ = select_bandwidth(
                values,
                self.bandwidth,
                kernel=self.kernel,
                nu=self.nu,
                sample_weight=self._weight,
            )
        else:
            self.bandwidth_ = check_bandwidth(self.bandwidth)
        return self

    def score_samples(self, X: ArrayLike, *, progress: Progress = no_progress) -> Vector:
        """Natural log densities, exactly −∞ where a compact kernel ends.

        In high dimension they are large negative (or positive) numbers: a density has a unit.

        Parameters
        ----------
        X : (m, d) array
            Where the density is asked for.
        progress : callable, optional
            Called with the share done and what is being done; may raise Cancelled.

        Returns
        -------
        (m,) array of float64
            In nats.

        Examples
        --------
        >>> density = KernelDensity(kernel="tophat").fit([[0.0], [1.0]])
        >>> density.score_samples([[0.5], [9.0]]).round(4)  # −log 2
        array([-0.6931,    -inf])
        """
        self._fitted()
        return self.score_samples_over(X, [self.bandwidth_], progress=progress)[:, 0]

    def score_samples_over(
        self, X: ArrayLike, bandwidths: ArrayLike, *, progress: Progress = no_progress
    ) -> Matrix:
        """(m, H) log densities for all bandwidths (H,), from one pass over the distances."""
        h = check_bandwidths(bandwidths)
        return self._log_density(self._sums(X, h, squares=False, progress=progress), h)

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
            Between 1 (one point decides) and n; NaN where the density is 0.

        Examples
        --------
        >>> KernelDensity().fit([[0.0], [1.0]]).participation([[0.5], [30.0]]).round(3)
        array([2., 1.])
        """
        self._fitted()
        h = np.array([self.bandwidth_])
        return self._sums(X, h, squares=True, progress=progress).participation[:, 0]

    def score_and_participation_over(
        self, X: ArrayLike, bandwidths: ArrayLike, *, progress: Progress = no_progress
    ) -> tuple[Matrix, Matrix]:
        """Log densities and participations, both (m, H), from one pass over the distances."""
        h = check_bandwidths(bandwidths)
        sums = self._sums(X, h, squares=True, progress=progress)
        return self._log_density(sums, h), sums.participation

    def top_weights(
        self, X: ArrayLike, n_points: int = 30
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The rows of the data that carry each density, and their shares of it, largest first.

        Both (m, k), k = min(n_points, n); shares of all points sum to 1, NaN where the density
        is 0.
        """
        queries = self._queries(X)
        index, weight = top_weights(
            self._points, queries, self.bandwidth_, self._kernel, n_points
        )  # fmt: skip
        return self._row[index], weight

    def leave_one_out(
        self, bandwidths: ArrayLike | None = None, *, progress: Progress = no_progress
    ) -> LeaveOneOut:
        """Leave-one-out scores and participations of the data points (those with a weight above 0).

        For ``bandwidths`` (H,), by default the one in use, from one pass over the distances.
        """
        self._fitted()
        h = check_bandwidths(self.bandwidth_ if bandwidths is None else bandwidths)
        result = leave_one_out_of(
            self._points, self._tiles, h, self._kernel, np.arange(len(self._points.values)),
            participation=True, progress=progress,
        )  # fmt: skip
        return replace(result, index=self._row)

    def score(self, X: ArrayLike, y: object = None) -> float:
        """Sum of the log densities at X (m, d)."""
        return float(np.sum(self.score_samples(X)))

    def sample(
        self, n_samples: int = 1, random_state: int | np.random.RandomState | None = None
    ) -> Matrix:
        """Draws from the estimate: a data point by its weight, plus h z with z ~ K.

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
        >>> density = KernelDensity(bandwidth=0.1).fit([[0.0], [100.0]])
        >>> draws = density.sample(1000, random_state=0)
        >>> bool(np.all(np.minimum(abs(draws), abs(draws - 100)) < 1))
        True
        """
        self._fitted()
        if not isinstance(n_samples, numbers.Integral) or n_samples < 0:
            raise ParameterError(f"n_samples is {n_samples!r}; choose a whole number of 0 or more.")
        random = check_random_state(random_state)
        log_weight = self._points.log_weight
        share = None if log_weight is None else np.exp(log_weight - self._points.log_total)
        if share is not None:
            share /= share.sum()
        chosen = random.choice(len(self._points.values), size=n_samples, p=share)
        z = self._kernel.draw(n_samples, random)
        return self._points.values[chosen] + self.bandwidth_ * z

    def _log_density(self, sums: KernelSums, h: Vector) -> Matrix:
        return sums.log_density(self._kernel, h, self.n_features_in_, self._points.log_total)

    def _sums(self, X: ArrayLike, h: Vector, *, squares: bool, progress: Progress) -> KernelSums:
        queries = self._queries(X)
        return sum_kernel(
            self._points, self._tiles, queries, h, self._kernel, squares=squares, progress=progress
        )

    def _queries(self, X: ArrayLike) -> Matrix:
        self._fitted()
        return self._checked(X, reset=False)

    def _fitted(self) -> None:
        check_is_fitted(self)

    def _checked(self, X: ArrayLike, *, reset: bool) -> Matrix:
        try:
            return np.asarray(validate_data(self, X, reset=reset, dtype=np.float64, order="C"))
        except ValueError as error:
            raise ParameterError(with_way_out(error)) from None
