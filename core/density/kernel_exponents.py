"""The kernels of the large-dimension theory, as exponents φ with K(z) = exp(−d φ(|z|²/d))."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from core.errors import ParameterError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class KernelExponent:
    """One kernel, with u = |z|²/d and z = (x − y)/h.

    Attributes
    ----------
    name : as in EXPONENTS
    value, derivative : φ(u) and φ'(u); both functions of arrays
    peak : u° with u°φ'(u°) = ½, the typical u of a point drawn from the kernel
    log_norm : log ∫ K(z) dz over d dimensions, a function of d
    compact : K vanishes beyond u = 1 and is flat below, to leading order
    """

    name: str
    value: Callable[[Array], Array]
    derivative: Callable[[Array], Array]
    peak: float
    log_norm: Callable[[int], float]
    compact: bool = False

    @property
    def log_norm_per_dimension(self) -> float:
        """(1/d) log ∫ K(z) dz = ½ log(2πe u°) − φ(u°), by Laplace's method on spheres.

        >>> round(kernel_exponent("gaussian").log_norm_per_dimension, 6)
        0.918939
        """
        u = np.asarray(self.peak)
        return float(0.5 * np.log(2 * np.pi * np.e * u) - self.value(u))


def _gaussian(nu_per_dimension: float) -> KernelExponent:
    return KernelExponent(
        "gaussian",
        lambda u: u / 2,
        lambda u: np.full_like(u, 0.5),
        1.0,
        lambda d: 0.5 * d * np.log(2 * np.pi),
    )


def _laplace(nu_per_dimension: float) -> KernelExponent:
    return KernelExponent(
        "laplace",
        np.sqrt,
        lambda u: 0.5 / np.sqrt(u),
        1.0,
        lambda d: _log_sphere(d) + gammaln(d) - 0.5 * d * np.log(d),
    )


def _student(nu_per_dimension: float) -> KernelExponent:
    kappa = float(nu_per_dimension)
    if not 0 < kappa < np.inf:
        raise ParameterError(
            f"The Student kernel's degrees of freedom per dimension are {kappa}; choose a "
            "positive number."
        )
    return KernelExponent(
        "student",
        lambda u: 0.5 * (1 + kappa) * np.log1p(u / kappa),
        lambda u: 0.5 * (1 + kappa) / (kappa + u),
        1.0,
        lambda d: (
            0.5 * d * np.log(kappa * d * np.pi)
            + gammaln(kappa * d / 2)
            - gammaln((kappa + 1) * d / 2)
        ),
    )


def _compact(nu_per_dimension: float) -> KernelExponent:
    return KernelExponent(
        "compact",
        lambda u: np.where(u <= 1, 0.0, np.inf),
        lambda u: np.where(u <= 1, 0.0, np.inf),
        1.0,
        lambda d: _log_sphere(d) - np.log(d) + 0.5 * d * np.log(d),
        compact=True,
    )


def _log_sphere(d: int) -> float:
    """log of the area of the unit sphere in d dimensions."""
    return float(np.log(2) + 0.5 * d * np.log(np.pi) - gammaln(d / 2))


# Scikit-learn's exponential kernel exp(−|x − y|/b) is "laplace" with h = b √d; its compact kernels
# (Epanechnikov, tophat, linear) of radius b are "compact" with h = b/√d.
EXPONENTS: dict[str, Callable[..., KernelExponent]] = {
    "gaussian": _gaussian,
    "laplace": _laplace,
    "student": _student,
    "compact": _compact,
}


def kernel_exponent(name: str, nu_per_dimension: float = 1.0) -> KernelExponent:
    """The exponent of a kernel: "gaussian", "laplace", "student" (ν = κd) or "compact".

    Gaussian φ = u/2; Laplace φ = √u, that is exp(−√d |z|); Student φ = ½(1 + κ) log(1 + u/κ) with
    κ = ``nu_per_dimension``; compact φ = 0 up to u = 1. Raises ParameterError for other names.

    >>> float(kernel_exponent("student", 1.0).derivative(np.array(1.0)))
    0.5
    """
    if name not in EXPONENTS:
        raise ParameterError(f"The kernel is {name!r}; choose one of: {', '.join(EXPONENTS)}.")
    return EXPONENTS[name](nu_per_dimension)
