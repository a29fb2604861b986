"""The views "Radio map", "Beacons" and "How good?" as a visitor drives them."""

import re

import pytest


def choose(page, key: str, option: str) -> None:
    """Pick an option of the select box with this key."""
    page.locator(f".st-key-{key} [role=combobox]").click()
    page.get_by_role("option", name=option, exact=True).click()


def plot_title(page, key: str, name: str):
    return page.locator(f".st-key-{key} .js-plotly-plot").get_by_text(name).first


def test_the_radio_map_changes_with_the_beacon_and_its_link_opens_the_same(visitor):
    visitor.open("/radio-map")
    page = visitor.page
    page.wait_for_selector(".st-key-radio_beacon .main-svg")
    choose(page, "map_beacon", "B7")
    page.wait_for_url(re.compile("map_beacon=B7"))
    visitor.settle()
    sentence = page.locator(".st-key-verdict-radio-map p").first.inner_text()
    assert "B7" in sentence
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    page.wait_for_selector(".st-key-radio_beacon .main-svg")
    visitor.settle()
    assert page.locator(".st-key-verdict-radio-map p").first.inner_text() == sentence


@pytest.mark.parametrize(("layer", "key"), [("coverage", "radio_coverage"), ("gaps", "radio_gaps")])
def test_coverage_and_gaps_are_painted(visitor, layer, key):
    visitor.open(f"/radio-map?layer={layer}")
    visitor.page.wait_for_selector(f".st-key-{key} .main-svg")
    visitor.settle()


@pytest.mark.thorough
def test_the_numbers_of_the_radio_map_can_be_taken_away(visitor):
    visitor.open("/radio-map")
    page = visitor.page
    page.wait_for_selector(".st-key-radio_beacon .main-svg")
    with page.expect_download() as waiting:
        page.locator(".st-key-csv-radio_beacon button").click()
    text = waiting.value.path().read_text("utf-8-sig")
    assert text.splitlines()[0].startswith("x_m,y_m")
    assert len(text.splitlines()) > 100


def test_a_dead_beacon_is_named_with_its_cost(visitor):
    visitor.open("/beacons?beacon=B4")
    page = visitor.page
    page.wait_for_selector(".st-key-beacon_map .main-svg")
    page.locator(".st-key-fault").get_by_text("Dead", exact=True).click()
    page.wait_for_url(re.compile("fault="))
    visitor.settle()
    page.locator(".st-key-verdict-beacons p", has_text="B4").first.wait_for()
    page.locator(".st-key-fault").get_by_text("Moved", exact=True).click()
    visitor.settle()
    page.locator(".st-key-beacon_map .legendtext", has_text="Moved").wait_for()


def test_the_methods_are_compared_and_a_study_can_be_chosen(visitor):
    visitor.open("/how-good")
    page = visitor.page
    page.wait_for_selector(".st-key-accuracy_cdf .main-svg", timeout=90_000)
    visitor.settle()
    assert "With fingerprints only" in page.locator(".st-key-verdict-how-good p").first.inner_text()
    choose(page, "study", "Where on the floor")
    page.wait_for_selector(".st-key-accuracy_floor .main-svg")
    visitor.settle()
    assert page.locator(".st-key-accuracy_floor .legendtext", has_text="Bias").count() == 1


def test_a_long_study_is_stopped_keeps_what_it_has_and_goes_on(visitor):
    visitor.open("/how-good")
    page = visitor.page
    page.wait_for_selector(".st-key-accuracy_cdf .main-svg", timeout=90_000)
    visitor.settle()
    page.locator(".st-key-slow_methods label").first.click()
    visitor.stop("methods")
    page.get_by_role("button", name="Resume").wait_for(timeout=90_000)
    visitor.settle()
    page.get_by_text("Results kept").wait_for()
    assert "With fingerprints only" in page.locator(".st-key-verdict-how-good p").first.inner_text()
