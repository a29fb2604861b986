"""The Live and Models pages headless: loops begin, change, pause, stop, and stay private."""

import re
import threading
import time

import pytest
from streamlit.testing.v1 import AppTest

from components.address import SHOWN
from core.datasets.provenance_line import read_provenance
from core.inference import device
from core.version import __version__
from tests.app.test_links import address, open_address
from tests.app.test_pages import components, open_page
from tests.core.inference.sandbox import hostile_models as made

LIVE, MODELS = "live.py", "live_models.py"


def loop_of(app: AppTest):
    return app.session_state["live_loop"][1]


def verdict(app: AppTest, words: str) -> str:
    return next(element.value for element in app.markdown if words in element.value)


@pytest.fixture
def app():
    page = open_page(LIVE)
    yield page
    if "live_loop" in page.session_state:
        loop_of(page).stop()


def wait_for_fix(app: AppTest):
    end = time.monotonic() + 20
    while not loop_of(app).state.phones and time.monotonic() < end:
        time.sleep(0.05)
    assert loop_of(app).state.phones


def test_a_phone_moves_at_once(app):
    assert not app.error
    assert "runs as an ONNX graph on the **CPU**" in verdict(app, "ONNX graph")
    assert re.search(r"has taken \*\*\d+\.\d\d ms per fix", verdict(app, "ONNX graph"))
    wait_for_fix(app)
    app.run()
    assert not app.exception
    assert re.search(r"Now, phone at \*\*\(-?\d+\.\d, -?\d+\.\d\) m\*\*, \d", verdict(app, "Now, "))


def test_the_badge_says_cpu_and_why(app, monkeypatch):
    assert any("CPU\\:" in element.value or "CPU:" in element.value for element in app.markdown)
    assert device.describe_device().startswith(("CPU", "GPU"))


def test_pause_step_go_on_and_stop(app):
    wait_for_fix(app)
    app.button(key="live_pause").click().run()
    loop = loop_of(app)
    assert loop.paused
    ticks = loop.state.n_ticks
    time.sleep(0.2)
    assert loop.state.n_ticks <= ticks + 1
    app.button(key="live_step").click().run()
    assert not app.error
    app.button(key="live_play_arrow").click().run()
    assert not loop.paused
    app.button(key="live_stop").click().run()
    assert not loop.alive
    app.button(key="live_start").click().run()
    assert loop_of(app) is not loop
    assert loop_of(app).alive


def test_another_setting_stops_the_loop_before_and_begins_another(app):
    first = loop_of(app)
    app.selectbox(key="live_pose").set_value("pocket").run()
    assert not app.error
    assert not first.alive
    assert loop_of(app).alive
    second = loop_of(app)
    app.slider(key="live_speed").set_value(5.0).run()
    assert loop_of(app) is second
    assert second.source.clock.speed == 5.0


def test_two_models_on_the_same_stream(app):
    app.selectbox(key="live_compare").set_value("gaussian").run()
    assert not app.error
    wait_for_fix(app)
    assert [fix.model for fix in loop_of(app).state.phones[0].fixes] == [
        "Kernel vote",
        "Gaussian kernel on dBm",
    ]
    app.selectbox(key="live_compare").set_value("cpu").run()
    assert not app.error
    assert len(loop_of(app)._followers) == 2


def test_two_viewers_do_not_disturb_each_other(app):
    other = open_page(LIVE, live_source="replay")
    try:
        assert loop_of(app) is not loop_of(other)
        other.button(key="live_stop").click().run()
        assert loop_of(app).alive
        app.run()
        assert not app.error
        assert not loop_of(other).alive
    finally:
        loop_of(other).stop()


def test_a_broker_that_is_not_there_is_said_and_secrets_are_not_shown(app, monkeypatch):
    monkeypatch.setenv("KERNELSCOPE_MQTT_PASSWORD", "hunter2")
    app.selectbox(key="live_source").set_value("mqtt").run()
    assert any("connect" in element.value for element in app.info)
    assert "live_loop" not in app.session_state
    app.number_input(key="live_mqtt_port").set_value(1)
    next(b for b in app.button if b.label == "Connect").click().run()
    assert not app.exception
    end = time.monotonic() + 10
    while loop_of(app).state.health.state != "lost" and time.monotonic() < end:
        time.sleep(0.05)
    app.run()
    assert any("No broker answers" in element.value for element in app.markdown)
    assert not any("hunter2" in element.value for element in app.markdown)


def test_sources_that_are_not_here_say_what_is_missing(app, monkeypatch):
    monkeypatch.delenv("KERNELSCOPE_LIVE_FOLDER", raising=False)
    for kind, said in (("csv", "KERNELSCOPE_LIVE_FOLDER"), ("recording", "Choose a recording")):
        app.selectbox(key="live_source").set_value(kind).run()
        assert not app.error
        assert any(said in element.value for element in app.info)


def test_stopped_loops_leave_no_thread():
    before = threading.active_count()
    page = open_page(LIVE)
    loop_of(page).stop()
    names = [thread.name for thread in threading.enumerate()]
    assert threading.active_count() <= before + 3, names
    assert not any(thread is loop_of(page)._thread for thread in threading.enumerate())


