"""A live source: it is started and stopped, hands out what is new, and says how it is."""

import threading
from abc import ABC, abstractmethod
from collections import Counter, deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.inference.live.play_clock import PlayClock
from core.inference.live.reading import Reading, problem_with

QUEUE_READINGS = 10_000


@dataclass(frozen=True)
class Health:
    """``state`` "stopped", "waiting", "running", "ended" or "lost", with a sentence; counts since
    the start: readings received, dropped because newer ones filled the queue, ignored by reason.
    """

    state: str
    message: str
    n_received: int = 0
    n_dropped: int = 0
    ignored: tuple[tuple[str, int], ...] = ()


class Source(ABC):
    """Readings from somewhere. ``take`` never waits; the queue is bounded and the newest win.

    What is played has a ``clock``, which can be paused and has a speed; what is heard as it comes
    has none.
    """

    clock: PlayClock | None = None
    title = "Source"
    origin = "measured"

    def __init__(self) -> None:
        self._queue: deque[Reading] = deque()
        self._lock = threading.Lock()
        self._state, self._message = "stopped", "Not started."
        self._n_received = self._n_dropped = 0
        self._ignored: Counter[str] = Counter()
        self._newest: Reading | None = None
        self.walk = 0  # counts up where what follows does not continue what came before

    @abstractmethod
    def start(self) -> None:
        """Begin to listen or to play; harmless when already begun."""

    @abstractmethod
    def stop(self) -> None:
        """End, release threads, connections and files; harmless when already ended."""

    @abstractmethod
    def now_s(self) -> float:
        """The present by the source's clock, that of its readings."""

    def take(self) -> list[Reading]:
        """What has arrived since the last call, in order of arrival."""
        with self._lock:
            taken = list(self._queue)
            self._queue.clear()
        return taken

    @property
    def newest(self) -> Reading | None:
        """The latest usable reading."""
        return self._newest

    @property
    def health(self) -> Health:
        """State and counts, as one consistent picture."""
        with self._lock:
            return Health(
                self._state,
                self._message,
                self._n_received,
                self._n_dropped,
                tuple(sorted(self._ignored.items())),
            )

    def step(self) -> None:  # noqa: B027 - what is heard as it comes has none to go to
        """While paused: go to the next reading."""

    def truth_m(self, phone: str, time_s: float) -> NDArray[np.float64] | None:
        """Where the phone really was, (2,) metres, when the source knows."""
        return None

    def _put(self, reading: Reading) -> None:
        problem = problem_with(reading)
        with self._lock:
            self._n_received += 1
            if problem is not None:
                self._ignored[problem] += 1
                return
            if len(self._queue) >= QUEUE_READINGS:
                self._queue.popleft()
                self._n_dropped += 1
            self._queue.append(reading)
            self._newest = reading

    def _ignore(self, reason: str) -> None:
        with self._lock:
            self._n_received += 1
            self._ignored[reason] += 1

    def _say(self, state: str, message: str) -> None:
        with self._lock:
            self._state, self._message = state, message
