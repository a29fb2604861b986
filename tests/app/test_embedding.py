"""The heat-geodesic views headless: what changes when their controls and data change."""

import re

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy.interpolate import RegularGridInterpolator
from streamlit.testing.v1 import AppTest

from components.embedding.data_choice import built_in
from components.embedding.density_lines import add_density_lines
from components.embedding.heat.result import heat_result
from components.embedding.map.data import map_data
from components.embedding.map.settings import HeatSettings
from components.memory import store_of
from components.own_data.own_set import OwnSet
from components.text import as_plain_text
from core.datasets import PointCloud
from core.datasets.generators.swiss_roll import swiss_roll
from core.embedding.companions.registry import companion_map
from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.scores.quality import quality
from tests.app.own_data import give, newest
from tests.app.test_pages import open_page

MAP, SIDE = "embedding_map.py", "embedding_side_by_side.py"
TRUTH, KERNEL = "embedding_truth.py", "embedding_kernel.py"
# A narrow strip: so few points would have shortcuts on a wide one.
SMALL = {
    "data": "make_swiss_roll",
    "swiss_roll_points": "200",
    "swiss_roll_stretch": "0.25",
}


def texts(app: AppTest) -> str:
    return " ".join(element.value for element in (*app.markdown, *app.caption))


def verdict(app: AppTest) -> str:
    return app.markdown[0].value


@pytest.fixture
def app() -> AppTest:
    return open_page(MAP, **SMALL)


def test_the_map_says_what_it_keeps_and_how_far_it_reaches(app):
    assert re.search(r"kept at Spearman (0\.\d\d|1\.00)", verdict(app))
    assert "straight lines keep it less well (0." in verdict(app)
    assert re.search(r"for t = [\d,.]+ \(chosen from the data\)", verdict(app))
    assert "simulated" in texts(app)
    assert "200 points" in texts(app)


def test_the_page_draws_what_the_estimator_draws_by_default():
    data = map_data(swiss_roll(n_points=40), "key", "title", "simulated")
    model = heat_result(data, HeatSettings()).model
    assert model.get_params() == HeatGeodesic(random_state=0).get_params()


def test_a_time_set_by_hand_changes_the_verdict_and_the_link_remembers(app):
    before = verdict(app)
    app.toggle(key="auto_t").set_value(False).run()
    app.slider(key="log_t").set_value(0.0).run()
    assert not app.error
    assert verdict(app) != before
    assert "t = 1 (set by hand)" in verdict(app)
    assert "too far" in verdict(app)
    again = open_page(MAP, auto_t="false", log_t="0.0", **SMALL)
    assert verdict(again) == verdict(app)


def test_another_point_has_other_neighbours(app):
    before = texts(app)
    app.slider(key="point").set_value(150).run()
    assert not app.error
    assert "**Row 150:**" in texts(app)
    assert "**Row 1:**" in before


def test_three_axes_say_that_a_lasso_needs_two(app):
    app.segmented_control(key="axes").set_value("3").run()
    assert not app.error
    assert "A lasso needs the flat map" in texts(app)


@pytest.mark.parametrize("colour", ["truth-1", "feature-2", "distortion"])
def test_every_colour_can_be_chosen(app, colour):
    app.selectbox(key="colour").set_value(colour).run()
    assert not app.error
    assert not app.exception


def test_a_graph_and_labelled_points_are_mapped_too():
    karate = open_page(MAP, data="karate")
    assert not karate.error
    assert "stay its nearest on this map" in verdict(karate)
    wine = open_page(MAP, data="wine", map_standardise="true", map_pca_axes="5")
    assert not wine.error
    assert "Columns are standardised" in texts(wine)
    assert "keep 8" in texts(wine)


def test_a_simulated_survey_is_held_against_walking_distance():
    survey = open_page(MAP, data="building")
    assert not survey.error
    assert "Walking distance is kept at Spearman" in verdict(survey)
    assert any("on their floor" in each.value for each in survey.subheader)


def test_the_real_survey_keeps_walking_distance(shared, monkeypatch):
    monkeypatch.setenv("KERNELSCOPE_DATA", str(shared / "datasets" / "guelph_ble"))
    survey = open_page(MAP, data="guelph", auto_t="false", log_t="1.0")
    assert not survey.error
    words = r"kept at Spearman (0\.\d\d)\*\* by heat .*straight lines keep it less well .(0\.\d\d)"
    kept = re.search(words, verdict(survey))
    assert float(kept[1]) >= 0.985
    assert float(kept[2]) < 0.9
    assert "measured" in texts(survey)


