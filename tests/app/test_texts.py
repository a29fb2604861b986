"""What the sources write alike: colours of badges stand in one table, percentages have one form."""

import ast
import re

from components.badges import BADGE_COLOURS
from components.navigation import ROOT
from tests.app.test_pages import SPACED

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
