"""The four graph views headless: what changes when their controls change."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from components.graphs.graph_choice import FIRST
from components.graphs.tournament import jobs as tournament_jobs
from core.graphs import BASELINES, MEASURE_TABLE, METHODS
from core.graphs.measures.selections import ARTICLE
from tests.app.test_pages import open_page

ONE, BOARD = "graphs_one_graph.py", "graphs_leaderboard.py"
TOURNAMENT, CARDS = "graphs_tournament.py", "graphs_measure_cards.py"


def texts(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def verdict(app: AppTest, word: str) -> str:
    return next(element.value for element in app.markdown if word in element.value)


@pytest.fixture
def one() -> AppTest:
    return open_page(ONE)


def test_the_first_screen_says_whether_the_logarithm_helps(one):
    said = verdict(one, "The logarithm")
    assert "ARI 0.86 against 0.46 at their best x, ahead at 24 of 25" in said
    assert "Here, with Ward at x = 0.70: logComm 0.78, Comm -0.01; Louvain" in said
    assert len(said) < 210  # two lines of the column
    assert any("simulated" in element.value for element in one.markdown)
    assert re.search(
        r"\*\*Leiden\*\*, which chooses the number, reaches ARI 0\.\d\d ± 0\.\d\d over 10 starts\. "
        r"\*\*logComm, Ward at x = 0\.70\*\* reaches 0\.78: more than that",
        texts(one),
    )
    one.button(key="graph-classic").click().run()
    said = verdict(one, "The logarithm")
    assert "is no better, but easier to tune**: ARI 0.88 against 0.88" in said
    assert "ahead at 18 of 25 and behind at 0" in said
    assert any("measured" in element.value for element in one.markdown)


def test_moving_x_changes_what_the_plain_measure_finds(one):
    before = verdict(one, "The logarithm")
    one.slider(key="x").set_value(0.8).run()
    assert not one.error
    plain = re.search(r"Comm (0\.\d\d|-0\.\d\d); Louvain", verdict(one, "The logarithm"))
    assert plain
    assert abs(float(plain[1])) < 0.1
    assert verdict(one, "The logarithm") != before
    assert verdict(open_page(ONE, x="0.8"), "The logarithm") == verdict(one, "The logarithm")


def test_measures_without_twin_or_parameter_and_every_clusterer(one):
    for measure in ("SP", "SCT", "FE"):
        one.selectbox(key="measure").set_value(measure).run()
        assert not one.error
        assert not one.exception
    assert not one.slider(key="x").disabled
    one.selectbox(key="measure").set_value("CT").run()
    assert one.slider(key="x").disabled
    for method in METHODS:
        one.selectbox(key="method").set_value(method).run()
        assert not one.error


def test_a_logarithm_out_of_range_says_why_and_the_page_stays(one):
    one.selectbox(key="measure").set_value("logAbs").run()
    one.slider(key="x").set_value(0.9).run()
    assert not one.exception
    assert "no partition" in verdict(one, "Louvain")
    assert "x ≤ 2/3" in texts(one)


def test_the_number_of_clusters_can_be_proposed_or_given():
    one = open_page(ONE, graph="karate")
    assert "eigengap **4**, silhouette **2**" in texts(one)
    one.selectbox(key="clusters_from").set_value("eigengap").run()
    assert "4 clusters" in texts(one)
    one.selectbox(key="clusters_from").set_value("given").run()
    one.slider(key="n_clusters").set_value(5).run()
    assert not one.error
    assert "in use: **5**" in texts(one)


def test_without_truth_the_page_recommends_and_says_how_sure_it_is(one):
    one.selectbox(key="truth").set_value("none").run()
    assert not one.error
    assert not one.exception
    said = texts(one)
    assert "No ground truth" in said
    assert re.search(r"Recommended: \*\*\w+\*\*", said)
    assert re.search(r"fairly sure|unsure|a guess", said)
    assert one.session_state["score"] == "modularity"


@pytest.mark.parametrize(
    "graph", ["planted_unequal", "lfr", "path", "triangle_with_tail", "florentine", "davis"]
)
def test_other_graphs_open(graph):
    app = open_page(ONE, graph=graph, truth="none" if graph == "florentine" else "known")
    assert not app.error
    assert not app.exception


def test_a_graph_of_ones_own_model_follows_its_sliders():
    app = open_page(ONE, graph="model_planted")
    app.slider(key="model_nodes").set_value(60).run()
    app.slider(key="p_out").set_value(0.0).run()
    assert not app.error
    assert "Only the largest component" in texts(app)


def test_a_large_graph_is_clustered_without_a_matrix_and_says_so():
    app = open_page(ONE, graph="model_large", measure="NHeat", x="0.9")
    assert not app.error
    assert not app.exception
    said = verdict(app, "approximation")
    assert float(re.search(r"\*\*NHeat\*\* ARI (\d\.\d+)", said)[1]) > 0.95
    assert "at x = 0.90" in said
    assert "Rank 8 of 20,000" in texts(app)
    assert "96 of 20,000 nodes" in texts(app)
    assert "All 13 values of x come from one pass" in texts(app)


def test_the_leaderboard_names_leaders_and_counts_pairs():
    app = open_page(BOARD)
    assert not app.error
    said = verdict(app, "The logarithm beats")
    assert "**logComm** leads (0.86) with Ward" in said
    assert "in 8, 10 and 9 of 10 pairs" in said
    assert "28 measures are 23 different distances" in texts(app)
    assert len(said) < 230
    app.segmented_control(key="grid").set_value("8").run()
    app.selectbox(key="count_by").set_value("p90").run()
    app.selectbox(key="score").set_value("modularity").run()
    assert not app.error
    assert verdict(app, "The logarithm beats").startswith("Modularity")


def test_a_finished_leaderboard_opens_for_the_next_visitor_at_once(monkeypatch):
    open_page(BOARD, graph="karate", grid="8")

    def refuse(*_, **__):
        raise AssertionError("computed again")

    monkeypatch.setattr("components.graphs.sweep_jobs.sweep_cells", refuse)
    again = open_page(BOARD, graph="karate", grid="8")
    assert not again.exception
    assert "share the lead" in verdict(again, "The logarithm beats")


def test_a_tournament_ranks_and_a_longer_one_keeps_its_graphs(monkeypatch):
    app = open_page(TOURNAMENT, n_graphs="2", model_nodes="40")
    assert not app.error
    assert "After 2 of 2 graphs with Ward" in verdict(app, "After")
    against = next(each.value for each in app.dataframe if "p" in each.value)
    assert against["p"].isna().sum() == 1  # the leader's own
    assert set(against["by"]) == {*ARTICLE, *(row.title for row in BASELINES.values())}
    assert "cannot be told" in texts(app)
    table = next(each.value for each in app.dataframe if "copeland_best" in each.value)
    assert sorted(table["measure"]) == sorted(ARTICLE)
    assert table["copeland_best"].sum() == 0
    assert table["copeland_p90"].sum() == 0
    played, whole = [], tournament_jobs.tournament

    def counted(make_graph, n_graphs, *rest, **settings):
        played.append(n_graphs)
        return whole(make_graph, n_graphs, *rest, **settings)

    monkeypatch.setattr(tournament_jobs, "tournament", counted)
    app.slider(key="n_graphs").set_value(3).run()
    assert "After 3 of 3" in verdict(app, "After")
    assert played == [1]


def test_a_table_of_the_articles_opens_by_its_button_and_stands_beside():
    app = open_page(TOURNAMENT, n_graphs="2", model_nodes="40", p_in="0.5")
    app.button(key="article-100-2-0.15").click().run()
    assert not app.exception
    assert app.session_state["rank_by"] == "p90"
    assert app.slider(key="p_in").value == 0.3
    said = texts(app)
    assert "Beside the published table of G(100, (2) 0.3, 0.15)" in said
    assert "Play more graphs to see what is luck" in said
    assert any("published_share" in each.value for each in app.dataframe)


@pytest.mark.parametrize("model", ["six_classes", "model_lfr"])
def test_other_models_play_too(model):
    app = open_page(TOURNAMENT, model=model, n_graphs="2", model_nodes="60", rank_by="p90")
    assert not app.error
    assert "After 2 of 2" in verdict(app, "After")


def test_a_model_that_cannot_be_drawn_says_so_and_the_page_stays():
    app = open_page(TOURNAMENT, model="model_lfr", model_nodes="20", mean_degree="30", mixing="0.0")
    assert not app.exception
    assert "is 30 and mixing 0.0; choose a degree between 1 and 10" in app.error[0].value


@pytest.mark.parametrize("measure", ["logComm", "SP", "PPR", "logAbs"])
def test_a_card_measures_its_claims(measure):
    app = open_page(CARDS, measure=measure, toy="karate")
    assert not app.error
    assert not app.exception
    assert f"**{measure}**: {MEASURE_TABLE[measure].in_words} On Karate club" in verdict(
        app, "different distances"
    )
    printed = next(each.value for each in app.dataframe if "largest gap" in each.value)
    assert printed["largest gap"].max() < 0.001


def test_two_visitors_do_not_disturb_each_other(one):
    other = open_page(ONE, measure="logFor")
    one.slider(key="x").set_value(0.3).run()
    other.selectbox(key="graph").set_value("lfr").run()
    assert one.selectbox(key="graph").value == FIRST
    assert "The logarithm helps" in verdict(one, "The logarithm")


def test_a_link_to_a_lost_upload_says_so_and_shows_the_first_graph():
    app = open_page(ONE, graph="yours")
    assert not app.error
    assert any("uploaded" in element.value for element in app.info)
    assert "three classes of 34" in texts(app)
