"""A visitor's current set follows from lab to lab, and a page with no use for it says why."""

from collections.abc import Iterator

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.address import SHOWN
from components.graphs.graph_choice import FIRST
from components.own_data.own_set import OwnSet
from components.text import as_plain_text
from core.datasets import FingerprintSet, GraphData, PointCloud
from core.limits import LIMITS
from tests.app.own_data import give, sets_of
from tests.app.test_links import address, open_address
from tests.app.test_pages import open_page
from tests.app.test_uploads import survey

DENSITY, PLANE = "density_your_data.py", "density_two_dimensions.py"
MAP, TRUTH = "embedding_map.py", "embedding_truth.py"
GRAPH, LEADERBOARD = "graphs_one_graph.py", "graphs_leaderboard.py"
WHERE, BEACONS = "localization_where.py", "localization_beacons.py"
START = {
    **{DENSITY: "breast_cancer", PLANE: "moons", MAP: "swiss_roll_strip", GRAPH: FIRST},
    WHERE: "building",
}
CHOICE = {DENSITY: "points", PLANE: "points", MAP: "data", GRAPH: "graph", WHERE: "survey"}


def cloud(n_rows: int = 40, seed: int = 0) -> PointCloud:
    values = np.random.default_rng(seed).normal(size=(n_rows, 3))
    return PointCloud(
        values, ["a", "b", "c"], ["north" if row % 2 else "south" for row in range(n_rows)]
    )


def distances() -> PointCloud:
    values = cloud().values
    apart = np.linalg.norm(values[:, None] - values[None], axis=2)
    return PointCloud(apart, [f"p{column}" for column in range(40)])


