"""A model and a recording of one's own are here again in the next session until deleted."""

import pytest
from streamlit.testing.v1 import AppTest

from components.own_data import store
from core.datasets import Workspace
from core.datasets.settings_file import write_settings
from core.datasets.workspace import WholeFile
from tests.app.test_pages import open_page
from tests.core.inference.sandbox import hostile_models as made

MODELS, LIVE, DATA = "live_models.py", "live.py", "data.py"
CARDS = "graphs_measure_cards.py"
TOY = "triangle_with_tail"
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


def test_settings_are_kept_by_a_name_and_open_their_page_again(here):
    app = open_page(CARDS, **{"graphs.toy": TOY, "graphs.kind": "log"})
    assert app.session_state["toy"] == TOY
    app.text_input(key="settings-name-measure-cards").set_value("For Monday").run()
    app.button(key="keep-settings-measure-cards").click().run()
    assert not app.exception
    (entry,) = here.entries()
    assert (entry.name, entry.details["holds"]) == ("For Monday", "settings")

    app = open_page(DATA)  # the next session
    buttons(app, "Open Measure cards")[0].click().run()
    assert not app.exception
    assert app.title[0].value == "What does each proximity measure?"
    assert app.session_state["toy"] == TOY


def test_a_dropped_file_of_settings_opens_its_page_and_what_is_unknown_is_noted(here):
    file = write_settings("measure-cards", {"toy": TOY, "of_tomorrow": 3}, {"seed": 0})
    app = open_page(DATA)
    app.file_uploader(key="data_files-0").set_value([("monday.json", file, "")]).run()
    assert any("2 settings" in each.value for each in app.markdown)
    app.button(key="keep-given-settings").click().run()
    assert [entry.name for entry in here.entries()] == ["monday"]
    app.button(key="open-settings").click().run()
    assert app.title[0].value == "What does each proximity measure?"
    assert app.session_state["toy"] == TOY
    assert any("of\\_tomorrow” is not known" in each.value for each in app.markdown)


def test_settings_of_a_page_that_is_not_here_say_so(here):
    app = open_page(DATA)
    file = write_settings("tomorrow", {}, {})
    app.file_uploader(key="data_files-0").set_value([("monday.json", file, "")]).run()
    assert any("a page called 'tomorrow'" in each.value for each in app.error)
