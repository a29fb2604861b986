"""One file after another: each is understood, shown and judged as if it were the first."""

import json
from dataclasses import replace

import numpy as np
import pytest
from starlette.formparsers import MultiPartParser
from streamlit.testing.v1 import AppTest

from components.address import PARAMETERS, SHOWN
from components.data_origin import own_key
from components.navigation import ROOT
from components.own_data.own_set import make_own_set
from components.settings import DRAWN
from components.text import as_plain_text
from core.datasets import FingerprintSet, load
from core.datasets.readers import write_long, write_wide
from core.datasets.readers.result import Upload
from tests.app.dialogs import (
    GRAPH,
    LIVE,
    MAP,
    PLANE,
    POINTS,
    SURVEY,
    Dialog,
    choose,
    keys,
    press,
    reopen,
    texts,
    use,
)
from tests.app.own_data import newest
from tests.app.test_links import address, another, open_address
from tests.app.test_pages import open_page

pytestmark = pytest.mark.usefixtures("dialogs_lie_open")
PNG = ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(64))


def table(separator: str, decimal: str, seed: int, *names: str, words: bool = False) -> bytes:
    """40 rows of normal numbers under these names, and perhaps a column of words behind them."""
    values = np.random.default_rng(seed).normal(size=(40, len(names)))
    rows = [[f"{value:.3f}".replace(".", decimal) for value in row] for row in values]
    if words:
        rows = [[*row, "north" if i % 3 else "south"] for i, row in enumerate(rows)]
        names = (*names, "label")
    return "\n".join(separator.join(row) for row in [names, *rows]).encode()


def gml(communities: dict[int, str], edges: list[tuple[int, int]]) -> bytes:
    nodes = "".join(f'node [ id {n} label "n{n}" club "{c}" ]\n' for n, c in communities.items())
    lines = "".join(f"edge [ source {a} target {b} ]\n" for a, b in edges)
    return f"graph [\n{nodes}{lines}]".encode()


def cliques(*sizes: int, parts: bool = False) -> bytes:
    """Cliques on a chain or, in parts, each alone; each is a community."""
    start, edges, club = 0, [], {}
    for number, size in enumerate(sizes):
        members = range(start, start + size)
        edges += [(a, b) for a in members for b in members if a < b]
        edges += [(start - 1, start)] if start else []
        club |= dict.fromkeys(members, f"c{number}")
        start += size
    return gml(club, [each for each in edges if not parts or club[each[0]] == club[each[1]]])


def survey(first: int, n_beacons: int) -> FingerprintSet:
    scans = load("building").only("survey").select(slice(first, first + 300))
    return FingerprintSet(
        rss_dbm=scans.rss_dbm[:, :n_beacons],
        position_m=scans.position_m,
        beacon_ids=scans.beacon_ids[:n_beacons],
    )


def weights_without_communities() -> bytes:
    """A JSON graph whose nodes have names only, so that nothing is known of its clusters."""
    nodes = [{"id": f"m{n}"} for n in range(12)]
    links = [
        {"source": f"m{n}", "target": f"m{(n * step) % 12}"} for n in range(12) for step in (5, 7)
    ]
    links += [{"source": f"m{n}", "target": f"m{n + 1}"} for n in range(11)]
    return json.dumps({"nodes": nodes, "links": links}).encode()


COMMA = ("first;one.csv", table(";", ",", 1, "a", "b"))
POINT = ("second.csv", table(",", ".", 2, "p", "q", "r"))
LABELLED = ("labelled.csv", table(",", ".", 3, "p", "q", words=True))
CLASSES = table(",", ".", 9, "p", "q", "r", words=True)
KARATE_LIKE = ("clubs.gml", cliques(6, 7))
THREE = ("three.gml", cliques(5, 6, 4))
PARTS = ("parts.gml", cliques(8, 6, 4, parts=True))
EDGES = ("edges.txt", b"a;b;2,5\nb;c;1\nc;d;1,5\nd;e;1\ne;a;2\na;c;1\n")
NAMELESS = ("nameless.json", weights_without_communities())
WIDE = ("wide.csv", write_wide(survey(0, 6)).encode())
COMMA_WIDE = (
    "comma.csv",
    write_wide(survey(300, 5)).replace(",", ";").replace(".", ",").encode(),
)
LONG = ("long.csv", write_long(survey(600, 7)).encode())

