"""What the sources write alike: colours of badges stand in one table, percentages have one form."""

import ast
import re

from components.badges import BADGE_COLOURS
from components.navigation import ROOT
from tests.app.test_pages import SPACED

INTERVAL = re.compile(r"(?:95|80|90)% intervals?\b(?! (?:of|over))")
# Words of the examples on which newcomers stumbled: bookish, clipped, or a program's own.
STUMBLED = re.compile(
    r"\b(?:befall\w*|begin anew|by lot|drawing of lots|the rings know|garden path|runs_on"
    r"|equal ones|very same hand)\b",
    re.IGNORECASE,
)
OWN_PERCENT = re.compile(r"\.\d+%$")


def sources(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_colours_of_badges_are_written_in_the_table_alone():
    for path in sources("pages", "components"):
        if path == ROOT / "components" / "badges.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else ""
            assert "-badge[" not in str(text), f"{path}: {text}"
            assert text not in set(BADGE_COLOURS.values()), f"{path} names a badge's colour"


def test_percentages_are_written_in_one_form_in_every_explanation():
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


def written():
    """What a visitor may read: texts of pages and components but docstrings, and all articles."""
    for path in sources("pages", "components"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and id(node) not in docs:
                yield path, text
    for folder in ("explanations", "lessons", "readings"):
        for path in sorted((ROOT / "assets" / folder).glob("*.md")):
            yield path, path.read_text(encoding="utf-8")


def test_an_interval_says_of_what_it_is():
    assert INTERVAL.search("median 1.8 m, 95% interval 1.7 to 2.1")
    for path, text in written():
        found = INTERVAL.search(text)
        assert not found or text == "95% interval", f"{path}: {text}"


def test_words_that_newcomers_stumbled_over_stay_away():
    for path, text in written():
        found = STUMBLED.search(text)
        assert not found or " " not in text, f"{path}: {found}"