def test_the_real_survey_that_is_not_here_explains_itself(monkeypatch, tmp_path):
    monkeypatch.setenv("KERNELSCOPE_DATA", str(tmp_path))
    monkeypatch.setattr("core.datasets.guelph.files.CACHE_FOLDER", tmp_path / "cache")
    store_of("measured").forget()  # another test may have loaded it from where it is
    app = open_page(KERNEL, data="guelph")
    assert not app.exception
    assert any("no licence" in element.value for element in app.markdown)


def test_a_link_to_a_lost_upload_says_so():
    app = open_page(KERNEL, data="yours")
    assert not app.error
    assert any("uploaded" in element.value for element in app.info)


def test_side_by_side_always_has_shortest_paths_and_ranks_them():
    app = open_page(SIDE, **SMALL)
    assert not app.error
    # On a clean roll the two are within five thousandths of each other: no winner is named.
    assert "keep the true distances equally well" in verdict(app)
    assert "a tie" in verdict(app)
    assert "most neighbours" in verdict(app)
    app.button_group(key="methods").set_value(["pca", "chance"]).run()
    assert not app.error
    shown = [element.value for element in app.markdown]
    assert "**Isomap (shortest paths)**" in shown
    assert "**Heat geodesics**" not in shown
    scores = app.dataframe[0].value.set_index("Map")
    assert scores.loc["Isomap (shortest paths)", "Pearson"] > scores.loc["PCA", "Pearson"]
    assert abs(scores.loc["Random placement", "Pearson"]) < 0.1