PAIRS = [
    (POINTS, COMMA, POINT),
    (POINTS, POINT, COMMA),
    (POINTS, LABELLED, POINT),
    (POINTS, POINT, LABELLED),
    (PLANE, LABELLED, COMMA),
    (MAP, COMMA, POINT),
    (MAP, LABELLED, COMMA),
    (GRAPH, NAMELESS, KARATE_LIKE),
    (GRAPH, THREE, KARATE_LIKE),
    (GRAPH, EDGES, THREE),
    (GRAPH, KARATE_LIKE, EDGES),
    (SURVEY, COMMA_WIDE, WIDE),
    (SURVEY, LONG, WIDE),
    (SURVEY, WIDE, COMMA_WIDE),
    (LIVE, LONG, WIDE),
]


def upload(app: AppTest, dialog: Dialog, file: tuple[str, bytes]) -> AppTest:
    return use(choose(app, dialog.field, file), dialog)


@pytest.mark.parametrize(
    ("dialog", "first", "second"),
    PAIRS,
    ids=[f"{dialog.script[:-3]}-{a[0]}-{b[0]}" for dialog, a, b in PAIRS],
)
def test_a_second_file_is_understood_and_shown_as_in_a_fresh_session(dialog, first, second):
    fresh = open_page(dialog.script)
    choose(fresh, dialog.field, second)
    understood = texts(fresh)
    shown = texts(use(fresh, dialog))

    app = open_page(dialog.script)
    upload(app, dialog, first)
    choose(app, dialog.field, second)
    said = texts(app)
    assert [each for each in understood if "Understood" in each[1]] == [
        each for each in said if "Understood" in each[1]
    ]
    assert texts(use(app, dialog)) == shown
    assert not app.error
    assert not [each.value for each in app.markdown if "**Link:**" in each.value]
    assert not [each.value for each in app.info if "uploaded" in each.value]


@pytest.mark.parametrize(
    ("dialog", "first", "second"),
    [(POINTS, COMMA, POINT), (GRAPH, NAMELESS, KARATE_LIKE), (SURVEY, COMMA_WIDE, WIDE)],
    ids=["points", "graph", "survey"],
)
def test_a_wrong_file_leaves_no_trace(dialog, first, second):
    fresh = texts(upload(open_page(dialog.script), dialog, second))
    app = upload(open_page(dialog.script), dialog, first)
    before = texts(app)
    choose(app, dialog.field, PNG)
    assert "PNG" in app.error[0].value
    assert texts(reopen(app)) == before
    assert texts(upload(app, dialog, second)) == fresh


@pytest.mark.parametrize(
    ("dialog", "first", "second"),
    [
        (POINTS, COMMA, POINT),
        (GRAPH, EDGES, ("e.csv", b"p,q\nu,v\nv,w\nw,u\n")),
        (SURVEY, COMMA_WIDE, LONG),
    ],
    ids=["points", "graph", "survey"],
)
def test_a_file_chosen_in_place_of_another_is_understood_anew(dialog, first, second):
    fresh = choose(open_page(dialog.script), dialog.field, second)
    app = choose(open_page(dialog.script), dialog.field, first)
    choose(app, dialog.field, second)
    assert texts(app) == texts(fresh)


@pytest.mark.parametrize(
    ("dialog", "file"),
    [
        (POINTS, LABELLED),
        (PLANE, COMMA),
        (MAP, POINT),
        (GRAPH, EDGES),
        (SURVEY, WIDE),
        (LIVE, LONG),
    ],
    ids=lambda each: each.script if isinstance(each, Dialog) else "",
)
def test_every_control_that_asks_about_a_file_belongs_to_it_and_to_this_opening(dialog, file):
    app = open_page(dialog.script)
    before = keys(app)
    asked = keys(choose(app, dialog.field, file)) - before
    assert asked
    assert all(key.endswith(f"-{own_key([file[1]])}") for key in asked)
    reopen(app)
    again = keys(choose(app, dialog.field, file)) - before
    assert len(again) == len(asked)
    assert not again & asked


