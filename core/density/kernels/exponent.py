"""What a kernel is in the limit of many dimensions: an exponent φ, K(z) = exp(−d φ(|z|²/d))."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from core.density.regimes import CLT, CONDENSATION

Array = NDArray[np.float64]


@dataclass(frozen=True)
class KernelExponent(ABC):
    """One exponent, with u = |z|²/d and z = (x − y)/h; κ = ``nu_per_dimension`` is Student's only.

    Attributes
    ----------
    name : as in EXPONENTS; label : in the phase diagram
    peak : u° with u°φ'(u°) = ½, the typical u of a point drawn from the kernel
    compact : K vanishes beyond u = 1 and is flat below, to leading order
    not_simulated : why the phase diagram has no law of the estimate, empty where it has one
    """

    name: ClassVar[str]
    label: ClassVar[str]
    peak: ClassVar[float] = 1.0
    compact: ClassVar[bool] = False
    not_simulated: ClassVar[str] = ""

    nu_per_dimension: float = 1.0

    def __post_init__(self) -> None:  # noqa: B027 - most have no condition
        """Raise ParameterError for degrees of freedom that the exponent cannot have."""

    @abstractmethod
    def value(self, u: Array) -> Array:
        """φ(u)."""

    @abstractmethod
    def derivative(self, u: Array) -> Array:
        """φ'(u)."""

    @abstractmethod
    def log_norm(self, d: int) -> float:
        """log ∫ K(z) dz over d dimensions."""

    @property
    def log_norm_per_dimension(self) -> float:
        """(1/d) log ∫ K(z) dz = ½ log(2πe u°) − φ(u°), by Laplace's method on spheres."""
        u = np.asarray(self.peak)
        return float(0.5 * np.log(2 * np.pi * np.e * u) - self.value(u))

    def critical(self, slope: float, squared_radius: float) -> tuple[float, float]:
        """(h_G, h_CLT), where μ is 1 and 2; 0 for a kernel whose μ is larger at every bandwidth.

        ``slope`` λ_G and ``squared_radius`` r_G describe the nearest neighbours; the tail index is
        μ = λ_G h² / (2φ'(r_G/h²)).
        """

        def excess(log_h: float, wanted: float) -> float:
            h2 = np.exp(2 * log_h)
            slope_there = self.derivative(np.asarray(squared_radius / h2))
            return float(np.log(slope * h2 / (2 * slope_there)) - np.log(wanted))

        found = []
        for wanted in (CONDENSATION, CLT):
            if excess(-30.0, wanted) >= 0:
                found.append(0.0)
            else:
                found.append(float(np.exp(brentq(excess, -30.0, 30.0, args=(wanted,), xtol=1e-15))))
        return found[0], found[1]
