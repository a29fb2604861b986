"""Threads over blocks of work, progress that can stop it, and one BLAS thread for each worker.

Long computations take ``progress``, a function of (share done in [0, 1], what is being done). It
may raise :class:`~core.errors.Cancelled`, which stops the computation; a method that has a usable
partial result keeps it.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from threadpoolctl import ThreadpoolController

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


def no_progress(share: float, message: str) -> None:
    """The default progress: nobody is watching."""


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
                for future in wait(pending, return_when=FIRST_COMPLETED).done:
                    yield pending.pop(future), future.result()
        finally:
            for future in pending:
                future.cancel()
