"""The Data page in a browser: a file's whole way, and the first screen."""

import re

import pytest

from tests.app.test_uploads import LABELLED, PNG, WIDE
from tests.browser.test_links import PATIENCE_MS

FIRST_SCREEN = [
    pytest.param({"viewport": {"width": 1280, "height": 720}}, id="laptop"),
    pytest.param({"viewport": {"width": 390, "height": 844}}, id="phone"),
]


@pytest.fixture(autouse=True)
def _patient(visitor):
    visitor.page.set_default_timeout(PATIENCE_MS)


def drop(visitor, *files: tuple[str, bytes]) -> None:
    visitor.page.locator(".st-key-data_files input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": content} for name, content in files]
    )
    visitor.page.locator(".st-key-data-given").wait_for()
    visitor.settle()


def open_in(visitor, door: str, choice: str) -> None:
    """From the list of what is kept, to a lab that opens on it."""
    page = visitor.page
    visitor.open("/data")
    page.get_by_role("button", name="Open in …").click()
    page.get_by_role("button", name=door).click()
    page.wait_for_url(re.compile(rf"{choice}=yours-"))
    visitor.settle()
    page.get_by_text("yours", exact=True).first.wait_for()
    assert WIDE[0] not in page.url


def test_a_file_is_understood_corrected_kept_opened_everywhere_and_deleted(visitor):
    page = visitor.page
    visitor.open("/data")
    drop(visitor, WIDE)
    page.get_by_text("Recognised as").wait_for()
    page.get_by_text("How the columns are understood").click()
    page.get_by_role("radio", name="ft", exact=True).click()
    page.get_by_text("read as feet").wait_for()
    page.get_by_label("Name", exact=True).fill("my floor")
    page.get_by_label("Name", exact=True).press("Enter")
    visitor.settle()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("labs open on it").wait_for()
    assert "floor" not in page.url

    open_in(visitor, "Localization: Where?", "survey")
    open_in(visitor, "KDE regimes: Your data", "points")
    open_in(visitor, "Graph clustering: One graph", "graph")
    open_in(visitor, "Heat geodesics: Map", "data")

    visitor.open("/data")
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_text("Nothing yet.").wait_for()
    visitor.open("/where")
    page.get_by_text("simulated", exact=True).first.wait_for()


def test_a_bad_file_beside_a_good_one_is_explained_and_the_good_one_is_kept(visitor):
    page = visitor.page
    visitor.open("/data")
    drop(visitor, LABELLED, PNG)
    page.get_by_role("tab", name="picture.csv").click()
    page.get_by_role("alert").filter(has_text="PNG").wait_for()
    page.get_by_role("tab", name="labelled.csv").click()
    page.get_by_role("button", name="Keep it").first.click()
    page.get_by_text("labs open on it").wait_for()


@pytest.mark.parametrize("visitor", FIRST_SCREEN, indirect=True)
def test_the_drop_zone_and_an_example_are_on_the_first_screen(visitor):
    visitor.open("/data")
    height = visitor.page.viewport_size["height"]
    for place in (".st-key-data_files", ".st-key-example-points"):
        box = visitor.page.locator(place).bounding_box()
        assert box is not None
        assert 0 <= box["y"] < box["y"] + box["height"] <= height, place
    wide = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= visitor.page.viewport_size["width"]
