"""The loop: it locates, keeps going whatever the source does, and really stops."""

import threading
import time

import numpy as np
import pytest

from core.datasets.simulation.building import draw_building
from core.errors import ComputeError, ParameterError
from core.inference import Engine, export_onnx
from core.inference.latency import LatencyLog
from core.inference.live import LiveLoop, LiveModel, Reading, SimulatedWalker, Source
from core.inference.live import loop as loop_module
from core.localization import KernelLocator, WalkTracker
from tests.core.inference.waiting import wait_until


class Script(Source):
    """A source whose readings a test puts in by hand, at a time that it sets."""

    def __init__(self):
        super().__init__()
        self.time_s = 0.0

    def start(self):
        self._say("running", "Running.")

    def stop(self):
        self._say("stopped", "Stopped.")

    def now_s(self):
        return self.time_s

    def hear(self, phone, levels, time_s):
        self.time_s = time_s
        for beacon, level in levels.items():
            self._put(Reading(time_s, phone, beacon, level))


@pytest.fixture(scope="module")
def locator():
    survey_dbm = np.array([[-50.0, -90.0], [-70.0, -70.0], [-90.0, -50.0]])
    return KernelLocator().fit(survey_dbm, np.array([[0.0, 0.0], [5.0, 0.0], [10.0, 0.0]]))


@pytest.fixture
def model(locator):
    return live_model(locator)


def live_model(locator, title="kernel vote", tracker=None, beacon_ids=("a", "b")):
    engine = Engine(export_onnx(locator), "cpu")
    return LiveModel(title, engine, beacon_ids, locator.grid_, tracker)


LEFT, RIGHT = {"a": -51.0, "b": -89.0}, {"a": -89.0, "b": -51.0}


def test_a_phone_is_located_and_the_picture_says_so(model):
    source = Script()
    loop = LiveLoop(source, [model], watched=False)
    source.hear("anna", LEFT, 1.0)
    loop._tick()
    phone = loop.state.phone("anna")
    assert phone.fixes[0].position_m[0] < 1.0
    assert phone.fixes[0].voter_weight.sum() == pytest.approx(1.0, abs=1e-5)
    assert np.isnan(loop.state.median_error_m[0])


def test_a_tracker_sees_all_places_not_only_the_voters():
    """One voter of three would leave the tracker sure of a place that the scan barely prefers."""
    survey_dbm = np.array([[-50.0, -90.0], [-55.0, -85.0], [-60.0, -80.0]])
    place_m = np.array([[0.0, 0.0], [5.0, 0.0], [10.0, 0.0]])
    locator = KernelLocator(n_neighbors=1, power=1).fit(survey_dbm, place_m)
    source = Script()
    tracked = live_model(locator, tracker=lambda: WalkTracker(place_m))
    loop = LiveLoop(source, [tracked, live_model(locator)], watched=False)
    heard = {"a": -54.0, "b": -86.0}
    source.hear("anna", heard, 1.0)
    loop._tick()
    fix, single = loop.state.phone("anna").fixes
    expected = WalkTracker(place_m).step(locator.posterior([list(heard.values())])[0], 1.0)
    np.testing.assert_allclose(fix.position_m, expected[0], atol=1e-3)
    np.testing.assert_allclose(fix.covariance_m2, expected[1], atol=1e-3)
    assert fix.covariance_m2[0, 0] > 10
    assert single.covariance_m2[0, 0] > 10


def test_a_model_that_names_voters_alone_is_tracked_by_them():
    class Voting:
        device, reason, outputs, latency = "cpu", "", ("position_m",), LatencyLog()

        def run(self, inputs):
            return {
                "position_m": np.zeros((1, 2)),
                "voter_index": np.array([[2]]),
                "voter_weight": np.array([[0.4]]),
            }

    place_m = np.array([[0.0, 0.0], [5.0, 0.0], [10.0, 0.0]])
    voting = LiveModel("own", Voting(), ("a", "b"), place_m, lambda: WalkTracker(place_m))
    source = Script()
    loop = LiveLoop(source, [voting], watched=False)
    source.hear("anna", LEFT, 1.0)
    loop._tick()
    assert loop.state.phone("anna").fixes[0].position_m[0] > 9.0