def test_every_dialog_is_tried_here():
    found = {
        path.parent.name
        for path in (ROOT / "components").rglob("*.py")
        if "@st.dialog" in path.read_text(encoding="utf-8")
    }
    # The dialog of the Data page takes a plan for a set that is kept; test_data.py tries it.
    assert found == {"points", "graphs", "localization", "page"}


def test_nothing_that_was_set_to_judge_one_graph_judges_the_next():
    fresh = texts(upload(open_page(GRAPH.script), GRAPH, KARATE_LIKE))
    app = upload(open_page(GRAPH.script), GRAPH, THREE)
    app.selectbox(key="score").set_value("modularity").run()
    app.selectbox(key="clusters_from").set_value("given").run()
    app.slider(key="n_clusters").set_value(5).run()
    app.selectbox(key="node").set_value("n3").run()
    app.selectbox(key="truth").set_value("none").run()
    assert texts(upload(app, GRAPH, KARATE_LIKE)) == fresh


def test_nothing_that_was_set_about_one_table_is_applied_to_the_next():
    fresh = texts(upload(open_page(POINTS.script), POINTS, ("b.csv", LABELLED[1])))
    app = upload(open_page(POINTS.script), POINTS, ("a.csv", CLASSES))
    app.button_group(key="group").set_value("north").run()
    app.toggle(key="standardise").set_value(False).run()
    app.slider(key="pca_axes").set_value(2).run()
    assert texts(upload(app, POINTS, ("b.csv", LABELLED[1]))) == fresh


def test_nothing_that_was_set_about_one_survey_is_applied_to_the_next():
    fresh = texts(upload(open_page(SURVEY.script), SURVEY, WIDE))
    app = upload(open_page(SURVEY.script), SURVEY, LONG)
    app.slider(key="scan").set_value(4).run()
    app.button_group(key="beacons_off").set_value(["B2"]).run()
    assert texts(upload(app, SURVEY, WIDE)) == fresh


@pytest.mark.parametrize(
    ("dialog", "first", "second", "elsewhere"),
    [
        (POINTS, ("a.csv", CLASSES), LABELLED, []),
        (PLANE, ("a.csv", CLASSES), LABELLED, []),
        (MAP, ("a.csv", CLASSES), LABELLED, ["embedding_kernel.py"]),
        (GRAPH, PARTS, ("b.gml", cliques(6, 7, parts=True)), ["graphs_leaderboard.py"]),
        (
            SURVEY,
            LONG,
            WIDE,
            [f"localization_{page}.py" for page in ("radio_map", "beacons", "accuracy")],
        ),
    ],
    ids=["points", "plane", "map", "graph", "survey"],
)
def test_every_setting_that_is_about_data_ends_with_them_and_with_reset(
    dialog, first, second, elsewhere
):
    fresh = upload(open_page(dialog.script), dialog, second)
    app = upload(open_page(dialog.script), dialog, first)
    before = texts(app)
    assert set_what_is_about_data(app)
    assert texts(app) != before
    assert texts(press(app, "Reset")) == before
    for script in (dialog.script, *elsewhere):
        app.switch_page(f"../pages/{script}").run()
        assert set_what_is_about_data(app), script
    app.switch_page(f"../pages/{dialog.script}").run()
    upload(app, dialog, second)
    for script in (dialog.script, *elsewhere):
        pages = [each.switch_page(f"../pages/{script}").run() for each in (app, fresh)]
        assert texts(pages[0]) == texts(pages[1]), script


