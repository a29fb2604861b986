"""Under a finger: the tools of pictures cover no legend."""

import pytest

from tests.browser.contrast import unroll
from tests.browser.test_pages import at_rest
from tests.every_page import every_page

TOUCHED = {"how-good", "two-dimensions"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
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
    at_rest(visitor)
    return visitor.page


@pytest.mark.parametrize("visitor", [PHONE], indirect=True)
@every_page(always=TOUCHED)
def test_under_a_finger_the_tools_of_a_picture_cover_none_of_its_names(visitor, view):
    page = open_at_rest(visitor, view)
    found = page.evaluate(UNDER_TOOLS)
    assert found["covered"] == []
    tools_asked_for = page.locator(".js-plotly-plot .modebar-btn").count()
    assert bool(found["tools"]) == bool(tools_asked_for), "they are there without hovering"
