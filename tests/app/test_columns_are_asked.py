"""Of every table, in whatever format it comes, a dialog asks what the columns mean."""

import io

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.app.dialogs import GRAPH, MAP, POINTS, SURVEY, choose, press
from tests.app.own_data import newest
from tests.app.test_pages import open_page
from tests.app.test_uploads import EDGES, LABELLED, WIDE

pytestmark = pytest.mark.usefixtures("dialogs_lie_open")
TABLES = {
    "points": LABELLED[1],
    "graph": b"u,v,w\na,b,1\nb,c,2.5\nc,a,1\n",
    "fingerprints": WIDE[1],
}


def in_format(text: bytes, name: str) -> bytes:
    """The same table as text or as Parquet."""
    if name == "text":
        return text
    buffer = io.BytesIO()
    pd.read_csv(io.BytesIO(text)).to_parquet(buffer)
    return buffer.getvalue()


def given(dialog, data: bytes, holds: str | None = None) -> AppTest:
    app = choose(open_page(dialog.script), dialog.field, ("anything.dat", data))
    if holds:
        hold = next(each for each in app.button_group if each.label == "The file holds")
        hold.set_value(holds).run()
    assert not app.error
    return app


def asked(app: AppTest) -> dict[str, object]:
    """What the form asks, and what it shows as the answer."""
    return {
        each.label: each.value
        for each in (*app.selectbox, *app.multiselect)
        if each.label.startswith("Column")
    }


@pytest.mark.parametrize("name", ["text", "Parquet"])
@pytest.mark.parametrize(
    ("dialog", "kind", "holds", "answers"),
    [
        (POINTS, "points", None, {"Column of labels": "label", "Columns of features": ["p", "q"]}),
        (MAP, "graph", "graph", {"Column of source": "u", "Column of weight": "w"}),
        (MAP, "fingerprints", "fingerprints", {"Column of x": "x_m", "Column of y": "y_m"}),
        (GRAPH, "graph", None, {"Column of source": "u", "Column of target": "v"}),
        (SURVEY, "fingerprints", None, {"Column of x": "x_m", "Column of y": "y_m"}),
    ],
    ids=["points", "map-graph", "map-survey", "graph", "survey"],
)
def test_every_table_is_asked_about_and_used(dialog, kind, holds, answers, name):
    app = given(dialog, in_format(TABLES[kind], name), holds)
    assert answers.items() <= asked(app).items()
    forms = {each.label for each in app.button_group} & {"Decimal mark"}
    # Parquet stores numbers as such, so how they are written is not asked.
    assert forms == ({"Decimal mark"} if name == "text" else set())
    assert not press(app, dialog.button).error


def test_a_survey_given_to_the_pages_of_points_is_read_as_its_form_says():
    app = given(MAP, WIDE[1], "fingerprints")
    unit = next(each for each in app.button_group if each.label == "Unit of x and y")
    unit.set_value("ft").run()
    press(app, MAP.button)
    feet = newest(app).dataset.position_m
    app = given(MAP, WIDE[1], "fingerprints")
    press(app, MAP.button)
    metres = newest(app).dataset.position_m
    np.testing.assert_allclose(feet, metres * 0.3048)


def test_a_list_of_edges_is_read_again_by_the_form_that_a_visitor_states():
    app = given(GRAPH, EDGES[1])
    header = next(each for each in app.toggle if each.label == "The first row names the columns")
    header.set_value(True).run()
    assert asked(app)["Column of source"] == "a"  # the first edge has become the names
    press(app, GRAPH.button)
    assert newest(app).dataset.n_edges == EDGES[1].count(b"\n") - 1