def set_what_is_about_data(app: AppTest) -> list[str]:
    """Set every control about the data that can be moved to another value; their names."""
    done: list[str] = []
    for name in [row.name for row in app.session_state[PARAMETERS] if row.belongs_to]:
        row = next((row for row in app.session_state[PARAMETERS] if row.name == name), None)
        if row is None:  # gone by what was set before it
            continue
        for kind in ("selectbox", "slider", "toggle", "button_group", "multiselect"):
            for each in [each for each in app.get(kind) if each.key == name and not each.disabled]:
                value = another(row)
                each.set_value(list(value) if isinstance(value, tuple) else value).run()
                assert not app.exception
                done.append(name)
    return done


def test_the_same_file_given_again_starts_anew_too():
    app = upload(open_page(GRAPH.script), GRAPH, KARATE_LIKE)
    fresh = texts(app)
    app.selectbox(key="truth").set_value("none").run()
    assert texts(app) != fresh
    assert texts(upload(app, GRAPH, KARATE_LIKE)) == fresh


def test_a_file_of_the_same_name_and_other_content_is_another_file():
    fresh = texts(upload(open_page(POINTS.script), POINTS, ("a.csv", COMMA[1])))
    app = upload(open_page(POINTS.script), POINTS, ("a.csv", POINT[1]))
    assert texts(upload(app, POINTS, ("a.csv", COMMA[1]))) == fresh


def test_one_table_read_in_two_ways_is_two_data_sets():
    app = upload(open_page(POINTS.script), POINTS, LABELLED)
    first = newest(app).key
    choose(app, POINTS.field, LABELLED)
    features = next(each for each in app.multiselect if each.label == "Columns of features")
    features.set_value(["q", "p"]).run()
    use(app, POINTS)
    assert newest(app).key != first
    assert app.selectbox(key="points").options[:2] == [
        "labelled.csv (2) (yours)",
        "labelled.csv (yours)",
    ]


def test_points_take_their_metadata_from_a_second_file():
    app = open_page(POINTS.script)
    vectors = "".join(f"{i}.5\t{i * i}\n" for i in range(30)).encode()
    metadata = b"word\tclass\n" + b"".join(b"w%d\t%d\n" % (i, i % 2) for i in range(30))
    choose(app, "metadata_file", ("metadata.tsv", metadata))
    choose(app, POINTS.field, ("vectors.tsv", vectors))
    use(app, POINTS)
    found = newest(app).dataset
    assert found.values[:, 0].tolist() == [i + 0.5 for i in range(30)]
    assert found.labels.tolist() == [str(i % 2) for i in range(30)]


def test_two_readings_of_the_same_signals_are_two_surveys():
    """The plan, the beacons and the units are no part of the file, and change every answer."""
    scans = survey(0, 6)
    moved = replace(scans, beacon_position_m=np.arange(12.0).reshape(6, 2))
    made = [make_own_set(Upload(each), "a.csv", [b"a"]).key for each in (scans, moved, scans)]
    assert made[0] == made[2] != made[1]


@pytest.mark.parametrize(
    ("dialog", "file", "elsewhere"),
    [
        (POINTS, POINT, ["density_two_dimensions.py", "embedding_map.py", "embedding_kernel.py"]),
        (MAP, POINT, ["density_your_data.py", "embedding_truth.py"]),
        (GRAPH, KARATE_LIKE, ["graphs_leaderboard.py"]),
        (SURVEY, WIDE, ["localization_beacons.py", "localization_radio_map.py", "live_models.py"]),
    ],
    ids=["points", "map", "graph", "survey"],
)
def test_ones_own_data_stand_first_and_are_chosen_on_arrival(dialog, file, elsewhere):
    app = upload(open_page(dialog.script), dialog, file)
    for script in (dialog.script, *elsewhere):
        app.query_params.clear()
        app.switch_page(f"../pages/{script}").run()
        assert not app.error
        choice = next(each for each in app.selectbox if each.label in ("Data", "Graph", "Survey"))
        assert choice.value == newest(app).key
        assert choice.options[0] == f"{file[0]} (yours)"
        assert any("badge[yours]" in each.value for each in app.markdown)


