"""The spectral functions of the plain measures as power series with non-negative coefficients.

Every plain measure with a spectral form is Σ_k c_k Gᵏ of one non-negative symmetric matrix G with
spectral radius at most 1: A/ρ, I − L/c with c the largest degree, or S. A series is known in three
ways: its ``values`` h(g), its first ``coefficients`` c_0 … c_{m−1}, and the ``remainder``
Σ_{k ≥ m} c_k gᵏ, computed without subtracting, so that entries far below the largest are right.
All are divided by e^log_scale, which keeps them finite where the kernel itself is not.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, gammaln, xlogy

Vector = NDArray[np.float64]


class Series(Protocol):
    """One power series h, divided by e^log_scale."""

    @property
    def log_scale(self) -> float: ...  # noqa: D102

    def values(self, g: Vector) -> Vector: ...  # noqa: D102

    def coefficients(self, n_terms: int) -> Vector: ...  # noqa: D102

    def remainder(self, g: Vector, n_terms: int) -> Vector: ...  # noqa: D102


@dataclass(frozen=True)
class Geometric:
    """(1 − q g)⁻¹ times ``factor``: resolvents."""

    q: float
    factor: float = 1.0
    log_scale: float = 0.0

    def values(self, g: Vector) -> Vector:
        """h(g) at eigenvalues g (n,)."""
        return self.factor / (1 - self.q * g)

    def coefficients(self, n_terms: int) -> Vector:
        """c_k = qᵏ."""
        return self.factor * np.power(float(self.q), np.arange(n_terms))

    def remainder(self, g: Vector, n_terms: int) -> Vector:
        """(q g)ᵐ / (1 − q g)."""
        return self.values(g) * (self.q * g) ** n_terms


@dataclass(frozen=True)
class GeometricSquared:
    """(1 − q g)⁻²: minus the derivative of a resolvent, for expected path costs."""

    q: float
    log_scale: float = 0.0

    def values(self, g: Vector) -> Vector:
        """h(g) at eigenvalues g (n,)."""
        return (1 - self.q * g) ** -2.0

    def coefficients(self, n_terms: int) -> Vector:
        """c_k = (k + 1) qᵏ."""
        k = np.arange(n_terms)
        return (k + 1) * self.q**k

    def remainder(self, g: Vector, n_terms: int) -> Vector:
        """zᵐ (m + 1 − m z) / (1 − z)², z = q g."""
        z = self.q * g
        return z**n_terms * (n_terms + 1 - n_terms * z) / (1 - z) ** 2


@dataclass(frozen=True)
class Exponential:
    """e^(y (g − 1)); with ``log_scale`` = y this is e^(y g)."""

    y: float
    log_scale: float = 0.0

    def values(self, g: Vector) -> Vector:
        """h(g) at eigenvalues g (n,)."""
        return np.exp(self.y * (g - 1))

    def coefficients(self, n_terms: int) -> Vector:
        """c_k = e^−y yᵏ / k!: the Poisson distribution."""
        return np.exp(self._log_coefficients(np.arange(n_terms)))

    def remainder(self, g: Vector, n_terms: int) -> Vector:
        """Σ_{k ≥ m} c_k gᵏ, term by term."""
        last = n_terms + int(self.y + 10 * np.sqrt(self.y)) + 30
        return _tail_sum(np.exp(self._log_coefficients(np.arange(n_terms, last))), g, n_terms)

    def _log_coefficients(self, k: NDArray[np.int_]) -> Vector:
        return xlogy(k, self.y) - self.y - gammaln(k + 1)


@dataclass(frozen=True)
class DoubleFactorial:
    """Σ_k zᵏ / k!! = e^(z²/2) (1 + √(π/2) erf(z/√2)), z = y g, divided by e^(y²/2)."""

    y: float

    @property
    def log_scale(self) -> float:
        """y²/2."""
        return self.y**2 / 2

    def values(self, g: Vector) -> Vector:
        """h(g) at eigenvalues g (n,)."""
        z = self.y * g
        bracket = 1 + np.sqrt(np.pi / 2) * erf(z / np.sqrt(2))
        return np.exp((z - self.y) * (z + self.y) / 2) * bracket

    def coefficients(self, n_terms: int) -> Vector:
        """c_k = yᵏ / k!!."""
        return np.exp(self._log_coefficients(np.arange(n_terms)))

    def remainder(self, g: Vector, n_terms: int) -> Vector:
        """Σ_{k ≥ m} c_k gᵏ, term by term."""
        last = n_terms + int(self.y**2 + 10 * self.y) + 40
        return _tail_sum(np.exp(self._log_coefficients(np.arange(n_terms, last))), g, n_terms)

    def _log_coefficients(self, k: NDArray[np.int_]) -> Vector:
        # k!! = 2^(k/2) Γ(k/2 + 1), times √(2/π) for odd k
        log_factorial = k / 2 * np.log(2) + gammaln(k / 2 + 1) + (k % 2) * 0.5 * np.log(2 / np.pi)
        return xlogy(k, self.y) - self.y**2 / 2 - log_factorial


def _tail_sum(coefficients: Vector, g: Vector, first_power: int) -> Vector:
    """Σ_k coefficients[k] g^(first_power + k)."""
    powers = np.vander(g, len(coefficients), increasing=True)
    return powers @ coefficients * g**first_power
