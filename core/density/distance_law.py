"""Large deviations of the squared distance from a fixed point to Gaussian data."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

from core.errors import ParameterError

_LOG_LAMBDA_RANGE = (-40.0, 230.0)
_LARGEST_ALPHA = 110.0


@dataclass(frozen=True, eq=False)
class DistanceLaw:
    """Law of r = |x − y|²/d for y ~ N(0, diag(s)) and a fixed x, as d grows: P(r) = e^{−d I(r)}.

    With g(λ) = (1/d) log E exp(−λ|x − y|²/2) = −½⟨log(1 + λs) + λx²/(1 + λs)⟩, ⟨·⟩ the mean over
    directions, everything is a function of the slope λ: r = −2g', I = −λr/2 − g, I'(r) = −λ/2.

    Attributes
    ----------
    variance : (k,) eigenvalues s of the covariance, each standing for d/k directions
    squared_coordinate : (k,) x² in the same directions

    Source: Biroli and Mézard, Kernel density estimators in large dimensions, 2024.

    >>> law = DistanceLaw.of()
    >>> float(round(law.edge(0.36), 4))
    1.6028
    """

    variance: NDArray[np.float64]
    squared_coordinate: NDArray[np.float64]

    @classmethod
    def of(
        cls, spectrum: ArrayLike | None = None, squared_norm_per_dimension: float | None = None
    ) -> "DistanceLaw":
        """The law for a covariance spectrum (None: the unit matrix) and |x|²/d (None: typical).

        A given |x|²/d scales the typical x, whose squared coordinates are the eigenvalues.
        Raises ParameterError for eigenvalues that are not positive and a negative norm.
        """
        variance = np.atleast_1d(np.asarray(1.0 if spectrum is None else spectrum, dtype=float))
        if variance.ndim != 1 or not variance.size or not np.all(variance > 0):
            raise ParameterError(
                "The spectrum must be a list of positive eigenvalues; leave out directions "
                "without variance."
            )
        if not np.isfinite(variance).all():
            raise ParameterError("The spectrum holds values that are not finite; remove them.")
        if squared_norm_per_dimension is None:
            return cls(variance, variance.copy())
        norm = float(squared_norm_per_dimension)
        if not 0 <= norm < np.inf:
            raise ParameterError(f"|x|²/d is {norm}; it must be finite and at least 0.")
        return cls(variance, variance * (norm / variance.mean()))

    def log_moment(self, slope: ArrayLike) -> NDArray[np.float64]:
        """g(λ) = (1/d) log E exp(−λ|x − y|²/2)."""
        lam = np.asarray(slope, dtype=float)[..., None]
        damped = lam * self.squared_coordinate / (1 + lam * self.variance)
        return -0.5 * (np.log1p(lam * self.variance) + damped).mean(axis=-1)

    def radius(self, slope: ArrayLike) -> NDArray[np.float64]:
        """r(λ) = ⟨s/(1 + λs) + x²/(1 + λs)²⟩, the typical r after tilting by λ; decreasing."""
        lam = np.asarray(slope, dtype=float)[..., None]
        shrunk = 1 + lam * self.variance
        return (self.variance / shrunk + self.squared_coordinate / shrunk**2).mean(axis=-1)

    def curvature(self, slope: ArrayLike) -> NDArray[np.float64]:
        """g''(λ) = ½⟨s²/(1 + λs)² + 2x²s/(1 + λs)³⟩, d times the tilted variance of |x − y|²/2."""
        lam = np.asarray(slope, dtype=float)[..., None]
        ratio = self.variance / (1 + lam * self.variance)
        bent = 2 * self.squared_coordinate * ratio / (1 + lam * self.variance) ** 2
        return 0.5 * (ratio**2 + bent).mean(axis=-1)

    def exponent(self, slope: ArrayLike) -> NDArray[np.float64]:
        """I(r(λ)) = −λ r(λ)/2 − g(λ) ≥ 0."""
        lam = np.asarray(slope, dtype=float)
        return -0.5 * lam * self.radius(lam) - self.log_moment(lam)

    def edge(self, alpha: float) -> float:
        """λ_G with I = α = (log n)/d: the slope where the nearest of n points lies.

        Raises ParameterError unless α is positive.
        """
        check_alpha(alpha)
        return _root(lambda log_lam: float(self.exponent(np.exp(log_lam))) - alpha)

    def finite_edge(self, alpha: float, n_dimensions: int) -> float:
        """λ_G with Bahadur and Rao's prefactor: d I + log(λ √(2π d g'')) = log n = α d.

        It moves the edge inwards by O(log d / d). Source: Bahadur and Rao, 1960.

        >>> law = DistanceLaw.of()
        >>> float(round(law.finite_edge(0.36, 32) ** -0.5, 3))
        0.874
        """
        check_alpha(alpha)
        d = float(n_dimensions)

        def excess(log_lam: float) -> float:
            lam = np.exp(log_lam)
            spread = np.sqrt(2 * np.pi * d * float(self.curvature(lam)))
            return float(d * self.exponent(lam) + np.log(lam * spread) - alpha * d)

        return _root(excess)

    def slope_at(self, radius: float) -> float:
        """λ with r(λ) = radius, for radii below the typical one.

        Raises ParameterError when the radius is not positive or above the typical radius.
        """
        typical = float(self.radius(0.0))
        if not 0 < radius <= typical:
            raise ParameterError(
                f"The radius is {radius:g}; it must lie between 0 and the typical {typical:g}."
            )
        if radius == typical:
            return 0.0
        return _root(lambda log_lam: radius - float(self.radius(np.exp(log_lam))))


def check_alpha(alpha: float) -> None:
    """Raise ParameterError unless α = (log n)/d is positive and finite."""
    if not 0 < alpha < _LARGEST_ALPHA:
        raise ParameterError(
            f"alpha = (log n)/d is {alpha}; it must be positive (n of at least 2) and below "
            f"{_LARGEST_ALPHA:.0f}."
        )


def _root(function: Callable[[float], float]) -> float:
    low, high = _LOG_LAMBDA_RANGE
    if function(low) >= 0:
        return float(np.exp(low))
    return float(np.exp(brentq(function, low, high, xtol=1e-15, rtol=1e-15, maxiter=300)))
