"""The leave-one-out optimum behind "Two dimensions": with progress, stoppable, kept when done."""

from collections.abc import Iterator

import numpy as np
import streamlit as st

from components.density.two_dimensions_data import Plane
from components.long_job import run_job
from core.density import select_bandwidth
from core.parallel import Progress


def best_bandwidth(plane: Plane, kernel: str) -> float | None:
    """The optimum of the data as they are, in the unit of the plane; None when it was stopped."""
    key = (plane.key, kernel)
    shelf: dict[str, float] = {} if plane.source.origin == "yours" else _shelf(key)
    if "h" in shelf:
        return shelf["h"]

    def make(progress: Progress, n_done: int) -> Iterator[float]:
        rows = np.repeat(plane.points, plane.copies, axis=0)
        if not n_done:
            yield select_bandwidth(rows, kernel=kernel, progress=progress)

    job = run_job(("plane", key), "leave-one-out optimum", make)
    if not job.results:
        return None
    shelf["h"] = job.results[0]
    return shelf["h"]


@st.cache_resource(max_entries=256, show_spinner=False)
def _shelf(key: tuple) -> dict[str, float]:
    """A place that all visitors share, for two columns of built-in data and one kernel."""
    return {}
