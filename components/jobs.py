"""Long computations in a page: progress, one Stop, and what is done is kept.

A job is a generator that takes ``progress`` and what is done, and yields the results that follow.
It runs in a thread of its own. Visitors who want the same job on built-in data watch one thread,
and a finished one opens at once; a job on a visitor's own data is seen by that visitor alone. The
thread ends when nobody watches it any more: tabs were closed, pages left, or Stop was pressed by
each who watched. What it has done is kept, and who asks next goes on behind it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from components.badges import badge
from components.closed_tabs import tab_is_closed
from components.data_origin import YOURS
from components.fingerprint import fingerprint
from components.job_run import JobDone, Make, Run, Runs, Watch
from components.memory import forget_mine, store_of
from core.errors import Cancelled
from core.parallel import Progress, check_wanted, no_progress

QUIET_S = 0.4  # shorter jobs show no bar
LOOK_EVERY_S = 0.15
REJOIN_S = 5.0  # a click runs the page again, which asks for the same job unless something changed
STOPPED, WANTED = "stopped", "wanted"
_MINE, _WISHES, _WATCH = "job_runs", "job_wishes", "job_watch"
_shared_runs = Runs(store_of(""))


@dataclass(frozen=True)
class Job:
    """What a visitor sees of a job: results so far, and whether it was stopped or is complete.

    ``unfinished`` is what it had in hand when it was stopped, such as a map's last iterate.
    """

    results: list[Any]
    stopped: bool = False
    done: bool = False
    unfinished: Any = None


Offer = Callable[[Job, Callable[[], None]], None]


def run_job(
    key: Any,
    name: str,
    make: Make,
    *,
    origin: str,
    start: bool = True,
    cost: str = "",
    n_wanted: int | None = None,
    offer: Offer | None = None,
) -> Job:
    """Run a job to its end, watch it run for somebody else, or show what a stopped one has.

    Parameters
    ----------
    key : content by which its results are found again, the data among it
    name : what the job is called on its button
    make : ``make(progress, done)`` → a generator of the results after those in ``done``
    origin : of its data; what is made of a visitor's own data is kept for that visitor alone
    start : False lets the job wait for its button
    cost : of a job that waits, what stands beside its button
    n_wanted : of a job that may go on for longer, how many results are asked for
    offer : draws what a job that does not run says; given the job, and what its button calls

    Raises what the job raises.
    """
    mark, runs = _mark_of(key), _runs_of(origin)
    job, wish = _seen(runs.done(mark), n_wanted), _wishes().get(mark)
    if not job.done and wish == STOPPED:
        _wait_for_its_last_step(runs.at_work(mark))
        job = _seen(runs.done(mark), n_wanted)
    elif not job.done and (start or wish == WANTED):
        job = _watched(runs, mark, name, make, n_wanted)
    if not job.done:  # other visitors may still be at it
        job = replace(job, stopped=_wishes().get(mark) == STOPPED)
        (offer or _offer(name, cost))(job, lambda: _wishes().update({mark: WANTED}))
    return job


def finished(key: Any, *, origin: str) -> list[Any] | None:
    """The results of a job that has ended, None for any other; begins nothing, draws nothing."""
    done = _runs_of(origin).done(_mark_of(key))
    return list(done.results) if done.complete else None


def made_now(
    key: Any, make: Make, *, origin: str, progress: Progress = no_progress
) -> tuple[Any, ...]:
    """All results of a job that is a step of another: kept from before, or made in this thread."""
    store, mark = store_of(origin), _mark_of(key)
    found = store.find(mark)
    if found is None or not found[0].complete:
        results = tuple(make(progress, []))
        check_wanted()  # a step that was told to stop may have yielded what it had
        found = (JobDone(results, complete=True),)
        store.keep(mark, found[0], grows=True)
    return found[0].results


def leave_jobs() -> None:
    """A page ran to its end: the jobs that it did not ask for again have lost this visitor."""
    watch = st.session_state.pop(_WATCH, None)
    if watch is not None:
        watch.leave()


def forget_mine_and_jobs() -> None:
    """Forget all that was made of this visitor's own data, which are deleted, and end the work."""
    leave_jobs()
    forget_mine()
    st.session_state.pop(_MINE, None)


