"""The "Two dimensions" view driven as a user would: click a place, add points, drag, copy link."""

import re

import pytest

from tests.browser.steady import click_at, steady

MAP = ".st-key-plane_0 .js-plotly-plot"
VERDICT = ".st-key-verdict-two-dimensions"


def open_plane(visitor, query: str = ""):
    visitor.open(f"/two-dimensions{query}")
    visitor.page.wait_for_selector(f"{MAP} .main-svg")
    visitor.settle()
    return visitor.page


def click_node(page, x_percent: int, y_percent: int) -> None:
    """Click a place of the picture, given in per cents of its width and height."""
    page.locator(MAP).scroll_into_view_if_needed()
    where = steady(page, lambda: place_pixel(page, x_percent, y_percent))
    click_at(page, *where)


def place_pixel(page, x_percent: int, y_percent: int) -> list[float]:
    return page.evaluate(
        """([selector, i, j]) => {
            const {xaxis, yaxis} = document.querySelector(selector)._fullLayout;
            const box = document.querySelector(selector).getBoundingClientRect();
            const at = (axis, share) => {
                const plot = document.querySelector(selector);
                const lattice = plot._fullData.find((trace) => trace.name === "Places");
                const values = axis._id === "x" ? lattice.x : lattice.y;
                const low = Math.min(...values), high = Math.max(...values);
                return axis._offset + axis.l2p(low + share / 100 * (high - low));
            };
            return [box.left + at(xaxis, i), box.top + at(yaxis, j)];
        }""",
        [MAP, x_percent, y_percent],
    )


def test_a_click_takes_a_place_apart_and_the_link_follows(visitor):
    page = open_plane(visitor)
    before = page.locator("p", has_text=re.compile(r"^At \(")).inner_text()
    click_node(page, 30, 80)
    page.wait_for_url(re.compile(r"place_x=30.*place_y=80|place_y=80.*place_x=30"))
    visitor.settle()
    assert page.locator("p", has_text=re.compile(r"^At \(")).inner_text() != before


def test_points_are_added_by_clicks_and_taken_away(visitor):
    page = open_plane(visitor, "?adding=true")
    click_node(page, 80, 80)
    page.get_by_text("1 added", exact=True).wait_for()
    visitor.settle()
    click_node(page, 70, 80)
    page.get_by_text("2 added", exact=True).wait_for()
    assert "622 points" in page.locator(VERDICT).inner_text()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("1 added", exact=True).wait_for()
    visitor.settle()
    page.get_by_role("button", name="Remove all").click()
    page.get_by_text("1 added", exact=True).wait_for(state="detached")
    assert "620 points" in page.locator(VERDICT).inner_text()


def test_the_bandwidth_is_dragged_and_a_copied_link_opens_the_same(visitor):
    page = open_plane(visitor, "?compare=true")
    assert page.locator(".js-plotly-plot .main-svg").count() > 2
    before = page.locator(f"{VERDICT} p").first.inner_text()
    page.locator(".st-key-ratio input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"ratio=1\.05"))
    visitor.settle()
    after = page.locator(f"{VERDICT} p").first.inner_text()
    assert after != before
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    page.wait_for_selector(f"{MAP} .main-svg")
    visitor.settle()
    assert page.locator(f"{VERDICT} p").first.inner_text() == after


@pytest.mark.parametrize("visitor", [{"color_scheme": "dark"}], indirect=True)
@pytest.mark.thorough
def test_the_picture_opens_in_the_dark_with_measured_data(visitor):
    page = open_plane(visitor, "?points=wine&kernel=epanechnikov")
    assert "178 points" in page.locator(VERDICT).inner_text()
