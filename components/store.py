"""A store of results that is bounded in bytes: what was not asked for the longest goes first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from components.sizes import bytes_of
from core.parallel import check_wanted

LOOK_EVERY_S = 0.2
RUNS_KEPT = 2


@dataclass
class _Kept:
    """A result, its size, the run that asked for it last, and whether it goes with its page."""

    result: Any
    n_bytes: int
    run: int
    brief: bool
    grows: bool


class Store:
    """Results under keys; safe for several threads at once.

    Parameters
    ----------
    most_bytes : what all results together may take
    holds_page : whether what this and the last run of a page have asked for stays even above the
        bound, since it would be made again at every click. The newest result stays in any case.
    """

    def __init__(self, most_bytes: int, *, holds_page: bool) -> None:
        self.most_bytes, self._holds_page = most_bytes, holds_page
        self._run = self._n_bytes = 0
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()
        self._lock = threading.RLock()
        self._turns: dict[bytes, list[Any]] = {}  # key → its lock, and how many want it

    @property
    def n_bytes(self) -> int:
        """Bytes of everything that is kept."""
        return self._n_bytes

    def held(self) -> dict[bytes, Any]:
        """Everything that is kept, looked at without being asked for."""
        with self._lock:
            return {key: kept.result for key, kept in self._kept.items()}

    def __len__(self) -> int:
        return len(self._kept)

    def begin_run(self) -> None:
        """A page begins to run: brief results that its last two runs left alone are forgotten."""
        with self._lock:
            self._run += 1
            for key, kept in list(self._kept.items()):
                if kept.brief and self._run - kept.run > RUNS_KEPT:
                    self._forget(key)
            self._make_room()

    def find(self, key: bytes) -> tuple[Any] | None:
        """The result of this key in a tuple, or None."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            kept.run = self._run
            self._kept.move_to_end(key)
            if kept.grows:
                self._n_bytes -= kept.n_bytes
                kept.n_bytes = bytes_of(kept.result)
                self._n_bytes += kept.n_bytes
                self._make_room()
            return (kept.result,)

    def keep(self, key: bytes, result: Any, *, brief: bool = False, grows: bool = False) -> None:
        """Keep a result; ``brief`` until its page does without it, ``grows`` when it may do so."""
        n_bytes = bytes_of(result)
        with self._lock:
            self._forget(key)
            self._kept[key] = _Kept(result, n_bytes, self._run, brief, grows)
            self._n_bytes += n_bytes
            self._make_room()

    def recall(
        self, key: bytes, make: Callable[[], Any], *, brief: bool = False, grows: bool = False
    ) -> Any:
        """The result of this key; made when it is not there, by one thread while others wait."""
        found = self.find(key)
        if found is None:
            with self._turn(key):
                found = self.find(key)
                if found is None:
                    found = (make(),)
                    self.keep(key, *found, brief=brief, grows=grows)
        return found[0]

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            for key in list(self._kept):
                self._forget(key)

    def _forget(self, key: bytes) -> None:
        kept = self._kept.pop(key, None)
        self._n_bytes -= 0 if kept is None else kept.n_bytes

    def _make_room(self) -> None:
        while self._n_bytes > self.most_bytes and len(self._kept) > 1:
            oldest = next(iter(self._kept))
            if self._holds_page and self._run - self._kept[oldest].run <= 1:
                return  # those behind it were asked for since
            self._forget(oldest)

    @contextmanager
    def _turn(self, key: bytes) -> Iterator[None]:
        with self._lock:
            turn = self._turns.setdefault(key, [threading.RLock(), 0])
            turn[1] += 1
        try:
            while not turn[0].acquire(timeout=LOOK_EVERY_S):
                check_wanted()
            try:
                yield
            finally:
                turn[0].release()
        finally:
            with self._lock:
                turn[1] -= 1
                if not turn[1]:
                    del self._turns[key]
