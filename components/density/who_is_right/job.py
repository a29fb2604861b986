"""The comparison of the libraries as a job that shows progress and can be stopped."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from components.jobs import Job, run_job
from core.density import Comparison, compare_implementations
from core.parallel import Progress


def comparison_job(
    *,
    n: int,
    d: int,
    h: float,
    queries: int,
    distance: float,
    offset: float,
    zero_weights: int,
    seed: int,
) -> Job:
    """One result, a Comparison; shared by all visitors under all its settings."""

    def make(progress: Progress, done: list[Any]) -> Iterator[Comparison]:
        random = np.random.default_rng(seed)
        points = random.normal(size=(n, d)) + offset
        query_points = distance * random.normal(size=(queries, d)) + offset
        yield compare_implementations(
            points, query_points, h, zero_weights=zero_weights, progress=progress
        )

    key = ("who-is-right", n, d, h, queries, distance, offset, zero_weights, seed)
    return run_job(key, "comparison", make, origin="simulated")