def _watched(runs: Runs, mark: bytes, name: str, make: Make, n_wanted: int | None) -> Job:
    """The job when it has ended, or as it is when its tab was closed or it was stopped."""
    bar, button = st.empty(), st.empty()
    button.button(
        "Stop",
        key=f"stop-{name}",
        icon=":material/stop_circle:",
        on_click=_stop,
        args=(mark,),
        help="End this now and keep what is done.",
    )
    try:
        while True:
            watch = Watch(tab_is_closed())
            run = runs.join(mark, watch, make, store_of(YOURS))
            _leave_others(watch)
            _wait(run, watch, bar, n_wanted)
            job = _seen(run.done(), n_wanted)
            if run.error is not None:
                bar.empty()
                button.empty()
                raise run.error
            if job.done:
                break
            if not run.given_up:  # else the page came just as it ended for want of visitors
                if run.cancelled:
                    _wishes()[mark] = STOPPED
                if run.cancelled or run.make is make:
                    break
    except Cancelled:  # this tab is closed
        job = _seen(runs.done(mark), n_wanted)
    bar.empty()
    button.empty()
    return job


def _wait(run: Run, watch: Watch, bar: Any, n_wanted: int | None) -> None:
    """Show how far it is until it ends or there is enough of it."""
    try:
        ended = run.wait(QUIET_S)
        while not ended and not _seen(run.done(), n_wanted).done:
            check_wanted()
            bar.progress(run.share, text=run.doing)
            ended = run.wait(LOOK_EVERY_S)
    except RerunException:
        watch.leave(comes_back_within_s=REJOIN_S)
        raise
    except BaseException:
        watch.leave()
        raise
    watch.leave()


def _wait_for_its_last_step(run: Run | None) -> None:
    """Of a job that ends because nobody waits any more, what its last step leaves is to be seen."""
    if run is None or not run.nobody_waits():
        return
    place = st.empty()
    while not run.wait(LOOK_EVERY_S):
        place.progress(run.share, text="Stopping at the next step")
    place.empty()


def _mark_of(key: Any) -> bytes:
    return fingerprint(("job", key))


def _seen(done: JobDone, n_wanted: int | None) -> Job:
    enough = done.complete if n_wanted is None else len(done.results) >= n_wanted
    return Job(list(done.results[:n_wanted]), False, enough, done.unfinished)


def _stop(mark: bytes) -> None:
    _wishes()[mark] = STOPPED
    leave_jobs()


def _leave_others(watch: Watch) -> None:
    """Wait for this one; what the page waited for before has lost this visitor."""
    leave_jobs()
    st.session_state[_WATCH] = watch


def _offer(name: str, cost: str) -> Offer:
    """Go on, or begin, by a button."""

    def draw(job: Job, begin: Callable[[], None]) -> None:
        with st.container(horizontal=True, vertical_alignment="center"):
            if job.results:
                st.markdown(f"{badge('stopped', 'caution')} Results kept: {len(job.results)}.")
            st.button(
                "Resume" if job.results or job.stopped else f"Compute: {name}",
                key=f"start-{name}",
                icon=":material/play_arrow:",
                on_click=begin,
            )
            if cost and not job.results:
                st.caption(cost)

    return draw


def _wishes() -> dict[bytes, str]:
    """What this visitor has said of each job: that it be stopped, or begun."""
    return st.session_state.setdefault(_WISHES, {})


def _runs_of(origin: str) -> Runs:
    if origin != YOURS:
        return _shared_runs
    if _MINE not in st.session_state:
        st.session_state[_MINE] = Runs(store_of(YOURS))
    return st.session_state[_MINE]