def test_ones_own_data_do_not_replace_what_was_chosen_since_they_became_current():
    app = open_page("embedding_map.py", data="wine")
    app.query_params.clear()
    app.switch_page(f"../pages/{POINTS.script}").run()
    upload(app, POINTS, POINT)
    app.switch_page("../pages/embedding_map.py").run()
    assert app.selectbox(key="data").value == newest(app).key
    app.selectbox(key="data").set_value("swiss_roll").run()
    assert address(app)["data"] == ["swiss_roll"]
    app.switch_page(f"../pages/{POINTS.script}").run()
    app.switch_page("../pages/embedding_map.py").run()
    assert app.selectbox(key="data").value == "swiss_roll"


def test_a_page_that_has_no_use_for_an_upload_stays_with_its_own_data():
    app = upload(
        open_page(POINTS.script),
        POINTS,
        ("one.csv", b"p\n" + b"\n".join(b"%d" % i for i in range(30))),
    )
    app.switch_page(f"../pages/{PLANE.script}").run()
    assert not app.error
    assert app.selectbox(key="points").value == "moons"
    assert app.selectbox(key="points").options[0] == "one.csv (yours, not usable here)"
    said = as_plain_text("'one.csv': Fewer than two columns vary; choose other data.")
    assert [each.value for each in app.caption if said in each.value]


PRIVATE = "salaries of Ann"


SECRET_CLUBS = KARATE_LIKE[1].replace(b'"n1"', b'"secret wage"').replace(b"club", b"secretclub")
CLASSED = LABELLED[1].replace(b"north", b"secret wage").replace(b"p,q", b"p,secret wage 2")


@pytest.mark.parametrize(
    ("dialog", "file", "elsewhere"),
    [
        (POINTS, (f"{PRIVATE}.csv", CLASSED), []),
        (PLANE, (f"{PRIVATE}.csv", CLASSED), []),
        (
            MAP,
            (f"{PRIVATE}.csv", CLASSED),
            ["embedding_side_by_side.py", "embedding_truth.py", "embedding_kernel.py"],
        ),
        (
            GRAPH,
            (f"{PRIVATE}.gml", SECRET_CLUBS),
            ["graphs_leaderboard.py", "embedding_map.py"],
        ),
        (
            SURVEY,
            (f"{PRIVATE}.csv", WIDE[1].replace(b"B2", b"secret wage")),
            [f"localization_{page}.py" for page in ("radio_map", "beacons", "accuracy")]
            + ["live.py", "live_models.py", "density_two_dimensions.py"],
        ),
    ],
    ids=["points", "plane", "map", "graph", "survey"],
)
def test_neither_a_private_file_nor_what_it_holds_is_named_in_an_address_or_a_link(
    dialog, file, elsewhere
):
    app = upload(open_page(dialog.script), dialog, file)
    chosen: list[str] = []
    links: list[str] = []
    for script in (dialog.script, *elsewhere):
        app.query_params.clear()
        app.switch_page(f"../pages/{script}").run()
        links.append(app.session_state[SHOWN].link)
        chosen += choose_everything_called(app, "secret")
        links.append(app.session_state[SHOWN].link)
        for words in (app.session_state[SHOWN].query, app.session_state[SHOWN].link):
            assert "=yours-" in words
            for word in ("salaries", "Ann", "secret", "wage", "csv", "gml"):
                assert word not in words
    assert chosen
    assert links[0] != links[1]  # what was chosen is in the link, by its number
    if "live_loop" in app.session_state:
        app.session_state["live_loop"][1].stop()


def choose_everything_called(app: AppTest, word: str) -> list[str]:
    """Choose the options with this word wherever they can be chosen; the names of the controls."""
    found = []
    for kind in ("selectbox", "button_group", "multiselect"):
        for key in [each.key for each in app.get(kind) if each.key in app.session_state[DRAWN]]:
            each = next((each for each in app.get(kind) if each.key == key), None)
            if each is None:  # gone by what was chosen before it
                continue
            wanted = next((option for option in each.options if word in option), None)
            if wanted is not None:
                each.set_value([wanted] if isinstance(each.value, list) else wanted).run()
                assert not app.exception
                found.append(key)
    return found


