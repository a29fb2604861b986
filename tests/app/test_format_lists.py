"""Every place where a file can be given names the formats that it takes, each from its row."""

import ast
import re
from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from core.datasets.readers import FORMATS, formats_holding, templates_for
from core.datasets.readers.column_mapping import KINDS
from tests.app.dialogs import GRAPH, LIVE, MAP, PLANE, POINTS, SURVEY, Dialog
from tests.app.test_pages import open_page
from tests.app.test_texts import sources

pytestmark = pytest.mark.usefixtures("dialogs_lie_open")
HELD = {
    POINTS: KINDS,  # what the file holds is asked there
    PLANE: KINDS,
    MAP: KINDS,
    GRAPH: ("graph",),
    SURVEY: ("fingerprints",),
    LIVE: ("fingerprints",),
}
FILLED_IN = {POINTS: "points", PLANE: "points", MAP: "points", GRAPH: "graph"}
PANELS = {"density_your_data.py": "query_file", "embedding_map.py": "new_points_file"}
TAKES = re.compile(r"\b(file_uploader|choose_files)\(")
DIALOGS = pytest.mark.parametrize("dialog", HELD, ids=lambda dialog: dialog.script[:-3])


@pytest.fixture
def page(dialogs_lie_open):
    return _page


@cache
def _page(script: str) -> AppTest:
    """The page with its dialog open; only to be looked at."""
    return open_page(script)


def said(app: AppTest, field: str) -> str:
    """What an uploader is called and what its help says."""
    field_ = next(each for each in app.file_uploader if (each.key or "").startswith(field))
    return f"{field_.label} {field_.help}"


@DIALOGS
def test_a_dialog_names_every_format_of_what_it_takes_and_no_other(page, dialog: Dialog):
    words = said(page(dialog.script), dialog.field)
    for row in FORMATS.values():
        taken = [kind for kind in HELD[dialog] if kind in row.holds]
        assert (f"{row.title} ({', '.join(row.suffixes)})" in words) == bool(taken), row.name
        for kind in taken:
            assert row.holds[kind] in words


@DIALOGS
def test_a_dialog_offers_every_template_of_what_it_is_for(page, dialog: Dialog):
    kind = FILLED_IN.get(dialog, "fingerprints")
    app = page(dialog.script)
    offered = {each.label for each in app.get("download_button") if "template-" in (each.key or "")}
    assert offered == {template.filename for template in templates_for(kind)}


@pytest.mark.parametrize("script", PANELS)
def test_a_panel_for_more_points_names_every_format_of_points(page, script):
    words = said(page(script), PANELS[script])
    for row in formats_holding("points"):
        assert row.title in words


def test_no_page_or_component_that_takes_files_lists_formats_itself():
    takers = [
        path for path in sources("components", "pages") if TAKES.search(path.read_text("utf-8"))
    ]
    assert len(takers) >= 6
    words = {word for row in FORMATS.values() for word in (row.name, row.title)}
    for path in takers:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else ""
            found = [word for word in words if word in str(text)]
            assert not found, f"{path}:{node.lineno} names {found}"
