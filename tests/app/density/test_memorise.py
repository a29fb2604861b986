"""The "Memorisation" view headless: copies are counted, and controls only look elsewhere."""

import numpy as np
import pytest

from tests.app.density.test_pages import said, with_points
from tests.app.test_pages import open_page

PAGE = "density_memorise.py"


def table(app):
    return app.dataframe[0].value.set_index("generator")


def test_the_page_counts_copies_and_says_what_prevents_them(monkeypatch):
    app = open_page(PAGE, trained="false")
    assert not app.exception
    verdict = said(app, "gives rows back")
    assert "**100% are copies**" in verdict
    assert "copies none and denoises unseen rows" in verdict
    assert "better than a Gaussian" in verdict
    found = table(app)
    assert found.loc["Learned perfectly", "copies"] == 1
    assert found.loc["Rows as blobs", "copies"] == 0
    assert list(found.index)[-1] == "Real rows, not learned"

    def never(*args, **kwargs):
        raise AssertionError("all stops and generators are there already")

    monkeypatch.setattr("components.density.memorise.job.study_memorisation", never)
    app.selectbox(key="stop").set_value("1.00").run()
    assert 0.2 < table(app).loc["Learned perfectly", "copies"] < 0.5
    app.selectbox(key="generator").set_value("blob").run()
    assert said(app, "Samples: Rows as blobs")
    app.selectbox(key="generator").set_value("ridge").run()
    assert any("switch on" in element.value for element in app.info)
    assert not app.exception


def test_of_points_in_a_plane_the_ways_are_drawn_and_few_rows_are_refused():
    rows = np.random.default_rng(0).normal(size=(60, 2))
    app = with_points(PAGE, np.vstack([rows, rows[:9]]))
    assert not app.exception
    assert said(app, "gives rows back")
    assert "15 not" in said(app, "rows learned, ")
    few = with_points(PAGE, rows[:12])
    assert "12 distinct rows" in few.error[0].value
    assert not few.exception


@pytest.mark.thorough
def test_the_trained_one_stands_beside_the_others():
    app = open_page(PAGE, generator="ridge")
    found = table(app)
    assert found.loc["Trained (kernel ridge)", "copies"] <= 0.03
    assert 0.85 < found.loc["Trained (kernel ridge)", "error"] < 1
