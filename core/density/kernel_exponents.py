"""The kernels of the large-dimension theory, as exponents φ with K(z) = exp(−d φ(|z|²/d))."""

from core.density.kernels import KERNEL_TABLE
from core.density.kernels.exponent import KernelExponent
from core.density.kernels.twin import Without
from core.errors import ParameterError

# Several kernels may share one; those with a law of the estimate come first.
EXPONENTS: dict[str, type[KernelExponent]] = {
    exponent.name: exponent
    for exponent in sorted(
        (row.exponent for row in KERNEL_TABLE.values() if not isinstance(row.exponent, Without)),
        key=lambda exponent: bool(exponent.not_simulated),
    )
}
SIMULATED: dict[str, type[KernelExponent]] = {
    name: exponent for name, exponent in EXPONENTS.items() if not exponent.not_simulated
}


def kernel_exponent(name: str, nu_per_dimension: float = 1.0) -> KernelExponent:
    """The exponent of a kernel: "gaussian", "laplace", "student" (ν = κd) or "compact".

    Gaussian φ = u/2; Laplace φ = √u, that is exp(−√d |z|); Student φ = ½(1 + κ) log(1 + u/κ) with
    κ = ``nu_per_dimension``; compact φ = 0 up to u = 1. Raises ParameterError for other names.

    >>> kernel_exponent("student", 1.0).derivative(1.0)
    0.5
    """
    if name not in EXPONENTS:
        raise ParameterError(f"The kernel is {name!r}; choose one of: {', '.join(EXPONENTS)}.")
    return EXPONENTS[name](float(nu_per_dimension))
