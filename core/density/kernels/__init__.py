"""The kernels of density estimates: one file each, whose row holds all that the lab asks of it.

K(z) = k(|z|²) / N(d) for z in ℝᵈ, with a profile k(0) = 1 and N(d) = ∫ k(|z|²) dz. Logarithms
throughout: N(d) leaves the range of floating point at d ≈ 300, the density itself far earlier.

A kernel is added by a file with its ``ROW``, and by the file's name in ``FILES``.
"""

from importlib import import_module

from core.density.kernels.kernel import Kernel
from core.errors import ParameterError

# In the order in which pages list them.
FILES = (
    *("gaussian", "exponential", "epanechnikov", "tophat"),
    *("linear", "student", "cosine", "biweight"),
)
_ROWS: tuple[type[Kernel], ...] = tuple(import_module(f"{__name__}.{file}").ROW for file in FILES)
KERNEL_TABLE: dict[str, type[Kernel]] = {row.name: row for row in _ROWS}
KERNELS: tuple[str, ...] = tuple(KERNEL_TABLE)


def kernel_named(name: str) -> type[Kernel]:
    """The row of the table; ParameterError lists the names when there is none.

    >>> kernel_named("tophat").label
    'Top hat'
    """
    if name not in KERNEL_TABLE:
        raise ParameterError(f"kernel is {name!r}; choose one of: {', '.join(KERNELS)}.")
    return KERNEL_TABLE[name]


def make_kernel(name: str, d: int, nu: float = 3.0) -> Kernel:
    """The kernel called ``name`` in ``d`` dimensions; ``nu`` is used by "student" only.

    >>> from math import exp
    >>> kernel = make_kernel("epanechnikov", 1)
    >>> round(1 / exp(kernel.log_normalisation), 6)  # 3/4 (1 − z²)
    0.75
    """
    return kernel_named(name)(d, float(nu))
