"""The tour of README is true: every sentence names the test that does what it claims.

``claim`` names words of a sentence that the test below it holds; ``ELSEWHERE`` those that other
tests hold. A sentence that neither knows fails here.
"""

import re
from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.navigation import ROOT
from core.datasets import load
from core.datasets.guelph import load_guelph
from core.datasets.readers import formats_holding, titles
from core.density import compare_implementations
from core.density.reference import DIGITS
from core.graphs import MEASURES
from core.inference.export import __main__ as export_command
from core.inference.live.csv_tail import FOLDER_VARIABLE
from core.inference.live.mqtt import PASSWORD, TLS, USER
from core.inference.live.mqtt_mapping import PRESETS
from core.localization import METHODS, KernelLocator, method
from core.localization.representations import REPRESENTATION_TABLE
from tests.app.choices import choice
from tests.app.test_pages import open_page

README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = README.split("## A tour")[1].split("\n## ")[0]
WHERE, MODELS, LIVE = "localization_where.py", "live_models.py", "live.py"
TESTED: list[str] = []

# Words of the sentence → the test that does it.
ELSEWHERE = {
    "counts the copies among them": "app/density/test_memorise.py::"
    "test_the_page_counts_copies_and_says_what_prevents_them",
    "the map shows one scan": "components/localization/test_maps.py::"
    "test_the_analysis_map_shows_estimate_truth_error_and_clickable_places",
    "how often such sets hold the truth": "app/test_where.py::"
    "test_coverage_stands_with_size_and_promise_and_model_alone_promises_nothing",
    "Which beacons decided this fix?": "app/test_where.py::"
    "test_the_panel_says_which_beacons_decided_and_why_a_kernel_has_no_shares",
    "click a row for an arrow": "components/localization/test_decided.py::"
    "test_a_chosen_row_becomes_an_arrow_to_the_fix_and_a_stale_one_nothing",
    "Play the walk": "browser/test_where.py::test_play_walks_on_by_itself_and_pause_stops_it",
    "Every idea from a paper says": "app/test_verdict_panels.py::"
    "test_an_idea_is_judged_on_the_data_at_hand",
    "for a survey that is kept already": "app/test_data.py::"
    "test_a_plan_is_added_to_a_survey_that_is_kept_already",
    "Figure for a paper": "browser/test_figures.py::"
    "test_a_figure_is_light_says_what_it_shows_and_gives_its_settings_back",
    "Copy link": "browser/test_where.py::test_a_copied_link_opens_the_same_picture",
    "Present": "browser/test_pages.py::"
    "test_the_keyboard_alone_moves_a_slider_reaches_every_action_and_presents",
    "Escape leaves": "app/test_links.py::"
    "test_a_link_for_a_room_opens_present_mode_and_links_made_there_keep_it",
    "KERNELSCOPE_DATA": "app/test_where.py::test_the_real_survey_opens_where_it_is",
    "A second one, two zones": "app/test_where.py::"
    "test_the_second_real_survey_is_downloaded_on_a_click_and_opens_where_it_is",
    "A picture of the floor gets its scale": "browser/test_survey_files.py::"
    "test_files_are_mapped_by_hand_and_a_plan_is_calibrated_by_clicks",
    "tells from the content": "browser/test_kept.py::test_the_whole_life_of_a_file",
    "goes out again as CSV": "core/datasets/test_conversions.py::"
    "test_every_format_reads_back_to_the_same_data",
    "Use your own survey": "browser/test_upload.py::test_a_wide_csv_is_understood_used_and_deleted",
    "Of a survey of several floors": "app/test_survey_files.py::"
    "test_a_survey_of_two_floors_opens_on_one_and_says_so",
    "more than 1 MB": "app/test_uploads.py::test_what_is_said_of_a_large_file_on_its_way_is_so",
    "stands first in every other": "app/test_uploads.py::"
    "test_what_was_given_to_one_lab_is_first_and_chosen_in_every_lab_that_can_use_it",
    "become graphs of neighbours": "app/test_follows.py::"
    "test_the_current_set_is_what_a_page_opens_on",
    "here again after a reload": "browser/test_kept.py::test_the_whole_life_of_a_file",
    "Your browser alone sees it": "browser/test_kept.py::test_the_whole_life_of_a_file",
    "square tables of distances": "core/datasets/test_points_uploads.py::"
    "test_a_table_of_distances_is_checked_cell_by_cell",
    "UMAP and .h5ad": "core/datasets/test_points_uploads.py::"
    "test_without_the_package_the_way_out_is_named",
    "where a kernel density estimate behaves": "app/density/test_pages.py::"
    "test_the_phase_diagram_tells_the_three_regimes",
    "the same diagnosis of a table of your own": "browser/density/test_pages.py::"
    "test_a_table_is_uploaded_judged_and_deleted",
    "with its logarithm, side": "app/test_graphs.py::"
    "test_the_first_screen_says_whether_the_logarithm_helps",
    "stand beside Leiden": "app/test_graphs.py::"
    "test_the_first_screen_says_whether_the_logarithm_helps",
    "k-means is solved with a proof": "app/test_few_nodes.py::"
    "test_one_graph_answers_whether_it_was_the_clusterer_and_asks_first_where_it_takes_long",
    "ranks all others by how near": "app/test_few_nodes.py::"
    "test_three_members_of_the_karate_club_find_the_others",
    "unrolls a sheet by heat": "app/test_embedding.py::"
    "test_the_map_says_what_it_keeps_and_how_far_it_reaches",
    "Lasso a group": "browser/test_embedding.py::"
    "test_a_lassoed_group_says_what_is_special_and_can_be_taken_away",
    "walking distances come out of radio": "app/test_embedding.py::"
    "test_the_real_survey_keeps_walking_distance",
    "are proposed by what they hold": "app/test_row_names.py::"
    "test_the_form_proposes_id_label_and_time_and_asks_about_gaps_with_their_cost",
    "every page calls a row by its id": "app/test_row_names.py::"
    "test_the_map_pages_name_the_outlier_by_its_row_and_id",
    "follows a phone while you watch": "app/test_live.py::test_a_phone_moves_at_once",
    "this machine's own Bluetooth": "core/inference/test_live_sources.py::"
    "test_only_the_folder_that_the_operator_named_is_read",
}