# the Models page


def test_models_are_exported_compared_and_offered():
    app = open_page(MODELS)
    assert not app.error
    assert "answers in" in verdict(app, "answers in")
    assert "estimator" in verdict(app, "answers in")
    assert any("onnxruntime.InferenceSession" in block.value for block in app.code)
    assert any("download_onnx" in str(button.key) for button in app.get("download_button"))


def test_another_card_has_its_own_file():
    app = open_page(MODELS, models_card="map")
    assert any("kernelscope-building-map.onnx" in block.value for block in app.code)


def test_the_benchmark_runs_on_a_click(monkeypatch):
    monkeypatch.setattr("core.inference.speed.LEAST_S", 0.0)
    app = open_page(MODELS)
    app.button(key="start-benchmark").click().run()
    assert not app.error
    assert not app.exception
    assert any("csv-speed" in str(button.key) for button in app.get("download_button"))
    (figure,) = components(app, "paper_figure")
    found = read_provenance(figure["provenance"])
    assert (found.page, found.version) == ("models", __version__)


# a model of one's own


def upload(app: AppTest, name: str, data: bytes) -> None:
    app.file_uploader(key="own_model_file").set_value((name, data, "")).run()
    assert not app.exception


def choice(app: AppTest, label: str):
    return next(one for one in app.selectbox if one.label == label)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (made.no_input(), "has no input"),
        (made.linear(5), "expects float"),
        (made.linear(made.BUILDING_BEACONS, outputs=3), "needs"),
        (b"words", "not an ONNX model"),
        (made.overload_hides_loop(), "'Loop'"),
    ],
    ids=["no input", "other beacons", "other outputs", "no model", "loop"],
)
def test_after_a_bad_model_a_good_one_starts_afresh(data, said):
    app = open_page(MODELS)
    upload(app, "bad.onnx", data)
    assert any(said in element.value for element in app.error)
    upload(app, "good.onnx", made.linear(made.BUILDING_BEACONS))
    assert not app.error
    assert any("Understood as: an ONNX model" in element.value for element in app.markdown)
    assert app.button(key="use_model")


def test_a_model_of_one_row_as_programs_export_it_by_default_is_tried_and_followed():
    app = open_page(MODELS)
    upload(app, "traced.onnx", made.one_row(made.BUILDING_BEACONS))
    choice(app, "“Not heard” is given as").set_value("−105 dBm").run()
    assert not app.error
    assert any("test scans it finds the phone to" in each.value for each in app.markdown)
    app.button(key="use_model").click().run()
    app.switch_page(f"../pages/{LIVE}").run()
    try:
        assert not app.error
        assert app.selectbox(key="live_model").value == "own"
    finally:
        loop_of(app).stop()


def test_what_was_set_for_one_model_does_not_judge_the_next():
    app = open_page(MODELS)
    upload(app, "first.onnx", made.linear(made.BUILDING_BEACONS))
    choice(app, "“Not heard” is given as").set_value("−105 dBm").run()
    choice(app, "It answers with a").set_value("score").run()
    upload(app, "second.onnx", made.not_a_number(made.BUILDING_BEACONS))
    assert choice(app, "“Not heard” is given as").value == "NaN"
    assert choice(app, "It answers with a").value == "position"


def test_ones_own_model_stands_first_runs_on_arrival_and_is_named_in_no_link():
    app = open_page(MODELS)
    upload(app, "salaries of Ann.onnx", made.linear(made.BUILDING_BEACONS))
    app.button(key="use_model").click().run()
    app.switch_page(f"../pages/{LIVE}").run()
    try:
        assert app.selectbox(key="live_model").value == "own"
        assert app.selectbox(key="live_model").options[0] == "My own ONNX model"
        assert "**salaries of Ann.onnx**" in verdict(app, "runs as an ONNX graph").replace("\\", "")
        app.selectbox(key="live_compare").set_value("own").run()
        for words in (app.session_state[SHOWN].query, app.session_state[SHOWN].link):
            assert "live_model=yours-" in words
            assert "live_compare=yours-" in words
            assert "Ann" not in words
            assert "onnx" not in words
        elsewhere = open_address(LIVE, address(app))
        loop_of(elsewhere).stop()
        assert [each.value for each in elsewhere.info if "a model that is private" in each.value]
        assert not [each.value for each in elsewhere.markdown if "**Link:**" in each.value]
        app.switch_page(f"../pages/{MODELS}").run()
        app.button(key="forget_model").click().run()
        app.switch_page(f"../pages/{LIVE}").run()
        assert not app.error
        assert app.selectbox(key="live_model").value == "kernel"
        assert "yours" not in app.session_state[SHOWN].query
    finally:
        loop_of(app).stop()


def test_a_model_of_ones_own_that_cannot_follow_is_not_chosen_on_arrival():
    app = open_page(MODELS)
    upload(app, "scores.onnx", made.linear(made.BUILDING_BEACONS, outputs=1))
    choice(app, "It answers with a").set_value("score").run()
    app.button(key="use_model").click().run()
    app.switch_page(f"../pages/{LIVE}").run()
    loop_of(app).stop()
    assert not app.error
    assert app.selectbox(key="live_model").value == "kernel"
