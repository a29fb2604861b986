"""The views "Radio map", "Beacons" and "How good?" headless, on what a survey may lack."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.memory import store_of
from components.navigation import ROOT
from components.own_data.own_set import make_own_set
from core.datasets import FingerprintSet, load
from core.datasets.readers.result import Upload
from tests.app.own_data import give
from tests.app.test_pages import open_page

RADIO_MAP, BEACONS, ACCURACY, WHERE = (
    f"localization_{name}.py" for name in ("radio_map", "beacons", "accuracy", "where")
)


def verdict(app: AppTest, words: str) -> str:
    return next(element.value for element in app.markdown if words in element.value)


def bare_survey() -> FingerprintSet:
    """What the shortest table knows: levels and places, nothing else."""
    scans = load("building").only("survey").select(slice(0, 900))
    return FingerprintSet(
        rss_dbm=scans.rss_dbm, position_m=scans.position_m, beacon_ids=scans.beacon_ids
    )


def positions_only() -> FingerprintSet:
    scans = load("building").only("survey").select(slice(0, 900))
    return FingerprintSet(
        rss_dbm=scans.rss_dbm,
        position_m=scans.position_m,
        beacon_ids=scans.beacon_ids,
        beacon_position_m=np.where(
            np.arange(scans.n_beacons)[:, None] == 3, np.nan, scans.beacon_position_m
        ),
    )


def open_with_own(script: str, scans: FingerprintSet, **query) -> AppTest:
    app = AppTest.from_file(str(ROOT / "components" / "shell.py"), default_timeout=120)
    give(app, make_own_set(Upload(scans), "my floor.csv", [scans.rss_dbm.tobytes()])).run()
    app.switch_page(f"../pages/{script}")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.parametrize("make", [bare_survey, positions_only])
@pytest.mark.parametrize("script", [WHERE, RADIO_MAP, BEACONS, ACCURACY])
def test_every_view_works_on_a_survey_that_knows_little(script, make):
    app = open_with_own(script, make())
    assert not app.error
    assert not app.exception
    assert any("yours" in element.value for element in app.markdown)


@pytest.mark.parametrize(
    ("script", "query", "said"),
    [
        (RADIO_MAP, {"radio_source": "smoothed"}, "Smoothing needs beacon positions"),
        (RADIO_MAP, {"layer": "gaps"}, "Without a floor plan"),
        (BEACONS, {"fault": "moved"}, "does not know where its beacons hang"),
        (ACCURACY, {"study": "stops"}, "needs beacon positions"),
        (ACCURACY, {"study": "durations"}, "needs raw packets"),
    ],
)
def test_what_cannot_be_done_is_said(script, query, said):
    app = open_with_own(script, bare_survey(), **query)
    assert not app.error
    assert any(said in element.value for element in app.info)


def test_a_dead_and_a_moved_beacon_cost_what_the_verdict_says():
    app = open_page(BEACONS)
    before = verdict(app, "most valuable")
    app.selectbox(key="beacon").set_value("B4").run()
    app.segmented_control(key="fault").set_value("dead").run()
    dead = verdict(app, "B4")
    assert dead != before
    app.segmented_control(key="fault").set_value("moved").run()
    assert not app.error
    assert verdict(app, "B4") != dead


def test_every_layer_of_the_radio_map_has_its_verdict():
    app = open_page(RADIO_MAP)
    heard = verdict(app, "Beacons heard per place")
    app.selectbox(key="map_beacon").set_value("B7").run()
    assert "B7" in verdict(app, "Beacons heard per place")
    assert verdict(app, "Beacons heard per place") != heard
    for layer in ("coverage", "gaps", "labels"):
        app.selectbox(key="layer").set_value(layer).run()
        assert not app.error
        assert not app.exception


def test_the_methods_are_compared_with_their_marks_and_the_ceiling():
    app = open_page(ACCURACY)
    sentence = verdict(app, "With fingerprints only")
    best, ceiling = (float(found) for found in re.findall(r"([\d.]+) m\b", sentence)[::2][:2])
    assert re.search(r"90% sets\*\* of Kernel vote[a-z ]* hold the truth in \*\*\d\d%", sentence)
    assert ceiling < best
    table = app.dataframe[0].value
    assert len(table) >= 10
    assert table["mean_m"].is_monotonic_increasing
    assert set(table["uses"]) >= {"fingerprints only", "beacon positions", "labelled test scans"}
    assert (table["low_m"] < table["mean_m"]).all()
    assert (table["mean_m"] < table["high_m"]).all()


def sizes_stand_beside_coverage(table) -> None:
    for level in ("50%", "68%", "90%", "95%"):
        assert table[level].between(0, 1).all()
        assert table[f"m2 at {level}"].between(0.1, table["of m2"]).all()
        assert (table[f"{level} from"] <= table[level] + 1e-9).all()
        assert (table[level] <= table[f"{level} to"] + 1e-9).all()  # a mean of equals rounds
    sizes = table[[f"m2 at {level}" for level in ("50%", "68%", "90%", "95%")]].to_numpy()
    assert (np.diff(sizes, axis=1) > 0).all()
    promised = table.groupby("calibrated_on")["promised at 90%"].first()
    assert promised["simulated scans"] == 0
    assert promised["10 stops"] == pytest.approx(0.8090909)
    assert promised["20 stops"] == 0.9


@pytest.mark.parametrize("study", ["map", "stops", "settings", "sets"])
def test_every_study_draws_what_it_found(study):
    app = open_page(ACCURACY, study=study)
    assert not app.error
    assert not app.exception
    assert not app.info
    if study == "sets":
        sizes_stand_beside_coverage(app.dataframe[0].value)


def test_a_stopped_study_keeps_what_is_done_and_goes_on(monkeypatch):
    from components.localization.accuracy import jobs as accuracy_jobs
    from core.errors import Cancelled

    whole = accuracy_jobs.try_methods
    store_of("simulated").forget()  # what another test has finished opens at once

    def stopped_after_three(rows, experiment, *, progress):
        for number, result in enumerate(whole(rows, experiment, progress=progress)):
            if number == 3:
                raise Cancelled("Stopped; what was finished is kept.")
            yield result

    monkeypatch.setattr(accuracy_jobs, "try_methods", stopped_after_three)
    app = open_page(ACCURACY)
    assert not app.error
    assert len(app.dataframe[0].value) == 3
    assert any("Results kept: 3" in element.value for element in app.markdown)
    monkeypatch.setattr(accuracy_jobs, "try_methods", whole)
    next(button for button in app.button if button.label == "Resume").click().run()
    assert len(app.dataframe[0].value) >= 10


def one_beacon_survey(n_beacons: int = 1) -> FingerprintSet:
    """Six places on a grid, as many beacons as asked for, one scan each, nobody's hand."""
    x, y = np.meshgrid(np.arange(3.0), np.arange(2.0))
    position_m = 3.0 * np.column_stack([x.ravel(), y.ravel()])
    level = np.array([-60.0, -65.0, -70.0, -66.0, -68.0, -75.0])
    rss_dbm = np.column_stack([np.roll(level, shift) for shift in range(n_beacons)])
    return FingerprintSet(rss_dbm, position_m, [f"B{n}" for n in range(n_beacons)])