def test_several_phones_are_told_apart(model):
    source = Script()
    loop = LiveLoop(source, [model], watched=False)
    source.hear("anna", LEFT, 1.0)
    source.hear("ben", RIGHT, 1.0)
    loop._tick()
    assert loop.state.phone("anna").fixes[0].position_m[0] < 1.0
    assert loop.state.phone("ben").fixes[0].position_m[0] > 9.0


def test_silence_has_no_position_and_a_phone_leaves_after_a_minute(model):
    source = Script()
    loop = LiveLoop(source, [model], watched=False)
    source.hear("anna", LEFT, 1.0)
    loop._tick()
    source.time_s = 10.0
    loop._tick()
    fix = loop.state.phone("anna").fixes[0]
    assert np.isnan(fix.position_m).all()
    assert fix.problem == "no beacon heard"
    source.time_s = 100.0
    loop._tick()
    assert loop.state.phones == ()


def test_a_source_that_repeats_drops_and_runs_back_is_survived(model):
    source = Script()
    loop = LiveLoop(source, [model], watched=False)
    for time_s in (1000.0, 1000.0, 1000.5, 3.0, 3.1, 3.2, 3.3):
        source.hear("anna", RIGHT if time_s < 10 else LEFT, time_s)
        loop._tick()
    assert loop.state.phone("anna").fixes[0].position_m[0] > 9.0
    troubles = dict(loop.state.troubles)
    assert troubles["repeated"] >= 2
    assert troubles["clock ran back"] == 1


def test_two_models_see_the_same_stream(locator):
    source = Script()
    coarse = KernelLocator(n_neighbors=1).fit(locator.fingerprint_dbm_, locator.grid_)
    loop = LiveLoop(
        source, [live_model(locator), live_model(coarse, title="nearest place")], watched=False
    )
    source.hear("anna", {"a": -60.0, "b": -75.0}, 1.0)
    loop._tick()
    first, second = loop.state.phone("anna").fixes
    assert second.position_m[0] in (0.0, 5.0)
    assert first.position_m[0] not in (0.0, 5.0)
    assert (first.model, second.model) == ("kernel vote", "nearest place")


def test_a_tracker_smooths_and_starts_anew_when_the_clock_runs_back(locator):
    source = Script()
    model = live_model(locator, tracker=lambda: WalkTracker(locator.grid_, speed_m_per_s=0.5))
    loop = LiveLoop(source, [model], watched=False)
    for second in range(5):
        source.hear("anna", LEFT, 100.0 + second)
        loop._tick()
    source.hear("anna", RIGHT, 105.5)
    loop._tick()
    assert loop.state.phone("anna").fixes[0].position_m[0] < 9.0
    for step in range(4):
        source.hear("anna", RIGHT, 1.0 + 0.1 * step)
        loop._tick()
    assert loop.state.phone("anna").fixes[0].position_m[0] > 9.0


class _Broken:
    """A model that fails in the way a test asks for."""

    device, reason, outputs = "cpu", "", ("position_m",)

    def __init__(self, answer):
        self.answer = answer
        self.latency = LatencyLog()

    def run(self, inputs):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    "answer", [np.full((1, 2), np.nan), np.zeros((1, 1)), np.full((1, 2), np.inf)]
)
def test_nonsense_is_never_drawn_as_a_position(locator, answer):
    source = Script()
    model = LiveModel("bad", _Broken({"position_m": answer}), ("a", "b"), locator.grid_)
    loop = LiveLoop(source, [model], watched=False)
    source.hear("anna", LEFT, 1.0)
    loop._tick()
    fix = loop.state.phone("anna").fixes[0]
    assert fix.problem == "model returned no valid position"
    assert len(loop.state.phone("anna").trails_m[0]) == 0


