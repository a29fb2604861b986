"""The "Where?" view headless: what changes when its controls change."""

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.choices import choice
from tests.app.test_pages import open_page
from tests.local_home import served

SCRIPT = "localization_where.py"


def verdict(app: AppTest) -> str:
    return next(element.value for element in app.markdown if "is found to" in element.value)


def scan_line(app: AppTest) -> str:
    return next(e.value for e in app.markdown if e.value.startswith("**Scan"))


@pytest.fixture
def app() -> AppTest:
    return open_page(SCRIPT)


def test_the_first_screen_locates_a_phone(app):
    assert re.search(r"found to \*\*\d\.\d m\*\*", verdict(app))
    assert "m off" in scan_line(app)
    assert any("simulated" in element.value for element in app.markdown)


def test_plain_dbm_changes_the_verdict_and_the_link_remembers(app):
    before = verdict(app)
    choice(app, "representation").set_value("dbm").run()
    assert not app.error
    assert verdict(app) != before
    assert verdict(open_page(SCRIPT, representation="dbm")) == verdict(app)


def test_another_scan_gives_another_line(app):
    before = scan_line(app)
    app.slider(key="scan").set_value(200).run()
    assert scan_line(app) != before
    assert "Scan 200" in scan_line(app)


def test_a_beacon_switched_off_costs_and_all_off_locates_nothing(app):
    beacons = [f"B{number}" for number in range(1, 41)]
    app.button_group(key="beacons_off").set_value(["B1", "B2"]).run()
    assert not app.error
    assert "switched-off beacons" in verdict(app)
    app.button_group(key="beacons_off").set_value(list(beacons)).run()
    assert not app.exception
    assert "40 beacons are switched off" in app.error[0].value
    app.button(key="reset-where").click().run()
    assert not app.error
    assert "is found to" in verdict(app)


def test_two_visitors_do_not_disturb_each_other(app):
    other = open_page(SCRIPT, n_neighbors="3")
    app.slider(key="scan").set_value(77).run()
    other.slider(key="scan").set_value(5).run()
    app.slider(key="power").set_value(64).run()
    assert other.slider(key="power").value == 32
    assert app.slider(key="n_neighbors").value == 20
    assert "Scan 77" in scan_line(app)
    assert scan_line(other).startswith("**Scan 5**")


def test_a_link_to_a_lost_upload_says_so_and_shows_the_building():
    app = open_page(SCRIPT, survey="yours")
    assert not app.error
    assert any("uploaded" in element.value for element in app.info)
    assert "is found to" in verdict(app)


def test_the_real_survey_that_is_not_here_explains_itself(monkeypatch, tmp_path):
    monkeypatch.setenv("KERNELSCOPE_DATA", str(tmp_path))
    monkeypatch.setattr("core.datasets.guelph.files.CACHE_FOLDER", tmp_path / "cache")
    app = open_page(SCRIPT)
    app.selectbox(key="survey").select("guelph").run()
    assert not app.exception
    assert any("no licence" in element.value for element in app.markdown)
    assert "is found to" in verdict(app)


def test_the_second_real_survey_is_downloaded_on_a_click_and_opens_where_it_is(
    shared, monkeypatch, tmp_path
):
    monkeypatch.setattr("core.datasets.uji_ble.files.CACHE_FOLDER", tmp_path / "cache")
    monkeypatch.setenv("KERNELSCOPE_DATA", str(tmp_path))
    app = open_page(SCRIPT, survey="uji_ble")
    panel = next(each.value for each in app.markdown if "Universitat Jaume I" in each.value)
    assert "CC BY 4.0" in panel
    assert "https://doi.org/10.5281/zenodo.1618692" in panel
    assert "is found to" in verdict(app)
    home = tmp_path / "home"
    home.mkdir()
    archive = shutil.make_archive(str(home / "record"), "zip", shared / "datasets" / "uji_ble")
    with served(home) as address:
        record = "core.datasets.uji_ble.download.ARCHIVE_ADDRESS"
        monkeypatch.setattr(record, address + "nothing")
        app.button(key="uji_download").click().run()
        assert "could not be downloaded" in app.error[0].value
        monkeypatch.setattr(record, address + Path(archive).name)
        app.button(key="uji_download").click().run()
    assert not app.exception
    assert "Of the 2 floors" in verdict(app)
    shutil.rmtree(tmp_path / "cache")
    monkeypatch.setenv("KERNELSCOPE_DATA", str(shared / "datasets" / "uji_ble"))
    app.run()
    assert not app.exception
    assert "Of the 2 floors" in verdict(app)