def claim(*words: str) -> Callable:
    """Mark a test as the one that holds the sentences with these words."""
    TESTED.extend(words)
    return lambda test: test


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("*", ""))


def verdict(app: AppTest, words: str) -> str:
    return next(element.value for element in app.markdown if words in element.value)


def median_m(app: AppTest) -> float:
    return float(re.search(r"found to \*\*(\d+\.\d) m\*\* in half", verdict(app, "found to"))[1])


@pytest.fixture(scope="module")
def building():
    return load("building")


def test_every_sentence_of_the_tour_has_its_test():
    sentences = re.split(r"(?<=[.]) (?=[A-Z*`(])", plain(TOUR).strip())
    assert len(sentences) > 20
    known = [*TESTED, *ELSEWHERE]
    assert [s for s in sentences if not any(words in s for words in known)] == []


@pytest.mark.parametrize("place", sorted(set(ELSEWHERE.values())))
def test_what_is_tested_elsewhere_is_there(place):
    file, name = place.split("::")
    assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


@claim(
    "opens on a simulated building",
    "carried through it in several",
    "watch the median error grow",
    "The verdict at the top is computed",
)
def test_where_opens_on_a_building_and_in_dbm_the_median_error_grows():
    app = open_page(WHERE)
    assert any("simulated" in element.value for element in app.markdown)
    assert len(app.selectbox(key="holding").options) == 1 + 5  # all, and each way of holding
    powed = median_m(app)
    table = next(each.value for each in app.dataframe if "median, m" in each.value.index)
    assert f"{table.loc['median, m', 'This locator']:.1f}" == f"{powed:.1f}"
    choice(app, "representation").set_value("dbm").run()
    assert not app.error
    assert median_m(app) >= powed + 0.2  # what is printed with one decimal grows visibly
    table = next(each.value for each in app.dataframe if "median, m" in each.value.index)
    assert f"{table.loc['median, m', 'This locator']:.1f}" == f"{median_m(app):.1f}"


