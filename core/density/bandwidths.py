"""One bandwidth for a data set: rules of thumb, and the optimum of leave-one-out likelihood."""

import numpy as np
from numpy.typing import ArrayLike
from sklearn.neighbors import NearestNeighbors

from core.datasets.row_weights import effective_number
from core.density.bandwidth_rules import BANDWIDTH_RULES
from core.density.kernel_sums import Index, Matrix, Vector
from core.density.leave_one_out_scores import LeaveOneOut, leave_one_out
from core.density.teaching_rules import improved_sheather_jones, least_squares_bandwidth
from core.density.validation import check_data, check_weight
from core.errors import ParameterError
from core.parallel import Progress, no_progress

METHODS = tuple(BANDWIDTH_RULES)
SCORED_POINTS = 2_000  # more points are scored at a random choice of this many, against all
GRID = 24


def spread(X: Matrix, weight: Vector | None = None) -> float:
    """√(mean over columns of the variance): the one scale of an isotropic kernel.

    >>> spread(np.array([[0.0, 0.0], [2.0, 0.0]])) ** 2
    0.5000000000000001
    """
    if weight is None:
        return float(np.sqrt(np.mean(np.var(X, axis=0))))
    share = weight / weight.max()
    share = share / share.sum()
    return float(np.sqrt(np.mean(share @ (X - share @ X) ** 2)))


def select_bandwidth(
    X: ArrayLike,
    method: str = "loo",
    *,
    kernel: str = "gaussian",
    nu: float = 3.0,
    sample_weight: ArrayLike | None = None,
    random_state: int | np.random.RandomState | None = 0,
    progress: Progress = no_progress,
) -> float:
    """One bandwidth h for a table of points.

    - "scott": n^(−1/(d+4)) σ and "silverman": (n (d+2)/4)^(−1/(d+4)) σ, σ² the mean variance of
      the columns. They are made for Gaussian data and a Gaussian kernel in low dimension. With
      weights n is the effective number (Σ w)²/Σ w², and σ² is weighted.
    - "loo": the h that maximises the mean leave-one-out log likelihood. Copies of a point are left
      out together with it; otherwise ties would drive h to 0. Above 2,000 distinct points, 2,000 of
      them, chosen by ``random_state``, are scored against all.
    - "lscv": least squares cross-validation, for one or two columns, and "isj": the improved
      plug-in rule of Sheather and Jones, for one. Neither takes weights.

    Parameters
    ----------
    X : (n, d) array
        Points, finite, in any unit.
    method : str, optional
        "loo", "scott", "silverman", "lscv" or "isj".
    kernel : str, optional
        A kernel of :class:`core.density.KernelDensity`; the rules of thumb do not ask.
    nu : float, optional
        Degrees of freedom of the student kernel.
    sample_weight : (n,) array or None, optional
        Weights of 0 or more, a weight of 0 being an absent row; None: all alike.
    random_state : int, RandomState or None, optional
        Seed of the choice of scored points.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    float
        h, in the unit of X.

    Raises
    ------
    ParameterError
        For an unknown method, values that are not finite, weights that are negative or 0
        everywhere, points that are all equal, and more columns or weights than a rule takes.

    References
    ----------
    D. W. Scott, Multivariate Density Estimation, 1992. B. W. Silverman, Density Estimation, 1986.
    R. P. W. Duin, IEEE Transactions on Computers, 1976.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(200, 1))
    >>> round(select_bandwidth(X, "scott"), 3), round(select_bandwidth(X, "silverman"), 3)
    (0.333, 0.353)
    """
    if method not in METHODS:
        raise ParameterError(f"method is {method!r}; choose one of: {', '.join(METHODS)}.")
    values = check_data(X)
    weight = check_weight(sample_weight, len(values))
    if weight is not None:
        values, weight = values[weight > 0], weight[weight > 0]
        weight = None if (weight == weight[0]).all() else weight
    d = values.shape[1]
    n = len(values) if weight is None else effective_number(weight)
    if (values == values[0]).all():
        raise ParameterError(
            f"The {len(values)} points given are all equal, so no bandwidth fits them; add other "
            "points."
        )
    unit = _unit(values)
    values = values / unit
    if method == "scott":
        h = n ** (-1 / (d + 4)) * spread(values, weight)
    elif method == "silverman":
        h = (n * (d + 2) / 4) ** (-1 / (d + 4)) * spread(values, weight)
    elif method == "loo":
        h = _most_likely(values, weight, kernel, nu, random_state, progress)
    elif weight is not None and not BANDWIDTH_RULES[method].takes_weights:
        raise ParameterError(f"{method} takes no weights; choose loo, scott or silverman.")
    elif method == "lscv":
        h = least_squares_bandwidth(values, random_state)
    elif method == "isj" and d > 1:
        raise ParameterError(f"isj is for one column, not {d}; choose loo, or one column.")
    elif method == "isj":
        h = improved_sheather_jones(values[:, 0])
    else:
        raise ParameterError(f"method {method!r} stands in no branch.")
    return float(h * unit)


