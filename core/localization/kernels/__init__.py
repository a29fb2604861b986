"""Kernels between fingerprints, as logarithms: log K(q, l) for features q (n, B) and l (M, B).

Logarithms because kernels are raised to a power: 0.3³² is still a number, 0.001³² is noise.
Kernels of a distance measure it in units of the survey's own spread.

A kernel is added by a file with its ``ROWS``, and by the file's name in ``FILES``.
"""

from importlib import import_module

from core.errors import ParameterError
from core.localization.kernels.kernel import Kernel, Matrix
from core.localization.kernels.scale import spread

__all__ = ["KERNELS", "KERNEL_TABLE", "Kernel", "kernel_named", "log_kernel", "spread"]

# In the order in which pages list them.
FILES = ("cosine", "arc_cosine", "ntk", "gaussian", "laplacian", "matern", "student")
_ROWS: tuple[Kernel, ...] = tuple(
    row for file in FILES for row in import_module(f"{__name__}.{file}").ROWS
)
KERNEL_TABLE: dict[str, Kernel] = {row.name: row for row in _ROWS}
KERNELS: tuple[str, ...] = tuple(KERNEL_TABLE)


def kernel_named(name: str) -> Kernel:
    """The row of the table; ParameterError lists the names when there is none.

    >>> kernel_named("matern").label
    'Matérn 3/2'
    """
    if name not in KERNEL_TABLE:
        raise ParameterError(f"kernel is {name!r}; choose one of: {', '.join(KERNELS)}.")
    return KERNEL_TABLE[name]


def log_kernel(name: str, q: Matrix, places: Matrix, scale: float) -> Matrix:
    """log K (n, M) of the kernel called ``name``; ParameterError lists the names."""
    return kernel_named(name).log_kernel(q, places, scale)
