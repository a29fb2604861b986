"""What all pages write alike: badges have one colour, percentages one form."""

import ast
import re
from collections import defaultdict

import pytest

from components.badges import BADGE_COLOURS
from components.navigation import ROOT, VIEWS
from tests.app.test_pages import open_page

BADGE = re.compile(r":(\w+)-badge\[((?:\\.|[^\]])*)\]")
ORIGINS = ("simulated", "measured", "yours")
SPACED = re.compile(r"\d[   ]%(?![\w{])")
OWN_PERCENT = re.compile(r"\.\d+%$")


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    """Script → every text that its page writes on its defaults."""
    found = {}
    for view in VIEWS:
        app = open_page(view.script)
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


def sources(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_a_badge_has_one_colour_on_all_pages(badges):
    assert {text: colours for text, colours in badges.items() if len(colours) > 1} == {}


def test_where_data_come_from_has_the_colour_of_the_table(badges):
    named = [(text, origin) for text in badges for origin in ORIGINS if text.endswith(origin)]
    assert {origin for _, origin in named} >= {"simulated", "measured"}
    for text, origin in named:
        assert badges[text] == {BADGE_COLOURS[origin]}, text


def test_colours_of_badges_are_written_in_the_table_alone():
    for path in sources("pages", "components"):
        if path == ROOT / "components" / "badges.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else ""
            assert "-badge[" not in str(text), f"{path}: {text}"
            assert text not in set(BADGE_COLOURS.values()), f"{path} names a badge's colour"


def test_percentages_are_written_in_one_form_on_every_page(texts):
    assert any("%" in text for written in texts.values() for text in written)
    for script, written in texts.items():
        for text in written:
            assert not SPACED.search(text), f"{script}: {text}"
    for path in sorted((ROOT / "assets" / "explanations").glob("*.md")):
        assert not SPACED.search(path.read_text(encoding="utf-8")), path


def test_shares_become_percentages_by_one_function():
    """Pictures' own formats, which plotly reads, stand in plain strings and are left alone."""
    for path in sources("pages", "components", "core"):
        if path == ROOT / "core" / "percentages.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                spec = ast.unparse(node.format_spec).strip("f'\"")
                assert not OWN_PERCENT.search(spec), f"{path}:{node.lineno} formats a share itself"
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not SPACED.search(node.value) or "\n" in node.value, f"{path}: {node.value}"
