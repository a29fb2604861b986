"""A job works for all who watch it and ends with the last of them; nothing done is lost."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from components.job_run import Runs, Watch
from components.store import Store
from core.errors import Cancelled, ParameterError
from core.parallel import check_wanted

ROOT = Path(__file__).resolve().parents[2]
KEY, LONGEST_S = b"job", 10.0


class Visitor:
    """A tab that is open until it is closed, and what it waits for."""

    def __init__(self):
        self.closed = False
        self.watch = Watch(lambda: self.closed)


class Work:
    """Five steps, each taken when it is allowed; ``taken`` is how often each was begun."""

    def __init__(self):
        self.allowed, self.taken = threading.Semaphore(0), []

    def make(self, progress, done):
        for number in range(len(done), 5):
            progress(number / 5, f"step {number}")
            self.taken.append(number)
            while not self.allowed.acquire(timeout=0.01):
                check_wanted()
            yield number

    def allow(self, steps):
        for _ in range(steps):
            self.allowed.release()


@pytest.fixture
def runs():
    return Runs(Store(1_000_000, holds_page=False))


@pytest.fixture
def work():
    return Work()


def until(happened):
    end = time.monotonic() + LONGEST_S
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.005)


def join(runs, visitor, make):
    return runs.join(KEY, visitor.watch, make, Store(1_000, holds_page=True))


def refuse(progress, done):
    raise AssertionError("the work is done, or another does it")


def test_a_second_visitor_joins_and_the_work_outlives_the_first(runs, work):
    first, second = Visitor(), Visitor()
    run = join(runs, first, work.make)
    work.allow(2)
    until(lambda: len(run.done().results) == 2)
    assert join(runs, second, refuse) is run
    first.closed = True
    work.allow(3)
    assert run.wait(LONGEST_S)
    assert runs.done(KEY).results == (0, 1, 2, 3, 4)
    assert runs.done(KEY).complete
    assert work.taken == [0, 1, 2, 3, 4]
    assert runs.n_at_work == 0


@pytest.mark.parametrize("how", ["closed", "left"])
def test_it_ends_with_the_last_who_watches_and_goes_on_behind_what_is_done(runs, work, how):
    first, second = Visitor(), Visitor()
    run = join(runs, first, work.make)
    join(runs, second, refuse)
    work.allow(2)
    until(lambda: len(run.done().results) == 2)
    for visitor in (first, second):
        assert not run.wait(0.1), "somebody watches still"
        if how == "closed":
            visitor.closed = True
        else:
            visitor.watch.leave()
    assert run.wait(LONGEST_S)
    assert run.given_up
    assert not runs.done(KEY).complete
    assert runs.done(KEY).results == (0, 1)
    work.allow(3)
    assert join(runs, Visitor(), work.make).wait(LONGEST_S)
    assert runs.done(KEY).results == (0, 1, 2, 3, 4)
    assert work.taken == [0, 1, 2, 2, 3, 4]


def test_who_comes_back_in_a_moment_loses_nothing(runs, work):
    visitor = Visitor()
    run = join(runs, visitor, work.make)
    visitor.watch.leave(comes_back_within_s=LONGEST_S)
    assert not run.wait(0.1)
    again = Visitor()
    assert join(runs, again, refuse) is run
    visitor.watch.leave()
    work.allow(5)
    assert run.wait(LONGEST_S)
    assert run.done().complete


def test_who_does_not_come_back_in_time_is_not_waited_for(runs, work):
    visitor = Visitor()
    run = join(runs, visitor, work.make)
    visitor.watch.leave(comes_back_within_s=0.1)
    assert run.wait(LONGEST_S)
    assert run.given_up


def test_what_a_stopped_step_still_had_is_shown_and_is_no_result(runs):
    def make(progress, done):
        assert done == []
        try:
            while True:
                check_wanted()
        except Cancelled:
            yield "how far it had come"

    visitor = Visitor()
    run = join(runs, visitor, make)
    visitor.closed = True
    assert run.wait(LONGEST_S)
    kept = runs.done(KEY)
    assert (kept.results, kept.complete, kept.unfinished) == ((), False, "how far it had come")
    assert join(runs, Visitor(), lambda progress, done: iter(["whole"])).wait(LONGEST_S)
    kept = runs.done(KEY)
    assert (kept.results, kept.complete, kept.unfinished) == (("whole",), True, None)


def test_one_that_is_ending_admits_nobody(runs):
    may_end = threading.Event()

    def make(progress, done):
        try:
            while True:
                check_wanted()
        except Cancelled:
            may_end.wait(LONGEST_S)
            raise
        yield

    visitor = Visitor()
    run = join(runs, visitor, make)
    visitor.closed = True
    until(lambda: run.given_up)
    assert join(runs, Visitor(), refuse) is run
    assert run.nobody_waits(), "who came too late begins again"
    may_end.set()
    assert run.wait(LONGEST_S)


def test_an_error_is_handed_over_and_what_was_done_before_is_kept(runs):
    def make(progress, done):
        yield "first"
        raise ParameterError("never")

    run = join(runs, Visitor(), make)
    assert run.wait(LONGEST_S)
    assert isinstance(run.error, ParameterError)
    assert runs.done(KEY).results == ("first",)
    assert not runs.done(KEY).complete


ENDING = """
import time
from pathlib import Path
from components.job_run import Runs, Watch
from components.store import Store
from core.parallel import check_wanted


def make(progress, done):
    try:
        while True:
            check_wanted()
            time.sleep(0.01)
        yield
    finally:
        print("ended", flush=True)


store = Store(1_000, holds_page=False)
Runs(store).join(b"job", Watch(lambda: False), make, Store(1_000, holds_page=True))
"""


def test_a_job_at_work_ends_before_the_process_does():
    done = subprocess.run(
        [sys.executable, "-c", ENDING], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout) == (0, "ended\n"), done.stderr