@pytest.mark.parametrize(
    ("error", "said"),
    [(ComputeError("The model failed."), "The model failed."), (ZeroDivisionError(), "log")],
)
def test_a_failing_model_is_a_message_and_the_loop_goes_on(locator, error, said, caplog):
    source, runner = Script(), _Broken(error)
    model = LiveModel("bad", runner, ("a", "b"), locator.grid_)
    loop = LiveLoop(source, [model], rate_hz=100, watched=False)
    source.hear("anna", LEFT, 1.0)
    loop.start()
    wait_until(lambda: said in loop.state.message)
    runner.answer = {"position_m": np.array([[1.0, 2.0]])}
    wait_until(lambda: loop.state.message == "" and loop.state.phones)
    assert loop.alive
    loop.stop()
    assert len([r for r in caplog.records if r.levelname == "ERROR"]) <= 1


def test_the_thread_turns_pauses_steps_and_really_stops(model):
    before = threading.active_count()
    building = draw_building(random_state=0)
    source = SimulatedWalker(building, "texting", speed=5.0)
    beacons = tuple(f"B{i}" for i in range(1, 41))
    survey = building.survey(3.0, 3, np.random.default_rng(0))
    located = KernelLocator().fit(survey.rss_dbm, survey.position_m)
    loop = LiveLoop(source, [live_model(located, beacon_ids=beacons)], rate_hz=50, watched=False)
    loop.start()
    wait_until(lambda: loop.state.n_errors >= 5)
    assert loop.state.median_error_m[0] < 15.0
    assert loop.state.rate_hz > 0
    loop.pause()
    wait_until(lambda: loop.state.state == "paused")
    ticks = loop.state.n_ticks
    time.sleep(0.1)
    assert loop.state.n_ticks == ticks
    loop.step()
    wait_until(lambda: loop.state.n_ticks == ticks + 1)
    loop.resume()
    wait_until(lambda: loop.state.n_ticks > ticks + 3)
    loop.stop()
    assert not loop.alive
    assert loop.state.state == "stopped"
    assert source.health.state == "stopped"
    assert threading.active_count() <= before
    with pytest.raises(ParameterError, match="make a new one"):
        loop.start()


def test_a_loop_that_nobody_looks_at_ends(model, monkeypatch):
    monkeypatch.setattr(loop_module, "NOBODY_LOOKS_S", 0.2)
    loop = LiveLoop(Script(), [model], rate_hz=50)
    loop.start()
    wait_until(lambda: not loop.alive)
    assert loop.state.state == "stopped"


def test_a_picture_that_stands_still_waits_longer(model, monkeypatch):
    monkeypatch.setattr(loop_module, "NOBODY_LOOKS_S", 0.1)
    loop = LiveLoop(Script(), [model], rate_hz=50)
    loop.pause()
    loop.start()
    time.sleep(0.4)
    assert loop.alive
    loop.resume()
    wait_until(lambda: not loop.alive)


def test_two_loops_on_one_engine_do_not_disturb_each_other(model):
    first, second = Script(), Script()
    loops = [LiveLoop(source, [model], watched=False) for source in (first, second)]
    first.hear("anna", LEFT, 1.0)
    second.hear("anna", RIGHT, 500.0)
    for loop in loops:
        loop._tick()
    assert loops[0].state.phone("anna").fixes[0].position_m[0] < 1.0
    assert loops[1].state.phone("anna").fixes[0].position_m[0] > 9.0
    loops[0].stop()
    second.hear("anna", LEFT, 501.0)
    loops[1]._tick()
    assert loops[1].state.state == "running"


def test_models_of_other_beacons_cannot_be_compared(locator, model):
    other = live_model(locator, beacon_ids=("c", "d"))
    with pytest.raises(ParameterError, match="same beacons"):
        LiveLoop(Script(), [model, other])
    with pytest.raises(ParameterError, match="no model"):
        LiveLoop(Script(), [])