@claim("only representations that trust strong beacons forgive that")
def test_every_representation_that_trusts_strong_beacons_beats_plain_dbm(building):
    survey, test = building.only("survey"), building.only("test")
    error_m = {}
    for name in REPRESENTATION_TABLE:
        locator = KernelLocator(representation=name).fit(survey.rss_dbm, survey.position_m)
        away = locator.predict(test.rss_dbm) - test.position_m
        error_m[name] = np.nanmedian(np.linalg.norm(away, axis=1))
    plain_m = error_m["dbm"]
    trusting = [row.name for row in REPRESENTATION_TABLE.values() if row.trusts_strong_beacons]
    assert max(error_m[name] for name in trusting) < 0.95 * plain_m
    assert max(error_m["powed"], error_m["relative"]) < 0.85 * plain_m


@claim("The real survey of an engineering building")
def test_the_real_survey_has_the_numbers_that_the_tour_names(shared):
    scans = load_guelph("1 s", shared / "datasets" / "guelph_ble")
    places = np.unique(scans.only("survey").known_position_m, axis=0)
    assert (len(places), scans.n_beacons, scans.only("test").n_scans) == (276, 15, 5573)
    assert "276 places, 15 beacons, 5,573 hand-held scans" in plain(TOUR)


@claim("the same for tables", "Edge lists and adjacency matrices in such tables")
def test_the_lists_of_formats_are_those_of_the_table():
    assert f"the same for tables ({titles('points')}), square tables" in plain(TOUR)
    graphs = [row.title for row in formats_holding("graph") if set(row.holds) == {"graph"}]
    listed = f"{', '.join(graphs[:-1])} and {graphs[-1]}"
    assert f"Edge lists and adjacency matrices in such tables, {listed} open as they are." in plain(
        TOUR
    )


@claim("puts the same query to scikit-learn, SciPy and Kernelscope, in five ways")
def test_who_is_right_asks_five_ways_and_fifty_digits():
    found = compare_implementations(np.zeros((3, 2)), np.ones((1, 2)), 0.5)
    ways = [answer.name for answer in found.answers]
    assert len(ways) == 5
    assert {name.split(",")[0].split()[0] for name in ways} == {
        "scikit-learn",
        "SciPy",
        "Kernelscope",
    }
    assert DIGITS == 50


@claim("Leaderboard compares all 28 measures")
def test_there_are_28_measures_and_each_has_its_card():
    assert len(MEASURES) == 28
    app = open_page("graphs_measure_cards.py")
    assert len(app.selectbox(key="measure").options) == 28


@claim("Side by side shows what other methods")
def test_side_by_side_and_is_it_true_have_their_pages():
    assert "methods" in verdict(open_page("embedding_side_by_side.py"), "methods")


@claim("Stations that run ESPresense or OpenMQTTGateway", "KERNELSCOPE_MQTT_USER")
def test_stations_and_variables_are_called_as_the_tour_calls_them():
    assert {"espresense", "openmqttgateway"} <= set(PRESETS)
    for name in (USER, PASSWORD, TLS, FOLDER_VARIABLE):
        assert f"`{name}`" in TOUR
    optional = [*ROOT.glob("requirements-*.txt")]
    listed = re.findall(r"^[\w-]+", "\n".join(each.read_text() for each in optional), re.MULTILINE)
    named = " ".join(re.findall(r"`pip install ([\w -]+)`", TOUR)).split()
    assert {"umap-learn", "h5py", "bleak"} <= set(named) <= set(listed)


@claim("offers every locator that can run live", "python -m core.inference.export")
def test_models_offers_what_runs_live_and_the_command_writes_all_of_it(monkeypatch, tmp_path):
    models, live = open_page(MODELS), open_page(LIVE)
    offered = models.selectbox(key="models_card").options
    assert offered == live.selectbox(key="live_model").options
    keys = [row.key for row in METHODS if not row.no_twin]
    assert offered == [method(key).title for key in keys]
    small = load("building").select(slice(0, 400))
    monkeypatch.setattr(export_command, "load", lambda key: small)
    assert export_command.main(tmp_path) == 0
    for key in keys:
        assert (tmp_path / f"kernelscope-building-{key}.onnx").stat().st_size > 1000


def test_the_library_part_runs_as_it_is_written(capsys):
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "'mean':" in printed
    assert re.search(r"cpu|cuda", printed)


def test_a_notebook_keeps_data_sets_as_it_is_written(capsys, tmp_path, monkeypatch):
    code = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[1]
    assert "Workspace(" in code
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out == "34 ['the club']\n"
