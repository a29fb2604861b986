"""Steps in the dialogs for a visitor's own files, and everything that a page says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest

from components.upload_dialog import OPENED

TOOK = ["p50_ms", "fit_s", "export_s"]  # columns that say it
# How long it took, and which took least.
CHANGING = re.compile(r"\*\*[^*]+\*\*(?= answers in)|\d[\d,.]* m?s\b")


@dataclass(frozen=True)
class Dialog:
    """One dialog: the page it is on, its uploader, its button, and the choice that it sets."""

    script: str
    field: str
    button: str
    choice: str


POINTS = Dialog("density_your_data.py", "points_file", "Use these points", "points")
PLANE = Dialog("density_two_dimensions.py", "points_file", "Use these points", "points")
MAP = Dialog("embedding_map.py", "points_file", "Use these points", "data")
GRAPH = Dialog("graphs_one_graph.py", "graph_file", "Use this graph", "graph")
SURVEY = Dialog("localization_where.py", "survey_files", "Use this survey", "survey")
LIVE = Dialog("live_models.py", "survey_files", "Use this survey", "survey")


def choose(app: AppTest, field: str, *files: tuple[str, bytes]) -> AppTest:
    """Give files to the uploader of this name."""
    uploader = next(each for each in app.file_uploader if (each.key or "").startswith(field))
    return uploader.set_value([(name, data, "text/csv") for name, data in files]).run()


def use(app: AppTest, dialog: Dialog) -> AppTest:
    """Use what was understood; the dialog closes, and is opened again."""
    return reopen(press(app, dialog.button))


def reopen(app: AppTest) -> AppTest:
    """Open the dialog again, as its button does."""
    app.session_state[OPENED] = app.session_state[OPENED] + 1 if OPENED in app.session_state else 1
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of this name."""
    return next(each for each in app.button if each.label == label).click().run()


def elements(app: AppTest, kind: str) -> Iterator[Any]:
    """Everything of one kind on the page; what it has depends on the kind."""
    yield from app.get(kind)


def texts(app: AppTest) -> list[tuple[str, str]]:
    """Everything that the page says and what its controls show, but how long it took.

    Nor what its buttons ask that delete, which are one for each set.
    """
    found = []
    for kind in ("title", "subheader", "markdown", "caption", "info", "warning", "error"):
        said = [each.value for each in elements(app, kind)]
        found += [(kind, value) for value in said if not value.startswith("This deletes ")]
    for kind in ("slider", "selectbox", "multiselect", "toggle", "button_group", "number_input"):
        found += [(each.label, repr(each.value)) for each in elements(app, kind)]
    for table in app.dataframe:
        found.append(("table", table.value.drop(columns=TOOK, errors="ignore").to_csv()))
    return [(kind, CHANGING.sub("…", value)) for kind, value in found]


def keys(app: AppTest) -> set[str]:
    """The keys of everything that can be set on the page."""
    kinds = (
        *("selectbox", "multiselect", "slider", "toggle", "checkbox", "button_group", "radio"),
        *("number_input", "text_input"),
    )
    return {each.key for kind in kinds for each in elements(app, kind)}
