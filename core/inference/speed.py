"""Latency and throughput over batch sizes, against scikit-learn's neighbours on the same data."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from core.parallel import Progress, no_progress

BATCHES = (1, 8, 64, 256, 1024)
LEAST_S, FEWEST, MOST = 0.4, 5, 2_000


@dataclass(frozen=True)
class Speed:
    """Who, how many rows at once, median and 99th percentile of a run, rows a second."""

    who: str
    batch: int
    p50_ms: float
    p99_ms: float
    rows_per_s: float


def measure(who: str, run: Callable[[NDArray], object], scans: NDArray, batch: int) -> Speed:
    """Time ``run`` on batches of scans for at least 0.4 s, after two runs that do not count."""
    rows = np.resize(np.arange(len(scans)), batch)
    block = np.ascontiguousarray(scans[rows])
    for _ in range(2):
        run(block)
    taken_s: list[float] = []
    begun = time.perf_counter()
    while len(taken_s) < FEWEST or (time.perf_counter() - begun < LEAST_S and len(taken_s) < MOST):
        started = time.perf_counter()
        run(block)
        taken_s.append(time.perf_counter() - started)
    p50, p99 = np.quantile(taken_s, [0.5, 0.99])
    return Speed(who, batch, 1e3 * float(p50), 1e3 * float(p99), batch / float(p50))


def neighbors_baseline(
    registered: NDArray[np.float64], position_m: NDArray[np.float64], n_neighbors: int
) -> Callable[[NDArray], NDArray]:
    """Mean position of the nearest fingerprints by scikit-learn, brute force: the peer.

    ``registered`` (M, B) without NaN; scans are filled by the caller.
    """
    index = NearestNeighbors(n_neighbors=min(n_neighbors, len(registered)), algorithm="brute")
    index.fit(registered)

    def locate(scans: NDArray) -> NDArray:
        return position_m[index.kneighbors(scans, return_distance=False)].mean(axis=1)

    return locate


def measure_all(
    runs: dict[str, Callable[[NDArray], object]],
    scans: dict[str, NDArray],
    batches: tuple[int, ...] = BATCHES,
    progress: Progress = no_progress,
) -> Iterator[Speed]:
    """Every run over every batch size; ``scans`` holds each run's own input."""
    steps = [(who, batch) for who in runs for batch in batches]
    for done, (who, batch) in enumerate(steps):
        progress(done / len(steps), f"{who}, {batch} at once …")
        yield measure(who, runs[who], scans[who], batch)
