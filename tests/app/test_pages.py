"""Every page runs headless without an error box, on its defaults and on hostile links."""

import pytest
from streamlit.testing.v1 import AppTest

from components.navigation import ROOT, VIEWS

LONGEST_S = 600  # on a busy machine; a study on a free one takes seconds


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


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.script)
def test_a_page_opens_without_an_error(view):
    app = open_page(view.script)
    assert not app.error
    assert not app.exception
    assert app.title


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.script)
def test_a_page_survives_a_hostile_link(view):
    app = open_page(view.script, power="nan", kernel="<script>", survey="../../etc/passwd", x="1")
    assert not app.error
    assert not app.exception


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.script)
def test_every_page_but_home_says_its_verdict_and_explains_itself(view):
    if not view.url_path:
        return
    app = open_page(view.script)
    assert app.title[0].value.endswith("?")
    assert any("badge" in element.value for element in app.markdown)
    assert any("How this works" in expander.label for expander in app.expander)
    assert all(slider.help for slider in app.slider)
