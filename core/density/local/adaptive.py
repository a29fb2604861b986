"""Kernels that are wide where points are rare: after Abramson, or by the k-th neighbour."""

import numbers

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.density.bandwidths import select_bandwidth
from core.density.kernel_sums import Matrix
from core.density.kernels import make_kernel
from core.density.local.shaped_density import BY_LEAVE_ONE_OUT, ShapedDensity
from core.density.validation import check_bandwidth
from core.errors import ParameterError

PILOT = "gaussian"
ROWS_AT_ONCE = 2_000_000  # pairs of points: 16 MB an array


class AdaptiveKernelDensity(ShapedDensity):
    """Sample-point adaptive estimate ρ̂(x) = Σ_i w_i K((x − y_i)/(h λ_i)) / (h λ_i)ᵈ.

    - "abramson": λ_i = (ρ̃(y_i)/g)^(−s), ρ̃ a Gaussian pilot estimate with one bandwidth, g its
      geometric mean over the points, s the ``sensitivity``. With s = ½ the bias is of fourth
      order; s = 0 is :class:`core.density.KernelDensity`. In d dimensions of several scales
      s = 1/d makes λ as wide as the scale. A point's own term keeps λ bounded; in many dimensions
      a pilot sees little else, and "knn" adapts where this one cannot.
    - "knn": λ_i is the distance of the k-th nearest other point, so that h is a pure number.

    Leave-one-out scores learn every λ_i without the point that is scored; only h and the pilot's
    bandwidth know it, as the one bandwidth of other estimators does.

    Parameters
    ----------
    bandwidth : float or str
        h > 0, in the unit of the data for "abramson"; "loo": the most likely of all points left
        out, chosen in ``fit``.
    method : str
        "abramson" or "knn".
    sensitivity : float
        s between 0 and 1.
    pilot_bandwidth : float or str
        In the unit of the data, or "loo", "scott", "silverman" as in
        :func:`core.density.select_bandwidth`.
    n_neighbors : int
        k of "knn", at least 1; cut to the number of distinct points less 2.
    kernel : str
        A kernel of :class:`core.density.KernelDensity`.
    nu : float
        Degrees of freedom of the student kernel.

    Attributes
    ----------
    bandwidth_ : float
        The h in use.
    pilot_bandwidth_ : float or None
        The pilot's bandwidth; None for "knn".
    scale_ : (n,) array
        λ of each row, in the unit of the data for "knn"; NaN for rows of weight 0.
    n_features_in_ : int
        Number of columns d.

    References
    ----------
    I. S. Abramson, Annals of Statistics, 1982. L. Breiman, W. Meisel, E. Purcell, Technometrics,
    1977 (the k-th neighbour). B. W. Silverman, Density Estimation, 1986, section 5.3.

    Examples
    --------
    >>> X = np.r_[np.linspace(-1, 1, 40), np.linspace(90, 110, 40)][:, None]
    >>> density = AdaptiveKernelDensity(method="knn", n_neighbors=3).fit(X)
    >>> bool(density.scale_[60] > 9 * density.scale_[20])
    True
    """

    pilot_bandwidth_: float | None

    def __init__(
        self,
        *,
        bandwidth: float | str = BY_LEAVE_ONE_OUT,
        method: str = "abramson",
        sensitivity: float = 0.5,
        pilot_bandwidth: float | str = BY_LEAVE_ONE_OUT,
        n_neighbors: int = 10,
        kernel: str = "gaussian",
        nu: float = 3.0,
    ) -> None:
        self.bandwidth = bandwidth
        self.method = method
        self.sensitivity = sensitivity
        self.pilot_bandwidth = pilot_bandwidth
        self.n_neighbors = n_neighbors
        self.kernel = kernel
        self.nu = nu

    def _learn_shapes(self) -> None:
        scale: Abramson | NearestNeighbor
        if self.method == "abramson":
            scale = self._abramson()
        elif self.method == "knn":
            self.pilot_bandwidth_ = None
            scale = NearestNeighbor(self._points, check_neighbors(self.n_neighbors))
        else:
            raise ParameterError(f"method is {self.method!r}; choose one of: abramson, knn.")
        self._scale = scale
        of_rows = np.append(np.exp(scale.log_scale), np.nan)
        self.scale_ = of_rows[self._place]

    def _abramson(self) -> "Abramson":
        s = self.sensitivity
        if not (isinstance(s, numbers.Real) and 0 <= s <= 1):
            raise ParameterError(f"sensitivity is {s!r}; choose a number from 0 to 1.")
        if isinstance(self.pilot_bandwidth, str):
            pilot = select_bandwidth(
                self._points, self.pilot_bandwidth, sample_weight=np.exp(self._log_weight)
            )
        else:
            pilot = check_bandwidth(self.pilot_bandwidth)
        self.pilot_bandwidth_ = pilot
        return Abramson(self._points, self._log_weight, pilot, float(s))

    def _stretched(self, queries: Matrix) -> tuple[Matrix, Matrix]:
        log_scale = self._scale.log_scale
        squared = cdist(queries, self._points, "sqeuclidean")
        return squared * np.exp(-2 * log_scale), self.n_features_in_ * log_scale

    def _stretched_without(self, places: NDArray[np.intp]) -> tuple[Matrix, Matrix]:
        squared = cdist(self._points[places], self._points, "sqeuclidean")
        log_scale = self._scale.without(places, squared)
        return squared * np.exp(-2 * log_scale), self.n_features_in_ * log_scale

    def _draw(self, chosen: NDArray[np.intp], random: np.random.RandomState) -> Matrix:
        z = self._kernel.draw(len(chosen), random)
        width = self.bandwidth_ * np.exp(self._scale.log_scale[chosen])
        return np.asarray(self._points[chosen] + width[:, None] * z)


