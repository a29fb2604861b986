"""What lessons state is so: every figure is computed again, and no other number stands there."""

import re

import pytest

from components.lessons.shelf import BUILT_IN, FOLDER, built_in
from tests.core.lessons.figures import FIGURES

NUMBER = re.compile(r"(?<![\w.$])[−-]?\d[\d,]*\.?\d*%?")
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]*\$", re.DOTALL)
PLACE = re.compile(r"\{\{(\w+)\}\}")


def as_stated(value: float, stated: str) -> str:
    """The value as it would be written with the decimals and the unit of what is stated."""
    digits = len(stated.strip("%").partition(".")[2])
    share = 100 * value if stated.endswith("%") else value
    share = round(share, digits) + 0.0  # what rounds to nothing has no sign
    written = f"{share:,.{digits}f}" if "," in stated else f"{share:.{digits}f}"
    return written.replace("-", "−") + "%" * stated.endswith("%")


@pytest.mark.parametrize("key", list(built_in()))
def test_every_figure_is_computed_again(key):
    stated = built_in()[key].figures
    assert set(stated) == set(FIGURES[key])
    assert {name: as_stated(make(), stated[name]) for name, make in FIGURES[key].items()} == stated


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_result_stands_in_the_text_by_its_name_only(name):
    """What has decimals or is a share of something is a figure, a setting, or part of a formula."""
    raw = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    body = raw.split("---\n", 2)[2]
    lesson = built_in()[name.replace("_", "-")]
    assert set(PLACE.findall(body)) == set(lesson.figures), "each is used, and none besides"
    text = PLACE.sub("", FORMULA.sub("", body))
    settings = {word for step in lesson.steps for words in step.settings.values() for word in words}
    results = {n for n in NUMBER.findall(text) if "%" in n or "." in n.rstrip(".")}
    assert {n for n in results if n not in settings | ALLOWED.get(name, set())} == set()


# The level that a set is asked for; a step of a slider, what one of its settings multiplies by.
ALLOWED = {
    "ninety_percent": {"90%", "95%"},
    "glass_transition": {"95%", "0.1", "1.26"},
    "scott": {"1.7"},
    "logarithm_does_not": {"0.3"},
    "heard_of": {"0.01", "0.1"},
}
