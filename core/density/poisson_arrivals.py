"""Points that arrive around places as a Poisson process whose rate a table has shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma
from sklearn.neighbors import NearestNeighbors

from core.parallel import Progress

Array = NDArray[np.float64]
DRAWS = 300
CURVE_POINTS = 200  # points of the table whose neighbours give the shape of the growth curve
NEAREST_FEW = 5  # neighbours after the first whose slope is continued towards the place
CURVE_NEIGHBORS = 1_000  # as far as the growth curve is measured
EXACT_ARRIVALS = 300  # nearest points drawn one by one; the sum over the others is nearly normal
KEPT_PLACES = 48  # whose draws are kept from one bandwidth to the next: 17 MB
MOST_LOG_REACH = 42.0  # of distances: their squares still fit into float32
LEAST_WIDTH, MOST_FLOAT32_FACTOR = 1e-125, 3e38  # of h, and of 1/h²
_PLACES_AT_ONCE = 16  # × 300 draws × 300 arrivals: 11 MiB a buffer in float64


def nearest_distances(points: Array, places: Array, k: int) -> Array:
    """(q, k) increasing distances from places to their nearest points."""
    found = NearestNeighbors(n_neighbors=k).fit(points).kneighbors(places, return_distance=False)
    distance = np.empty(found.shape)
    for start in range(0, len(places), 64):
        rows = slice(start, start + 64)  # by differences: the search may round close together
        distance[rows] = np.linalg.norm(points[found[rows]] - places[rows][:, None], axis=2)
    return np.sort(distance, axis=1)


@dataclass(frozen=True)
class GrowthCurve:
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


def growth_curve(points: Array, k: int) -> GrowthCurve:
    """The curve of the table: r_j of up to 1,000 neighbours around up to 200 of its points.

    It is log j for an exact power law, and bends in many dimensions, where D falls with r.
    """
    log_count = digamma(np.arange(1.0, max(k, NEAREST_FEW + 1) + 1))
    straight = GrowthCurve(log_count, log_count - log_count[-1])
    some = np.unique(np.linspace(0, len(points) - 1, CURVE_POINTS).astype(int))
    m = min(len(points) - 1, CURVE_NEIGHBORS)
    distance = nearest_distances(points, points[some], m + 1)[:, 1:]
    distance = distance[distance[:, 0] > 0]
    if not len(distance) or m <= NEAREST_FEW:
        return straight
    logs = np.log(distance)
    apart = logs[:, k - 1 : k] - logs[:, : k - 1]
    D = np.maximum(k - 2, 1) / np.maximum(apart.sum(axis=1), 1e-300)
    reach = ((logs - logs[:, k - 1 : k]) * D[:, None]).mean(axis=0)
    return GrowthCurve(digamma(np.arange(1.0, m + 1)), reach)


class PoissonArrivals:
    """Noise where the n points around each place arrive as the growth curve says.

    ``distance`` (q, k) of the nearest points. Half the squared distance of every arrival is that
    at bandwidth 1 divided by h²: for few places it is drawn once, and each bandwidth costs one
    exponential of it. With ``weight`` (n,) each arrival has that of a row drawn at random.
    """

    def __init__(
        self,
        distance: Array,
        curve: GrowthCurve,
        n: int,
        random: np.random.RandomState,
        weight: Array | None = None,
    ) -> None:
        k, reach = distance.shape[1], distance[:, -1]
        growth = np.log(reach[:, None] / distance[:, :-1]).sum(axis=1)
        self._dimension = np.clip(max(k - 2, 1) / np.maximum(growth, 1e-300), 1e-2, 1e4)
        self._unit = float(np.exp(np.log(reach).mean()))  # so that squares fit into float32
        self._reach, self._k = reach / self._unit, k
        self._m = m = min(n, EXACT_ARRIVALS)
        self._far = random.standard_normal(DRAWS)
        arrived = np.cumsum(random.exponential(size=(m, DRAWS)), axis=0).T
        self._arrival = curve.at(np.log(np.ascontiguousarray(arrived)))
        self._mark: NDArray[np.float32] | None = None
        self._mean_square = 1.0  # of the weights, whose mean is 1
        if weight is not None:
            share = weight / weight.mean()
            self._mean_square = float((share**2).mean())
            self._mark = random.choice(share, size=(DRAWS, m)).astype(np.float32)
        self._count = np.geomspace(m, n, 400) if m < n else None
        self._later = None if self._count is None else curve.at(np.log(self._count))
        self._kept: list[tuple[Array, NDArray[np.float32]]] | None = None
        if len(distance) <= KEPT_PLACES:
            self._kept = [self._half_squares(rows) for rows in self._blocks()]

    def noise(self, h: float, progress: Progress) -> Array:
        """(q,) at bandwidth h."""
        q, width = len(self._reach), h / self._unit
        noise = np.empty(q)
        m = min(self._m, _arrivals_that_count(self._reach / width, self._dimension, self._k))
        for number, rows in enumerate(self._blocks()):
            progress(rows.start / q, f"Noise at {rows.start:,} of {q:,} places")
            made = self._half_squares(rows) if self._kept is None else self._kept[number]
            noise[rows] = self._log_sums(rows, *made, m, width).std(axis=1)
        return noise

    def _blocks(self) -> list[slice]:
        starts = range(0, len(self._reach), _PLACES_AT_ONCE)
        return [slice(start, start + _PLACES_AT_ONCE) for start in starts]

    def _half_squares(self, rows: slice) -> tuple[Array, NDArray[np.float32]]:
        """Of the nearest arrival (p, draws), and how far those of all (p, draws, m) exceed it."""
        D, r = self._dimension[rows, None, None], np.log(self._reach[rows, None, None])
        # In float32: its error, a millionth of the exponent, is far below that of 300 draws.
        log_reach = np.minimum(r + self._arrival / D, MOST_LOG_REACH).astype(np.float32)
        half_squares = np.exp(2 * log_reach) / 2
        nearest = half_squares[:, :, 0].astype(np.float64)
        half_squares -= half_squares[:, :, :1]
        return nearest, half_squares

    def _log_sums(
        self, rows: slice, nearest: Array, beyond: NDArray[np.float32], m: int, width: float
    ) -> Array:
        """(p, draws) log of the kernel's sum over all arrivals."""
        factor = max(width, LEAST_WIDTH) ** -2
        with np.errstate(over="ignore", under="ignore"):
            exponent = beyond[:, :, :m] * np.float32(-min(factor, MOST_FLOAT32_FACTOR))
            term = np.exp(exponent, out=exponent)
            total = term.sum(axis=2) if self._mark is None else (term * self._mark[:, :m]).sum(2)
        log_sum = np.log(total) - nearest * factor
        if m == EXACT_ARRIVALS and self._count is not None and self._later is not None:
            D, r = self._dimension[rows, None], np.log(self._reach[rows, None] / width)
            half_square = np.exp(2 * np.minimum(r + self._later / D, MOST_LOG_REACH)) / 2
            far = _far_sum(np.exp(-half_square), self._count, self._far, self._mean_square)
            log_sum = np.logaddexp(log_sum, far)
        return np.asarray(log_sum)


def _arrivals_that_count(reach: Array, dimension: Array, k: int) -> int:
    """Arrivals within nine bandwidths of the k-th nearest at every place, and twice over.

    A term further out is below e^−40 of the largest.
    """
    with np.errstate(over="ignore"):
        needed = 2 * k * (1 + 9 / reach) ** dimension
    return int(min(needed.max() + k, EXACT_ARRIVALS))


def _far_sum(term: Array, count: Array, draws: Array, mean_square: float) -> Array:
    """(q, draws) log of the sum over later arrivals: its Poisson mean and variance, drawn normal.

    ``term`` (q, c) at ``count`` (c,), ``mean_square`` of weights whose mean is 1. A
    draw is at least a tenth of the mean.
    """
    mean = np.asarray(np.trapezoid(term, count, axis=1))[:, None]
    deviation = np.sqrt(mean_square * np.trapezoid(term**2, count, axis=1))[:, None]
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.maximum(mean + deviation * draws, 0.1 * mean)))
