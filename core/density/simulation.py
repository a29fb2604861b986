"""The law of a density estimate over data sets, at a fixed point, without drawing any vector."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.density.distance_table import DistanceTable
from core.density.kernel_exponents import SIMULATED, kernel_exponent
from core.density.kernels.exponent import KernelExponent
from core.errors import ParameterError
from core.parallel import Progress, no_progress

Array = NDArray[np.float64]
NEAREST = 1000
BLOCK = 250  # data sets drawn at once


@dataclass(frozen=True, eq=False)
class SimulatedDensity:
    """ρ̂(x) over m simulated data sets.

    Attributes
    ----------
    log_density : (m,) array
        log ρ̂(x), in nats.
    participation_ratio : (m,) array
        Σw², w the share of each point in ρ̂(x).
    top_weights : (m, k) array
        Largest shares, descending.
    """

    log_density: Array
    participation_ratio: Array
    top_weights: Array


def simulate_density(
    table: DistanceTable,
    bandwidth: float,
    *,
    n_data_sets: int = 1000,
    kernel: str = "gaussian",
    nu_per_dimension: float = 1.0,
    n_nearest: int = NEAREST,
    n_top: int = 30,
    random_state: int | np.random.Generator = 0,
    progress: Progress = no_progress,
) -> SimulatedDensity:
    """ρ̂(x) for many data sets of n points around one x, from distances alone.

    Only ‖x − y‖² enters. Its n values in order are F⁻¹(Γ_i/Γ_{n+1}), Γ_i a sum of i unit
    exponentials; the ``n_nearest`` first are drawn so, exactly, for any n. The rest enter as a
    Gaussian with the mean and variance of n independent terms beyond the last one drawn; when
    n ≤ ``n_nearest`` there is no rest.

    Parameters
    ----------
    table : DistanceTable
        The law of the distances.
    bandwidth : float
        h, in units of the data's standard deviation.
    n_data_sets : int, optional
        Number of data sets m, at least 1.
    kernel : str, optional
        As in :func:`core.density.thresholds`; not "compact".
    nu_per_dimension : float, optional
        κ of the student kernel, whose degrees of freedom are κd.
    n_nearest : int, optional
        Nearest points that are drawn one by one.
    n_top : int, optional
        Largest shares k that are kept.
    random_state : int or Generator, optional
        Seed of the draws.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    SimulatedDensity
        Log densities, participation ratios and largest shares of the m data sets.

    Raises
    ------
    ParameterError
        For a bandwidth that is not positive, no data set, and compact kernels.

    Examples
    --------
    >>> table = DistanceTable.of(0.36 * 400, 400)
    >>> found = simulate_density(table, 0.4, n_data_sets=200)
    >>> bool(abs(found.participation_ratio.mean() - (1 - table.slope * 0.4**2)) < 0.05)
    True
    """
    rng = np.random.default_rng(random_state)
    weights = KernelOnTable.of(table, bandwidth, kernel, nu_per_dimension)
    blocks = list(_blocks(n_data_sets))
    found, done = [], 0
    for size in blocks:
        progress(done / n_data_sets, f"{done:,} of {n_data_sets:,} data sets drawn")
        found.append(_draw(weights, size, n_nearest, n_top, rng))
        done += size
    return SimulatedDensity(*(np.concatenate(part) for part in zip(*found, strict=True)))


@dataclass(frozen=True, eq=False)
class KernelOnTable:
    """log K on the grid of a distance table, and the sums over all points beyond each distance.

    Attributes
    ----------
    log_weight : function of S; log_first, log_second : (GRID,) log n ∫_S^∞ K dF and K² dF
    log_norm : log of n h^d ∫K, which turns sums into densities
    """

    table: DistanceTable
    kernel: KernelExponent
    bandwidth: float
    log_first: Array
    log_second: Array
    log_norm: float

    @classmethod
    def of(
        cls, table: DistanceTable, bandwidth: float, kernel: str, nu_per_dimension: float
    ) -> "KernelOnTable":
        """Integrate the kernel over the table."""
        exponent = kernel_exponent(kernel, nu_per_dimension)
        if exponent.not_simulated:
            raise ParameterError(
                f"{exponent.not_simulated}; choose one of: {', '.join(SIMULATED)}."
            )
        if not 0 < bandwidth < np.inf:
            raise ParameterError(f"The bandwidth is {bandwidth}; it must be positive and finite.")
        d = table.n_dimensions
        log_weight = -d * exponent.value(2 * table.half_square / (d * bandwidth**2))
        return cls(
            table,
            exponent,
            float(bandwidth),
            table.log_beyond(log_weight),
            table.log_beyond(log_weight, 2),
            table.log_n + d * np.log(bandwidth) + exponent.log_norm(d),
        )

    def log_weight(self, half_square: Array | float) -> Array:
        """log K(z) for |z|² = 2S/h²."""
        d = self.table.n_dimensions
        return -d * self.kernel.value(2 * np.asarray(half_square) / (d * self.bandwidth**2))

    @property
    def tail_index(self) -> float:
        """μ at the exact local slope: −d log(n F) / d log K where one point is expected."""
        d, edge = self.table.n_dimensions, self.table.edge
        u = np.asarray(2 * edge / (d * self.bandwidth**2))
        return float(self.table.slope * self.bandwidth**2 / (2 * self.kernel.derivative(u)))

    @property
    def log_mean(self) -> float:
        """log E ρ̂(x)."""
        return float(self.log_first[0] - self.log_norm)

    @property
    def relative_variance(self) -> float:
        """Var ρ̂ / (E ρ̂)² = E K²/(n (E K)²) − 1/n; finite for every h at finite d."""
        ratio = np.exp(self.log_second[0] - 2 * self.log_first[0])
        return float(ratio - np.exp(-self.table.log_n))


def _draw(
    kernel: KernelOnTable, size: int, n_nearest: int, n_top: int, rng: np.random.Generator
) -> tuple[Array, Array, Array]:
    table = kernel.table
    n = float(np.exp(min(table.log_n, 700.0)))
    k = int(min(float(n_nearest), round(n)))
    arrivals = np.cumsum(rng.exponential(size=(size, k)), axis=1)
    # Γ_{n+1}/n, which is 1 to the precision of a float once n is large
    rest = rng.gamma(n + 1 - k, size=size) if n < 1e15 else np.full(size, n)
    total = (arrivals[:, -1] + rest) / n
    half_square = table.half_square_of(np.log(arrivals) - np.log(total)[:, None])
    log_weight = kernel.log_weight(half_square)
    top = log_weight[:, :1]  # the nearest point weighs most
    share = np.exp(log_weight - top)
    first, second = share.sum(axis=1), (share**2).sum(axis=1)
    if k < n:
        mean, square, spread = _rest(kernel, half_square[:, -1], n - k, n, top[:, 0])
        first = first + np.maximum(mean + spread * rng.standard_normal(size), 0.0)
        second = second + square
    log_density = np.log(first) + top[:, 0] - kernel.log_norm
    largest = share[:, :n_top] / first[:, None]
    return log_density, second / first**2, largest


def _rest(
    kernel: KernelOnTable, last: Array, n_rest: float, n: float, log_scale: Array
) -> tuple[Array, Array, Array]:
    """(Mean of ΣK, mean of ΣK², standard deviation of ΣK) over the points beyond ``last``.

    In units of exp(log_scale). The points beyond are independent, with the law F cut off at last.
    """
    table, log_s, at = kernel.table, np.log(kernel.table.half_square), np.log(last)
    share_beyond = -np.expm1(table.log_count(last) - table.log_n)
    each = n_rest / (n * share_beyond)
    mean = each * np.exp(np.interp(at, log_s, kernel.log_first) - log_scale)
    square = each * np.exp(np.interp(at, log_s, kernel.log_second) - 2 * log_scale)
    return mean, square, np.sqrt(np.maximum(square - mean**2 / n_rest, 0.0))


def _blocks(n_data_sets: int) -> Iterator[int]:
    if n_data_sets < 1:
        raise ParameterError(f"The number of data sets is {n_data_sets}; draw at least 1.")
    while n_data_sets > 0:
        yield min(BLOCK, n_data_sets)
        n_data_sets -= BLOCK
