"""The Data page: files are understood alone, corrected, kept, opened, renamed and deleted."""

import io

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from components.own_data.own_set import OwnSet, make_own_set
from components.own_data.page import kept_list, plan_dialog
from core.datasets import FingerprintSet, PointCloud
from core.datasets.readers import TEMPLATES, Upload
from tests.app.dialogs import choose, press
from tests.app.own_data import give, newest, sets_of
from tests.app.test_pages import open_page
from tests.app.test_uploads import COMMA, EDGES, LABELLED, PNG, WIDE

SCRIPT, FIELD = "data.py", "data_files"
HOSTILE = "[x](y) $z$ <b>.csv"


def given(*files: tuple[str, bytes]) -> AppTest:
    return choose(open_page(SCRIPT), FIELD, *files)


def template(key: str) -> tuple[str, bytes]:
    return TEMPLATES[key].filename, TEMPLATES[key].text.encode()


def said(app: AppTest) -> str:
    return "\n".join(each.value for each in (*app.markdown, *app.caption))


def kinds(app: AppTest) -> list[str]:
    """What the files are taken for, in the order of their cards."""
    return [each.value for each in app.button_group if each.label.startswith("The file")]


def doors(app: AppTest) -> dict[str, bool]:
    """Lab → whether its button can be pressed."""
    return {
        each.key.split("-")[2]: not each.disabled
        for each in app.button
        if (each.key or "").startswith("open-new-")
    }


@pytest.mark.parametrize("kind", ["points", "distances", "graph", "fingerprints"])
def test_an_example_takes_the_way_of_a_file_and_is_kept(kind):
    app = open_page(SCRIPT)
    app.button(key=f"example-{kind}").click().run()
    assert not app.error
    assert kinds(app) == [kind]
    assert "Understood as" in said(app)
    assert any(doors(app).values())
    press(app, "Keep it")
    assert newest(app).title.startswith("example-")
    assert (
        f"set-{newest(app).key}" in str(sets_of(app).kept) or newest(app).key in sets_of(app).kept
    )
    assert "kept here" in said(app)


def test_a_wrong_guess_is_corrected_by_one_click_and_back():
    app = given(template("distances"))
    assert kinds(app) == ["distances"]
    holds = next(each for each in app.button_group if each.label == "The file holds")
    holds.set_value("points").run()
    assert not app.error
    assert doors(app)["density"]
    assert "table of points" in said(app)
    next(each for each in app.button_group if each.label == "The file holds").set_value(
        "distances"
    ).run()
    assert not doors(app)["density"]


def test_an_array_with_empty_values_is_asked_about_as_a_table_is():
    values = np.arange(80.0).reshape(40, 2)
    values[:9, 1] = np.nan
    array = io.BytesIO()
    np.save(array, values)
    app = given(("a.npy", array.getvalue()))
    gaps = next(each for each in app.radio if each.label == "Empty cells")
    assert gaps.value == "median"
    assert "9 empty cells were filled" in said(app)
    gaps.set_value("columns").run()
    assert "40 rows × 1 column" in said(app)


def test_one_bad_file_does_not_lose_the_good_ones():
    app = given(LABELLED, PNG, EDGES)
    assert len(app.error) == 1
    assert "PNG" in app.error[0].value
    assert kinds(app) == ["points", "graph"]
    for button in [each for each in app.button if each.label == "Keep it"]:
        button.click()
    app.run()
    assert {each.title for each in sets_of(app).kept.values()} >= {EDGES[0]}
    assert len(app.error) == 1


def test_the_parts_of_a_survey_are_one_set_unless_that_is_declined():
    parts = [template(key) for key in ("coded", "locations", "beacons")]
    app = given(*parts)
    assert kinds(app) == ["fingerprints"]
    assert doors(app)["localization"]
    app.toggle(key="data-together").set_value(False).run()
    assert kinds(app) == ["fingerprints", "points", "points"]