@pytest.mark.parametrize("n_beacons", [1, 2])
@pytest.mark.parametrize(
    ("script", "query"),
    [
        (WHERE, {"calibrated_on": "model"}),
        (RADIO_MAP, {}),
        (BEACONS, {}),
        (BEACONS, {"fault": "dead"}),
        (ACCURACY, {}),
        (ACCURACY, {"study": "map"}),
    ],
)
def test_every_view_works_with_one_beacon_and_two(script, query, n_beacons):
    app = open_with_own(script, one_beacon_survey(n_beacons), **query)
    assert not app.error
    assert not app.exception
    said = " ".join(element.value for element in [*app.markdown, *app.info, *app.caption])
    assert not re.search(r"\bnan\b", said)


def test_of_one_beacon_the_page_says_that_it_cannot_be_left_out():
    app = open_with_own(BEACONS, one_beacon_survey())
    assert "cannot be left out" in verdict(app, "one beacon")
    assert "not known" in verdict(app, "one beacon")
    assert any("one beacon cannot be left out" in element.value for element in app.info)
    dead = open_with_own(BEACONS, one_beacon_survey(), fault="dead")
    assert "no scan is located" in verdict(dead, "one beacon")


def test_a_held_out_fifth_is_called_that():
    """Nobody made a survey by the same hand, and no beacon has shifted."""
    app = open_with_own(ACCURACY, bare_survey())
    assert "held-out fifth" in verdict(app, "With fingerprints only")
    assert "very same hand" not in verdict(app, "With fingerprints only")
    beacons = open_with_own(BEACONS, bare_survey())
    assert "held-out fifth" in verdict(beacons, "most valuable")
    table = next(each for each in beacons.dataframe if "cost_m" in each.value)
    assert table.value["shift_db"].isna().all()
    assert "shift_db" not in table.proto.column_order


def test_a_method_is_recommended_in_the_list_and_taken_by_a_click():
    app = open_with_own(WHERE, few_places())
    assert not any("Recommended here" in element.value for element in app.caption)
    next(each for each in app.button if each.label == "Recommend a method").click().run()
    said = next(each.value for each in app.caption if "Recommended here" in each.value)
    assert "cannot foresee another phone" in said
    use = [each for each in app.button if each.label == "Use it"]
    before = app.selectbox(key="method").value
    if use:
        use[0].click().run()
        assert app.selectbox(key="method").value != before
    assert not app.exception
    assert any("recommended here" in each.value for each in app.caption)
    assert not any(each.label == "Use it" for each in app.button)
    accuracy = open_with_own(ACCURACY, few_places())
    table = next(each.value for each in accuracy.dataframe if "mean_m" in each.value)
    titled = table.loc[table["here"] == "recommended", "method"].tolist()
    assert len(titled) == 1
    assert f"**Recommended here: {titled[0]}**" in said


def few_places() -> FingerprintSet:
    """A corner of the building: 12 places, what the shortest table knows."""
    scans = bare_survey()
    places = np.unique(scans.position_m, axis=0)[:12]
    here = (scans.position_m[:, None] == places).all(axis=2).any(axis=1)
    return scans.select(here)