class Abramson:
    """log λ of distinct points by a pilot estimate, and without any one of them.

    ``log_scale`` (n,). What the pilot sums at each point is kept with and without its largest
    term, so that one term can be taken out without cancellation.
    """

    def __init__(self, points: Matrix, log_weight: Matrix, bandwidth: float, s: float) -> None:
        self.s, self.log_weight, self.bandwidth = s, log_weight, bandwidth
        self._kernel = make_kernel(PILOT, points.shape[1])
        n = len(points)
        self.log_sum, self.log_rest = np.empty(n), np.empty(n)
        self.top = np.empty(n, dtype=np.intp)
        rows = max(ROWS_AT_ONCE // n, 1)
        for start in range(0, n, rows):
            block = np.arange(start, min(start + rows, n))
            terms = self._terms(cdist(points[block], points, "sqeuclidean"))
            self.log_sum[block] = np.logaddexp.reduce(terms, axis=1)
            self.top[block] = terms.argmax(axis=1)
            terms[np.arange(len(block)), self.top[block]] = -np.inf
            self.log_rest[block] = np.logaddexp.reduce(terms, axis=1)
        weight = np.exp(log_weight)
        self.log_scale = -s * (self.log_sum - weight @ self.log_sum / weight.sum())

    def without(self, places: NDArray[np.intp], squared: Matrix) -> Matrix:
        """(q, n) log λ without each of these points; ``squared`` (q, n) are their distances²."""
        at = np.arange(len(places))
        # With equal kernels on both sides, the term of i in j's pilot is that of their distance.
        terms = self._kernel.log_profile(squared / self.bandwidth**2)
        terms += self.log_weight[places][:, None]
        share = np.exp(np.minimum(terms - self.log_sum, 0.0))
        is_top = self.top[None] == places[:, None]
        log_pilot = np.where(
            is_top, self.log_rest, self.log_sum + np.log1p(-np.where(is_top, 0.0, share))
        )
        # The weights of the others sum to less than 1, for all of them alike: it cancels below.
        of_others = np.repeat(np.exp(self.log_weight)[None], len(places), axis=0)
        of_others[at, places] = 0.0
        log_pilot[at, places] = 0.0
        mean = (of_others * log_pilot).sum(axis=1) / of_others.sum(axis=1)
        return np.asarray(-self.s * (log_pilot - mean[:, None]))

    def _terms(self, squared: Matrix) -> Matrix:
        return np.asarray(self._kernel.log_profile(squared / self.bandwidth**2) + self.log_weight)


class NearestNeighbor:
    """log of the distance of the k-th nearest other point, and without any one of them."""

    def __init__(self, points: Matrix, k: int) -> None:
        n = len(points)
        k = min(k, n - 2)
        self.nearest, self.next = np.empty(n), np.empty(n)  # squared, of the k-th and the next
        rows = max(ROWS_AT_ONCE // n, 1)
        for start in range(0, n, rows):
            block = slice(start, start + rows)
            squared = cdist(points[block], points, "sqeuclidean")
            ordered = np.partition(squared, (k, k + 1), axis=1)  # its own 0 comes first
            self.nearest[block], self.next[block] = ordered[:, k], ordered[:, k + 1]
        self.log_scale = np.log(self.nearest) / 2

    def without(self, places: NDArray[np.intp], squared: Matrix) -> Matrix:
        """(q, n) the same without each of these points, at ``squared`` (q, n) from the others."""
        return np.asarray(np.log(np.where(squared <= self.nearest, self.next, self.nearest)) / 2)


def check_neighbors(n_neighbors: int) -> int:
    """A whole number of neighbours of 1 or more; raises ParameterError otherwise."""
    if not isinstance(n_neighbors, numbers.Integral) or n_neighbors < 1:
        raise ParameterError(f"n_neighbors is {n_neighbors!r}; choose a whole number of 1 or more.")
    return int(n_neighbors)
