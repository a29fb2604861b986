"""How long runs take: the last few thousand, as percentiles and rows a second."""

import threading
from collections import deque
from dataclasses import dataclass

import numpy as np

KEPT = 4096


@dataclass(frozen=True)
class LatencySummary:
    """Over the runs kept: their number, median and 99th percentile in ms, rows per busy second."""

    n_runs: int
    p50_ms: float
    p99_ms: float
    rows_per_s: float


class LatencyLog:
    """Durations of the latest 4,096 runs; safe from many threads.

    >>> log = LatencyLog()
    >>> log.add(rows=2, duration_s=0.001)
    >>> log.summary().p50_ms, log.summary().rows_per_s
    (1.0, 2000.0)
    """

    def __init__(self) -> None:
        self._runs: deque[tuple[int, float]] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def add(self, *, rows: int, duration_s: float) -> None:
        """Note one run over ``rows`` rows."""
        with self._lock:
            self._runs.append((rows, duration_s))

    def clear(self) -> None:
        """Forget everything, for instance after warming up."""
        with self._lock:
            self._runs.clear()

    def summary(self) -> LatencySummary:
        """Percentiles of single runs and the throughput; NaN before the first run."""
        with self._lock:
            runs = list(self._runs)
        if not runs:
            return LatencySummary(0, float("nan"), float("nan"), float("nan"))
        rows, seconds = (np.array(column, dtype=float) for column in zip(*runs, strict=True))
        p50, p99 = np.quantile(seconds, [0.5, 0.99]) * 1e3
        return LatencySummary(
            len(runs), float(p50), float(p99), float(rows.sum() / max(seconds.sum(), 1e-12))
        )
