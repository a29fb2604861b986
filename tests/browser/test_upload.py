"""A visitor's own survey: a good file is used, a wrong one leaves the page as it was."""

import re

import pytest

from core.datasets import load
from core.datasets.readers import write_wide

VERDICT = ".st-key-verdict-where p"


@pytest.fixture(scope="module")
def wide_csv() -> bytes:
    scans = load("building").only("survey").select(slice(0, 1200))
    return write_wide(scans).encode()


def open_dialog(visitor):
    visitor.open("/where")
    page = visitor.page
    page.wait_for_selector(".st-key-where_map .main-svg")
    page.get_by_role("button", name="Use your own survey").click()
    page.get_by_role("dialog").wait_for()
    return page


def choose(page, *files: tuple[str, bytes]) -> None:
    page.locator(".st-key-survey_files input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": content} for name, content in files]
    )


def test_a_wide_csv_is_understood_used_and_deleted(visitor, wide_csv):
    page = open_dialog(visitor)
    choose(page, ("my floor.csv", wide_csv))
    page.get_by_text("Understood as:").wait_for()
    page.get_by_role("button", name="Use this survey").click()
    page.get_by_role("dialog").wait_for(state="detached")
    visitor.settle()
    page.get_by_text("yours", exact=True).first.wait_for()
    assert "is found to" in page.locator(VERDICT).first.inner_text()
    page.wait_for_url(re.compile("survey="))
    visitor.delete("Delete my floor.csv")
    page.get_by_text("simulated", exact=True).first.wait_for()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG"),
        ("words.csv", b"x,y,beacon 1,beacon 2\n0,0,-60,-70\n1,1,loud,-71\n2,2,-65,-60\n", "loud"),
        ("placeless.csv", b"beacon 1,beacon 2\n-60,-70\n-61,-71\n", "no position"),
        ("one.csv", b"x,y,beacon 1\n0,0,-60\n", "1 place"),
        ("<b>evil</b>.csv", b"x,y\n1,2\n", "could not be used"),
    ],
)
def test_a_wrong_file_is_explained_and_the_page_stays(visitor, name, content, said):
    page = open_dialog(visitor)
    before = page.locator(VERDICT).first.inner_text()
    choose(page, (name, content))
    page.get_by_role("dialog").get_by_role("alert").filter(has_text=said).wait_for()
    assert page.get_by_role("button", name="Use this survey").count() == 0
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert page.locator(VERDICT).first.inner_text() == before
