"""What pages say of the kernels of density estimates, from their rows."""

from core.density.kernels import KERNEL_TABLE

_ENDING = [row.label for row in KERNEL_TABLE.values() if row.is_compact]
WHO_ENDS = f"{', '.join(_ENDING[:-1])} and {_ENDING[-1]} end at h"


def kernel_formulas() -> str:
    """Every kernel with its formula (markdown), those that end behind the others."""
    endless, ending = (
        ", ".join(
            f"{row.label} ${row.formula}$"
            for row in KERNEL_TABLE.values()
            if row.is_compact is ends
        )
        for ends in (False, True)
    )
    return f"{endless}; and, exactly 0 from $r = 1$ on, {ending}"
