"""A model and a recording of one's own are here again in the next session until deleted."""

import pytest
from streamlit.testing.v1 import AppTest

from components.own_data import store
from core.datasets import Workspace
from core.datasets.workspace import WholeFile
from tests.app.test_pages import open_page
from tests.core.inference.sandbox import hostile_models as made

MODELS, LIVE, DATA = "live_models.py", "live.py", "data.py"
RECORDING = b"time_s,phone,beacon_id,rss_dbm\n" + b"".join(
    f"{second},phone,B{beacon},-60\n".encode() for second in range(3) for beacon in (1, 2, 3)
)


@pytest.fixture
def here(tmp_path, monkeypatch) -> Workspace:
    monkeypatch.setattr(store, "workspace_here", lambda: Workspace(tmp_path, "ann"))
    return Workspace(tmp_path, "ann")


def buttons(app: AppTest, label: str) -> list:
    return [button for button in app.button if button.label == label]


def test_a_model_is_kept_used_again_and_deleted(here):
    app = open_page(MODELS)
    app.file_uploader(key="own_model_file").set_value(
        ("mine.onnx", made.linear(made.BUILDING_BEACONS), "")
    ).run()
    fill = next(each for each in app.selectbox if each.label == "“Not heard” is given as")
    fill.set_value("−105 dBm").run()
    app.button(key="use_model").click().run()
    assert not app.exception
    assert not buttons(app, "Use it")

    app = open_page(MODELS)  # the next session
    buttons(app, "Use it")[0].click().run()
    assert not app.exception
    assert not app.error
    assert app.session_state["own_model"].missing == -105.0
    app.button(key="forget_model").click().run()
    assert "own_model" not in app.session_state
    assert here.entries() == ()


def test_a_kept_model_for_other_beacons_says_so_and_stays(here):
    used = {
        "role": "position",
        "input": "levels",
        "output": "place",
        "not heard": "NaN",
        "key": "yours-0",
    }
    five = WholeFile.of(made.linear(5))
    here.keep(five, "five.onnx", details={"holds": "model", "used": used})
    app = open_page(MODELS)
    buttons(app, "Use it")[0].click().run()
    assert any("expects float" in each.value for each in app.error)
    assert "own_model" not in app.session_state
    assert buttons(app, "Use it")


def test_a_recording_is_kept_chosen_again_and_deleted_on_the_data_page(here):
    app = open_page(LIVE, live_source="recording")
    app.file_uploader(key="live_recording").set_value(("walk.csv", RECORDING, "")).run()
    assert not app.exception
    assert [entry.name for entry in here.entries()] == ["walk.csv"]

    app = open_page(LIVE, live_source="recording")
    kept = app.selectbox(key="live_recording_kept")
    assert kept.options == ["walk.csv"]
    kept.select_index(0).run()
    assert not app.error

    app = open_page(DATA)
    assert any("walk.csv" in each.value for each in app.markdown)
    buttons(app, "Delete")[0].click().run()
    assert not app.exception
    assert here.entries() == ()
