"""Panels that say whether an idea helps on the data at hand: cost first, a button, a verdict."""

import re

import pytest

from components.memory import store_of
from tests.app.test_localization_views import (
    ACCURACY,
    BEACONS,
    RADIO_MAP,
    bare_survey,
    open_with_own,
)
from tests.app.test_pages import open_page

HELPS = r"\*\*(It helps here|It does harm here|No difference that \d draws can show)\*\*"


def said(app) -> str:
    return "\n".join(element.value for element in app.markdown)


def offered(app, name: str):
    """The button of a job that waits, beside what it costs."""
    assert any("test scan" in each.value or "scans each" in each.value for each in app.caption)
    return app.button(key=f"start-{name}")


@pytest.mark.parametrize(
    ("script", "query", "name", "words", "column"),
    [
        (BEACONS, {}, "a walk after a moved beacon", "A whole new survey reaches", "mean_m"),
        (BEACONS, {}, "every spot tried", "the middle one of 70 spots", None),
        (RADIO_MAP, {"layer": "gaps"}, "the rules compared", "with farthest first", "6"),
    ],
)
def test_an_idea_is_judged_on_the_data_at_hand(script, query, name, words, column):
    store_of("simulated").forget()  # what another test has finished opens at once
    app = open_page(script, **query)
    assert words not in said(app)  # nothing is computed before it is asked for
    offered(app, name).click().run()
    assert not app.error
    assert not app.exception
    assert re.search(HELPS, said(app))
    assert words in said(app)
    if column is not None:
        table = next(each.value for each in app.dataframe if column in each.value)
        assert (table[column] > 0).all()


def test_a_survey_without_coordinates_of_beacons_gets_a_sentence_for_each_panel():
    app = open_with_own(BEACONS, bare_survey())
    infos = "\n".join(element.value for element in app.info)
    assert "Whether a walk helps here cannot be tried out" in infos
    assert "No spot can be tried here" in infos
    assert "where 0 of its" in infos


def test_a_small_map_says_how_many_bits_are_enough():
    app = open_page(ACCURACY, study="size")
    assert not app.error
    found = re.search(
        r"\*\*(\d) bits? for each level (?:is|are) enough here\*\*: ([\d.]+) kB", said(app)
    )
    table = next(each.value for each in app.dataframe if "more_m" in each.value)
    row = table[table["store"].str.startswith(f"All places, {found[1]} bit")].iloc[0]
    assert row["high_m"] <= 0.1
    assert float(found[2]) == pytest.approx(row["bytes"], abs=0.05)


def test_a_private_copy_says_what_hiding_costs_before_it_is_drawn():
    store_of("simulated").forget()
    app = open_page(ACCURACY, study="private", epsilon="1")
    assert "Hiding any one scan" not in said(app)
    offered(app, "what privacy costs").click().run()
    assert not app.error
    costs = re.findall(r"at ε = 1 costs ([\d.]+) m here|with 20 scans costs ([\d.]+) m", said(app))
    assert float(costs[0][0]) < float(costs[1][1])
    assert "cannot be told from the copy" in "\n".join(each.value for each in app.caption)
