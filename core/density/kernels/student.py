"""Student: (1 + |z|²/ν)^(−(ν+d)/2), the multivariate t density with ν degrees of freedom."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from scipy.special import gammaln

from core.density.kernels.exponent import KernelExponent
from core.density.kernels.kernel import Array, Kernel
from core.density.kernels.twin import Twin
from core.depths import Depths
from core.errors import ParameterError

LARGE_NU = 256  # above, a rounding of 1 + |z|²/ν in float32 costs (ν + d)/2 · 6e-8 > 1e-5 nats
ASYMPTOTIC = 30  # log Γ(a) by Stirling's series is right to the last digit from here on


class StudentExponent(KernelExponent):
    """φ = ½(1 + κ) log(1 + u/κ), ν = κd."""

    name = "student"
    label = "Student (ν = d)"

    def __post_init__(self) -> None:
        if not 0 < self.nu_per_dimension < np.inf:
            raise ParameterError(
                f"The Student kernel's degrees of freedom per dimension are "
                f"{self.nu_per_dimension}; choose a positive number."
            )

    def value(self, u: Array) -> Array:
        """½(1 + κ) log(1 + u/κ)."""
        kappa = self.nu_per_dimension
        return np.asarray(0.5 * (1 + kappa) * np.log1p(u / kappa))

    def derivative(self, u: Array) -> Array:
        """½(1 + κ)/(κ + u)."""
        kappa = self.nu_per_dimension
        return 0.5 * (1 + kappa) / (kappa + u)

    def log_norm(self, d: int) -> float:
        """As in d dimensions with ν = κd."""
        return log_normalisation(self.nu_per_dimension * d, d)


class Student(Kernel):
    """The kernel with a power-law tail."""

    name = "student"
    label = "Student t (ν = 3)"
    formula = r"(1 + r^2/\nu)^{-(\nu+d)/2}"
    depths = Depths(
        "A bell with heavy tails: even a far point keeps a say, so that no outlier is called "
        "impossible.",
        r"$k(r) = (1 + r^2/\nu)^{-(\nu + d)/2}$ with $r = |x - y|/h$ is the multivariate $t$ "
        r"with $\nu$ degrees of freedom: it falls like $r^{-(\nu + d)}$, and $\nu \to \infty$ "
        r"is the Gaussian. (S. Kotz, S. Nadarajah, Multivariate t Distributions, 2004.)",
    )
    fast_sum = "distances"
    exponent = StudentExponent

    def __post_init__(self) -> None:
        if not (np.isfinite(self.nu) and self.nu > 0):
            raise ParameterError(f"nu is {self.nu}; choose a finite number above 0.")

    @property
    def log_normalisation(self) -> float:
        """Γ(ν/2) (νπ)^(d/2) / Γ((ν + d)/2)."""
        return log_normalisation(self.nu, self.d)

    def log_profile(self, squared: NDArray) -> NDArray:
        """−½(ν + d) log(1 + |z|²/ν)."""
        np.multiply(squared, 1 / self.nu, out=squared)
        # log1p is six times slower, and no better where float32 tells 1 + |z|²/ν from 1.
        if squared.dtype == np.float32 and self.nu <= LARGE_NU:
            np.log(np.add(squared, 1, out=squared), out=squared)
        else:
            np.log1p(squared, out=squared)
        return np.multiply(squared, -(self.nu + self.d) / 2, out=squared)

    def draw(self, n: int, random: RandomState) -> Array:
        """A normal one over √(χ²_ν/ν)."""
        normal = random.standard_normal((n, self.d))
        return np.asarray(normal / np.sqrt(random.chisquare(self.nu, size=n) / self.nu)[:, None])

    def twin(self) -> Twin:
        """One logarithm; of a large ν times what rounding took from its argument (W. Kahan)."""
        nodes = """
            share = Div(squared, nu)
            base = Add(share, one)
            base_log = Log(base)
            profile = Mul(base_log, power)
        """
        if self.nu > LARGE_NU:
            nodes = """
                share = Div(squared, nu)
                base = Add(share, one)
                rounded = Sub(base, one)
                same = Equal(rounded, zero)
                divisor = Where(same, one, rounded)
                base_log = Log(base)
                slope = Div(base_log, divisor)
                growth = Where(same, one, slope)
                exact_log = Mul(share, growth)
                profile = Mul(exact_log, power)
            """
        return Twin(nodes, {"nu": self.nu, "power": -(self.nu + self.d) / 2})


def log_normalisation(nu: float, d: int) -> float:
    """log of Γ(ν/2) (νπ)^(d/2) / Γ((ν + d)/2), without the cancellation of two log Γ of large ν.

    With a = ν/2 and b = d/2, log Γ(a + b) − log Γ(a) = b log a + (a + b − ½) log(1 + b/a) − b + the
    difference of Stirling's corrections, so that only b log 2π and small terms are left.

    >>> round(log_normalisation(1e16, 1), 12)  # of a Gaussian, ½ log 2π
    0.918938533205
    """
    a, b = nu / 2, d / 2
    if a < ASYMPTOTIC:
        growth = gammaln(a + b) - gammaln(a) - b * np.log(a)
    else:
        growth = (a + b - 0.5) * np.log1p(b / a) - b + _stirling(a + b) - _stirling(a)
    return float(b * np.log(2 * np.pi) - growth)


def _stirling(x: float) -> float:
    """log Γ(x) − (x − ½) log x + x − ½ log 2π."""
    return 1 / (12 * x) - 1 / (360 * x**3) + 1 / (1260 * x**5) - 1 / (1680 * x**7)


ROW = Student
