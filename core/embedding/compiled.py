"""Loops that numpy cannot express are compiled; the machine code is kept between runs."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile ``function`` on its first call; it runs without Python's global lock.

    Compiled loops are never parallel inside: threads run over blocks of work (core.parallel), so
    that results do not depend on their number. Where no folder for the machine code can be
    written, it is compiled again in each process.
    """
    try:
        return cast(Function, njit(function, cache=True, nogil=True))
    except RuntimeError:  # numba found no writable place
        return cast(Function, njit(function, nogil=True))
