"""The estimators that stand beside one bandwidth, each scored by the same leave-one-out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.density.bandwidths import select_bandwidth
from core.density.kernel_density import KernelDensity
from core.density.leave_one_out_scores import leave_one_out
from core.density.local.adaptive import AdaptiveKernelDensity
from core.density.local.covariance import LocalCovarianceKernelDensity
from core.density.local.product import ProductKernelDensity
from core.density.validation import check_data, check_weight
from core.depths import NO_DEPTHS, Depths
from core.errors import ParameterError
from core.parallel import Progress, no_progress

MOST_POINTS = 2_000  # that local kernels learn from; of more, so many are drawn
MOST_SCORED = 500  # of them, each against all others
MOST_REFLECTED = 40  # columns: the search of their bandwidths takes a minute beyond
GLOBAL = "global"
LocalEstimator = AdaptiveKernelDensity | LocalCovarianceKernelDensity | ProductKernelDensity
Estimator = KernelDensity | LocalEstimator


@dataclass(frozen=True)
class EstimatorChoice:
    """An estimator that can be chosen.

    ``key`` in links · ``label`` on pages · ``help``: what its kernels do · ``make``: the
    estimator, not fitted, for d columns with bounds (d, 2); None where bounds are needed and
    there are none · ``depths``: a sentence in plain words, and a paragraph with mathematics.
    """

    key: str
    label: str
    help: str
    make: Callable[[int, NDArray[np.float64]], LocalEstimator | None]
    depths: Depths = NO_DEPTHS


def _reflected(d: int, bounds: NDArray[np.float64]) -> LocalEstimator | None:
    ends = [bool(np.isfinite(each).any()) for each in bounds]
    if not any(ends) or d > MOST_REFLECTED:
        return None
    kinds = ["reflected" if each else "number" for each in ends]
    return ProductKernelDensity(kinds=kinds, bounds=bounds)


ESTIMATORS: dict[str, EstimatorChoice] = {
    row.key: row
    for row in (
        EstimatorChoice(
            GLOBAL,
            "One bandwidth",
            "the same ball on every point",
            lambda d, bounds: None,
            depths=Depths(
                "Every point carries the same ball, wherever it lies.",
                r"$\hat\rho(x) = \frac{1}{n h^d} \sum_i K\bigl((x - y_i)/h\bigr)$ with one "
                r"bandwidth $h$, the most likely of all when points are left out one by one. "
                r"(E. Parzen, 1962; R. P. W. Duin, IEEE Transactions on Computers, 1976.)",
            ),
        ),
        EstimatorChoice(
            "abramson",
            "Adaptive, by a pilot",
            "wider where a first estimate is low (Abramson; exponent 1/d, at most ½)",
            lambda d, bounds: AdaptiveKernelDensity(sensitivity=1 / max(d, 2)),
            depths=Depths(
                "A first estimate tells where data are thin; there the balls are made wider, "
                "so that tails are smooth.",
                r"$\hat\rho(x) = \frac1n \sum_i K\bigl((x - y_i)/(h \lambda_i)\bigr) / (h "
                r"\lambda_i)^d$ with $\lambda_i = (\tilde\rho(y_i)/g)^{-s}$, $\tilde\rho$ a "
                r"first estimate, $g$ its geometric mean and $s = 1/d$, at most ½; at ½ the "
                r"bias is of fourth order in $h$. (I. S. Abramson, Annals of Statistics, "
                r"1982.)",
            ),
        ),
        EstimatorChoice(
            "knn",
            "Adaptive, by neighbours",
            "as wide as the distance of the tenth nearest point",
            lambda d, bounds: AdaptiveKernelDensity(method="knn"),
            depths=Depths(
                "Every ball reaches in proportion to the distance of its tenth nearest "
                "neighbour: wide where points are rare.",
                r"$\hat\rho(x) = \frac1n \sum_i K\bigl((x - y_i)/(h \lambda_i)\bigr) / (h "
                r"\lambda_i)^d$ with $\lambda_i$ the distance from $y_i$ to its tenth nearest "
                r"other point; no first estimate is needed, which helps in many dimensions. "
                r"(L. Breiman, W. Meisel, E. Purcell, Technometrics, 1977.)",
            ),
        ),
        EstimatorChoice(
            "columns",
            "One bandwidth per column",
            "narrow along columns that tell points apart, wide along others",
            lambda d, bounds: ProductKernelDensity(),
            depths=Depths(
                "Every column has its own bandwidth: narrow where it tells rows apart, so "
                "wide that it drops out where it does not.",
                r"$\hat\rho(x) = \frac1n \sum_i \prod_j K\bigl((x_j - y_{ij})/h_j\bigr)/h_j$ "
                r"with Gaussians $K$; the $h_j$ are the most likely when points are left out, "
                r"found one column after the other. (P. Hall, J. Racine, Q. Li, Journal of "
                r"the American Statistical Association, 2004.)",
            ),
        ),
        EstimatorChoice(
            "covariance",
            "Full covariance",
            "one ellipsoid for all points, that of the whole table",
            lambda d, bounds: LocalCovarianceKernelDensity(covariance="global"),
            depths=Depths(
                "One ellipsoid for all points, stretched like the whole cloud, so that units "
                "and correlations of columns do not matter.",
                r"$\hat\rho(x) = \frac{1}{n h^d \sqrt{\det \Sigma}} \sum_i "
                r"K\bigl(\Sigma^{-1/2} (x - y_i)/h\bigr)$ with $\Sigma$ the covariance of all "
                r"points, shrunk a little towards a ball. (K. Fukunaga, Introduction to "
                r"Statistical Pattern Recognition, 1972.)",
            ),
        ),
        EstimatorChoice(
            "local_covariance",
            "Local covariance",
            "an ellipsoid along the twenty nearest points",
            lambda d, bounds: LocalCovarianceKernelDensity(),
            depths=Depths(
                "Every point carries an ellipsoid that lies along its twenty nearest "
                "neighbours, as along a curve or a sheet.",
                r"$\hat\rho(x) = \frac1n \sum_i K\bigl(A_i^{-1} (x - y_i)/h\bigr) / (h^d \det "
                r"A_i)$ with $A_i A_i^{\top} = \Sigma_i$, the mean of $(y - y_i)(y - "
                r"y_i)^{\top}$ over the nearest other points, shrunk towards a ball. (P. "
                r"Vincent, Y. Bengio, Manifold Parzen Windows, NIPS 2002.)",
            ),
        ),
        EstimatorChoice(
            "reflected",
            "Reflected at the bounds",
            "one bandwidth per column, and what would lie beyond a bound is folded back",
            _reflected,
            depths=Depths(
                "What a ball would put beyond a bound, such as below zero, is folded back, so "
                "that no mass is lost there.",
                r"Beside a bound $b$ the factor of column $j$ is $K\bigl((x_j - "
                r"y_{ij})/h_j\bigr) + K\bigl((x_j + y_{ij} - 2b)/h_j\bigr)$, divided by "
                r"$h_j$, and 0 beyond $b$; other columns have a bandwidth each. (E. F. "
                r"Schuster, Communications in Statistics, 1985.)",
            ),
        ),
    )
}


@dataclass(frozen=True, eq=False)
class EstimatorScore:
    """An estimator scored by leave-one-out.

    ``key`` in ESTIMATORS · ``rows`` (m,) of the table that were scored · ``log_density`` and
    ``k_eff`` (m,) of each, in nats and points · ``estimator`` fitted · ``problem``: why there is
    none, "" where there is · ``weight`` (m,) of the scored rows, 1 on average; None: all alike.
    """

    key: str
    rows: NDArray[np.intp]
    log_density: NDArray[np.float64]
    k_eff: NDArray[np.float64]
    estimator: Estimator | None
    problem: str = ""
    weight: NDArray[np.float64] | None = None

    @property
    def mean(self) -> float:
        """Mean leave-one-out log density, nats per row."""
        if not len(self.log_density):
            return float("-inf")
        return float(np.average(self.log_density, weights=self.weight))

    def gain_over(self, other: "EstimatorScore") -> tuple[float, float]:
        """Nats per row over another one on the same rows, and the standard error of the mean."""
        if self.estimator is None or other.estimator is None:
            return float("nan"), float("nan")
        apart = self.log_density - other.log_density
        if not np.isfinite(apart).all():
            return float(apart.mean()), float("nan")
        if self.weight is None:
            return float(apart.mean()), float(apart.std(ddof=1) / np.sqrt(len(apart)))
        share = self.weight / self.weight.sum()
        mean = float(share @ apart)
        return mean, float(np.sqrt(share**2 @ (apart - mean) ** 2))


def score_estimators(
    X: ArrayLike,
    bounds: ArrayLike | None = None,
    *,
    sample_weight: ArrayLike | None = None,
    first: int = 0,
    progress: Progress = no_progress,
) -> Iterator[EstimatorScore]:
    """Every estimator of ESTIMATORS that fits, one bandwidth first, scored on the same rows.

    Of more than 2,000 rows that many are drawn (seed 0), and 500 of these are scored: every
    estimator, the one of a single bandwidth too, learns from the same rows and says of each scored
    one what the others say. Copies of a row are left out together.

    Parameters
    ----------
    X : (n, d) finite; standardise columns of different units first
    bounds : (d, 2) of columns that end, infinite elsewhere; None: none ends
    sample_weight : (n,) weights above 0; None: all alike
    first : how many of the results are there already

    Raises ParameterError for values that are not finite, and for weights of 0 or less.

    >>> X = np.random.default_rng(0).normal(size=(60, 2)) * [1.0, 9.0]
    >>> [score.key for score in score_estimators(X)][:3]
    ['global', 'abramson', 'knn']
    """
    values = check_data(X)
    weight = check_weight(sample_weight, len(values))
    if weight is not None and not (weight > 0).all():
        raise ParameterError("sample_weight contains 0; leave out rows that weigh nothing.")
    d = values.shape[1]
    ends = np.tile([-np.inf, np.inf], (d, 1)) if bounds is None else np.asarray(bounds, dtype=float)
    random = np.random.default_rng(0)
    kept = np.arange(len(values))
    if len(kept) > MOST_POINTS:
        kept = np.sort(random.choice(len(values), MOST_POINTS, replace=False))
    scored = np.arange(len(kept))
    if len(scored) > MOST_SCORED:
        scored = np.sort(random.choice(len(kept), MOST_SCORED, replace=False))
    made = {key: row.make(d, ends) for key, row in ESTIMATORS.items()}
    keys = [key for key, estimator in made.items() if key == GLOBAL or estimator is not None]
    for number, key in enumerate(keys[first:], start=first):
        progress(number / len(keys), f"{ESTIMATORS[key].label}")
        own = None if weight is None else weight[kept]
        score = _score(key, made[key], values[kept], own, scored, kept[scored])
        yield score if weight is None else replace(score, weight=weight[kept[scored]])


def _score(
    key: str,
    estimator: LocalEstimator | None,
    values: NDArray[np.float64],
    weight: NDArray[np.float64] | None,
    scored: NDArray[np.intp],
    rows: NDArray[np.intp],
) -> EstimatorScore:
    try:
        if estimator is None:
            return _of_one_bandwidth(key, values, weight, scored, rows)
        estimator.fit(values, sample_weight=weight)
        found = estimator.leave_one_out(scored)
    except ParameterError as error:
        nothing = np.empty(0)
        return EstimatorScore(key, rows, nothing, nothing, None, str(error))
    assert found.participation is not None  # noqa: S101 - local kernels always give it
    return EstimatorScore(key, rows, found.log_density[:, 0], found.participation[:, 0], estimator)


def _of_one_bandwidth(
    key: str,
    values: NDArray[np.float64],
    weight: NDArray[np.float64] | None,
    scored: NDArray[np.intp],
    rows: NDArray[np.intp],
) -> EstimatorScore:
    """The most likely bandwidth; copies are left out together, as by the others."""
    distinct, place, copies = np.unique(values, axis=0, return_inverse=True, return_counts=True)
    h = select_bandwidth(values, sample_weight=weight)
    mass = copies.astype(float) if weight is None else np.bincount(place.ravel(), weight)
    found = leave_one_out(
        distinct,
        [h],
        sample_weight=mass,
        index=place.ravel()[scored],
        participation=True,
    )
    assert found.participation is not None  # noqa: S101 - it was asked for
    return EstimatorScore(
        key,
        rows,
        found.log_density[:, 0],
        found.participation[:, 0],
        KernelDensity(bandwidth=h, precision="mixed").fit(values, sample_weight=weight),
    )