def test_a_wrong_file_leaves_what_was_kept_and_the_right_one_follows():
    app = given(LABELLED)
    press(app, "Keep it")
    first = newest(app).key
    choose(app, FIELD, PNG)
    assert app.error
    assert list(sets_of(app).kept) == [first]
    choose(app, FIELD, COMMA)
    assert not app.error
    assert "decimal comma" in said(app)
    press(app, "Keep it")
    assert set(sets_of(app).kept) > {first}


def test_a_lab_that_cannot_use_it_says_why_and_is_not_to_be_pressed():
    app = given(EDGES)
    assert doors(app) == {
        "localization": False, "density": False, "graphs": True, "embedding": True
    }  # fmt: skip
    assert "a locator needs a survey" in said(app)
    assert "Takes less than 1 s" in said(app)


def test_opening_in_a_lab_keeps_the_set_and_goes_there():
    app = given(WIDE)
    next(each for each in app.button if (each.key or "").startswith("open-new-local")).click().run()
    assert newest(app).title == WIDE[0]
    assert sets_of(app).current == newest(app).key
    app.switch_page("../pages/localization_where.py").run()
    assert app.selectbox(key="survey").value == newest(app).key


def test_a_set_is_named_renamed_and_deleted():
    app = given(LABELLED)
    next(each for each in app.text_input if each.label == "Name").set_value(HOSTILE).run()
    press(app, "Keep it")
    own = newest(app)
    assert own.title == HOSTILE
    app.text_input(key=f"rename-{own.key}").set_value("plain").run()
    press(app, "Rename it")
    assert newest(app).title == "plain"
    app.button(key=f"forget-{own.key}").click().run()
    assert sets_of(app).kept == {}
    assert "Nothing yet" in said(app)


def test_everything_of_mine_is_deleted_and_the_files_are_put_aside():
    app = open_page(SCRIPT)
    for number in range(3):
        cloud = PointCloud(np.full((3, 1), float(number)), ["a"])
        give(app, OwnSet(f"yours-{number}", f"{number}.csv", cloud))
    app.run()
    assert "3 data sets" in said(app)
    app.button(key="delete-all").click().run()
    assert sets_of(app).kept == {}
    assert kinds(app) == []


def test_every_format_that_can_hold_the_set_is_offered_with_a_manifest():
    app = given(EDGES)
    press(app, "Keep it")
    offered = [each.label for each in app.get("download_button")]
    assert [label for label in offered if label in ("CSV", "Parquet", "NPZ", "GraphML")] == [
        "CSV", "Parquet", "NPZ", "GraphML"
    ]  # fmt: skip
    assert offered.count("Manifest") == 4


def test_a_dialog_points_to_the_page(dialogs_lie_open):
    app = open_page("density_your_data.py")
    links = [each.proto.label for each in app.get("page_link")]
    assert any("Data page" in label for label in links)


def test_a_plan_is_added_to_a_survey_that_is_kept_already(monkeypatch):
    monkeypatch.setattr(kept_list, "offer_plan", plan_dialog._dialog.__wrapped__)
    scans = FingerprintSet(np.full((4, 2), -60.0), np.eye(4)[:, :2] * 9, ["A", "B"])
    own = make_own_set(Upload(scans), "halls.csv", [b"scans"])
    app = give(open_page(SCRIPT), own).run()
    assert "Nothing was added yet" in app.error[0].value
    assert "Keep it with this plan" not in {each.label for each in app.button}
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(buffer, "PNG")
    app = choose(app, "kept_plan", ("plan.png", buffer.getvalue()))
    app = press(app, "Keep it with this plan")
    assert not app.exception
    assert [each.title for each in sets_of(app).kept.values()] == ["halls.csv", "halls.csv (2)"]
    assert own.dataset.floor is None
    planned = newest(app).dataset
    assert planned.floor.image.shape == (20, 40, 3)
    np.testing.assert_array_equal(planned.rss_dbm, scans.rss_dbm)
