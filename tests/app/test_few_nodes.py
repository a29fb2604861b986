"""The view "From a few nodes" headless, and the exact clusterer beside the others."""

import numpy as np
import pytest

from components.graphs.few_nodes.results import cut_after
from components.graphs.one_graph.exact import exact_sentences, exact_table
from core.graphs import certificate
from tests.app.test_pages import open_page

NODES, ONE, BOARD = "graphs_from_a_few_nodes.py", "graphs_one_graph.py", "graphs_leaderboard.py"


def texts(app):
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def test_three_members_of_the_karate_club_find_the_others():
    app = open_page(NODES, graph="karate")
    said = texts(app)
    assert "Nearest to the 3 known nodes by HeatPR" in said
    assert "in **98.3%** of all pairs (AUC 0.983" in said
    assert "mean degree" in said
    ranked = next(table.value for table in app.dataframe if "rank" in table.value)
    assert len(ranked) == 31
    assert not set(ranked["node"]) & {"0", "1", "2"}
    assert set(ranked["node"][2:4]) == {"17", "21"}
    assert ranked["rank"].tolist()[2:4] == [3.5, 3.5]  # equal scores share their rank
    app.button(key="few-nodes-draw").click().run()
    assert not app.exception
    assert len(app.session_state["known"]) == 3
    assert app.session_state["known"] != ["0", "1", "2"]
    app.selectbox(key="truth").set_value("none").run()
    assert "No communities are known" in texts(app)


def test_the_cut_is_the_largest_drop_of_the_first_half():
    assert cut_after(np.array([5.0, 4.9, 1.0, 0.9, 0.8, -50.0])) == 2
    assert cut_after(np.array([3.0])) == 1
    assert cut_after(np.array([])) == 0


def test_the_pentagon_is_said_to_be_not_proven():
    angle = 2 * np.pi * np.arange(5) / 5
    points = np.column_stack([np.cos(angle), np.sin(angle)])
    found = certificate(points @ points.T, 2)
    said = exact_sentences(found, {"ward": found.labels}, "ward", None)
    assert said == [
        "Ward's partition costs **no more** than the best found, which is not proven: one cheaper "
        "by up to 11.3% is not ruled out."
    ]


def test_what_the_known_communities_cost_decides_what_is_said_of_the_measure():
    line = np.array([[0.0], [1.0], [10.0], [11.0]])
    found = certificate(line @ line.T, 2)
    bad = np.array([0, 1, 0, 1])
    right = exact_sentences(found, {"ward": bad}, "ward", found.labels)
    assert "**9900.0% more** than the best found, which is proven within 0.0%" in right[0]
    assert "best partition as far as can be told" in right[1]
    assert right[2] == "ARI with the known communities: Ward -0.50, Exact (SDP) 1.00."
    wrong = exact_sentences(found, {"ward": found.labels}, "ward", bad)
    assert "known communities cost **9900.0% more**" in wrong[1]
    other = exact_sentences(found, {"ward": found.labels}, "ward", np.array([0, 1, 2, 2]))
    assert "3 known communities and 2 clusters" in other[1]
    table = exact_table(found, {"ward": bad}, found.labels)
    assert table["clusterer"].tolist() == ["Ward", "Exact (SDP)", "Known communities"]
    assert table["above"].tolist() == pytest.approx([99, 0, 0])


def test_one_graph_answers_whether_it_was_the_clusterer_and_asks_first_where_it_takes_long():
    app = open_page(ONE)
    said = texts(app)
    assert "partition costs **" in said
    assert "ARI with the known communities: Ward 0.78" in said
    app.selectbox(key="method").set_value("sdp").run()
    assert not app.error
    assert any("curves at 5 x" in button.label for button in app.button)
    board = open_page(BOARD, exact="true", grid="8")
    assert not board.exception
    assert any(each.label == "Compute: exact k-means of every measure" for each in board.button)
    assert "of one core. It can be stopped." in texts(board)
