"""Everything about a data set's bandwidths that does not depend on the one chosen."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.datasets.row_weights import weighted_quantile
from core.density.bandwidths import select_bandwidth
from core.density.distinct_points import DistinctPoints, distinct_points
from core.density.leave_one_out_scores import LeaveOneOut, leave_one_out
from core.density.neighborhoods import Neighborhoods, study_neighborhoods
from core.density.noise_of_samples import NoisePlaces
from core.errors import ParameterError
from core.parallel import Progress, no_progress

Array = NDArray[np.float64]
COARSE, FINE, WIDER = 24, 7, 6
SAME = 1e-6  # bandwidths closer than this, relatively, are one
MOST_PAIRS = 200_000_000
NOISE_PLACES = 40  # scored points at which noise is told: their median is right to a few percent
MOST_SCORED, FEWEST_SCORED = 2_000, 200


@dataclass(frozen=True, eq=False)
class BandwidthScan:
    """Leave-one-out results over a grid of bandwidths.

    Attributes
    ----------
    points : the distinct points; rows : (m,) which of them were scored, against all others
    neighborhoods : local h_G of the scored points, and the intrinsic dimension
    bandwidths : (H,) increasing
    log_likelihood, standard_error : (H,) mean leave-one-out log density, its error, nats per point
    log_participation : (m, H) log of k_eff = 1/Σw² of the rows around each scored point, its own
        copies among them
    log_density : (m, H) leave-one-out log density of each scored point
    h_loo, h_loo_error : the bandwidth of the largest mean, and its standard error
    influence : (m,) how far log h_loo falls when a scored row is left out, to first order
    loo_log_likelihood, loo_standard_error : mean at h_loo and its error, nats per point
    h_scott, h_silverman : rules of thumb, in the unit of the data
    """

    points: DistinctPoints
    rows: NDArray[np.intp]
    neighborhoods: Neighborhoods
    bandwidths: Array
    log_likelihood: Array
    standard_error: Array
    log_participation: Array
    log_density: Array
    h_loo: float
    h_loo_error: float
    influence: Array
    loo_log_likelihood: float
    loo_standard_error: float
    h_scott: float
    h_silverman: float

    def participation(self, bandwidth: float) -> Array:
        """(m,) k_eff of each scored point at h, linear in logs between the grid's bandwidths."""
        return np.exp(self._between(self.log_participation, bandwidth))

    @property
    def mass(self) -> Array:
        """(m,) what each scored point counts: its copies, or the weights of its rows."""
        return self.points.mass[self.rows]

    def quantile(self, values: Array, q: float | tuple[float, ...]) -> Array:
        """Quantiles over the rows of a number of each scored point (m,)."""
        if self.points.weight is None:
            return np.asarray(np.quantile(np.repeat(values, self.points.copies[self.rows]), q))
        return weighted_quantile(values, q, self.mass)

    def share(self, chosen: NDArray[np.bool_]) -> float:
        """Share of the rows at the chosen ones of the scored points (m,)."""
        return float(self.mass @ chosen / self.mass.sum())

    def log_density_of(self, bandwidth: float) -> Array:
        """(m,) leave-one-out log density at h, between the grid's bandwidths."""
        return self._between(self.log_density, bandwidth)

    def log_likelihood_of(self, bandwidth: float) -> float:
        """Mean leave-one-out log density at h, nats per point."""
        return float(np.interp(np.log(bandwidth), np.log(self.bandwidths), self.log_likelihood))

    @cached_property
    def noise_places(self) -> NoisePlaces:
        """Scored rows at which noise is told, seen from all rows, copies included."""
        copies, weight = self.points.copies, self.points.row_weight
        scored = np.repeat(self.rows, copies[self.rows])
        some = np.linspace(0, len(scored) - 1, min(NOISE_PLACES, len(scored))).astype(int)
        if weight is not None:  # places by their weight, so that their median is the rows'
            reached = np.cumsum(self.mass) / self.mass.sum()
            some = np.searchsorted(reached, (np.arange(len(some)) + 0.5) / len(some))
            scored = self.rows
        rows = np.repeat(self.points.values, copies, axis=0)
        random = np.random.RandomState(0)
        return NoisePlaces(
            rows, self.points.values[scored[some]], own=True, random=random, weight=weight
        )

    def _between(self, values: Array, bandwidth: float) -> Array:
        grid = np.log(self.bandwidths)
        at = float(np.clip(np.log(bandwidth), grid[0], grid[-1]))
        right = int(np.clip(np.searchsorted(grid, at), 1, len(grid) - 1))
        share = (at - grid[right - 1]) / (grid[right] - grid[right - 1])
        return (1 - share) * values[:, right - 1] + share * values[:, right]


