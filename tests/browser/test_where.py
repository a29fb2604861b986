"""The "Where?" view driven as a user would: link, slider, click, lasso, play, copy, dark."""

import re

import pytest

from tests.browser.steady import click_at, press_while_it_moves, steady, steady_box

MAP = ".st-key-where_map .js-plotly-plot"
VERDICT = ".st-key-verdict-where"


def open_where(visitor, query: str = ""):
    visitor.open(f"/where{query}")
    visitor.page.wait_for_selector(f"{MAP} .main-svg")
    visitor.settle()
    return visitor.page


def scan_number(page) -> int:
    line = page.locator("p", has_text=re.compile(r"^Scan [\d,]+")).first.inner_text()
    return int(re.search(r"Scan ([\d,]+)", line).group(1).replace(",", ""))


@pytest.mark.thorough
def test_a_cold_deep_link_shows_a_located_phone(visitor):
    page = open_where(visitor)
    assert "in half of" in page.locator(VERDICT).inner_text()
    assert scan_number(page) == 1
    assert page.locator(f"{MAP} .legendtext", has_text="Estimate").count() >= 1


def test_the_slider_moves_to_the_next_scan_and_the_link_follows(visitor):
    page = open_where(visitor)
    page.locator(".st-key-scan input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"scan=2"))
    visitor.settle()
    assert scan_number(page) == 2


def place_pixel(page, index: int) -> tuple[float, float]:
    """Where the test place of this index is on the screen."""
    return page.evaluate(
        """([selector, index]) => {
            const plot = document.querySelector(selector);
            const places = plot.calcdata.find((c) => c[0].trace.name === "Test places");
            const {x, y} = places[index];
            const {xaxis, yaxis} = plot._fullLayout;
            const box = plot.getBoundingClientRect();
            return [box.left + xaxis._offset + xaxis.l2p(x),
                    box.top + yaxis._offset + yaxis.l2p(y)];
        }""",
        [MAP, index],
    )


def test_clicking_a_place_locates_a_scan_from_there(visitor):
    page = open_where(visitor)
    page.locator(MAP).scroll_into_view_if_needed()
    before = scan_number(page)
    for index in (30, 60, 90):  # a place may lie under another marker: one of three will answer
        click_at(page, *steady(page, lambda index=index: place_pixel(page, index)))
        page.wait_for_timeout(1500)
        visitor.settle()
        if scan_number(page) != before:
            break
    assert scan_number(page) != before


def test_a_lasso_filters_the_other_pictures_and_can_be_cleared(visitor):
    page = open_where(visitor)
    page.locator(MAP).scroll_into_view_if_needed()
    page.locator(MAP).hover()
    page.locator(f'{MAP} .modebar-btn[data-val="lasso"]').click()
    box = steady_box(page, f"{MAP} .nsewdrag")
    left, top = box["x"] + 0.05 * box["width"], box["y"] + 0.05 * box["height"]
    right, bottom = box["x"] + 0.6 * box["width"], box["y"] + 0.95 * box["height"]
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top)):
        page.mouse.move(x, y, steps=8)
    page.mouse.up()
    page.get_by_text("Scans selected on the map").wait_for()
    page.get_by_role("button", name="Show all scans").click()
    page.get_by_text("Scans selected on the map").wait_for(state="detached")


def test_play_walks_on_by_itself_and_pause_stops_it(visitor):
    page = open_where(visitor)
    before = scan_number(page)
    page.get_by_role("button", name="Play the walk").click()
    page.wait_for_function(
        """(before) => [...document.querySelectorAll("p")].some((p) => {
            const found = p.textContent.match(/^Scan ([\\d,]+)/);
            return found && Number(found[1].replace(",", "")) >= before + 2;
        })""",
        arg=before,
    )
    press_while_it_moves(page, "Pause", "Play the walk")
    visitor.settle()

    def in_the_address() -> int | None:
        number = scan_number(page)
        return number if re.search(rf"scan={number}\b", page.url) else None

    stopped = steady(page, in_the_address)  # what was on its way when it was pressed is drawn
    page.wait_for_timeout(1500)
    assert scan_number(page) == stopped


def test_switching_a_beacon_off_says_what_it_costs(visitor):
    page = open_where(visitor)
    page.locator(".st-key-beacons_off").get_by_text("B1", exact=True).click()
    page.wait_for_url(re.compile(r"beacons_off="))
    visitor.settle()
    page.locator(VERDICT, has_text="switched-off beacons").wait_for()


def test_a_copied_link_opens_the_same_picture(visitor):
    page = open_where(visitor, "?scan=17&n_neighbors=7&error_colours=true")
    verdict, line = page.locator(f"{VERDICT} p").first.inner_text(), scan_number(page)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert "scan=17" in link
    assert "n_neighbors=7" in link
    assert "survey=" in link
    page.goto(link)
    page.wait_for_selector(f"{MAP} .main-svg")
    visitor.settle()
    assert page.locator(f"{VERDICT} p").first.inner_text() == verdict
    assert scan_number(page) == line
    assert page.get_by_text("was left out").count() == 0


def test_the_flat_and_the_3d_map_open(visitor):
    for view in ("flat", "building"):
        visitor.open(f"/where?map={view}")
        visitor.page.wait_for_selector("[data-testid=stDeckGlJsonChart] canvas", timeout=60_000)
        visitor.settle()


@pytest.mark.parametrize("visitor", [{"color_scheme": "dark"}], indirect=True)
@pytest.mark.thorough
def test_dark_mode_is_dark(visitor):
    page = open_where(visitor)
    background = page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    assert sum(int(part) for part in re.findall(r"\d+", background)[:3]) < 150


@pytest.mark.thorough
def test_a_bad_link_gets_a_visible_note(visitor):
    page = open_where(visitor, "?n_neighbors=99999&colour=red")
    page.get_by_text("99999").first.wait_for()
    page.get_by_text("is not known here").wait_for()
