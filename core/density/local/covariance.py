"""Kernels with a full covariance: one for all points, or one learned around each of them."""

import numbers

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.density.kernel_sums import Matrix, Vector
from core.density.local.adaptive import ROWS_AT_ONCE, check_neighbors
from core.density.local.shaped_density import BY_LEAVE_ONE_OUT, ShapedDensity
from core.errors import ParameterError

LEAST_ALONE = 1e-12  # share of a column's variance that the columns before it do not determine
NUMBERS_AT_ONCE = 2_000_000  # of covariances or stretched differences: 16 MB an array


class LocalCovarianceKernelDensity(ShapedDensity):
    """Estimate ρ̂(x) = Σ_i w_i K(A_i⁻¹(x − y_i)/h) / (hᵈ det A_i) with A_i A_iᵀ = Σ_i.

    - "local": Σ_i is the mean of (y − y_i)(y − y_i)ᵀ over the k nearest other points y, so that a
      kernel lies along the data around its point.
    - "global": Σ is the covariance of all points, the same for all: the estimate does not depend
      on the columns' units or on correlations between them.

    Either is shrunk towards a ball: (1 − γ) Σ + γ (tr Σ/d) 1. Leave-one-out scores learn every
    local Σ_i without the point that is scored; h and the global Σ stay, as a standardisation does.

    Parameters
    ----------
    bandwidth : float or str
        h > 0, a pure number; "loo": the most likely of all points left out, chosen in ``fit``.
    covariance : str
        "local" or "global".
    n_neighbors : int
        k of "local", at least 1; cut to the number of distinct points less 2.
    shrinkage : float or None
        γ between 0 and 1; None: d/(d + k), and 0 for "global".
    kernel : str
        A kernel of :class:`core.density.KernelDensity`.
    nu : float
        Degrees of freedom of the student kernel.

    Attributes
    ----------
    bandwidth_ : float
        The h in use.
    covariance_ : (n, d, d) or (d, d) array
        Σ_i of each row (NaN for rows of weight 0), or the Σ of all.
    n_features_in_ : int
        Number of columns d.

    References
    ----------
    P. Vincent, Y. Bengio, Manifold Parzen windows, NIPS, 2003. D. W. Scott, Multivariate Density
    Estimation, 1992, section 6.3.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(300, 2))
    >>> line = np.column_stack([x[:, 0], x[:, 0] + 0.01 * x[:, 1]])
    >>> density = LocalCovarianceKernelDensity().fit(line)
    >>> on, beside = density.score_samples([[0.5, 0.5], [0.5, 0.0]])
    >>> bool(on > beside + 20)
    True
    """

    _shapes: "GlobalShape | LocalShapes"

    def __init__(
        self,
        *,
        bandwidth: float | str = BY_LEAVE_ONE_OUT,
        covariance: str = "local",
        n_neighbors: int = 20,
        shrinkage: float | None = None,
        kernel: str = "gaussian",
        nu: float = 3.0,
    ) -> None:
        self.bandwidth = bandwidth
        self.covariance = covariance
        self.n_neighbors = n_neighbors
        self.shrinkage = shrinkage
        self.kernel = kernel
        self.nu = nu

    def _learn_shapes(self) -> None:
        d = self.n_features_in_
        if self.covariance == "global":
            self._shapes = GlobalShape(self._points, self._log_weight, self._shrinkage(0.0))
            self.covariance_ = self._shapes.covariance
        elif self.covariance == "local":
            k = min(check_neighbors(self.n_neighbors), len(self._points) - 2)
            shrinkage = self._shrinkage(d / (d + k))
            self._shapes = LocalShapes(self._points, self._log_weight, k, shrinkage)
            of_points = np.concatenate([self._shapes.covariance, np.full((1, d, d), np.nan)])
            self.covariance_ = of_points[self._place]
        else:
            raise ParameterError(
                f"covariance is {self.covariance!r}; choose one of: local, global."
            )

    def _shrinkage(self, default: float) -> float:
        shrinkage = default if self.shrinkage is None else self.shrinkage
        if not (isinstance(shrinkage, numbers.Real) and 0 <= shrinkage <= 1):
            raise ParameterError(f"shrinkage is {shrinkage!r}; choose a number from 0 to 1.")
        return float(shrinkage)

    def _stretched(self, queries: Matrix) -> tuple[Matrix, Matrix]:
        return self._shapes.squared(queries), self._shapes.log_volume

    def _stretched_without(self, places: NDArray[np.intp]) -> tuple[Matrix, Matrix]:
        return self._shapes.without(places)

    def _draw(self, chosen: NDArray[np.intp], random: np.random.RandomState) -> Matrix:
        z = self.bandwidth_ * self._kernel.draw(len(chosen), random)
        return np.asarray(self._points[chosen] + self._shapes.stretch(chosen, z))


class GlobalShape:
    """One covariance (d, d) of distinct points (n, d)."""

    def __init__(self, points: Matrix, log_weight: Vector, shrinkage: float) -> None:
        weight = np.exp(log_weight)
        weight /= weight.sum()
        apart = points - weight @ points
        self.covariance = _shrunk((apart.T * weight) @ apart, shrinkage)
        self._root = _roots(self.covariance)
        self._inverse = np.linalg.inv(self._root)
        self._scaled = points @ self._inverse.T
        self.log_volume = np.full(len(points), np.log(np.diag(self._root)).sum())

    def squared(self, queries: Matrix) -> Matrix:
        """(q, n) |A⁻¹(x − y)|²."""
        return np.asarray(cdist(queries @ self._inverse.T, self._scaled, "sqeuclidean"))

    def without(self, places: NDArray[np.intp]) -> tuple[Matrix, Vector]:
        """The same at points: the covariance of all is kept."""
        return cdist(self._scaled[places], self._scaled, "sqeuclidean"), self.log_volume

    def stretch(self, chosen: NDArray[np.intp], z: Matrix) -> Matrix:
        """(q, d) A z."""
        return np.asarray(z @ self._root.T)


