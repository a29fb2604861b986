"""The leave-one-out scan behind "Your data": with progress, stoppable, kept when done."""

from collections.abc import Hashable, Iterator
from typing import Any

from components.jobs import run_job
from components.points.chosen_points import ChosenPoints
from core.datasets.preparation import PreparedPoints
from core.density.bandwidth_scan import BandwidthScan, scan_bandwidths
from core.parallel import Progress

MANY_POINTS, SCORED_OF_MANY = 5_000, 1_000


def scan_of(points: ChosenPoints, prepared: PreparedPoints, key: Hashable) -> BandwidthScan | None:
    """The scan of these prepared points; None when the visitor stopped it."""
    n_scored = SCORED_OF_MANY if len(prepared.values) > MANY_POINTS else None

    def make(progress: Progress, done: list[Any]) -> Iterator[BandwidthScan]:
        if not done:
            yield scan_bandwidths(
                prepared.values,
                sample_weight=prepared.weight,
                n_scored=n_scored,
                progress=progress,
            )

    job = run_job(("scan", key), "leave-one-out curve", make, origin=points.origin)
    return job.results[0] if job.results else None
