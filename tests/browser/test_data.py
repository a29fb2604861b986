"""The Data page in a browser: several files at once, and the first screen.

The whole life of one file is in ``test_kept.py``.
"""

import pytest

from tests.app.test_uploads import LABELLED, PNG
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


@pytest.mark.parametrize("visitor", FIRST_SCREEN[1:], indirect=True)
def test_a_phone_has_the_way_to_other_pages_on_a_page_without_controls(visitor):
    visitor.open("/data")
    visitor.page.get_by_test_id("stExpandSidebarButton").click()
    visitor.page.get_by_test_id("stSidebar").get_by_role("link", name="Lessons", exact=True).click()
    visitor.page.wait_for_url("**/lessons*")
