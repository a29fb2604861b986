"""One bandwidth per column, and columns that are no plain numbers: a product of kernels."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.density.kernel_sums import Matrix, Vector
from core.density.local.column_kernels import ColumnKernel, Number, column_kernel
from core.density.local.local_density import LocalDensity
from core.density.local.shaped_density import BY_LEAVE_ONE_OUT
from core.errors import ParameterError
from core.parallel import check_wanted

MOST_SCORED, MOST_TERMS = 300, 1_000_000  # of the search: 8 MB, held in about five arrays
STEPS = (2.0, 1.4, 1.15)  # factors of the search, one after the other
MOST_MOVES = 8  # of one column in a row


class ProductKernelDensity(LocalDensity):
    """ρ̂(x) = Σ_i w_i Π_j K_j(x_j; y_ij, h_j): each column has its own bandwidth and kind.

    - "number": normal with standard deviation h_j.
    - "reflected": the same, its mass beyond a bound folded back; 0 beyond.
    - "log": normal in log(x − lower bound), so that h_j is a ratio; 0 from the bound on.
    - "category": Aitchison and Aitken's kernel over the values that the column holds, a density
      with respect to counting: 1 − h_j for the point's own value, h_j/(c − 1) for each other.
    - "periodic": normal, wound around the period between the bounds.

    Parameters
    ----------
    bandwidth : float, (d,) array or str
        h of each column, or one for all; "loo": the most likely of all points left out, found one
        column after the other. A column that says nothing gets a very wide one.
    kinds : str or (d,) sequence of str
        The kind of each column, or one for all.
    bounds : (d, 2) array or None
        Lower and upper bound of each column, −∞ and ∞ (or NaN) where there is none.

    Attributes
    ----------
    bandwidth_ : (d,) array
        In the unit of each column; of "log" a ratio, of "category" a chance.
    n_features_in_ : int
        Number of columns d.

    References
    ----------
    J. Aitchison, C. G. G. Aitken, Biometrika, 1976. E. F. Schuster, Communications in Statistics,
    1985 (reflection). Q. Li, J. S. Racine, Nonparametric Econometrics, 2007.

    Examples
    --------
    >>> waits = np.random.default_rng(0).exponential(size=(500, 1))
    >>> plain = ProductKernelDensity().fit(waits)
    >>> ending = ProductKernelDensity(kinds="reflected", bounds=[[0, np.inf]]).fit(waits)
    >>> np.exp(plain.score_samples([[-0.1]])).round(1), np.exp(ending.score_samples([[-0.1]]))
    (array([0.2]), array([0.]))
    """

    def __init__(
        self,
        *,
        bandwidth: float | ArrayLike | str = BY_LEAVE_ONE_OUT,
        kinds: str | Sequence[str] = Number.name,
        bounds: ArrayLike | None = None,
    ) -> None:
        self.bandwidth = bandwidth
        self.kinds = kinds
        self.bounds = bounds

    def _learn(self) -> None:
        d = self.n_features_in_
        kinds = [self.kinds] * d if isinstance(self.kinds, str) else list(self.kinds)
        bounds = _checked_bounds(self.bounds, d)
        if len(kinds) != d:
            raise ParameterError(f"kinds names {len(kinds)} columns, but there are {d}.")
        self._columns = [
            column_kernel(
                kinds[j], float(low), float(high), np.ascontiguousarray(self._points[:, j]), j
            )
            for j, (low, high) in enumerate(bounds)
        ]
        if isinstance(self.bandwidth, str):
            if self.bandwidth != BY_LEAVE_ONE_OUT:
                raise ParameterError(
                    f"bandwidth is {self.bandwidth!r}; give numbers above 0, or "
                    f"{BY_LEAVE_ONE_OUT!r}."
                )
            self.bandwidth_ = _most_likely(self._points, self._columns, self._log_weight)
        else:
            self.bandwidth_ = _checked_bandwidths(self.bandwidth, self._columns)

    def _terms(self, queries: Matrix) -> Matrix:
        return _log_products(self._columns, queries, self.bandwidth_) + self._log_weight

    def _terms_without(self, places: NDArray[np.intp]) -> Matrix:
        products = _log_products(self._columns, self._points[places], self.bandwidth_)
        return products + self._log_weight_without(places)

    def _draw(self, chosen: NDArray[np.intp], random: np.random.RandomState) -> Matrix:
        columns = zip(self._columns, self.bandwidth_.tolist(), strict=True)
        return np.column_stack([column.draw(chosen, h, random) for column, h in columns])

    def _bandwidth_said(self) -> float:
        return float(np.exp(np.log(self.bandwidth_).mean()))


def _log_products(columns: list[ColumnKernel], queries: Matrix, h: Vector) -> Matrix:
    total = columns[0].log_kernel(queries[:, 0], float(h[0]))
    for j in range(1, len(columns)):
        total += columns[j].log_kernel(queries[:, j], float(h[j]))
    return total


def _most_likely(points: Matrix, columns: list[ColumnKernel], log_weight: Vector) -> Vector:
    """(d,) bandwidths of the largest mean leave-one-out log density of at most 300 points.

    First all are moved together, then one after the other, by smaller and smaller factors. Where
    only some points were scored, other ones decide whether moving one by one was worth it: a column
    that holds one rare value would otherwise get a bandwidth that forbids it.
    """
    n = len(points)
    some = int(np.clip(MOST_TERMS // n, 1, MOST_SCORED))
    order = np.arange(n) if some >= n else np.random.default_rng(0).permutation(n)
    together, apart = _searched(points, columns, log_weight, np.sort(order[:some]))
    others = np.sort(order[some : 2 * some])
    if not len(others):
        return apart
    weight, own = _of_places(log_weight, others)
    values = [
        _mean(_log_products(columns, points[others], h) + own, weight) for h in (together, apart)
    ]
    return apart if values[1] >= values[0] else together


def _of_places(log_weight: Vector, places: NDArray[np.intp]) -> tuple[Vector, Matrix]:
    """(q,) weights of points, and (q, n) log weights without each of them."""
    own = np.repeat(log_weight[None], len(places), axis=0)
    own[np.arange(len(places)), places] = -np.inf
    own -= np.logaddexp.reduce(own, axis=1)[:, None]
    return np.exp(log_weight[places]), own


def _mean(terms: Matrix, weight: Vector) -> float:
    """Mean over rows of the log of the sum of exp(terms), which are overwritten."""
    peak = terms.max(axis=1)
    if np.isneginf(peak).any():
        return -np.inf
    terms -= peak[:, None]
    return float(weight @ (peak + np.log(np.exp(terms, out=terms).sum(axis=1))) / weight.sum())


def _searched(
    points: Matrix, columns: list[ColumnKernel], log_weight: Vector, places: NDArray[np.intp]
) -> tuple[Vector, Vector]:
    """The best (d,) bandwidths moved together, and moved one by one, for these points."""
    n, d = points.shape
    weight, own = _of_places(log_weight, places)
    most = np.array([column.largest_bandwidth() for column in columns])
    h = np.minimum([column.first_bandwidth(n ** (-1 / (d + 4))) for column in columns], most)

    def factor(j: int, bandwidth: float) -> Matrix:
        return columns[j].log_kernel(points[places, j], bandwidth)

    def mean(products: Matrix) -> float:
        return _mean(products + own, weight)

    products = _log_products(columns, points[places], h)
    best = mean(products)
    for step in STEPS:
        for way in (1 / step, step):
            for _ in range(MOST_MOVES):
                moved = np.minimum(h * way, most)
                tried = _log_products(columns, points[places], moved)
                value = mean(tried)
                if value <= best:
                    break
                h, products, best = moved, tried, value
    together = h.copy()
    for step in STEPS:
        for j in range(d):
            check_wanted()
            here = factor(j, float(h[j]))
            for way in (1 / step, step):
                for _ in range(MOST_MOVES):
                    wider = min(float(h[j] * way), float(most[j]))
                    if wider == h[j]:
                        break
                    there = factor(j, wider)
                    tried = products - here + there
                    value = mean(tried)
                    if value <= best:
                        break
                    h[j], here, products, best = wider, there, tried, value
    return together, h


def _checked_bandwidths(bandwidth: ArrayLike, columns: list[ColumnKernel]) -> Vector:
    try:
        h = np.asarray(bandwidth, dtype=np.float64)
    except (TypeError, ValueError):
        h = np.array(np.nan)
    if h.ndim == 0:
        h = np.full(len(columns), float(h))
    if h.shape != (len(columns),):
        raise ParameterError(
            f"bandwidth has shape {h.shape}, but there are {len(columns)} columns; give one number "
            "for each, or one for all."
        )
    if not (np.isfinite(h) & (h > 0)).all():
        wrong = h[~(np.isfinite(h) & (h > 0))][0]
        raise ParameterError(f"bandwidth contains {wrong}; choose finite numbers above 0.")
    for j, column in enumerate(columns):
        if column.name == "category" and h[j] > column.largest_bandwidth():
            raise ParameterError(
                f"bandwidth of the categories in column {j + 1} is {h[j]}; choose at most "
                f"{column.largest_bandwidth():.3g}, where all values are alike."
            )
    return h


def _checked_bounds(bounds: ArrayLike | None, d: int) -> Matrix:
    """(d, 2) lower and upper bounds, infinite where there is none."""
    if bounds is None:
        return np.tile([-np.inf, np.inf], (d, 1))
    found = np.array(bounds, dtype=np.float64)
    if found.shape != (d, 2):
        raise ParameterError(f"bounds has shape {found.shape}; give {d} pairs, one a column.")
    found[:, 0] = np.where(np.isnan(found[:, 0]), -np.inf, found[:, 0])
    found[:, 1] = np.where(np.isnan(found[:, 1]), np.inf, found[:, 1])
    return found
