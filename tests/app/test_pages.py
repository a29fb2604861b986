"""Every page runs headless without an error box, on its defaults and on hostile links."""

import json
import re
from collections import defaultdict
from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from components.badges import BADGE_COLOURS
from components.link_state import lab_of, link_words
from components.navigation import ROOT, VIEWS
from core.datasets import catalog
from core.datasets.provenance_line import read_provenance
from core.version import __version__
from tests.core.citing.bibtex import parse
from tests.every_page import every_page

LONGEST_S = 600  # on a busy machine; a study on a free one takes seconds
BADGE = re.compile(r":(\w+)-badge\[((?:\\.|[^\]])*)\]")
ORIGINS = ("simulated", "measured", "yours")
# One of a thing is no "things".
ONE_OF_MANY = re.compile(
    r"(?<![\d.,–-])\b1 (?:points|rows|columns|clusters|nodes|edges|scans|places|beacons|graphs"
    r"|samples|groups|pieces|features|dimensions|methods|models|measures|neighbours|pairs|seeds"
    r"|steps|values)\b"
)
# TeX outside of dollars is read as it is typed.
RAW_TEX = re.compile(r"\\[a-z]{2,}|[_^]\{|[A-Za-zλ]_[a-zA-Z](?![a-zA-Z])")
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|```.*?```|`[^`]*`", re.DOTALL)
# Of plotly, without a press of a button.
WITHOUT_A_PICTURE = {"", "data", "lessons", "live", "models"}
SPACED = re.compile(r"\d[   ]%(?![\w{])")


def open_page(script: str, **query) -> AppTest:
    app = AppTest.from_file(str(ROOT / "components" / "shell.py"), default_timeout=LONGEST_S)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if script != "home.py":
        app.switch_page(f"../pages/{script}")
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
    return app


@cache
def on_defaults(script: str) -> AppTest:
    """The page as a newcomer meets it; only to be looked at."""
    return open_page(script)


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    """Script → every text that its page writes on its defaults."""
    found = {}
    for view in VIEWS:
        app = on_defaults(view.script)
        written = [element.value for element in (*app.markdown, *app.caption, *app.title)]
        helped = [*app.slider, *app.selectbox, *app.toggle, *app.button_group]
        found[view.script] = written + [element.help or "" for element in helped]
    return found


@pytest.fixture(scope="module")
def badges(texts) -> dict[str, set[str]]:
    """Text → the colours in which it is shown, over all pages."""
    found = defaultdict(set)
    for written in texts.values():
        for text in written:
            for colour, said in BADGE.findall(text):
                found[said].add(colour)
    return found


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.script)
def test_a_page_opens_without_an_error(view):
    app = on_defaults(view.script)
    assert not app.error
    assert not app.exception
    assert app.title


@every_page()
def test_a_page_survives_a_hostile_link(view):
    app = open_page(view.script, power="nan", kernel="<script>", survey="../../etc/passwd", x="1")
    assert not app.error
    assert not app.exception


@pytest.mark.parametrize(
    "view", [view for view in VIEWS if view.url_path], ids=lambda view: view.script
)
def test_every_page_but_home_says_its_verdict_and_explains_itself(view):
    app = on_defaults(view.script)
    assert app.title[0].value.endswith("?")
    assert any("badge" in element.value for element in app.markdown)
    assert any("How this works" in expander.label for expander in app.expander)
    assert all(slider.help for slider in app.slider)


def test_a_badge_has_one_colour_on_all_pages(badges):
    assert {text: colours for text, colours in badges.items() if len(colours) > 1} == {}


def test_where_data_come_from_has_the_colour_of_the_table(badges):
    named = [(text, origin) for text in badges for origin in ORIGINS if text.endswith(origin)]
    assert {origin for _, origin in named} >= {"simulated", "measured"}
    for text, origin in named:
        assert badges[text] == {BADGE_COLOURS[origin]}, text


def test_percentages_are_written_in_one_form_on_every_page(texts):
    assert any("%" in text for written in texts.values() for text in written)
    for script, written in texts.items():
        for text in written:
            assert not SPACED.search(text), f"{script}: {text}"


def test_one_thing_is_not_called_many_on_any_page(texts):
    assert ONE_OF_MANY.search("with 1 clusters")
    assert not ONE_OF_MANY.search("of 11 clusters, 1 cluster, 0.1 points")
    for script, written in texts.items():
        for text in written:
            assert not ONE_OF_MANY.search(text), f"{script}: {text}"


def test_formulas_are_set_and_not_shown_as_they_are_typed(texts):
    assert RAW_TEX.search("λ_k of the kernel")
    assert RAW_TEX.search(r"\\frac12")
    typed = [
        (script, found[0], text)
        for script, written in texts.items()
        for text in written
        if (found := RAW_TEX.search(FORMULA.sub("", text)))
    ]
    assert typed == []


def test_no_column_of_a_table_is_empty_on_any_page():
    n_tables = 0
    for view in VIEWS:
        for shown in on_defaults(view.script).dataframe:
            table = getattr(shown.value, "data", shown.value)
            n_tables += 1
            for name in table.columns if len(table) else ():
                column = table[name]
                empty = column.isna() | (column.astype(str).str.strip().isin(["", "None", "nan"]))
                assert not empty.all(), f"{view.script}: the column {name} is empty"
    assert n_tables > 10


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.script)
def test_every_page_says_what_to_cite(view):
    app = on_defaults(view.script)
    (cited,) = (parse(code.value) for code in app.code if "@misc{kernelscope" in code.value)
    assert {"kernelscope", *view.cites.split()} <= set(cited)
    data = {f"data_{entry.key}" for entry in catalog()} & set(cited)
    chosen = {value for box in app.selectbox for value in [box.value] if _is_built_in(value)}
    assert {f"data_{key}" for key in chosen} <= data
    captions = [element.value.replace("\\", "") for element in app.caption]
    for key in data:
        licence = cited[key][1]["note"].split("licence ")[-1]
        assert any(f"Licence: {licence}" in text for text in captions), key


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.script)
def test_the_line_below_a_figure_gives_back_the_settings_of_its_page(view):
    check_provenance(on_defaults(view.script), view)


@pytest.mark.parametrize(
    ("script", "query"),
    [
        ("localization_where.py", {"power": "16", "beacons_off": "B1", "kernel": "gaussian"}),
        ("graphs_one_graph.py", {"graph": "karate", "measure": "logFor", "x": "0.3"}),
    ],
)
def test_so_it_does_for_settings_that_a_link_asked_for(script, query):
    (view,) = (view for view in VIEWS if view.script == script)
    told = check_provenance(open_page(script, **query), view)
    assert {name: told[name][-1] for name in query} == query


def check_provenance(app: AppTest, view) -> dict[str, tuple[str, ...]]:
    """The settings out of the page's figures, which are those that its link holds."""
    figures = components(app, "paper_figure")
    assert bool(figures) == (view.url_path not in WITHOUT_A_PICTURE)
    told: dict[str, tuple[str, ...]] = {}
    for figure in figures:
        found = read_provenance(figure["provenance"])
        assert (found.page, found.version) == (view.url_path, __version__)
        told = {}
        for row in app.session_state["page_parameters"]:
            first = tuple(word for _, word in link_words(row, row.default))
            told[row.name] = found.settings.get(row.name, first)
        (link,) = components(app, "copy_link")[:1]
        shown: dict[str, tuple[str, ...]] = {}
        for name, word in link["query"][1:]:
            plain = name.removeprefix(lab_of(view.url_path))
            shown[plain] = (*shown.get(plain, ()), word)
        assert told == shown
    return told


def components(app: AppTest, name: str) -> list[dict]:
    """What the page gave to each of its components of this name."""
    drawn = [each.proto for each in app.get("bidi_component")]
    return [json.loads(each.json) for each in drawn if each.component_name == name]


def _is_built_in(value: object) -> bool:
    return any(entry.key == value for entry in catalog())
