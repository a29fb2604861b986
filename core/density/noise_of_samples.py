"""How far another sample of the same size would move an estimated log density."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import digamma
from sklearn.neighbors import NearestNeighbors
from sklearn.utils import check_random_state

from core.density.kernel_density import KernelDensity
from core.density.validation import check_bandwidth, check_data
from core.errors import ParameterError
from core.parallel import Progress, no_progress

Array = NDArray[np.float64]
NEIGHBORS = 40  # whose distances tell the local power law
DRAWS = 300
CURVE_POINTS = 200  # points of the table whose neighbours give the shape of the growth curve
NEAREST_FEW = 5  # neighbours after the first whose slope is continued towards the place
MOST_LOG_REACH = 42.0  # of distances in bandwidths: their squares still fit into float32
CURVE_NEIGHBORS = 1_000  # as far as the growth curve is measured
EXACT_ARRIVALS = 300  # nearest points drawn one by one; the sum over the others is nearly normal
_PLACES_AT_ONCE = 16  # × 300 draws × 300 arrivals: 11 MiB a buffer in float64


def sampling_noise(
    X: ArrayLike,
    bandwidth: float,
    Q: ArrayLike | None = None,
    *,
    random_state: int | np.random.RandomState | None = 0,
    progress: Progress = no_progress,
) -> Array:
    """Standard deviation, over other samples of the same size, of the log of a Gaussian estimate.

    Around a place the number of points within r is taken for N(r) = k e^(g⁻¹(D log r/r_k)), with
    r_k the distance of the k = 40th nearest, D by Levina and Bickel from the same neighbours, and
    one curve g for the table, measured around 200 of its points: g(t) = t would be a power law
    r^D, from which the nearest points of many dimensions depart. The points of another sample
    arrive as a Poisson process in N; 300 samples are drawn at each place. No limit of many
    dimensions is taken, and no regime is asked for. A place on a point is seen from the others.
    Where points are copies of each other the table is one of frequencies: there the rows
    themselves are drawn again (bootstrap).

    Against fresh samples of normal data (2 to 32 dimensions, a quarter to all of the leave-one-out
    bandwidth) the median is right to a quarter or 0.1 nat; a power law alone is 30 to 45% too high
    in 32 dimensions.

    Parameters
    ----------
    X : (n, d) array
        Points, finite; columns as they are.
    bandwidth : float
        h > 0 of the Gaussian kernel, in the unit of X.
    Q : (q, d) array or None, optional
        Places; None: the points themselves, each seen from the others.
    random_state : int, RandomState or None, optional
        Seed of the draws; the same draws serve all places.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    (q,) array of float64
        In nats. Memory beside it: 40 neighbours a place and 50 MiB.

    Raises
    ------
    ParameterError
        For fewer than three rows, values that are not finite, places with another number of
        columns, and a bandwidth that is not above 0.

    References
    ----------
    D. O. Loftsgaarden, C. P. Quesenberry, Annals of Mathematical Statistics, 1965 (the local law).
    E. Levina, P. Bickel, NIPS, 2004 (its exponent). B. Efron, Annals of Statistics, 1979.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(500, 4))
    >>> narrow, wide = (np.median(sampling_noise(X, h)) for h in (0.15, 0.6))
    >>> bool(2 < narrow < 5), bool(0.1 < wide < 0.5)
    (True, True)
    """
    points, h = check_data(X), check_bandwidth(bandwidth)
    n, d = points.shape
    if n < 3:
        raise ParameterError(f"There are {n} rows; noise is told from at least 3. Add rows.")
    places = points if Q is None else check_data(Q)
    if places.shape[1] != d:
        raise ParameterError(
            f"The places have {places.shape[1]} columns, but the points have {d}; give the same."
        )
    random = check_random_state(random_state)
    return NoisePlaces(points, places, own=Q is None).noise(h, random, progress)


class NoisePlaces:
    """What of the noise at some places does not depend on the bandwidth.

    ``points`` (n, d) and ``places`` (q, d) are checked; ``own``: each place is one of the points,
    seen from the others.
    """

    def __init__(self, points: Array, places: Array, *, own: bool) -> None:
        centre = points.mean(axis=0)
        self._points, self._places, self._own = points - centre, places - centre, own
        k = min(NEIGHBORS, len(points) - 1) + 1
        distance = _distances(self._points, self._places, k)
        on_a_point = distance[:, 0] == 0
        self._tied = on_a_point & (distance[:, 1] == 0)
        seen = np.where(on_a_point[:, None], distance[:, 1:], distance[:, :-1])
        self._seen = seen[~self._tied]
        self._curve = _growth_curve(self._points, seen.shape[1]) if len(self._seen) else None

    def noise(
        self, h: float, random: np.random.RandomState, progress: Progress = no_progress
    ) -> Array:
        """(q,) standard deviation of the log density at bandwidth h, in nats."""
        noise = np.empty(len(self._places))
        if self._tied.any():
            tied = self._places[self._tied]
            noise[self._tied] = _of_frequencies(self._points, tied, h, random)
        if self._curve is not None:
            n = len(self._points) - self._own
            noise[~self._tied] = _of_arrivals(self._seen / h, self._curve, n, random, progress)
        return noise


def _distances(points: Array, places: Array, k: int) -> Array:
    """(q, k) increasing distances from places to their nearest points."""
    found = NearestNeighbors(n_neighbors=k).fit(points).kneighbors(places, return_distance=False)
    distance = np.empty(found.shape)
    for start in range(0, len(places), 64):
        rows = slice(start, start + 64)  # by differences: the search may round close together
        distance[rows] = np.linalg.norm(points[found[rows]] - places[rows][:, None], axis=2)
    return np.sort(distance, axis=1)


@dataclass(frozen=True)
class _GrowthCurve:
    """log(r_j/r_k) · D against E[log Γ_j] = ψ(j), a mean over many points of the table."""

    log_count: Array
    log_reach: Array

    def at(self, log_count: Array) -> Array:
        """Between the neighbours, and straight on beyond the nearest and the furthest."""
        x, y = self.log_count, self.log_reach
        nearest = (y[NEAREST_FEW] - y[0]) / (x[NEAREST_FEW] - x[0])
        half = len(x) // 2
        furthest = (y[-1] - y[half]) / (x[-1] - x[half])
        inside = np.interp(log_count, x, y)
        below = y[0] + nearest * np.minimum(log_count - x[0], 0)
        return np.asarray(
            np.where(log_count < x[0], below, inside) + furthest * np.maximum(log_count - x[-1], 0)
        )


def _growth_curve(points: Array, k: int) -> _GrowthCurve:
    """The curve of the table: r_j of up to 1,000 neighbours around up to 200 of its points.

    It is log j for an exact power law, and bends in many dimensions, where D falls with r.
    """
    log_count = digamma(np.arange(1.0, max(k, NEAREST_FEW + 1) + 1))
    straight = _GrowthCurve(log_count, log_count - log_count[-1])
    some = np.unique(np.linspace(0, len(points) - 1, CURVE_POINTS).astype(int))
    m = min(len(points) - 1, CURVE_NEIGHBORS)
    distance = _distances(points, points[some], m + 1)[:, 1:]
    distance = distance[distance[:, 0] > 0]
    if not len(distance) or m <= NEAREST_FEW:
        return straight
    logs = np.log(distance)
    apart = logs[:, k - 1 : k] - logs[:, : k - 1]
    D = np.maximum(k - 2, 1) / np.maximum(apart.sum(axis=1), 1e-300)
    reach = ((logs - logs[:, k - 1 : k]) * D[:, None]).mean(axis=0)
    return _GrowthCurve(digamma(np.arange(1.0, m + 1)), reach)


def _of_arrivals(
    distance: Array,
    curve: _GrowthCurve,
    n: int,
    random: np.random.RandomState,
    progress: Progress,
) -> Array:
    """(q,) noise where the n points around each place arrive as the growth curve says.

    ``distance`` (q, k) in bandwidths.
    """
    k = distance.shape[1]
    reach = distance[:, -1]
    growth = np.log(reach[:, None] / distance[:, :-1]).sum(axis=1)
    dimension = np.clip(max(k - 2, 1) / np.maximum(growth, 1e-300), 1e-2, 1e4)
    m = min(n, EXACT_ARRIVALS, _arrivals_that_count(reach, dimension, k))
    far = random.standard_normal(DRAWS)
    arrived = np.cumsum(random.exponential(size=(m, DRAWS)), axis=0).T
    arrival = curve.at(np.log(np.ascontiguousarray(arrived)))
    count = np.geomspace(m, n, 400)
    later = curve.at(np.log(count))
    noise = np.empty(len(distance))
    for start in range(0, len(distance), _PLACES_AT_ONCE):
        progress(start / len(distance), f"Noise at {start:,} of {len(distance):,} places")
        rows = slice(start, start + _PLACES_AT_ONCE)
        D, r = dimension[rows, None, None], np.log(reach[rows, None, None])
        # In float32: its error, a millionth of the exponent, is far below that of 300 draws.
        log_reach = np.minimum(r + arrival / D, MOST_LOG_REACH).astype(np.float32)
        half_squares = np.exp(2 * log_reach) / 2
        nearest = half_squares[:, :, :1]
        total = np.exp(nearest - half_squares).sum(axis=2)
        log_sum = np.log(total) - nearest[:, :, 0].astype(np.float64)
        if m == EXACT_ARRIVALS < n:
            half_square = np.exp(2 * np.minimum(r[:, 0] + later / D[:, 0], MOST_LOG_REACH)) / 2
            log_sum = np.logaddexp(log_sum, _far_sum(np.exp(-half_square), count, far))
        noise[rows] = log_sum.std(axis=1)
    return noise


def _arrivals_that_count(reach: Array, dimension: Array, k: int) -> int:
    """Arrivals within nine bandwidths of the k-th nearest at every place, and twice over.

    A term further out is below e^−40 of the largest.
    """
    with np.errstate(over="ignore"):
        needed = 2 * k * (1 + 9 / reach) ** dimension
    return int(min(needed.max() + k, EXACT_ARRIVALS))


def _far_sum(term: Array, count: Array, draws: Array) -> Array:
    """(q, draws) log of the sum over later arrivals: its Poisson mean and variance, drawn normal.

    ``term`` (q, c) at ``count`` (c,). A draw is at least a tenth of the mean.
    """
    mean = np.asarray(np.trapezoid(term, count, axis=1))[:, None]
    deviation = np.sqrt(np.trapezoid(term**2, count, axis=1))[:, None]
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.maximum(mean + deviation * draws, 0.1 * mean)))


def _of_frequencies(points: Array, places: Array, h: float, random: np.random.RandomState) -> Array:
    """(q,) noise where rows repeat: the rows are drawn again, with replacement."""
    distinct, copies = np.unique(points, axis=0, return_counts=True)
    n = len(points)
    logs = np.empty((DRAWS, len(places)))
    for i in range(DRAWS):
        again = random.multinomial(n, copies / n)
        density = KernelDensity(bandwidth=h, precision="mixed").fit(distinct, sample_weight=again)
        logs[i] = density.score_samples(places)
    return np.asarray(logs.std(axis=0))