@pytest.mark.parametrize(
    ("dialog", "file", "what"),
    [
        (POINTS, POINT, "a file of points"),
        (MAP, POINT, "a file"),
        (GRAPH, THREE, "a graph"),
        (SURVEY, WIDE, "a survey"),
    ],
    ids=["points", "map", "graph", "survey"],
)
def test_the_address_of_an_upload_says_once_elsewhere_that_it_is_not_there(dialog, file, what):
    app = upload(open_page(dialog.script), dialog, file)
    if dialog is GRAPH:
        app.selectbox(key="node").set_value("n3").run()
        app.selectbox(key="truth").set_value("none").run()
    elsewhere = open_address(dialog.script, address(app))
    assert [each.value for each in elsewhere.info if "uploaded" in each.value] == [
        next(
            each.value
            for each in elsewhere.info
            if each.value.startswith(f"This link needs {what} that is private")
        )
    ]
    choice = elsewhere.selectbox(key=dialog.choice)
    label = as_plain_text(choice.options[choice.index])
    assert [each for each in elsewhere.info if f"“{label}” is used instead" in each.value]
    assert not [each.value for each in elsewhere.markdown if "**Link:**" in each.value]
    assert not elsewhere.error
    assert address(elsewhere) == {}
    again = open_address(dialog.script, address(elsewhere))
    assert not [each.value for each in again.info if "uploaded" in each.value]
    upload(elsewhere, dialog, file)  # whoever has the file sees it
    assert address(elsewhere)[dialog.choice] == address(app)[dialog.choice]
    assert not [each.value for each in elsewhere.info if "uploaded" in each.value]


def test_the_address_of_an_upload_opens_it_where_it_still_is():
    app = upload(open_page(POINTS.script), POINTS, POINT)
    where = address(app)
    app.selectbox(key="points").set_value("wine").run()
    app.switch_page("../pages/home.py").run()
    for name, words in where.items():
        app.query_params[name] = words
    app.switch_page(f"../pages/{POINTS.script}").run()
    assert app.selectbox(key="points").value == newest(app).key
    assert not [each.value for each in app.info if "uploaded" in each.value]


def test_the_address_of_an_upload_that_is_deleted_while_another_is_here_says_what_is_shown():
    app = upload(open_page(POINTS.script), POINTS, POINT)
    where = address(app)
    upload(app, POINTS, COMMA)
    press(app, f"Yes, delete {POINT[0]}")
    fresh = texts(app)
    app.switch_page("../pages/home.py").run()
    for name, words in where.items():
        app.query_params[name] = words
    app.switch_page(f"../pages/{POINTS.script}").run()
    label = as_plain_text(f"{COMMA[0]} (yours)")
    said = f"needs a file of points that is no longer here; “{label}” is used instead."
    assert [each.value for each in app.info] == [f"This link {said}"]
    assert [each for each in texts(app) if each[0] != "info"] == fresh
    assert not [each for each in app.run().info if "This link" in each.value]


@pytest.mark.parametrize("dialog", [POINTS, MAP, GRAPH, SURVEY], ids=lambda each: each.choice)
def test_deleting_an_upload_shows_the_built_in_data_again_without_a_word_of_links(dialog):
    fresh = texts(open_page(dialog.script))
    file = {GRAPH: THREE, SURVEY: WIDE}.get(dialog, POINT)
    app = upload(open_page(dialog.script), dialog, file)
    press(app, f"Yes, delete {file[0]}")
    assert texts(app) == fresh
    assert address(app) == {}


def upload_as(app: AppTest, dialog: Dialog, file: tuple[str, bytes], holds: str) -> AppTest:
    """Give a file to the pages of points and say what it holds."""
    choose(app, dialog.field, file)
    next(each for each in app.button_group if each.label == "The file holds").set_value(holds).run()
    return use(app, dialog)


