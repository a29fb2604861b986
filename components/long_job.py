"""Long computations in a page: progress, a Stop button, and what is done is kept.

A job is a generator that takes ``progress`` and yields results. They are kept in the visitor's
session under the job's key; any click while it runs interrupts it at its next progress call, and
the next run of the page goes on behind what is kept. So does the closing of its tab.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from components.badges import badge
from core.errors import Cancelled
from core.parallel import Progress, check_wanted

JOBS_KEPT = 24


@dataclass
class Job:
    """The state of one job: results so far, and whether it was stopped or is complete."""

    results: list[Any] = field(default_factory=list)
    stopped: bool = False
    done: bool = False


def job_state(key: Hashable) -> Job:
    """The job of this key in the visitor's session; a new one when there is none."""
    jobs = st.session_state.setdefault("long_jobs", {})
    if key not in jobs:
        while len(jobs) >= JOBS_KEPT:
            jobs.pop(next(iter(jobs)))
        jobs[key] = Job()
    return jobs[key]


def run_job(
    key: Hashable, name: str, make: Callable[[Progress, int], Iterator[Any]], *, start: bool = True
) -> Job:
    """Run a job to its end, or show what it has when it was stopped.

    ``make(progress, n_done)`` returns a generator of the results after the first ``n_done``. With
    ``start`` false the job waits for its button.
    """
    job = job_state(key)
    if job.done:
        return job
    if job.stopped or (not start and not job.results and not _wanted(key)):
        _offer(key, job, name)
        return job
    bar = st.empty()
    stop = st.empty()
    stop.button(
        "Stop", key=f"stop-{name}", icon=":material/stop_circle:", on_click=_stop, args=(job,)
    )

    def progress(share: float, message: str) -> None:
        if job.stopped:
            raise Cancelled("Stopped; what was finished is kept.")
        check_wanted()
        bar.progress(min(max(share, 0.0), 1.0), text=message)

    try:
        for result in make(progress, len(job.results)):
            job.results.append(result)
        job.done = True
    except Cancelled:
        job.stopped = True
    bar.empty()
    stop.empty()
    if job.stopped:
        _offer(key, job, name)
    return job


def _offer(key: Hashable, job: Job, name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if job.results:
            st.markdown(f"{badge('stopped', 'caution')} {len(job.results)} results were kept.")
        st.button(
            "Go on" if job.results or job.stopped else f"Compute: {name}",
            key=f"start-{name}",
            icon=":material/play_arrow:",
            on_click=_start,
            args=(key, job),
        )


def _stop(job: Job) -> None:
    job.stopped = True


def _start(key: Hashable, job: Job) -> None:
    job.stopped = False
    st.session_state.setdefault("wanted_jobs", set()).add(key)


def _wanted(key: Hashable) -> bool:
    return key in st.session_state.get("wanted_jobs", set())