def test_the_real_survey_opens_where_it_is(shared, monkeypatch):
    monkeypatch.setenv("KERNELSCOPE_DATA", str(shared / "datasets" / "guelph_ble"))
    app = open_page(SCRIPT, survey="guelph")
    assert not app.error
    assert "5,573 scans" in verdict(app)
    assert any("measured" in element.value for element in app.markdown)


def test_every_method_finds_the_phone_and_says_what_it_uses(app):
    for key, mark in (("map", "beacon positions"), ("adapted", "unlabelled test scans")):
        app.selectbox(key="method").set_value(key).run()
        assert not app.error
        assert "is found to" in verdict(app)
        assert any(f"uses {mark}" in element.value for element in app.markdown)
    app.selectbox(key="method").set_value("centroid").run()
    assert not app.error
    assert app.slider(key="power").disabled


def test_looking_back_over_the_walk_cuts_the_tail(app):
    app.selectbox(key="tracker").set_value("smoother").run()
    assert not app.error
    assert re.search(r"cuts the error of the worst scans by \d\d%", verdict(app))


def test_one_holding_can_be_looked_at_alone(app):
    everything = verdict(app)
    app.selectbox(key="holding").set_value("texting").run()
    assert not app.error
    assert verdict(app) != everything
    assert "held as “texting”" in scan_line(app)


def test_a_typed_scan_has_a_place_but_no_truth(app):
    app.toggle(key="typing").set_value(True).run()
    assert not app.error
    line = next(e.value for e in app.markdown if e.value.startswith("**Your scan**"))
    assert re.search(r"\(-?\d+\.\d, -?\d+\.\d\) m", line)


def test_the_set_of_a_scan_says_how_large_it_is_and_whether_it_holds_the_truth(app):
    line = scan_line(app)
    assert re.search(
        r"90% set holds \d+ places of the \d+: \d+(\.\d)? m², (the true|not the)", line
    )


def test_coverage_stands_with_size_and_promise_and_model_alone_promises_nothing(app):
    said = verdict(app)
    assert re.search(r"hold the truth in \*\*\d\d%\*\* of the [\d,]+ other scans", said)
    assert re.search(
        r"95% interval of this share: \d\d% to \d\d%\) with \*\*\d+ m²\*\* on average", said
    )
    assert "at least 81% is promised" in said
    choice(app, "calibrated_on").set_value("20").run()
    assert not app.error
    assert "**90% is promised**" in verdict(app)
    choice(app, "calibrated_on").set_value("model").run()
    assert "model only, no promise" in verdict(app)
    assert "promised" not in verdict(app)


def test_a_scan_that_the_sets_learned_from_does_not_judge_them(app):
    said = set()
    for scan in range(1, 120, 6):
        app.slider(key="scan").set_value(scan).run()
        said.add("The sets learned from this scan" in scan_line(app))
    assert said == {True, False}


def decided_line(app: AppTest) -> str:
    words = ("decides", "No single beacon", "Only beacon")
    return next(e.value for e in app.markdown if any(each in e.value for each in words))


def test_the_panel_says_which_beacons_decided_and_why_a_kernel_has_no_shares(app):
    before = decided_line(app)
    table = next(d.value for d in app.dataframe if "moves_m" in d.value)
    assert table["share"].sum() == pytest.approx(1)
    assert table["moves_m"].is_monotonic_decreasing
    app.slider(key="scan").set_value(200).run()
    assert decided_line(app) != before
    app.selectbox(key="kernel").set_value("gaussian").run()
    assert not app.error
    table = next(d.value for d in app.dataframe if "moves_m" in d.value)
    assert "share" not in table
    assert any("no function of the angle" in caption.value for caption in app.caption)
