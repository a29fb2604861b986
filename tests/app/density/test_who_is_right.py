"""The "Who is right?" view headless: verdicts from the numbers, limits, refusals."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.density.who_is_right.verdict import (
    comparison_sentence,
    comparison_table,
    largest_error,
)
from core.density import Answer, Comparison, compare_implementations
from tests.app.test_pages import open_page

SCRIPT = "density_who_is_right.py"
SMALL = {"n": "100", "queries": "5"}


def verdict(app: AppTest) -> str:
    return next(e.value for e in app.markdown if "ours in double" in e.value.lower())


def test_the_first_screen_names_who_is_wrong():
    app = open_page(SCRIPT)
    assert not app.error
    assert "**scikit-learn, default tree** is wrong without a warning" in verdict(app)
    assert any("simulated" in element.value for element in app.markdown)


def test_in_two_dimensions_all_agree_and_the_link_says_so():
    app = open_page(SCRIPT, d="2", h="0.3", **SMALL)
    assert not app.error
    assert "agree" in verdict(app)
    assert "wrong" not in verdict(app)


def test_fewer_queries_are_asked_where_the_reference_would_take_long(monkeypatch):
    monkeypatch.setattr("components.density.who_is_right.settings.COORDINATES", 2_000)
    app = open_page(SCRIPT, d="5", **SMALL)
    assert not app.error
    assert any("4 of 5 query points" in element.value for element in app.info)
    assert any("4 queries" in element.value for element in app.markdown)


def test_the_table_holds_every_answer():
    random = np.random.default_rng(0)
    result = compare_implementations(random.normal(size=(60, 3)), random.normal(size=(4, 3)), 0.5)
    table = comparison_table(result).set_index("implementation")
    assert len(table) == 5
    assert table.loc["Kernelscope, double", "largest_error_nats"] < 1e-12
    assert table.loc["Kernelscope, double", "times_our_double"] == 1


def _answer(name: str, error: list[float], refusal: str = "") -> Answer:
    return Answer(name, "1", np.zeros(2), np.array(error), 0.1, 0.2, refusal)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ([0.0, 3.0], "off by up to **3 nats** (a factor of 20.1 in density)"),
        ([0.0, 23.0], "(a factor of 10¹⁰ in density)"),
        ([0.0, -np.inf], "it reports a density of 0"),
        ([0.0, np.nan], "it reports a density of 0"),
        ([0.0, 1e-12], "**All 2 that answer agree**"),
    ],
)
def test_the_verdict_follows_the_numbers(error, said):
    ours = _answer("Kernelscope, double", [0.0, 1e-14])
    refuses = _answer("Other", [np.nan, np.nan], "no isotropic kernel")
    sentence = comparison_sentence(
        Comparison(np.zeros(2), 0.1, (_answer("Tree", error), ours, refuses))
    )
    assert said in sentence
    assert sentence.endswith("Other refused to answer.")
    assert np.isnan(largest_error(refuses))