def scan_bandwidths(
    X: ArrayLike,
    *,
    also: ArrayLike = (),
    sample_weight: ArrayLike | None = None,
    n_scored: int | None = None,
    random_state: int = 0,
    progress: Progress = no_progress,
) -> BandwidthScan:
    """Score points by all others with a Gaussian kernel, over the bandwidths that matter.

    A coarse grid from half of the nearest neighbours' distance (which is √d times the best h when
    one neighbour carries the estimate) to the spread finds the maximum, a fine one around it its
    place; the grid is widened when the maximum is at its end. Copies of a point are left out of its
    likelihood together with it, and count as rows in k_eff and h_G.

    Parameters
    ----------
    X : (n, d) finite; standardise columns of different units first
    also : bandwidths to include exactly
    sample_weight : (n,) of 0 or more: 0 is an absent row, whole numbers are repeated rows, and
        others are shares, by which rows count in every mean, quantile and estimate; h_G is told by
        the distances of rows, whatever their weight
    n_scored : how many distinct points are scored, drawn by ``random_state``; None: all up to
        2,000, fewer when the table is large (2·10⁸ pairs of rows)

    Raises ParameterError for fewer than three distinct rows or values that are not finite.

    >>> X = np.random.default_rng(0).normal(size=(300, 2))
    >>> scan = scan_bandwidths(X)
    >>> bool(abs(scan.h_loo - select_bandwidth(X)) < scan.h_loo_error)
    True
    """
    points = distinct_points(X, sample_weight)
    values, n = points.values, len(points.values)
    rows = _scored_rows(n, points.n_rows, n_scored, random_state)

    def part(begin: float, end: float) -> Progress:
        return lambda share, message: progress(begin + (end - begin) * share, message)

    near = study_neighborhoods(values, rows, copies=points.copies, progress=part(0, 0.1))
    scores = _Scores(points, rows)
    rules = {
        rule: select_bandwidth(_with_copies(points), rule, sample_weight=points.row_weight)
        for rule in ("scott", "silverman")
    }
    low, high = _range(near, values, [*rules.values(), *np.ravel(also)])
    wanted = [h for h in np.ravel(also) if low <= h <= high]
    scores.add(np.concatenate([np.geomspace(low, high, COARSE), wanted]), part(0.1, 0.75))
    scores.widen(part(0.75, 0.8))
    left, right = scores.around_best()
    scores.add(np.geomspace(left, right, FINE + 2)[1:-1], part(0.8, 1.0))
    h_loo, error, influence = scores.optimum()
    best = int(np.argmax(scores.mean))
    return BandwidthScan(
        points,
        rows,
        near,
        scores.bandwidths,
        scores.mean,
        scores.standard_error,
        np.log(scores.participation),
        scores.log_density,
        h_loo,
        error,
        influence,
        float(scores.mean[best]),
        float(scores.standard_error[best]),
        rules["scott"],
        rules["silverman"],
    )