class LocalShapes:
    """A covariance (n, d, d) for each of the distinct points, from its k nearest others.

    ``neighbor`` (n, k + 1): these and the one behind them, which takes a place that is left out.
    """

    def __init__(self, points: Matrix, log_weight: Vector, k: int, shrinkage: float) -> None:
        self._points, self._weight, self._k = points, np.exp(log_weight), k
        self._shrinkage = shrinkage
        self.neighbor = _nearest(points, k + 1)
        n, d = points.shape
        self.covariance = np.empty((n, d, d))
        for rows in _slices(n, k * d):
            self.covariance[rows] = self._of(np.arange(n)[rows], self.neighbor[rows, :k])
        self._root = _roots(self.covariance)
        self._inverse = np.linalg.inv(self._root)
        self.log_volume = np.log(np.diagonal(self._root, axis1=1, axis2=2)).sum(axis=1)

    def squared(self, queries: Matrix) -> Matrix:
        """(q, n) |A_i⁻¹(x − y_i)|²."""
        n, d = self._points.shape
        found = np.empty((len(queries), n))
        for some in _slices(n, len(queries) * d):
            apart = queries[None] - self._points[some, None]
            stretched = apart @ self._inverse[some].transpose(0, 2, 1)
            found[:, some] = np.einsum("nqd,nqd->nq", stretched, stretched).T
        return found

    def without(self, places: NDArray[np.intp]) -> tuple[Matrix, Matrix]:
        """The same at points, and log det A_i (q, n), A_i learned without each of them."""
        squared = self.squared(self._points[places])
        log_volume = np.repeat(self.log_volume[None], len(places), axis=0)
        asked = np.full(len(self._points), -1)
        asked[places] = np.arange(len(places))
        of, number = np.nonzero(asked[self.neighbor[:, : self._k]] >= 0)
        for some in _slices(len(of), (self._k + self._points.shape[1]) * self._points.shape[1]):
            point, left = of[some], self.neighbor[of[some], number[some]]
            others = self.neighbor[point, : self._k].copy()
            others[np.arange(len(point)), number[some]] = self.neighbor[point, self._k]
            root = _roots(self._of(point, others))
            apart = self._points[left] - self._points[point]
            stretched = np.linalg.solve(root, apart[:, :, None])[:, :, 0]
            squared[asked[left], point] = np.einsum("pd,pd->p", stretched, stretched)
            log_volume[asked[left], point] = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
        return squared, log_volume

    def stretch(self, chosen: NDArray[np.intp], z: Matrix) -> Matrix:
        """(q, d) A_i z."""
        return np.einsum("qij,qj->qi", self._root[chosen], z)

    def _of(self, point: NDArray[np.intp], others: NDArray[np.intp]) -> Matrix:
        """(p, d, d) shrunk covariances around points, of their (p, k) neighbours."""
        apart = self._points[others] - self._points[point][:, None]
        weight = self._weight[others]
        weight = weight / weight.sum(axis=1, keepdims=True)
        weighted = (weight[:, :, None] * apart).transpose(0, 2, 1)
        return _shrunk(weighted @ apart, self._shrinkage)


def _shrunk(covariance: Matrix, shrinkage: float) -> Matrix:
    d = covariance.shape[-1]
    size = np.trace(covariance, axis1=-2, axis2=-1)[..., None, None] / d
    return np.asarray((1 - shrinkage) * covariance + shrinkage * size * np.eye(d))


def _roots(covariance: Matrix) -> Matrix:
    """Lower triangular A with A Aᵀ the covariance; ParameterError where there is none."""
    try:
        root = np.asarray(np.linalg.cholesky(covariance))
        diagonal = np.diagonal(covariance, axis1=-2, axis2=-1)
        alone = np.diagonal(root, axis1=-2, axis2=-1) ** 2 / diagonal
        determined = bool((alone < LEAST_ALONE).any())
    except np.linalg.LinAlgError:
        determined = True
    if determined:
        raise ParameterError(
            "A covariance has no volume: the points it is made of lie in fewer dimensions than "
            "there are columns. Raise shrinkage, or leave out columns that others determine."
        )
    return root


def _nearest(points: Matrix, k: int) -> NDArray[np.intp]:
    """(n, k) the nearest other points, nearest first; of equally far ones the lower index."""
    n = len(points)
    found = np.empty((n, k), dtype=np.intp)
    for rows in _slices(n, n, at_once=ROWS_AT_ONCE):
        squared = cdist(points[rows], points, "sqeuclidean")
        squared[np.arange(len(squared)), np.arange(n)[rows]] = np.inf
        found[rows] = np.argsort(squared, axis=1, kind="stable")[:, :k]
    return found


def _slices(n: int, each: int, *, at_once: int = NUMBERS_AT_ONCE) -> list[slice]:
    """Slices of n things that take ``each`` numbers, so that few are held at once."""
    step = max(at_once // max(each, 1), 1)
    return [slice(start, min(start + step, n)) for start in range(0, n, step)]
