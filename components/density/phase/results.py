"""What the "Phase diagram" view computes, shared by all visitors: theory, and simulated laws."""

from dataclasses import dataclass

import numpy as np

from components.memory import shared
from core.density.critical_bandwidths import Thresholds, thresholds
from core.density.distance_table import DistanceTable
from core.density.exact_moments import LEAST_TAIL_INDEX, DensityMoments, exact_moments
from core.density.kernel_exponents import kernel_exponent
from core.density.limiting_laws import LimitingLaw, limiting_law
from core.density.simulation import KernelOnTable, SimulatedDensity, simulate_density

ALPHAS = np.geomspace(0.01, 2.2, 90)


@dataclass(frozen=True)
class Setting:
    """One place of the diagram: log n, d, h, kernel, and how it is simulated."""

    log_n: float
    n_dimensions: int
    bandwidth: float
    kernel: str
    n_data_sets: int
    seed: int

    @property
    def alpha(self) -> float:
        """(log n)/d."""
        return self.log_n / self.n_dimensions


@dataclass(frozen=True, eq=False)
class PhasePoint:
    """Theory and simulation at one place of the diagram.

    ``exact`` holds the moments without chance, None where their integrals fail (μ < 0.03).
    ``tail_index`` is μ at the exact local slope, ``condensation`` and ``clt`` the bandwidths at
    which it is 1 and 2 at this n and d.
    """

    setting: Setting
    theory: Thresholds
    tail_index: float
    condensation: float
    clt: float
    law: LimitingLaw | None
    simulated: SimulatedDensity
    log_mean: float
    exact: DensityMoments | None


@dataclass(frozen=True, eq=False)
class PhaseLines:
    """The lines of the diagram over ALPHAS."""

    condensation: np.ndarray
    clt: np.ndarray
    optimal: np.ndarray
    scott: np.ndarray
    mise: np.ndarray


@shared()
def phase_lines(kernel: str) -> PhaseLines:
    """h_G, h_CLT, h* over α in the limit of many dimensions, Scott's rule, the L2 optimum."""
    found = [thresholds(alpha, kernel=kernel) for alpha in ALPHAS]
    return PhaseLines(
        np.array([each.h_condensation for each in found]),
        np.array([each.h_clt for each in found]),
        np.array([each.h_optimal for each in found]),
        np.exp(-ALPHAS),
        (np.exp(2 * ALPHAS) - 0.5) ** -0.5,
    )


@shared()
def finite_edge(kernel: str, n_dimensions: int) -> tuple[np.ndarray, np.ndarray]:
    """(α, h_G) at this d, with Bahadur and Rao's prefactor, where n is at least 10."""
    alphas = ALPHAS[ALPHAS * n_dimensions > np.log(10)]
    edge = [
        thresholds(alpha, kernel=kernel, n_dimensions=n_dimensions).h_condensation
        for alpha in alphas
    ]
    return alphas, np.array(edge)


@shared()
def distances(log_n: float, n_dimensions: int) -> DistanceTable:
    """The exact law of distances, shared by all bandwidths."""
    return DistanceTable.of(log_n, n_dimensions)


@shared()
def phase_point(setting: Setting) -> PhasePoint:
    """Simulate one place of the diagram."""
    table = distances(setting.log_n, setting.n_dimensions)
    kernel = KernelOnTable.of(table, setting.bandwidth, setting.kernel, 1.0)
    simulated = simulate_density(
        table,
        setting.bandwidth,
        kernel=setting.kernel,
        n_data_sets=setting.n_data_sets,
        n_nearest=400,
        random_state=setting.seed,
    )
    condensation, clt = _critical(table, setting.kernel)
    return PhasePoint(
        setting,
        thresholds(setting.alpha, kernel=setting.kernel),
        kernel.tail_index,
        condensation,
        clt,
        limiting_law(kernel),
        simulated,
        kernel.log_mean,
        exact_moments(kernel) if kernel.tail_index > LEAST_TAIL_INDEX else None,
    )


def _critical(table: DistanceTable, kernel: str) -> tuple[float, float]:
    """h at which μ, at the exact local slope, is 1 and 2."""
    grid = np.geomspace(0.01, 20.0, 200)
    r = 2 * table.edge / table.n_dimensions
    slope = kernel_exponent(kernel).derivative(r / grid**2)
    mu = table.slope * grid**2 / (2 * slope)
    first, second = np.exp(np.interp(np.log([1.0, 2.0]), np.log(mu), np.log(grid)))
    return float(first), float(second)