def _unit(values: Matrix) -> float:
    """1, or a power of two where squares of these values would leave the range of float64."""
    largest = float(np.abs(values).max())
    apart = float(np.ptp(values, axis=0).max())
    if apart > 1e-140 and largest < 1e140:
        return 1.0
    return float(2.0 ** np.floor(np.log2(largest)))


def _most_likely(
    values: Matrix,
    weight: Vector | None,
    kernel: str,
    nu: float,
    random_state: int | np.random.RandomState | None,
    progress: Progress,
) -> float:
    distinct, group, copies = np.unique(values, axis=0, return_inverse=True, return_counts=True)
    if weight is not None:
        weight = np.bincount(group.ravel(), weight).astype(np.float64)
    elif (copies > 1).any():
        weight = copies.astype(float)
    index = None
    if len(distinct) > SCORED_POINTS:
        generator = np.random.RandomState(random_state) if isinstance(random_state, int) else (
            random_state or np.random.RandomState()
        )  # fmt: skip
        index = np.sort(generator.choice(len(distinct), SCORED_POINTS, replace=False))

    def curve(bandwidths: Vector, share: float) -> LeaveOneOut:
        return leave_one_out(
            distinct, bandwidths, kernel=kernel, nu=nu, precision="mixed", sample_weight=weight,
            index=index, progress=lambda done, message: progress(share + done / 2, message),
        )  # fmt: skip

    low, high = _bracket(distinct, index)
    for stage in range(2):
        bandwidths = np.geomspace(low, high, GRID if stage == 0 else 9)
        scores = _weighted_mean(curve(bandwidths, stage / 2), weight)
        best = int(np.argmax(scores))
        low, high = bandwidths[max(best - 1, 0)], bandwidths[min(best + 1, len(bandwidths) - 1)]
    return vertex(np.log(bandwidths), scores, best)


def _weighted_mean(result: LeaveOneOut, weight: Vector | None) -> Vector:
    if weight is None:
        return result.mean
    w = weight[result.index]
    return np.asarray(w @ result.log_density / w.sum())


def _bracket(distinct: Matrix, index: Index | None) -> tuple[float, float]:
    """Bandwidths between which the optimum lies: from neighbours' distance to twice the spread."""
    scored = distinct if index is None else distinct[index]
    neighbors = NearestNeighbors(n_neighbors=2).fit(distinct)
    nearest = neighbors.kneighbors(scored)[0][:, 1]
    d = distinct.shape[1]
    rms = float(np.sqrt(2 * np.sum(np.var(distinct, axis=0))))
    low = float(np.median(nearest)) / np.sqrt(d) / 4
    return low, max(2 * rms, 8 * low, 1.01 * float(nearest.max()))


def vertex(x: Vector, y: Vector, best: int) -> float:
    """exp of the place where the parabola through the best three points is highest."""
    if best in (0, len(x) - 1) or not np.isfinite(y[best - 1 : best + 2]).all():
        return float(np.exp(x[best]))
    left, right = y[best] - y[best - 1], y[best] - y[best + 1]
    step = x[1] - x[0]
    if left + right <= 0:
        return float(np.exp(x[best]))
    return float(np.exp(x[best] + step / 2 * (left - right) / (left + right)))
