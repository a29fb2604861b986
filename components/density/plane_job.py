"""The leave-one-out optimum behind "Two dimensions": with progress, stoppable, kept when done."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from components.density.two_dimensions.data import Plane
from components.jobs import run_job
from core.density import select_bandwidth
from core.parallel import Progress


def best_bandwidth(plane: Plane, kernel: str) -> float | None:
    """The optimum of the data as they are, in the unit of the plane; None when it was stopped."""

    def make(progress: Progress, done: list[Any]) -> Iterator[float]:
        rows = np.repeat(plane.points, plane.copies, axis=0)
        if not done:
            yield select_bandwidth(rows, kernel=kernel, progress=progress)

    key = ("plane", plane.key, kernel)
    job = run_job(key, "leave-one-out optimum", make, origin=plane.source.origin)
    return job.results[0] if job.results else None
