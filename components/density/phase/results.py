"""What the "Phase diagram" view computes, shared by all visitors: theory, and simulated laws."""

from dataclasses import dataclass

import numpy as np

from components.memory import shared
from core.density.critical_bandwidths import Thresholds, thresholds
from core.density.distance_table import DistanceTable
from core.density.exact_law import exact_distribution
from core.density.exact_moments import LEAST_TAIL_INDEX, DensityMoments, exact_moments
from core.density.finite_borders import borders_at, finite_borders
from core.density.limiting_laws import LimitingLaw, law_distance, limiting_law
from core.density.regimes import REGIMES
from core.density.simulation import KernelOnTable, SimulatedDensity, simulate_density

ALPHAS = np.geomspace(0.01, 2.2, 90)
FEWEST_POINTS = 3.16  # the least that the page's control takes
LAW_HOLDS = 0.1  # of the difference between two distributions
LAW_EDGES = 31  # values at which the exact distribution is computed
SPIKE_NATS = 1e-3  # a law of less has no shape that a simulation could show


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
    which it is 1 and 2 at this n and d. ``edges`` (E,) are values of log ρ̂ and ``distribution``
    (E,) the exact probability of less; both empty where the law is a spike. ``law_distance`` is
    the largest difference between the distributions of ``law`` and of the exact law (Kolmogorov,
    Smirnov), NaN without one of them.
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
    edges: np.ndarray
    distribution: np.ndarray
    law_distance: float

    @property
    def law_holds(self) -> bool:
        """Whether the limit is near enough to the exact law to be drawn."""
        return self.law_distance <= LAW_HOLDS


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


@dataclass(frozen=True, eq=False)
class FiniteBorders:
    """h_G and h_CLT at one d over α from three points on, by the exact law of distances."""

    alphas: np.ndarray
    condensation: np.ndarray
    clt: np.ndarray

    def regime_at(self, alpha: float, h: float) -> str:
        """The band in which a place of the diagram lies."""
        at = np.log(alpha)
        borders = [
            np.exp(np.interp(at, np.log(self.alphas), np.log(line)))
            for line in (self.condensation, self.clt)
        ]
        return REGIMES[int(np.searchsorted(borders, h, side="right"))]


@shared()
def borders_at_dimension(kernel: str, n_dimensions: int) -> FiniteBorders:
    """What the bands of the diagram are bounded by."""
    least = np.log(FEWEST_POINTS) / n_dimensions
    alphas = np.append(min(least, ALPHAS[-2]), ALPHAS[least < ALPHAS])
    return FiniteBorders(alphas, *finite_borders(alphas, n_dimensions, kernel=kernel))


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
    condensation, clt = borders_at(table.slope, table.edge, setting.n_dimensions, setting.kernel)
    law, edges = limiting_law(kernel), _edges(simulated.log_density)
    distribution = exact_distribution(kernel, edges) if len(edges) else edges
    return PhasePoint(
        setting,
        thresholds(setting.alpha, kernel=setting.kernel),
        kernel.tail_index,
        condensation,
        clt,
        law,
        simulated,
        kernel.log_mean,
        exact_moments(kernel) if kernel.tail_index > LEAST_TAIL_INDEX else None,
        edges,
        distribution,
        float("nan") if law is None or not len(edges) else law_distance(law, edges, distribution),
    )


def _edges(log_density: np.ndarray) -> np.ndarray:
    """Values between which nearly all data sets lie, and some beyond; none where all are one."""
    low, high = np.quantile(log_density, [0.004, 0.996])
    if high - low <= SPIKE_NATS:
        return np.empty(0)
    beyond = 0.15 * (high - low)
    return np.linspace(low - beyond, high + beyond, LAW_EDGES)
