"""What is seen on the pages: text stands out, pictures follow the theme, tools cover no legend."""

import re

import pytest

from tests.browser.contrast import poor_texts, unroll
from tests.browser.steady import steady
from tests.every_page import every_page

# The forms of text and picture that most pages share; the others are looked at if asked.
THEMED = {"", "where", "two-dimensions", "one-graph", "map"}
TOUCHED = {"how-good", "two-dimensions"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|rgba?\([\d., ]+\)")
PICTURES = """() => [...document.querySelectorAll(".js-plotly-plot")].map(
  (picture) => JSON.stringify([picture.data, picture.layout])
)"""
# How the page is laid out; null while something on it is still a grey bar.
LAYOUT = """() => document.querySelector("[data-testid=stSkeleton]") ? null : JSON.stringify([
  document.querySelector("[data-testid=stMain]").scrollHeight,
  document.querySelectorAll(".main-svg, canvas, [data-testid=stElementContainer]").length,
])"""
# Names in a picture that lie under its tools, and how many tools are to be seen at all.
UNDER_TOOLS = """() => {
  const seen = (boxes) => boxes.map((one) => one.getBoundingClientRect()).filter((b) => b.width);
  const overlap = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const names = ".legend text, .gtitle, .annotation text, [class*=colorbar] text";
  const found = { tools: 0, covered: [] };
  for (const picture of document.querySelectorAll(".js-plotly-plot")) {
    const bars = [...picture.querySelectorAll(".modebar")];
    const shown = bars.filter((bar) => Number(getComputedStyle(bar).opacity) > 0.1);
    const tools = seen(shown.flatMap((bar) => [...bar.querySelectorAll(".modebar-btn")]));
    found.tools += tools.length;
    for (const name of picture.querySelectorAll(names)) {
      const box = name.getBoundingClientRect();
      if (!box.width || !tools.some((tool) => overlap(tool, box))) continue;
      found.covered.push(name.textContent);
    }
  }
  return found;
}"""


def open_at_rest(visitor, view):
    """The whole page in one window, with its layout at rest."""
    visitor.open(f"/{view.url_path}")
    visitor.page.wait_for_selector("h1")
    visitor.settle()
    unroll(visitor.page)
    return at_rest(visitor)


def at_rest(visitor):
    visitor.settle()
    steady(visitor.page, lambda: visitor.page.evaluate(LAYOUT))
    return visitor.page


def colours(page):
    """The colours of each picture."""
    return [sorted(set(COLOUR.findall(picture))) for picture in page.evaluate(PICTURES)]


def _all_differ(dark, light):
    return len(dark) == len(light) and all(a != b for a, b in zip(dark, light, strict=True))


@every_page(always=THEMED)
def test_text_stands_out_and_pictures_follow_the_theme_while_the_page_is_open(visitor, view):
    visitor.page.emulate_media(color_scheme="light")
    page = open_at_rest(visitor, view)
    light = colours(page)
    assert poor_texts(page) == []
    page.emulate_media(color_scheme="dark")
    assert steady(page, lambda: _all_differ(colours(page), light) or None), "of the other theme"
    assert poor_texts(at_rest(visitor)) == []


@pytest.mark.parametrize("visitor", [PHONE], indirect=True)
@every_page(always=TOUCHED)
def test_under_a_finger_the_tools_of_a_picture_cover_none_of_its_names(visitor, view):
    page = open_at_rest(visitor, view)
    found = page.evaluate(UNDER_TOOLS)
    assert found["covered"] == []
    tools_asked_for = page.locator(".js-plotly-plot .modebar-btn").count()
    assert bool(found["tools"]) == bool(tools_asked_for), "they are there without hovering"
