"""The thread of a job and who waits for it; knows no page."""

import atexit
import math
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from components.memory import lent
from components.store import Store
from core.errors import Cancelled
from core.parallel import Progress, cancelled_when, check_wanted

Make = Callable[[Progress, list[Any]], Iterator[Any]]
LAST_S = 3.0  # what a step may take to end when the process does
_started: "weakref.WeakSet[Run]" = weakref.WeakSet()


@atexit.register
def _end_with_the_process() -> None:
    """Ask all that is at work to end: compiled code that is cut off would abort the process."""
    runs = tuple(_started)
    for run in runs:
        run.give_up()
    for run in runs:
        run.wait(LAST_S)


@dataclass(frozen=True, eq=False)
class JobDone:
    """What is kept of a job: its results, whether these are all, and what was still in hand.

    ``unfinished`` came out of a step that was told to stop: to look at, not to go on from.
    """

    results: tuple[Any, ...] = ()
    complete: bool = False
    unfinished: Any = None


class Watch:
    """One visitor who waits for a job, as long as the tab is open and the page has not gone on."""

    def __init__(self, is_closed: Callable[[], bool]) -> None:
        self._is_closed, self._until_s = is_closed, math.inf

    def waits(self) -> bool:
        """Whether the visitor still waits, or may come back in a moment."""
        return time.monotonic() < self._until_s and not self._is_closed()

    def leave(self, *, comes_back_within_s: float = 0.0) -> None:
        """The page has gone on; it may run again and ask for the same job."""
        self._until_s = min(self._until_s, time.monotonic() + comes_back_within_s)


class Run:
    """A job at work in a thread, from where it was stopped to its end or until nobody waits."""

    def __init__(self, make: Make, begun: JobDone, finish: Callable[["Run"], None]) -> None:
        self.make, self.share, self.doing = make, 0.0, "starting"
        self.error: Exception | None = None
        self.cancelled = False
        self._results, self._begun, self._finish = list(begun.results), begun, finish
        self._complete, self._unfinished = False, begun.unfinished
        self._watches: list[Watch] = []
        self._over, self._lock = False, threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self, visitors_store: Store) -> None:
        """Begin; what steps keep for a visitor alone goes to the store of who began it."""
        self._thread = threading.Thread(target=self._work, args=(visitors_store,), daemon=True)
        _started.add(self)
        self._thread.start()

    def admit(self, watch: Watch) -> bool:
        """Let another visitor wait for it; False when it is ending already."""
        with self._lock:
            if not self._over:
                self._watches.append(watch)
            return not self._over

    def nobody_waits(self) -> bool:
        """Whether it is to end. Once True it stays so: a step may have stopped half-way."""
        with self._lock:
            self._over = self._over or not any(watch.waits() for watch in self._watches)
            return self._over

    def give_up(self) -> None:
        """Let it end, whoever waits."""
        with self._lock:
            self._over = True

    @property
    def given_up(self) -> bool:
        """Whether it has ended, or is ending, because nobody waited."""
        return self._over

    def done(self) -> JobDone:
        """What there is by now."""
        return JobDone(tuple(self._results), self._complete, self._unfinished)

    def wait(self, seconds: float) -> bool:
        """Wait for its end; whether it has come."""
        assert self._thread is not None  # noqa: S101 - started before anybody knows of it
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self, visitors_store: Store) -> None:
        try:
            steps = self.make(self._progress, list(self._results))
            with lent(visitors_store), cancelled_when(self.nobody_waits):
                self._take(steps)
        except Cancelled:
            self.cancelled = True
        except Exception as error:  # noqa: BLE001 - raised again in the pages that wait
            self.error = error
        finally:
            self._finish(self)

    def _take(self, steps: Iterator[Any]) -> None:
        for result in steps:
            if self._over:  # a step that was told to stop may yield what it has
                self._unfinished = result
                raise Cancelled("Nobody is waiting for this any more.")
            self._results.append(result)
        self._complete, self._unfinished = True, None

    def _progress(self, share: float, doing: str) -> None:
        self.share, self.doing = min(max(share, 0.0), 1.0), doing
        check_wanted()


class Runs:
    """The jobs at work, by their keys, and the store that keeps what they leave."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, threading.Lock()
        self._at_work: dict[bytes, Run] = {}

    @property
    def n_at_work(self) -> int:
        """How many jobs are at work."""
        return len(self._at_work)

    def at_work(self, key: bytes) -> Run | None:
        """The run of this job, if there is one."""
        return self._at_work.get(key)

    def done(self, key: bytes) -> JobDone:
        """What there is of a job, whether it is at work or not."""
        run = self._at_work.get(key)
        if run is not None:
            return run.done()
        found = self._store.find(key)
        return JobDone() if found is None else found[0]

    def join(self, key: bytes, watch: Watch, make: Make, visitors_store: Store) -> Run:
        """The run of this job, begun where there is none; one that is ending admits nobody."""
        with self._lock:
            run = self._at_work.get(key)
            if run is None:
                found = self._store.find(key)
                begun = JobDone() if found is None else found[0]
                run = Run(make, begun, lambda run: self._finish(key, run))
                run.admit(watch)
                self._at_work[key] = run
                run.start(visitors_store)
            else:
                run.admit(watch)
            return run

    def _finish(self, key: bytes, run: Run) -> None:
        done = run.done()
        with self._lock:
            if done.results or done.complete or done.unfinished is not None:
                self._store.keep(key, done, grows=True)
            del self._at_work[key]
