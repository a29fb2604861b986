"""A few models at once: turns in order of asking, idle ones give way, nobody is forgotten."""

import gc
import threading

import numpy as np
import pytest

from core.errors import ComputeError
from core.inference.sandbox import places, runner
from core.inference.sandbox.places import Places
from core.inference.sandbox.runner import SandboxedModel
from tests.core.inference.sandbox import hostile_models as made
from tests.core.inference.waiting import wait_until


class Holder:
    """Holds a place without a process."""

    def __init__(self, idle=False):
        self.idle, self.ended = idle, False

    def end_if_idle(self, idle_s):
        self.ended = self.ended or self.idle
        return self.idle


class Asker(threading.Thread):
    """Somebody who waits for a place and remembers what was said meanwhile."""

    def __init__(self, subject, told_to_go=None):
        super().__init__(daemon=True)
        self._subject, self._told_to_go = subject, told_to_go
        self.heard, self.key, self.error = [], None, None
        self.holder = Holder()

    def run(self):
        try:
            self.key = self._subject.take(self.holder, self._tell)
        except (ComputeError, KeyboardInterrupt) as error:
            self.error = error

    def _tell(self, n_before):
        self.heard.append(n_before)
        if self._told_to_go is not None and self._told_to_go.is_set():
            raise KeyboardInterrupt  # as Streamlit ends a script: not an Exception


def started(subject, **how):
    asker = Asker(subject, **how)
    asker.start()
    wait_until(lambda: asker.heard or asker.key)
    return asker


def test_turns_come_in_order_of_asking_and_each_hears_how_many_are_before():
    subject, first = Places(1), Holder()
    key = subject.take(first)
    waiting = [started(subject) for _ in range(3)]
    wait_until(lambda: [asker.heard[-1] for asker in waiting] == [0, 1, 2])
    for index, asker in enumerate(waiting):
        assert all(other.key is None for other in waiting[index:])
        subject.give_back(key)
        wait_until(lambda asker=asker: asker.key is not None)
        key = asker.key
    assert waiting[2].heard[-1] == 0


def test_who_goes_away_while_waiting_keeps_nobody_waiting():
    subject, first, leave = Places(1), Holder(), threading.Event()
    key = subject.take(first)
    gone, next_one = started(subject, told_to_go=leave), started(subject)
    leave.set()
    wait_until(lambda: isinstance(gone.error, KeyboardInterrupt))
    wait_until(lambda: next_one.heard[-1] == 0)
    subject.give_back(key)
    wait_until(lambda: next_one.key is not None)
    assert gone.key is None


def test_a_place_without_a_holder_is_free():
    subject = Places(1)
    subject.take(Holder())
    gc.collect()
    assert subject.take(Holder()) is not None


def test_an_idle_holder_gives_its_place_and_a_busy_one_keeps_it():
    subject, busy, idle = Places(2), Holder(), Holder(idle=True)
    subject.take(busy)
    subject.take(idle)
    assert not idle.ended  # there was room
    third = Holder()
    subject.take(third)
    assert (idle.ended, busy.ended) == (True, False)


def test_who_is_not_told_does_not_wait_long_and_says_how_to_have_more(monkeypatch):
    monkeypatch.setattr(places, "UNSEEN_WAIT_S", 0.0)
    subject, holder = Places(1), Holder()
    subject.take(holder)
    with pytest.raises(ComputeError, match=r"1 of visitors' models.*KERNELSCOPE_MODEL_PLACES"):
        subject.take(Holder())
    assert not subject._waiting


@pytest.mark.parametrize(
    ("text", "most"), [("", 4), ("2", 2), ("0", 1), ("-3", 4), ("many", 4), ("²", 4), ("1e3", 4)]
)
def test_the_number_of_places_comes_from_the_environment(text, most, monkeypatch):
    monkeypatch.setenv(places.PLACES_VARIABLE, text)
    assert places._most() == most


@pytest.fixture
def one_place(monkeypatch):
    subject = Places(1)
    monkeypatch.setattr(runner, "PLACES", subject)
    return subject


def test_two_models_share_one_place_and_both_answer(one_place, monkeypatch):
    monkeypatch.setattr(places, "IDLE_S", 0.0)
    narrow, wide = SandboxedModel(made.linear(3)), SandboxedModel(made.linear(5))
    try:
        for _ in range(2):
            for model, n in ((narrow, 3), (wide, 5)):
                found = model.run({"levels": np.full((1, n), -50.0)})["place"]
                np.testing.assert_allclose(found, np.full((1, 2), 0.5 * n), rtol=1e-5)
                assert [narrow._child is None, wide._child is None].count(True) == 1
    finally:
        narrow.close()
        wide.close()
    assert not one_place._held


@pytest.mark.parametrize(
    "data",
    [made.endless_loop(), made.texts(), b"words"],
    ids=["at the inspection", "by the runtime", "no model"],
)
def test_a_refused_model_gives_its_place_back(one_place, data):
    for _ in range(2):
        with pytest.raises(Exception, match="model"):
            SandboxedModel(data, tell=lambda n_before: pytest.fail("it should not wait"))
    assert not one_place._held


def test_a_forgotten_model_gives_its_place_back_and_its_process_ends(one_place):
    model = SandboxedModel(made.linear())
    child = model._child
    del model
    gc.collect()
    assert child.poll() is not None
    assert not one_place._held


def test_never_more_processes_than_places_whatever_the_crowd(monkeypatch):
    subject = Places(2)
    monkeypatch.setattr(runner, "PLACES", subject)
    monkeypatch.setattr(places, "IDLE_S", 0.0)
    alive, most, lock = set(), [], threading.Lock()
    popen, kill = runner.subprocess.Popen, runner._kill

    def counted(*arguments, **options):
        made_here = popen(*arguments, **options)
        with lock:
            alive.add(made_here.pid)
            most.append(len(alive))
        return made_here

    def counted_kill(child):
        kill(child)
        with lock:
            alive.discard(child.pid)

    monkeypatch.setattr(runner.subprocess, "Popen", counted)
    monkeypatch.setattr(runner, "_kill", counted_kill)
    answers = []

    def visit():
        model = SandboxedModel(made.linear(), tell=lambda n_before: None)
        for _ in range(3):
            found = model.run({"levels": np.zeros((1, 12))}, tell=lambda n_before: None)
            answers.append(found["place"].shape)
        model.close()

    crowd = [threading.Thread(target=visit, daemon=True) for _ in range(6)]
    for visitor in crowd:
        visitor.start()
    for visitor in crowd:
        visitor.join(120)
    assert answers == [(1, 2)] * 18
    assert max(most) <= 2
    assert not alive
