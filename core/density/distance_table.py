"""The exact law of the squared distance from a fixed point to d-dimensional Gaussian data."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, logsumexp

from core.density.distance_law import DistanceLaw, check_alpha
from core.errors import ParameterError
from core.limits import check_limit

Array = NDArray[np.float64]
GRID = 4096
DEPTH = 60.0  # the table begins where e^−60 points are expected, and ends where 1 − F = e^−60
VANISHED = 30.0  # nats below its largest value, where an integrand has come to its end
_CHUNK = 256


@dataclass(frozen=True, eq=False)
class DistanceTable:
    """Law of S = |x − y|²/2 for y ~ N(0, I_d) and fixed x, tabulated where n points feel it.

    2S is noncentral χ² with d degrees of freedom and noncentrality |x|²; its density is summed as a
    Poisson mixture in logs, so that n = e^{αd} may be far beyond the range of a float.

    Attributes
    ----------
    log_n : log n
    n_dimensions : d
    half_square : (GRID,) increasing S, equally spaced in log S
    log_density : (GRID,) log of the density of log S
    """

    log_n: float
    n_dimensions: int
    half_square: Array
    log_density: Array

    @classmethod
    def of(
        cls, log_n: float, n_dimensions: int, squared_norm_per_dimension: float = 1.0
    ) -> "DistanceTable":
        """The table for n points around a query with |x|² = d·``squared_norm_per_dimension``.

        Raises ParameterError for d < 1, n ≤ 1 or a negative norm, LimitError for d too large.

        >>> table = DistanceTable.of(np.log(1000), 3)
        >>> bool(abs(table.log_count(table.half_square[-1]) - np.log(1000)) < 1e-4)
        True
        """
        d = int(n_dimensions)
        if d < 1:
            raise ParameterError(f"The number of dimensions is {d}; it must be at least 1.")
        check_limit("simulated_dimensions", d, what="The simulated data set")
        check_alpha(log_n / d)
        law = DistanceLaw.of(None, squared_norm_per_dimension)
        nearest = float(law.radius(law.edge((log_n + DEPTH) / d)))
        farthest = float(law.radius(_negative_edge(law, DEPTH / d)))
        log_s = np.linspace(np.log(nearest * d / 2), np.log(farthest * d / 2), GRID)
        s = np.exp(log_s)
        log_density = log_s + _log_density(s, d, d * float(law.squared_coordinate[0]))
        return cls(float(log_n), d, s, log_density)

    @cached_property
    def _log_count_table(self) -> Array:
        return self.log_n + _log_cumulative(self.log_density, self._step)

    @property
    def _step(self) -> float:
        return float(np.log(self.half_square[1] / self.half_square[0]))

    def log_count(self, half_square: ArrayLike) -> Array:
        """log(n F(S)), the log of the expected number of points within S."""
        return np.interp(np.log(half_square), np.log(self.half_square), self._log_count_table)

    def half_square_of(self, log_count: ArrayLike) -> Array:
        """S with log(n F(S)) = ``log_count``: the inverse, linear in logs between grid points."""
        return np.exp(
            np.interp(np.asarray(log_count), self._log_count_table, np.log(self.half_square))
        )

    @cached_property
    def edge(self) -> float:
        """S_G with n F(S_G) = 1."""
        return float(self.half_square_of(0.0))

    @cached_property
    def slope(self) -> float:
        """λ_G = d log F/dS at S_G: the exact local slope, whose limit is the theory's λ_G.

        >>> table = DistanceTable.of(0.36 * 400, 400)
        >>> round(table.slope**-0.5, 4)
        0.7991
        """
        log_s = np.log(self.half_square)
        log_density = np.interp(np.log(self.edge), log_s, self.log_density)
        return float(np.exp(self.log_n + log_density) / self.edge)

    def log_beyond(self, log_weight: Array, power: int = 1) -> Array:
        """(GRID,) log of n ∫_S^∞ K^power dF at each S of the grid.

        ``log_weight`` (GRID,) is log K on the grid.
        """
        integrand = self.log_n + self.log_density + power * log_weight
        beyond = _log_cumulative(integrand[::-1], self._step)[::-1]
        if max(integrand[0], integrand[-1]) < integrand.max() - VANISHED:
            # The sum over an even grid is exact for the whole of a bell, the running one to 4e-5.
            whole = np.logaddexp.reduce(integrand) + np.log(self._step)
            beyond = beyond + (whole - beyond[0])
        return np.asarray(beyond)


def _log_density(s: Array, d: int, noncentrality: float) -> Array:
    """log density of S = χ'²/2: Σ_j Poisson(j; |x|²/2) Gamma(d/2 + j) at s."""
    largest = max(noncentrality / 2, np.sqrt(noncentrality * 2 * s[-1]) / 2)
    j = np.arange(int(largest + 14 * np.sqrt(largest + 1) + 30), dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_poisson = np.where(j > 0, j * np.log(noncentrality / 2), 0.0)
    log_poisson += -noncentrality / 2 - gammaln(j + 1)
    shape = d / 2 + j
    constant = log_poisson - gammaln(shape)
    found = np.empty_like(s)
    for start in range(0, len(s), _CHUNK):
        block = s[start : start + _CHUNK, None]
        found[start : start + _CHUNK] = logsumexp(
            constant + (shape - 1) * np.log(block) - block, axis=1
        )
    return found


def _log_cumulative(log_values: Array, step: float) -> Array:
    """log of the running integral of exp(log_values), taken as exponential between grid points.

    The first cell, e^−60 of what matters, stands for all before it.
    """
    difference = np.diff(log_values)
    small = np.abs(difference) < 1e-6
    safe = np.where(small, 1.0, difference)
    with np.errstate(over="ignore"):
        # (e^Δ − 1)/Δ, with the larger end taken out so that nothing overflows
        factor = np.where(small, 1.0, -np.expm1(-np.abs(safe)) / np.abs(safe))
    cell = np.log(step) + np.maximum(log_values[1:], log_values[:-1]) + np.log(factor)
    return np.logaddexp.accumulate(np.concatenate([[log_values[0] + np.log(step)], cell]))


def _negative_edge(law: DistanceLaw, level: float) -> float:
    """λ in (−1, 0) with I(r(λ)) = level, beyond the typical distance."""
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if float(law.exponent(-middle)) < level:
            low = middle
        else:
            high = middle
    return -low