def ring(n_nodes: int = 12, *, parts: int = 1) -> GraphData:
    weights = np.zeros((n_nodes, n_nodes))
    size = n_nodes // parts
    for node in range(n_nodes):
        first = node // size * size
        other = first + (node - first + 1) % size
        weights[node, other] = weights[other, node] = 1
    return GraphData(weights, [f"n{node}" for node in range(n_nodes)], ["x", "y"] * (n_nodes // 2))


POINTS = OwnSet("yours-1", "roll_up.csv", cloud())
DISTANCES = OwnSet("yours-2", "apart.csv", distances(), holds_distances=True)
SURVEY = OwnSet("yours-3", "floor.csv", survey(0, 6))
RING = OwnSet("yours-4", "ring.gml", ring())


def visit(app: AppTest, script: str) -> AppTest:
    """The page, by a click in the navigation."""
    app.query_params.clear()
    app.switch_page(f"../pages/{script}").run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(each.value for each in (*app.markdown, *app.caption))


def chosen(app: AppTest, script: str) -> str:
    return app.selectbox(key=CHOICE[script]).value


FOLLOWS = {
    (POINTS, DENSITY): "40 points, all scored",
    (POINTS, PLANE): "40 points",
    (POINTS, MAP): "40 points × 3 features",
    (POINTS, GRAPH): "Neighbours of roll\\_up.csv",
    (DISTANCES, MAP): "40 points",
    (DISTANCES, GRAPH): "Neighbours of apart.csv",
    (SURVEY, WHERE): "is found to",
    (SURVEY, DENSITY): "6 dimensions",
    (SURVEY, MAP): "6 features",
    (SURVEY, GRAPH): "Neighbours of floor.csv",
    (RING, GRAPH): "12 nodes",
    (RING, MAP): "12 points",
}


@pytest.mark.parametrize(
    ("own", "script"), FOLLOWS, ids=[f"{own.kind[2:]}-{script[:-3]}" for own, script in FOLLOWS]
)
def test_the_current_set_is_what_a_page_opens_on(own, script):
    app = visit(give(open_page("home.py"), own), script)
    assert not app.error
    assert chosen(app, script) == own.key
    assert app.selectbox(key=CHOICE[script]).options[0] == f"{own.title} (yours)"
    assert "badge[yours]" in said(app)
    assert FOLLOWS[own, script] in said(app)
    assert f"={own.key}" in app.session_state[SHOWN].query


HAS_NO_COORDINATES = ", which has no coordinates: a density needs a table of points or a survey."
NO_SURVEY = ": a locator needs a survey, the received power at known places."
REFUSED = {
    (RING, DENSITY): f"'ring.gml' is a graph{HAS_NO_COORDINATES}",
    (RING, PLANE): f"'ring.gml' is a graph{HAS_NO_COORDINATES}",
    (DISTANCES, DENSITY): f"'apart.csv' is a table of distances{HAS_NO_COORDINATES}",
    (RING, WHERE): f"'ring.gml' is a graph{NO_SURVEY}",
    (POINTS, WHERE): f"'roll_up.csv' is a table of points{NO_SURVEY}",
    (DISTANCES, WHERE): f"'apart.csv' is a table of distances{NO_SURVEY}",
}


@pytest.mark.parametrize(
    ("own", "script"), REFUSED, ids=[f"{own.kind[2:]}-{script[:-3]}" for own, script in REFUSED]
)
def test_a_page_that_has_no_use_for_the_current_set_says_why_and_opens_on_its_own(own, script):
    app = visit(give(open_page("home.py"), own), script)
    assert not app.error
    assert chosen(app, script) == START[script]
    assert app.selectbox(key=CHOICE[script]).options[0] == f"{own.title} (yours, not usable here)"
    line = as_plain_text(REFUSED[own, script])
    assert [each.value.count(line) for each in app.caption if line in each.value] == [1]
    assert address(app) == {}
    # whoever chooses it all the same is told so, and whoever chooses other data has read it
    app.selectbox(key=CHOICE[script]).set_value(own.key).run()
    assert line in app.error[0].value
    assert "badge[yours]" not in said(app)
    other = next(each for each in _built_in(app, script) if each != START[script])
    app.selectbox(key=CHOICE[script]).set_value(other).run()
    assert line not in said(app)
    assert not [each for each in app.error if line in each.value]


def _built_in(app: AppTest, script: str) -> Iterator[str]:
    """Small built-in sets of this page, by what stands for them in its link."""
    yield from {WHERE: ["building", "guelph"]}.get(script, ["wine", "moons"])


def test_a_survey_of_one_place_and_graphs_that_are_no_map_are_refused_with_their_numbers():
    scans = survey(0, 6)
    one = FingerprintSet(scans.rss_dbm[:9], np.zeros((9, 2)), scans.beacon_ids)
    refused = {
        (
            OwnSet("yours-5", "one.csv", one),
            WHERE,
        ): "'one.csv': This survey has 1 place; at least 2",
        (OwnSet("yours-6", "two.gml", ring(parts=2)), MAP): "'two.gml': The graph is in 2 pieces",
        (OwnSet("yours-7", "few.csv", cloud(2)), MAP): "'few.csv': There are 2 points; a map needs",
    }
    for (own, script), words in refused.items():
        app = visit(give(open_page("home.py"), own), script)
        assert not app.error
        assert as_plain_text(words) in said(app)


@pytest.mark.parametrize(
    ("name", "own", "script"),
    [
        ("joined_points", POINTS, GRAPH),
        ("joined_points", SURVEY, GRAPH),
        ("mapped_nodes", RING, MAP),
    ],
    ids=["points", "survey", "graph"],
)
def test_what_is_too_large_for_a_lab_is_listed_and_refused_with_the_limit(
    name, own, script, monkeypatch
):
    bound = LIMITS[name]
    small = type(bound)(name, 10, bound.unit, bound.help, bound.way_out)
    monkeypatch.setitem(LIMITS, name, small)
    app = visit(give(open_page("home.py"), OwnSet(own.key, own.title, own.dataset)), script)
    assert not app.error
    assert chosen(app, script) == START[script]
    assert "the limit is 10" in said(app).replace("\\", "")


def test_a_set_chosen_in_one_lab_is_chosen_in_all_and_a_built_in_set_stays_where_it_was_chosen():
    app = give(give(open_page("home.py"), SURVEY), POINTS)
    visit(app, MAP)
    assert chosen(app, MAP) == POINTS.key
    app.selectbox(key="data").set_value("wine").run()
    visit(app, GRAPH)
    assert chosen(app, GRAPH) == POINTS.key  # a built-in set does not follow
    visit(app, MAP)
    assert chosen(app, MAP) == "wine"
    visit(app, GRAPH)
    app.selectbox(key="graph").set_value(SURVEY.key).run()
    assert sets_of(app).current == SURVEY.key
    assert chosen(app, GRAPH) == SURVEY.key
    for script in (WHERE, DENSITY, MAP):  # the map too: another set was made current since
        assert chosen(visit(app, script), script) == SURVEY.key
    app.selectbox(key="data").set_value("moons").run()
    visit(app, GRAPH)
    assert chosen(visit(app, MAP), MAP) == "moons"
    visit(app, DENSITY)
    app.selectbox(key="points").set_value("wine").run()
    app.selectbox(key="points").set_value(SURVEY.key).run()  # it was current all the time
    assert chosen(visit(app, MAP), MAP) == "moons"


def test_two_pages_of_one_lab_differ_in_what_they_can_use():
    line = PointCloud(np.arange(30.0).reshape(30, 1), ["a"])
    app = give(open_page("home.py"), OwnSet("yours-8", "line.csv", line))
    visit(app, DENSITY)
    app.selectbox(key="points").set_value("wine").run()
    app.selectbox(key="points").set_value("yours-8").run()
    assert chosen(app, DENSITY) == "yours-8"
    assert chosen(visit(app, PLANE), PLANE) == "moons"
    assert not app.error
    assert chosen(visit(app, DENSITY), DENSITY) == "yours-8"


def test_a_set_that_is_deleted_on_one_page_is_gone_on_all_and_the_others_stay():
    app = visit(give(give(open_page("home.py"), SURVEY), POINTS), MAP)
    next(each for each in app.button if each.label == "Yes, delete roll\\_up.csv").click().run()
    assert chosen(app, MAP) == START[MAP]
    assert app.selectbox(key="data").options[0] == "floor.csv (yours)"
    assert list(sets_of(app).kept) == [SURVEY.key]
    assert chosen(visit(app, WHERE), WHERE) == START[WHERE]
    next(each for each in app.button if each.label == "Yes, delete floor.csv").click().run()
    assert not [each for each in app.selectbox(key="survey").options if "yours" in each]
    assert not [each for each in app.button if each.label.startswith("Yes, delete ")]


@pytest.mark.parametrize(
    ("script", "word", "meant"),
    [
        (DENSITY, "yours", POINTS),
        (DENSITY, "yours_survey", SURVEY),
        (MAP, "yours_graph", RING),
        (MAP, "yours_points", POINTS),
        (GRAPH, "yours", POINTS),
        (WHERE, "yours_points", SURVEY),
    ],
)
def test_a_link_with_an_earlier_word_opens_the_set_that_it_meant(script, word, meant):
    app = open_page("home.py")
    for own in (RING, SURVEY, POINTS):
        give(app, own)
    for earlier in (word, meant.key):
        app.switch_page("../pages/home.py").run()
        app.query_params[CHOICE[script]] = earlier
        app.switch_page(f"../pages/{script}").run()
        assert not app.error
        assert chosen(app, script) == meant.key
        assert not [each.value for each in app.markdown if "**Link:**" in each.value]
        assert not [each.value for each in app.info if "This link" in each.value]
        (word_now,) = (words for name, words in address(app).items() if name == CHOICE[script])
        assert word_now == [meant.key]


@pytest.mark.parametrize(
    "word", ["yours", "yours_points", "yours_survey", "yours-0123456789abcdef"]
)
def test_a_link_to_a_set_that_is_not_here_says_so_in_whatever_form(word):
    app = open_address(MAP, {"data": [word]})
    assert [each for each in app.info if "This link needs a file that is private" in each.value]
    assert not [each.value for each in app.markdown if "**Link:**" in each.value]
    assert chosen(app, MAP) == START[MAP]


def test_a_session_that_holds_an_earlier_word_shows_the_set_that_it_meant():
    from components.settings import KEPT

    app = visit(give(open_page("home.py"), POINTS), MAP)
    app.selectbox(key="data").set_value("wine").run()
    kept = app.session_state[KEPT]
    (identity,) = (each for each in kept if each[0] == "data")
    kept[identity] = "yours"
    visit(app, GRAPH)
    assert chosen(visit(app, MAP), MAP) == POINTS.key


def test_a_set_that_there_is_no_room_for_is_said_on_the_page(monkeypatch):
    app = visit(give(open_page("home.py"), POINTS), MAP)
    sets_of(app).refused = "With this one, your own data has 2 bytes; the limit is 1."
    app.run()
    assert "the limit is 1" in app.error[0].value
    assert not app.run().error
    assert chosen(app, MAP) == POINTS.key
