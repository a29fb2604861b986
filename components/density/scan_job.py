"""The leave-one-out scan behind "Your data": with progress, stoppable, kept when done."""

from collections.abc import Hashable, Iterator

import streamlit as st

from components.long_job import Job, run_job
from components.points.chosen_points import ChosenPoints
from components.points.own_points import YOURS
from core.datasets.preparation import PreparedPoints
from core.density.bandwidth_scan import BandwidthScan, scan_bandwidths
from core.parallel import Progress

MANY_POINTS, SCORED_OF_MANY = 5_000, 1_000


def scan_of(points: ChosenPoints, prepared: PreparedPoints, key: Hashable) -> BandwidthScan | None:
    """The scan of these prepared points; None when the visitor stopped it."""
    shelf: dict[str, BandwidthScan] = {} if points.origin == YOURS else _shelf(key)
    if "scan" in shelf:
        return shelf["scan"]
    n_scored = SCORED_OF_MANY if len(prepared.values) > MANY_POINTS else None

    def make(progress: Progress, n_done: int) -> Iterator[BandwidthScan]:
        if not n_done:
            yield scan_bandwidths(prepared.values, n_scored=n_scored, progress=progress)

    job: Job = run_job(("scan", key), "leave-one-out curve", make)
    if not job.results:
        return None
    shelf["scan"] = job.results[0]
    return job.results[0]


@st.cache_resource(max_entries=24, show_spinner=False)
def _shelf(key: Hashable) -> dict[str, BandwidthScan]:
    """A place that all visitors share, for one built-in data set and its preparation."""
    return {}
