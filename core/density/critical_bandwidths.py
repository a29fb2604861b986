"""Where a kernel density estimate changes its nature, in the limit of many dimensions."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from core.density.distance_law import DistanceLaw
from core.density.kernel_exponents import kernel_exponent
from core.density.kernels.exponent import KernelExponent
from core.density.regimes import REGIMES, regime_index
from core.errors import ParameterError

STEEPEST = 1e100  # where the mean of Student's terms has no maximum any more


@dataclass(frozen=True, eq=False)
class Thresholds:
    """The bandwidths at which the estimate ρ̂(x) changes, for n = e^{αd} points.

    Attributes
    ----------
    alpha : float
        (log n)/d.
    h_condensation : float
        h_G, tail index μ = 1: below, a few points carry the estimate.
    h_clt : float
        h_CLT, μ = 2: below, fluctuations are not Gaussian.
    h_optimal : float
        h*, which minimises the Kullback–Leibler divergence.
    mu_optimal : float
        Tail index at h*.
    kl_per_dimension : float
        (log ρ(x) − log ρ̂(x))/d at h*, in nats: for a typical x the divergence per dimension.
    slope : float
        λ_G = −2I'(r_G).
    squared_radius : float
        r_G, the ‖x − y‖²/d of the typical nearest neighbour.
    h_scott : float
        e^{−α}, the limit of Scott's and Silverman's rules for unit variance.
    h_mise : float or None
        Bandwidth of least mean squared error, (e^{2α} − ½)^{−½}; isotropic data only.
    law : DistanceLaw
        The law of the distances.
    kernel : KernelExponent
        The kernel in the limit of many dimensions.
    """

    alpha: float
    h_condensation: float
    h_clt: float
    h_optimal: float
    mu_optimal: float
    kl_per_dimension: float
    slope: float
    squared_radius: float
    h_scott: float
    h_mise: float | None
    law: DistanceLaw
    kernel: KernelExponent

    def tail_index(self, bandwidth: float) -> float:
        """μ(h) = λ_G h² / (2φ'(r_G/h²)); for the Gaussian kernel (h/h_G)².

        Compact kernels have no heavy tail: infinite where a point is in reach, else NaN.
        """
        h2 = _positive(bandwidth) ** 2
        u = np.asarray(self.squared_radius / h2)
        if self.kernel.compact:
            return float("inf") if u <= 1 else float("nan")
        return float(self.slope * h2 / (2 * self.kernel.derivative(u)))

    def regime(self, bandwidth: float) -> str:
        """The regime at this bandwidth, one of REGIMES; "empty" where a compact kernel is 0."""
        mu = self.tail_index(bandwidth)
        return "empty" if np.isnan(mu) else REGIMES[int(regime_index(mu))]

    def log_density_per_dimension(self, bandwidth: float) -> float:
        """Typical (1/d) log ρ̂(x): max over r ≥ r_G of −I − φ(r/h²), minus log h and the norm.

        The maximum lies inside above condensation (the annealed value, log E ρ̂) and at the edge
        r_G below it. −inf where a compact kernel reaches no point.
        """
        return (
            self._best(bandwidth, 1) - np.log(bandwidth) - float(self.kernel.log_norm_per_dimension)
        )

    def annealed_log_density_per_dimension(self, bandwidth: float) -> float:
        """(1/d) log E ρ̂(x): the maximum over all r, however few points lie there.

        Above condensation it is the typical value; below, the mean is that of rare data sets with a
        point much nearer to x than the nearest one usually is.
        """
        h2 = _positive(bandwidth) ** 2
        if self.kernel.compact:
            reach = min(h2, float(self.law.radius(0.0)))
            best = float(-self.law.exponent(self.law.slope_at(reach)))
        else:
            best = self._saddle(h2, 1, self._steep(h2, 1))
        return best - np.log(bandwidth) - float(self.kernel.log_norm_per_dimension)

    def log_participation_per_dimension(self, bandwidth: float) -> float:
        """(1/d) log Σw²: 0 in the condensed regime, negative above; NaN where the density is 0."""
        first = self._best(bandwidth, 1)
        if not np.isfinite(first):
            return float("nan")
        if self.tail_index(bandwidth) <= 1:
            return 0.0
        return min(self._best(bandwidth, 2) - 2 * first - self.alpha, 0.0)

    def _best(self, bandwidth: float, power: int) -> float:
        """Max over r ≥ r_G of −I(r) − power·φ(r/h²), at the saddle or at the edge."""
        h2 = _positive(bandwidth) ** 2
        edge_u = np.asarray(self.squared_radius / h2)
        if self.kernel.compact:
            if edge_u > 1:
                return float("-inf")
            reach = min(h2, float(self.law.radius(0.0)))
            return float(-self.law.exponent(self.law.slope_at(reach)))

        if self._excess(self.slope, h2, power) <= 0:
            return float(-self.alpha - power * self.kernel.value(edge_u))
        return self._saddle(h2, power, self.slope)

    def _excess(self, slope: float, h2: float, power: int) -> float:
        """Of the rate of points over that of their terms at the radius with this slope."""
        u = self.law.radius(slope) / h2
        return float(slope * h2 - 2 * power * self.kernel.derivative(u))

    def _saddle(self, h2: float, power: int, steep: float) -> float:
        """The maximum over radii whose slope lies below ``steep``."""
        slope = brentq(self._excess, 0.0, steep, args=(h2, power), xtol=1e-300, rtol=1e-14)
        u = self.law.radius(slope) / h2
        return float(-self.law.exponent(slope) - power * self.kernel.value(u))

    def _steep(self, h2: float, power: int) -> float:
        """A slope beyond the maximum."""
        steep = self.slope
        while self._excess(steep, h2, power) <= 0 and steep < STEEPEST:
            steep *= 2
        return steep


def thresholds(
    alpha: float,
    spectrum: ArrayLike | None = None,
    squared_norm_per_dimension: float | None = None,
    *,
    kernel: str = "gaussian",
    nu_per_dimension: float = 1.0,
    n_dimensions: int | None = None,
) -> Thresholds:
    """The bandwidths at which an estimate from n = e^{αd} Gaussian points changes at a query x.

    The number of points with ‖x − y‖² < d·r is n e^{−d I(r)}; the nearest lies where I(r_G) = α.
    Near it the terms of ρ̂ have the tail index μ = λ_G h²/(2φ'(r_G/h²)), λ_G = −2I'(r_G). For the
    Gaussian kernel h_G = λ_G^{−½} and h_CLT = √2 h_G; for every smooth kernel the optimum obeys
    u φ'(u) = ½ at u = r_G/h*², so μ* = λ_G r_G.

    Parameters
    ----------
    alpha : float
        (log n)/d, positive.
    spectrum : (d,) array or None, optional
        Eigenvalues of the data's covariance; None for the unit matrix.
    squared_norm_per_dimension : float or None, optional
        ‖x‖²/d of the query; None for a typical one.
    kernel : str, optional
        "gaussian", "laplace", "student" or "compact".
    nu_per_dimension : float, optional
        κ of the student kernel, whose degrees of freedom are κd.
    n_dimensions : int or None, optional
        d, to correct the edge for its finite size (Bahadur and Rao); None: d → ∞.

    Returns
    -------
    Thresholds
        Bandwidths in the unit in which the spectrum is a variance.

    Raises
    ------
    ParameterError
        For values outside these ranges.

    References
    ----------
    G. Biroli, M. Mézard, arXiv:2408.05807, 2024. G. Ben Arous, L. Bogachev, S. Molchanov, Limit
    theorems for sums of random exponentials, 2005.

    Examples
    --------
    >>> found = thresholds(0.36)
    >>> round(found.h_condensation, 5), round(found.h_clt, 5), round(found.h_optimal, 5)
    (0.78988, 1.11705, 0.72925)
    >>> found.regime(0.5), found.regime(1.0), found.regime(1.2)
    ('condensed', 'heavy', 'gaussian')
    """
    law = DistanceLaw.of(spectrum, squared_norm_per_dimension)
    exponent = kernel_exponent(kernel, nu_per_dimension)
    slope = law.edge(alpha) if n_dimensions is None else law.finite_edge(alpha, n_dimensions)
    squared_radius = float(law.radius(slope))
    h_condensation, h_clt = exponent.critical(slope, squared_radius)
    h_optimal, mu_optimal = _optimum(law, exponent, slope)
    isotropic = spectrum is None and squared_norm_per_dimension is None
    # ½ log(2π) cancels between ρ and ρ̂.
    log_true = -0.5 * float((np.log(law.variance) + law.squared_coordinate / law.variance).mean())
    found = Thresholds(
        alpha=float(alpha),
        h_condensation=h_condensation,
        h_clt=h_clt,
        h_optimal=h_optimal,
        mu_optimal=mu_optimal,
        kl_per_dimension=float("nan"),
        slope=slope,
        squared_radius=squared_radius,
        h_scott=float(np.sqrt(law.variance.mean()) * np.exp(-alpha)),
        h_mise=float((np.exp(2 * alpha) - 0.5) ** -0.5) if isotropic else None,
        law=law,
        kernel=exponent,
    )
    if mu_optimal <= 1 or exponent.compact:
        # In the condensed phase ρ̂ is the density of one nearest neighbour at its best width.
        log_estimate = -alpha - 0.5 * np.log(squared_radius) - 0.5
    else:
        log_estimate = found.log_density_per_dimension(h_optimal) + 0.5 * np.log(2 * np.pi)
    return replace(found, kl_per_dimension=float(log_true - log_estimate))


def _optimum(law: DistanceLaw, kernel: KernelExponent, slope: float) -> tuple[float, float]:
    """(h*, μ*): stationary at λ r(λ) = 1, or at the edge when λ_G r_G ≤ 1; h*² = r/u°."""
    if slope * float(law.radius(slope)) > 1 and not kernel.compact:
        # An outlier: its best bandwidth lies above condensation.
        slope_there = brentq(lambda lam: lam * float(law.radius(lam)) - 1, 0.0, slope, rtol=1e-14)
    else:
        slope_there = slope
    h2 = float(law.radius(slope_there)) / kernel.peak
    u = np.asarray(float(law.radius(slope)) / h2)
    mu = slope * h2 / (2 * kernel.derivative(u)) if not kernel.compact else np.inf
    return h2**0.5, float(mu)


def _positive(bandwidth: float) -> float:
    if not 0 < bandwidth < np.inf:
        raise ParameterError(f"The bandwidth is {bandwidth}; it must be positive and finite.")
    return float(bandwidth)
