"""Points that a visitor uploaded are found on every page of points, and leave with one click."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.own_data.own_set import OwnSet
from core.datasets import GraphData, PointCloud
from core.datasets.generators.swiss_roll import swiss_roll
from tests.app.own_data import give, sets_of
from tests.app.test_pages import open_page

MAP, DENSITY = "embedding_map.py", "density_your_data.py"
TABLE = OwnSet("yours-1", "roll.csv", swiss_roll(n_points=120, random_state=5))
TRIANGLE = OwnSet("yours-2", "g.csv", GraphData(1 - np.eye(3), ["a", "b", "c"]))


def said(app: AppTest) -> str:
    return " ".join(element.value for element in (*app.markdown, *app.caption))


def with_upload(script: str, own: OwnSet, choice: str) -> AppTest:
    """The page of a visitor who uploaded these points elsewhere, and chooses them here."""
    app = give(open_page(script), own)
    app.run()
    app.selectbox(key=choice).set_value("wine").run()
    assert "badge[yours]" not in said(app)
    return app.selectbox(key=choice).set_value(own.key).run()


@pytest.mark.parametrize(
    ("script", "choice", "words"),
    [(DENSITY, "points", "120 points, all scored"), (MAP, "data", "120 points × 3 features")],
)
def test_points_of_one_page_are_found_on_the_other_and_can_be_deleted(script, choice, words):
    app = with_upload(script, TABLE, choice)
    assert words in said(app)
    assert "badge[yours]" in said(app)
    next(button for button in app.button if button.label == "Yes, delete roll.csv").click().run()
    assert not app.error
    assert not sets_of(app).kept
    assert app.selectbox(key=choice).value != TABLE.key
    assert "badge[yours]" not in said(app)


def test_a_density_says_of_a_graph_that_it_has_no_coordinates():
    app = with_upload(DENSITY, TRIANGLE, "points")
    assert "is a graph" in app.error[0].value
    assert "no coordinates" in app.error[0].value
    assert "badge[measured]" in said(app)


def test_a_map_says_of_two_points_that_it_needs_three():
    two = OwnSet("yours-3", "two.csv", PointCloud(np.eye(2), ["a", "b"]))
    app = with_upload(MAP, two, "data")
    assert "at least 3" in app.error[0].value
    assert "badge[yours]" not in said(app)


def test_new_points_do_not_take_the_settings_of_the_ones_before_and_leave_other_data_alone():
    app = with_upload(MAP, TABLE, "data")
    app.slider(key="point").set_value(7).run()
    app.toggle(key="auto_t").set_value(False).run()
    give(app, OwnSet("yours-5", "other.csv", swiss_roll(n_points=90, random_state=1))).run()
    assert (app.slider(key="point").value, app.toggle(key="auto_t").value) == (1, True)
    app.selectbox(key="data").set_value("wine").run()
    app.slider(key="point").set_value(9).run()
    give(app, TABLE).run()
    app.selectbox(key="data").set_value("wine").run()
    assert app.slider(key="point").value == 9


def test_a_colour_that_other_points_do_not_have_gives_way_to_their_first():
    plain = PointCloud(np.random.default_rng(0).normal(size=(40, 3)), ["a", "b", "c"])
    app = open_page(MAP, data="wine", colour="label")
    assert app.selectbox(key="colour").value == "label"
    give(app, OwnSet("yours-4", "plain.csv", plain)).run()
    assert app.selectbox(key="data").value == "yours-4"
    assert not app.exception
    assert app.selectbox(key="colour").value == "feature-1"
