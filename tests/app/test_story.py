"""The story: one place in four lenses, sentences from the numbers, doors with the same state."""

import re

from components.story.parameters import PLACE
from tests.app.test_links import open_address
from tests.app.test_pages import open_page

STORY = "story.py"


def said(app, words: str) -> str:
    return next(each.value for each in app.markdown if words in each.value)


def test_the_story_tells_what_radio_keeps_and_opens_each_lab_with_the_same_state():
    app = open_address(STORY, {"place": ["7"], "story_scan": ["12"], "story_measure": ["logHeat"]})
    assert not app.exception
    assert not app.error
    assert float(re.search(r"Spearman (0\.\d{3})", said(app, "Radio alone"))[1]) >= 0.97
    assert "logHeat" in said(app, "agree with the zones")
    doors = [each.proto for each in app.get("page_link")]
    states = [door.query_string for door in doors]
    assert [door.label.split()[1].strip("?") for door in doors] == ["Where", "Your", "One", "Map"]
    assert "localization.scan=12" in states[0]
    assert "density.points=building" in states[1]
    assert "graphs.measure=logHeat" in states[2]
    assert "embedding.point=7" in states[3]


def test_a_smaller_bandwidth_leaves_one_place_with_the_decision():
    few, many = (
        float(re.search(r"\*\*(\d+\.\d) places\*\*", said(open_page(STORY, story_h=h), "vote"))[1])
        for h in ("0", "4.5")
    )
    assert few < 2 < 20 < many


def test_the_place_follows_a_click_in_any_picture():
    app = open_page(STORY)
    app.session_state[PLACE] = 9
    app.run()
    assert app.slider(key=PLACE).value == 9
    marked = [each for each in app.get("plotly_chart") if "Place 9" in str(each.proto)]
    assert len(marked) >= 6
