"""The law that log ρ̂ tends to in each regime, placed and scaled by the exact law of distances."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.density.simulation import KernelOnTable
from core.density.stable_laws import centred_stable_density, log_positive_stable_density

STEPS = 1_201  # of the integral of a law
TRANSITION = 0.03  # around μ = 1 and 2 neither neighbour's law has set in


@dataclass(frozen=True, eq=False)
class LimitingLaw:
    """The limit of the law of log ρ̂(x) over data sets.

    Attributes
    ----------
    name : "one-sided stable" (μ < 1), "skewed stable" (1 < μ < 2), "normal" (μ > 2)
    tail_index : μ at the exact local slope
    log_place : log of the unit z_G = K(nearest)/norm below condensation, of E ρ̂ above
    relative_scale : B/E ρ̂ of the fluctuations above condensation; 1 below
    """

    name: str
    tail_index: float
    log_place: float
    relative_scale: float

    def density(self, log_density: ArrayLike) -> NDArray[np.float64]:
        """Probability density of y = log ρ̂ at each value, per nat."""
        y = np.asarray(log_density, dtype=float) - self.log_place
        if self.name == "one-sided stable":
            return np.exp(log_positive_stable_density(y, self.tail_index))
        ratio = np.exp(np.minimum(y, 300.0))
        excess = np.expm1(np.minimum(y, 300.0)) / self.relative_scale
        if self.name == "skewed stable":
            shape = centred_stable_density(excess, self.tail_index)
        else:
            shape = np.exp(-0.5 * excess**2) / np.sqrt(2 * np.pi)
        return shape * ratio / self.relative_scale


def law_distance(law: LimitingLaw, log_density: ArrayLike, distribution: ArrayLike) -> float:
    """max |P − P_exact| over values of log ρ̂ (m,), increasing, with their exact distribution (m,).

    >>> normal = LimitingLaw("normal", 9.0, 0.0, 0.1)
    >>> y = np.linspace(-0.3, 0.3, 61)
    >>> from scipy.special import ndtr
    >>> round(law_distance(normal, y, ndtr(np.expm1(y) / 0.1)), 3)
    0.0
    """
    y = np.asarray(log_density, dtype=float)
    width = y[-1] - y[0]
    fine = np.linspace(y[0] - width, y[-1], STEPS)
    per_nat = law.density(fine)
    below = np.concatenate([[0.0], np.cumsum((per_nat[1:] + per_nat[:-1]) / 2)])
    below *= fine[1] - fine[0]
    return float(np.abs(np.interp(y, fine, below) - np.asarray(distribution)).max())


def limiting_law(kernel: KernelOnTable) -> LimitingLaw | None:
    """The limiting law at this bandwidth; None at the transitions μ = 1 and μ = 2 themselves.

    Below condensation ρ̂ = z_G Σ Γ_i^{−1/μ}, z_G the term of a point where one is expected. Between,
    ρ̂ = E ρ̂ + z_G (Σ Γ_i^{−1/μ} − mean). Above, ρ̂ is normal with its exact mean and variance.

    Source: Ben Arous, Bogachev and Molchanov, Probability Theory and Related Fields, 2005.

    >>> from core.density.distance_table import DistanceTable
    >>> table = DistanceTable.of(0.36 * 100, 100)
    >>> [limiting_law(KernelOnTable.of(table, h, "gaussian", 1.0)).name for h in (0.5, 1.0, 1.5)]
    ['one-sided stable', 'skewed stable', 'normal']
    """
    mu = kernel.tail_index
    if min(abs(mu - 1), abs(mu - 2)) < TRANSITION:
        return None
    log_unit = float(kernel.log_weight(kernel.table.edge)) - kernel.log_norm
    if mu < 1:
        return LimitingLaw("one-sided stable", mu, log_unit, 1.0)
    if mu < 2:
        scale = float(np.exp(log_unit - kernel.log_mean))
        return LimitingLaw("skewed stable", mu, kernel.log_mean, scale)
    return LimitingLaw("normal", mu, kernel.log_mean, float(np.sqrt(kernel.relative_variance)))