class _Scores:
    """Leave-one-out results that grow by bandwidths, kept in increasing order."""

    def __init__(self, points: DistinctPoints, rows: NDArray[np.intp]) -> None:
        self.points, self.rows = points, rows
        self.weight = points.mass[rows] / points.mass[rows].sum()
        self.bandwidths = np.empty(0)
        self.log_density = np.empty((len(rows), 0))
        self.participation = np.empty((len(rows), 0))

    def add(self, bandwidths: Array, progress: Progress) -> None:
        new = np.unique(np.asarray(bandwidths, dtype=float))
        known = np.concatenate([self.bandwidths, [np.inf]])
        new = np.array([h for h in new if (np.abs(known / h - 1) > SAME).all()])
        if not new.size:
            return
        copies = self.points.copies
        tied = bool((copies > 1).any())
        found: LeaveOneOut = leave_one_out(
            self.points.values,
            new,
            precision="mixed",
            sample_weight=self.points.mass if tied or self.points.weight is not None else None,
            index=self.rows,
            participation=not tied,
            progress=progress,
        )
        participation = self._of_rows(new, progress) if tied else found.participation
        assert participation is not None  # noqa: S101 - it was asked for
        order = np.argsort(np.concatenate([self.bandwidths, new]))
        self.bandwidths = np.concatenate([self.bandwidths, new])[order]
        self.log_density = np.hstack([self.log_density, found.log_density])[:, order]
        self.participation = np.hstack([self.participation, participation])[:, order]

    def _of_rows(self, bandwidths: Array, progress: Progress) -> Array | None:
        """(m, H) k_eff of one row of each scored point among all other rows, copies included."""
        copies = self.points.copies
        first = np.cumsum(copies) - copies
        return leave_one_out(
            np.repeat(self.points.values, copies, axis=0),
            bandwidths,
            precision="mixed",
            sample_weight=self.points.row_weight,
            index=first[self.rows],
            participation=True,
            progress=progress,
        ).participation

    @property
    def mean(self) -> Array:
        return self.weight @ self.log_density

    @property
    def standard_error(self) -> Array:
        apart = self.log_density - self.mean
        return np.sqrt(((self.weight[:, None] * apart) ** 2).sum(axis=0))

    def widen(self, progress: Progress) -> None:
        """Go on beyond the ends while the best bandwidth is one of them."""
        for _ in range(6):
            best, h = int(np.argmax(self.mean)), self.bandwidths
            if best == 0:
                self.add(np.geomspace(h[0] / 4, h[0], WIDER), progress)
            elif best == len(h) - 1:
                self.add(np.geomspace(h[-1], 4 * h[-1], WIDER), progress)
            else:
                return

    def around_best(self) -> tuple[float, float]:
        best = int(np.argmax(self.mean))
        h = self.bandwidths
        left = h[best - 1] if best else h[0] / 2
        right = h[best + 1] if best < len(h) - 1 else h[-1] * 2
        return float(left), float(right)

    def optimum(self) -> tuple[float, float, Array]:
        """ĥ, its standard error, and each point's influence on log ĥ.

        From parabolas in log h through each point's scores: ĥ solves Σ w_i ℓ_i'(log h) = 0, so the
        influence of a point is w ℓ'/(−Σ w ℓ''), and the variance h² times the sum of their squares,
        as for any M-estimator, the points taken as independent.
        """
        best = int(np.clip(np.argmax(self.mean), 1, len(self.bandwidths) - 2))
        x = np.log(self.bandwidths[best - 1 : best + 2])
        y = self.log_density[:, best - 1 : best + 2]
        left, right = (y[:, 1] - y[:, 0]) / (x[1] - x[0]), (y[:, 2] - y[:, 1]) / (x[2] - x[1])
        bend = 2 * (right - left) / (x[2] - x[0])
        middle_slope = left + (x[1] - x[0]) / 2 * bend
        total = float(self.weight @ bend)
        if total >= 0:
            return float(self.bandwidths[best]), float("nan"), np.zeros(len(self.rows))
        step = float(np.clip(-(self.weight @ middle_slope) / total, x[0] - x[1], x[2] - x[1]))
        at_optimum = middle_slope + step * bend
        influence = self.weight * at_optimum / -total
        h = float(np.exp(x[1] + step))
        return h, float(h * np.sqrt((influence**2).sum())), influence


def _scored_rows(n: int, n_rows: int, n_scored: int | None, random_state: int) -> NDArray[np.intp]:
    if n_scored is not None and n_scored < 1:
        raise ParameterError(f"n_scored is {n_scored}; score at least 1 point.")
    if n_scored is None:
        n_scored = int(np.clip(MOST_PAIRS // n_rows, FEWEST_SCORED, MOST_SCORED))
    if n_scored >= n:
        return np.arange(n)
    return np.sort(np.random.default_rng(random_state).choice(n, n_scored, replace=False))


def _range(near: Neighborhoods, values: Array, marked: list[float]) -> tuple[float, float]:
    """From half of the nearest neighbours' distance per root dimension to the spread and beyond."""
    d = values.shape[1]
    spread = float(np.sqrt(values.var(axis=0).mean()))
    low = float(np.median(near.nearest)) / np.sqrt(d) / 2
    high = max(1.2 * spread, 2 * float(np.median(near.local_condensation)))
    return min([low, *(0.8 * h for h in marked)]), max([high, *(1.25 * h for h in marked)])


def _with_copies(points: DistinctPoints) -> Array:
    return np.repeat(points.values, points.copies, axis=0)
