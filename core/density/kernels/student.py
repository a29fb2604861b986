"""Student: (1 + |z|²/ν)^(−(ν+d)/2), the multivariate t density with ν degrees of freedom."""

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from scipy.special import gammaln

from core.density.kernels.exponent import KernelExponent
from core.density.kernels.kernel import Array, Kernel
from core.density.kernels.twin import Twin
from core.errors import ParameterError


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
        kappa = self.nu_per_dimension
        return float(
            0.5 * d * np.log(kappa * d * np.pi)
            + gammaln(kappa * d / 2)
            - gammaln((kappa + 1) * d / 2)
        )


class Student(Kernel):
    """The kernel with a power-law tail."""

    name = "student"
    label = "Student t (ν = 3)"
    formula = r"(1 + r^2/\nu)^{-(\nu+d)/2}"
    fast_sum = "distances"
    exponent = StudentExponent

    def __post_init__(self) -> None:
        if not (np.isfinite(self.nu) and self.nu > 0):
            raise ParameterError(f"nu is {self.nu}; choose a finite number above 0.")

    @property
    def log_normalisation(self) -> float:
        """Γ(ν/2) (νπ)^(d/2) / Γ((ν + d)/2)."""
        nu, d = self.nu, self.d
        return float(gammaln(nu / 2) - gammaln((nu + d) / 2) + d / 2 * np.log(nu * np.pi))

    def log_profile(self, squared: NDArray) -> NDArray:
        """−½(ν + d) log(1 + |z|²/ν)."""
        np.multiply(squared, 1 / self.nu, out=squared)
        if squared.dtype == np.float32:  # log1p is six times slower, and no better here
            np.log(np.add(squared, 1, out=squared), out=squared)
        else:
            np.log1p(squared, out=squared)
        return np.multiply(squared, -(self.nu + self.d) / 2, out=squared)

    def draw(self, n: int, random: RandomState) -> Array:
        """A normal one over √(χ²_ν/ν)."""
        normal = random.standard_normal((n, self.d))
        return np.asarray(normal / np.sqrt(random.chisquare(self.nu, size=n) / self.nu)[:, None])

    def twin(self) -> Twin:
        """One logarithm."""
        nodes = """
            share = Div(squared, nu)
            base = Add(share, one)
            base_log = Log(base)
            profile = Mul(base_log, power)
        """
        return Twin(nodes, {"nu": self.nu, "power": -(self.nu + self.d) / 2})


ROW = Student
