"""The page's side of a job: what each of two visitors sees, and what a button does for whom."""

import threading
import time

import pytest
from streamlit.testing.v1 import AppTest

from components.data_origin import YOURS
from components.fingerprint import fingerprint
from components.job_run import Run
from components.jobs import STOPPED
from components.memory import store_of
from core.errors import Cancelled, ParameterError
from core.parallel import check_wanted

LONGEST_S = 30


class Lab:
    """What the page below asks for, and what the work on it waits for."""

    def __init__(self):
        self.key, self.origin, self.options = "a job", "simulated", {}
        self.allowed, self.taken, self.error = threading.Semaphore(0), [], None

    def make(self, progress, done):
        for number in range(len(done), 3):
            progress(number / 3, f"step {number}")
            self.taken.append(number)
            if self.error is not None:
                raise self.error
            while not self.allowed.acquire(timeout=0.01):
                check_wanted()
            yield number

    def allow(self, steps):
        for _ in range(steps):
            self.allowed.release()

    @property
    def mark(self):
        return fingerprint(("job", self.key))


LAB = Lab()


def page():
    import streamlit as st

    from components.jobs import run_job
    from core.errors import ParameterError
    from tests.app import test_jobs

    lab = test_jobs.LAB
    try:
        job = run_job(lab.key, "work", lab.make, origin=lab.origin, **lab.options)
    except ParameterError as error:
        st.markdown(str(error))
        st.stop()
    st.markdown(f"{job.results} done={job.done} stopped={job.stopped}")


@pytest.fixture(autouse=True)
def lab():
    store_of("simulated").forget()
    LAB.__init__()
    yield LAB
    LAB.allow(100)


def visitor() -> AppTest:
    return AppTest.from_function(page, default_timeout=LONGEST_S)


def said(app: AppTest) -> str:
    assert not app.exception
    return app.markdown[-1].value


def in_background(app: AppTest) -> threading.Thread:
    thread = threading.Thread(target=app.run, daemon=True)
    thread.start()
    return thread


def until(happened):
    end = time.monotonic() + LONGEST_S
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_two_visitors_watch_one_job_and_a_third_finds_it_done(lab, monkeypatch):
    first, second = visitor(), visitor()
    watches, admit = [], Run.admit
    monkeypatch.setattr(Run, "admit", lambda run, watch: watches.append(watch) or admit(run, watch))
    both = [in_background(first)]
    until(lambda: lab.taken)  # two sessions of a test must not begin in the same moment
    both.append(in_background(second))
    until(lambda: len(watches) == 2)
    lab.allow(3)
    for thread in both:
        thread.join(LONGEST_S)
    third = visitor().run()
    for app in (first, second, third):
        assert said(app) == "[0, 1, 2] done=True stopped=False"
        assert not app.button
    assert lab.taken == [0, 1, 2]


def test_who_has_stopped_sees_what_is_done_and_the_other_sees_the_end(lab):
    first, second = visitor(), visitor()
    working = in_background(first)
    lab.allow(1)
    until(lambda: len(lab.taken) == 2)
    second.session_state["job_wishes"] = {lab.mark: STOPPED}
    second.run()
    assert said(second) == "[0] done=False stopped=True"
    assert second.button(key="start-work").label == "Resume"
    assert working.is_alive()
    lab.allow(2)
    working.join(LONGEST_S)
    assert said(first) == "[0, 1, 2] done=True stopped=False"
    assert said(second.run()) == "[0, 1, 2] done=True stopped=False"
    assert lab.taken == [0, 1, 2]


def test_a_job_that_stops_itself_goes_on_behind_what_is_done(lab):
    lab.allow(1)
    whole, lab.make = lab.make, lambda progress, done: stops_after_one(whole, progress, done)
    app = visitor().run()
    assert said(app) == "[0] done=False stopped=True"
    assert any("Results kept: 1." in each.value for each in app.markdown)
    assert said(app.run()) == "[0] done=False stopped=True"
    lab.make = whole
    lab.allow(2)
    app.button(key="start-work").click().run()
    assert said(app) == "[0, 1, 2] done=True stopped=False"


def stops_after_one(whole, progress, done):
    steps = whole(progress, done)
    yield next(steps)
    raise Cancelled("enough")


def test_a_job_may_wait_for_its_button(lab):
    lab.options = {"start": False}
    lab.allow(3)
    first, second = visitor().run(), visitor().run()
    assert said(first) == "[] done=False stopped=False"
    assert first.button(key="start-work").label == "Compute: work"
    first.button(key="start-work").click().run()
    assert said(first) == "[0, 1, 2] done=True stopped=False"
    assert said(second.run()) == "[0, 1, 2] done=True stopped=False", "it is there already"


def test_a_longer_job_goes_on_behind_a_shorter_one(lab):
    lab.options = {"n_wanted": 2}
    lab.allow(3)
    assert said(visitor().run()) == "[0, 1] done=True stopped=False"
    until(lambda: lab.taken != [0])
    lab.options = {"n_wanted": 3}
    assert said(visitor().run()) == "[0, 1, 2] done=True stopped=False"
    lab.options = {"n_wanted": 1}
    lab.taken.clear()
    assert said(visitor().run()) == "[0] done=True stopped=False"
    assert lab.taken == []


def test_a_job_on_ones_own_data_is_nobody_elses(lab):
    lab.origin = YOURS
    lab.allow(6)
    for expected in ([0, 1, 2], [0, 1, 2, 0, 1, 2]):
        app = visitor().run()
        assert said(app.run()) == "[0, 1, 2] done=True stopped=False"
        assert lab.taken == expected
    assert not store_of("simulated").held()


def test_an_error_is_shown_to_each_who_waits(lab):
    lab.error = ParameterError("no such thing")
    for _ in range(2):
        assert said(visitor().run()) == "no such thing"
    assert lab.taken == [0, 0]