def test_a_method_that_cannot_hold_the_data_says_why(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    app = open_page(SIDE, **SMALL)
    app.button_group(key="methods").set_value(["umap"]).run()
    assert not app.exception
    assert any("not installed" in element.value for element in app.info)


def test_is_it_true_measures_distortion_reach_and_seeds():
    app = open_page(TRUTH, **SMALL)
    assert not app.error
    assert re.search(r"off by \d+% or less", verdict(app))
    assert "seed" in verdict(app).lower()
    assert "not to read" in " ".join(each.value for each in app.subheader)


def test_without_truth_it_says_what_the_map_is_held_against():
    app = open_page(TRUTH, data="wine", seeds="2")
    assert not app.error
    assert "Against the heat distance" in verdict(app)
    assert "No truth is known" in texts(app)


def test_inside_the_kernel_the_floor_bites_at_a_short_time_only():
    short = open_page(KERNEL, kernel_log_t="0.0", **SMALL)
    assert not short.error
    share = re.search(r"\*\*(\d+)% of all pairs lie on the floor", verdict(short))
    assert int(share[1]) > 10
    ways = short.dataframe[0].value.set_index("way")
    assert ways.loc["Positive series (the reference)", "relative"] == "0"
    assert float(ways.loc["Chebyshev, order 30", "absolute"]) < 1e-12
    assert float(ways.loc["Backward Euler, 30 steps", "relative"]) > 10
    long = open_page(KERNEL, kernel_log_t="3.5", **SMALL)
    assert "No pair lies on the floor" in verdict(long)


def with_own_points(page: str, values: np.ndarray, **query: str) -> AppTest:
    """A page opened by a link after these points were uploaded elsewhere: they are chosen."""
    names = np.array([f"x{i}" for i in range(1, values.shape[1] + 1)])
    app = open_page("home.py")
    give(app, OwnSet("yours-test", "mine.npy", PointCloud(values, names)))
    app.switch_page(f"../pages/{page}")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert app.selectbox(key="data").value == "yours-test"
    return app


def test_a_run_of_minutes_says_what_it_costs_and_waits_to_be_started():
    values = np.zeros((100_000, 20))
    app = with_own_points(MAP, values, map_sample="100000")
    assert not app.exception
    assert re.search(
        r"100,000 points will take about 2 minutes on one core and \d\.\d GB", app.warning[0].value
    )
    assert app.button(key="start-map").label == "Draw it"
    assert "job_runs" not in app.session_state or not app.session_state["job_runs"].n_at_work


def test_a_million_rows_are_sampled_and_the_page_says_so():
    values = np.random.default_rng(0).random((1_000_000, 2))
    app = with_own_points(MAP, values, map_sample="1000")
    assert not app.error
    assert not app.exception
    assert as_plain_text("1,000 of 1,000,000 rows, drawn at random (seed 0)") in texts(app)
    assert len(newest(app).dataset.values) == 1_000_000


def test_two_visitors_do_not_disturb_each_other(app):
    other = open_page(MAP, data="wine")
    app.slider(key="map_neighbors").set_value(15).run()
    other.slider(key="point").set_value(9).run()
    assert other.slider(key="map_neighbors").value == 10
    assert app.slider(key="point").value == 1
    assert np.isclose(app.slider(key="map_neighbors").value, 15)


def test_rows_are_put_in_order_from_the_chosen_point():
    app = open_page(MAP, order="true", **SMALL)
    assert not app.error
    assert not app.exception
    said = next(each.value for each in app.markdown if "keep their place" in each.value)
    assert re.search(r"From row 1 there are (no branches|\*\*\d branches\*\*)", said)
    assert re.search(r"follows the time that came with the data at Spearman \*\*-?\d\.\d\d", said)
    branches = next(each.value for each in app.dataframe if "ends at" in each.value)
    assert len(branches) >= 1
    off = open_page(MAP, **SMALL)
    assert not any("keep their place" in each.value for each in off.markdown)


def test_groups_are_found_judged_and_described():
    app = open_page(MAP, data="wine", groups="true", fewest="0.1")
    assert not app.error
    assert not app.exception
    said = next(each.value for each in app.markdown if "in no group" in each.value)
    k, firm = (int(number) for number in re.findall(r"\*\*(\d+)", said)[:2])
    assert "at ARI" in said
    table = next(each.value for each in app.dataframe if "stability" in each.value)
    assert len(table) == k >= firm
    assert (table["stability"] >= 0.75).sum() == firm
    assert table["rows"].is_monotonic_decreasing
    assert table["told by"].str.match("(high|low) ").all()
    off = open_page(MAP, data="wine")
    assert not any("in no group" in each.value for each in off.markdown)


def test_rows_are_found_by_their_label_and_become_the_group():
    app = open_page(MAP, data="wine")
    app.text_input(key="find-rows").set_value("CLASS_2").run()
    assert not app.exception
    assert "48 rows hold “CLASS\\_2”" in texts(app)
    assert "**48 of 178 points** are selected" in texts(app)
    assert app.slider(key="point").value == 131
    app.text_input(key="find-rows").set_value("nobody").run()
    assert "No row's name or label holds “nobody”" in texts(app)
    assert "points** are selected" not in texts(app)


def test_density_lines_hold_the_shares_of_rows_that_they_name():
    app = open_page(MAP, density_lines="true", **SMALL)
    assert not app.exception
    assert "half inside the thick one" in texts(app)
    figure, Y = go.Figure(), np.random.default_rng(0).normal(size=(400, 2))
    add_density_lines(figure, Y)
    inside = [
        RegularGridInterpolator((each.y, each.x), each.z)(Y[:, ::-1]) >= each.contours.start
        for each in figure.data
    ]
    assert np.allclose([each.mean() for each in inside], [0.9, 0.5], atol=0.02)


def test_neighbours_first_says_what_it_gives_up():
    app = open_page(MAP, keep="neighbors", **SMALL)
    assert not app.exception
    assert "Neighbours first" in texts(app)


def test_the_first_picture_shows_what_shortest_paths_cannot_and_the_clean_roll_is_a_click_away():
    app = open_page(MAP)
    assert not app.exception
    assert app.selectbox(key="data").value == "swiss_roll_strip"
    kept = re.search(
        r"kept at Spearman (0\.\d\d)\*\* by heat.*straight lines keep it less well .(0\.\d\d)",
        verdict(app),
    )
    assert float(kept[1]) > float(kept[2]) + 0.2
    data = built_in("swiss_roll_strip", None)
    heat = quality(HeatGeodesic(random_state=0).fit_transform(data.X), truth=data.truth)
    assert heat["spearman"] > 0.75
    isomap = quality(companion_map("isomap", data.X), truth=data.truth)
    assert isomap["spearman"] < 0.45
    app.button(key="open-clean-roll").click().run()
    assert app.selectbox(key="data").value == "swiss_roll"
    assert not app.exception
