"""A page opens on a cold deep link, shows its main picture first, and can be used by everyone.

One visit of a page answers for all of it: loading a page is what costs.
"""

import re

import pytest

from tests.browser import axe, first_screen, keyboard
from tests.browser.contrast import poor_texts, unroll
from tests.browser.steady import steady
from tests.every_page import every_page

# Pages without a picture until somebody brings something; their text is looked at all the same.
WITHOUT_PICTURE = {"data", "lessons"}
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|rgba?\([\d., ]+\)")
PICTURES = """() => [...document.querySelectorAll(".js-plotly-plot")].map(
  (picture) => JSON.stringify([picture.data, picture.layout])
)"""
# How the page is laid out; null while something on it is still a grey bar.
LAYOUT = """() => document.querySelector("[data-testid=stSkeleton]") ? null : JSON.stringify([
  document.querySelector("[data-testid=stMain]").scrollHeight,
  document.querySelectorAll(".main-svg, canvas, [data-testid=stElementContainer]").length,
])"""
SIZES = (
    first_screen.PROJECTOR,
    first_screen.LAPTOP,
    first_screen.OLD_PROJECTOR,
    first_screen.PHONE,
)
FAILED = ("Page not found", "Something went wrong")


@every_page()
def test_a_page_fits_every_screen_and_is_for_everyone(visitor, view, tmp_path):
    page = visitor.page
    page.emulate_media(color_scheme="light")
    visitor.open(f"/{view.url_path}")
    page.wait_for_selector("h1")
    at_rest(visitor)
    assert [page.get_by_text(words).count() for words in FAILED] == [0, 0]
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.evaluate("document.fonts.check('16px Inter')")
    assert [each for size in SIZES for each in misfits(page, view, size)] == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert axe.faults(page) == []
    light = in_a_theme_text_stands_out(visitor)
    page.emulate_media(color_scheme="dark")
    assert steady(page, lambda: _all_differ(colours(page), light) or None), "of the other theme"
    in_a_theme_text_stands_out(visitor)
    assert axe.faults(page) == []
    (tmp_path / "keyboard.txt").write_text("\n".join(keyboard.walk(page)))
    assert keyboard.left_out(page) == [], "a mouse can use it, and the keys do not reach it"
    assert keyboard.unseen(page) == [], "the keys reach it, and nothing shows that they are there"


def misfits(page, view, size):
    """What is not as it should be at a size of the window, each with the size."""
    found = first_screen.pictures(page, size)
    wrong = first_screen.faults(page)
    if view.url_path not in WITHOUT_PICTURE:
        wrong += [] if found else ["no main picture is marked"]
        wide = size in (first_screen.PROJECTOR, first_screen.LAPTOP)
        for each in found[:1]:
            if size == first_screen.PROJECTOR and each["top"] > first_screen.LOWEST_TOP_PX:
                wrong.append(f"begins at {each['top']}")
            if wide and each["bottom"] > size[1]:
                wrong.append(f"ends at {each['bottom']}")
            if size == first_screen.PHONE and each["top"] > size[1] // 2:
                wrong.append(f"begins at {each['top']}")
    return [(size, one) for one in wrong]


def in_a_theme_text_stands_out(visitor):
    """Every text of the page, from top to bottom; returns the colours of its pictures."""
    page = visitor.page
    unroll(page)
    at_rest(visitor)
    assert poor_texts(page) == []
    found = colours(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


def at_rest(visitor):
    visitor.settle()
    steady(visitor.page, lambda: visitor.page.evaluate(LAYOUT))


def colours(page):
    """The colours of each picture."""
    return [sorted(set(COLOUR.findall(picture))) for picture in page.evaluate(PICTURES)]


def _all_differ(dark, light):
    return len(dark) == len(light) and all(a != b for a, b in zip(dark, light, strict=True))


def test_the_keyboard_alone_moves_a_slider_reaches_every_action_and_presents(visitor):
    page = visitor.page
    visitor.open("/one-graph")
    page.locator(".st-key-verdict-one-graph p").first.wait_for()
    visitor.settle()
    tab_to(page, "Parameter x")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"x=0\.72"))
    visitor.settle()
    page.locator("h1").click()  # the keys begin again where the page begins
    for action in ("Copy link", "Download", "Present"):
        tab_to(page, action)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Esc leaves").wait_for()
    visitor.settle()
    sidebar = page.get_by_test_id("stSidebar")
    assert not sidebar.is_visible()
    assert "present=1" in page.url
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"x=0\.74.*present=1"))
    page.keyboard.press("Escape")
    sidebar.wait_for(state="visible")
    page.wait_for_url(lambda url: "present" not in url and "x=0.74" in url)


def tab_to(page, name, most=60):
    """Press Tab until what has this name has the focus."""
    reached = []
    for _ in range(most):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(WHERE_IS_THE_FOCUS))
        if reached[-1] == name:
            return
    pytest.fail(f"the keys never reach {name}, but {reached}")


WHERE_IS_THE_FOCUS = """() => {
  let here = document.activeElement;
  while (here?.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
  return (here?.getAttribute("aria-label") || here?.innerText || here?.tagName || "")
    .replace(/expand_more|keyboard_arrow_down/g, "").trim();
}"""