@pytest.mark.parametrize(
    ("dialog", "file", "holds", "elsewhere"),
    [
        (
            SURVEY,
            WIDE,
            None,
            ["density_your_data.py", "density_two_dimensions.py", "embedding_map.py"],
        ),
        (GRAPH, KARATE_LIKE, None, ["embedding_map.py", "embedding_truth.py"]),
        (MAP, WIDE, "fingerprints", ["localization_where.py", "live_models.py"]),
        (MAP, KARATE_LIKE, "graph", ["graphs_one_graph.py", "graphs_leaderboard.py"]),
    ],
    ids=["survey", "graph", "points-survey", "points-graph"],
)
def test_what_was_given_to_one_lab_is_first_and_chosen_in_every_lab_that_can_use_it(
    dialog, file, holds, elsewhere
):
    app = open_page(dialog.script)
    app = upload_as(app, dialog, file, holds) if holds else upload(app, dialog, file)
    assert not app.error
    for script in elsewhere:
        app.switch_page(f"../pages/{script}").run()
        assert not app.error
        choice = next(each for each in app.selectbox if each.label in ("Data", "Graph", "Survey"))
        assert choice.options[0] == f"{file[0]} (yours)"
        assert choice.value == newest(app).key
        assert any("badge[yours]" in each.value for each in app.markdown)
        assert "yours-" in app.session_state[SHOWN].query
        delete = [each.label for each in app.button if each.label.startswith("Yes, delete ")]
        assert delete == [f"Yes, delete {file[0]}"]
    press(app, delete[0])
    assert not app.error
    assert not any("badge[yours]" in each.value for each in app.markdown)


def test_the_newest_upload_stands_first_and_is_chosen():
    app = upload(open_page(SURVEY.script), SURVEY, WIDE)
    app.switch_page(f"../pages/{POINTS.script}").run()
    upload(app, POINTS, POINT)
    choice = app.selectbox(key="points")
    assert choice.options[:2] == ["second.csv (yours)", "wide.csv (yours)"]
    assert choice.value == newest(app).key
    assert "40 points" in " ".join(each.value for each in app.markdown)


def test_a_graph_has_no_density_and_the_page_says_why_and_what_would_have_one():
    app = upload(open_page(GRAPH.script), GRAPH, KARATE_LIKE)
    app.switch_page(f"../pages/{POINTS.script}").run()
    assert not app.error
    assert app.selectbox(key="points").value == "breast_cancer"
    assert app.selectbox(key="points").options[0] == "clubs.gml (yours, not usable here)"
    said = as_plain_text(
        "'clubs.gml' is a graph, which has no coordinates: a density needs a table of points or "
        "a survey."
    )
    (line,) = [each.value for each in app.caption if said in each.value]
    assert line.endswith("Shown instead: Breast cancer (measured).")
    # Who may not be used here is not offered for deletion here either.
    assert not [each for each in app.button if each.label.startswith("Yes, delete ")]


@pytest.mark.parametrize(
    ("dialog", "first", "second"),
    [
        (POINTS, "density/upload_first_point.csv", "density/upload_second_comma.csv"),
        (POINTS, "data/rows_left_out.csv", "density/upload_second_comma.csv"),
        (MAP, "heat/six_equidistant_clusters.csv", "heat/straight_line_20.csv"),
        (GRAPH, "graphs/graphology.json", None),
        (SURVEY, "localization/02b_utf16_nobom.csv", "data/survey_grid_13x5.csv"),
    ],
)
def test_the_files_that_went_wrong_one_after_the_other(shared, dialog, first, second):
    def read(name: str) -> tuple[str, bytes]:
        return name.rsplit("/", 1)[-1], (shared / "faults" / name).read_bytes()

    then = KARATE_LIKE if second is None else read(second)
    fresh = texts(upload(open_page(dialog.script), dialog, then))
    app = choose(open_page(dialog.script), dialog.field, read(first))
    if any(each.label == dialog.button for each in app.button):  # some are refused, and say why
        use(app, dialog)
    assert texts(upload(reopen(app), dialog, then)) == fresh


def test_what_is_said_of_a_large_file_on_its_way_is_so():
    """As Streamlit receives files: see SECURITY.md."""
    assert MultiPartParser.spool_max_size == 2**20
    said = " ".join(each.value for each in open_page(POINTS.script).caption)
    assert "more than 1 MB arrives, it passes through a temporary file" in said
