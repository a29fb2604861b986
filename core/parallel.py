"""Threads over blocks of work, progress that can stop it, and one BLAS thread for each worker.

Long computations take ``progress``, a function of (share done in [0, 1], what is being done). It
may raise :class:`~core.errors.Cancelled`, which stops the computation; a method that has a usable
partial result keeps it.

Who starts a computation may be gone before it ends: within ``cancelled_when`` everything that this
thread computes stops at its next step, whether ``progress`` was handed down to it or not.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from threadpoolctl import ThreadpoolController

from core.errors import Cancelled

Progress = Callable[[float, str], None]
Item = TypeVar("Item")
Result = TypeVar("Result")


def available_workers() -> int:
    """Number of CPU cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def one_blas_thread() -> AbstractContextManager[Any]:
    """While it is open, numpy's matrix products and OpenMP loops use one thread each.

    Looking for the process's numerical libraries takes some 10 ms; it is done again only when
    modules were loaded since, which may have brought another library.
    """
    return _controller(len(sys.modules)).limit(limits=1)


@lru_cache(maxsize=1)
def _controller(n_modules: int) -> ThreadpoolController:
    return ThreadpoolController()


_nobody_waits: ContextVar[Callable[[], bool]] = ContextVar("_nobody_waits")


@contextmanager
def cancelled_when(nobody_waits: Callable[[], bool]) -> Iterator[None]:
    """Computations of this thread raise Cancelled at their next step once this returns True.

    >>> with cancelled_when(lambda: True):
    ...     next(map_blocks(abs, [1]))
    Traceback (most recent call last):
    ...
    core.errors.Cancelled: Nobody is waiting for this any more.
    """
    before = _nobody_waits.set(nobody_waits)
    try:
        yield
    finally:
        _nobody_waits.reset(before)


def somebody_may_go() -> bool:
    """Whether whoever started this thread's computation may be gone before it ends."""
    return _nobody_waits.get(None) is not None


def check_wanted() -> None:
    """A step of a long computation: raises Cancelled when nobody waits for its end."""
    nobody_waits = _nobody_waits.get(None)
    if nobody_waits is not None and nobody_waits():
        raise Cancelled("Nobody is waiting for this any more.")


def no_progress(share: float, message: str) -> None:
    """The default progress: nobody watches the bar, yet somebody may have gone."""
    check_wanted()


def map_blocks(
    function: Callable[[Item], Result],
    blocks: Iterable[Item],
    *,
    n_workers: int | None = None,
) -> Iterator[tuple[int, Result]]:
    """Yield (index, function(block)) as blocks finish, in any order, each with one BLAS thread.

    At most ``2 · n_workers`` blocks are in flight, so memory stays bounded by the block size.
    Closing the iterator (leaving the loop) cancels the blocks that have not begun.

    >>> sorted(map_blocks(lambda n: n * n, [1, 2, 3]))
    [(0, 1), (1, 4), (2, 9)]
    """
    n_workers = n_workers or available_workers()
    numbered = enumerate(blocks)
    with one_blas_thread(), ThreadPoolExecutor(n_workers) as pool:
        pending: dict[Future[Result], int] = {}
        try:
            while True:
                for index, block in islice(numbered, 2 * n_workers - len(pending)):
                    pending[pool.submit(function, block)] = index
                if not pending:
                    return
                check_wanted()
                for future in wait(pending, return_when=FIRST_COMPLETED).done:
                    yield pending.pop(future), future.result()
        finally:
            for future in pending:
                future.cancel()
