"""A newcomer, alone: from home through a lesson, a comparison and an export to a file of one's own.

Each step leaves a picture in the test's folder, to be looked at.
"""

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import TimeoutError as NotInTime

from components.lessons.shelf import built_in
from core.lessons import Question
from tests.app.test_uploads import LABELLED
from tests.browser.conftest import Visitor
from tests.browser.steady import ANSWER_MS, LIST_MS, steady
from tests.browser.test_data import drop
from tests.browser.test_links import PATIENCE_MS, go_to

LESSON = "glass-transition"


@pytest.fixture(autouse=True)
def _patient(visitor):
    visitor.page.set_default_timeout(PATIENCE_MS)


def test_a_newcomer_learns_compares_takes_numbers_along_and_brings_a_file(visitor, tmp_path):
    page = visitor.page
    visitor.open("/")
    picture(visitor, tmp_path, "1 home")
    page.get_by_role("link", name="Lessons", exact=True).first.click()
    page.wait_for_url("**/lessons*")
    visitor.settle()
    picture(visitor, tmp_path, "2 lessons")
    finish_a_lesson(visitor, tmp_path)
    compare(visitor, tmp_path)
    export(visitor, tmp_path)
    bring_a_file(visitor, tmp_path)


def picture(visitor: Visitor, folder: Path, name: str) -> None:
    steady(visitor.page, lambda: visitor.page.evaluate("document.body.innerText"))
    visitor.page.screenshot(path=folder / f"{name}.png")


def finish_a_lesson(visitor: Visitor, folder: Path) -> None:
    """Every step with its right answer; the card says that it is done."""
    page = visitor.page
    page.locator(f".st-key-begin-{LESSON} button").click()
    panel = page.locator(".st-key-lesson_panel")
    steps = built_in()[LESSON].steps
    for number, step in enumerate(steps, 1):
        panel.get_by_text(f"Step {number} of {len(steps)}").wait_for()
        panel.get_by_role("heading", name=step.title, exact=True).wait_for()
        visitor.settle()
        assert step.question is not None
        answer(visitor, step.question)
        picture(visitor, folder, f"3 step {number}")
        last = number == len(steps)
        panel.get_by_role("button", name="Finish" if last else "Next", exact=True).click()
    page.wait_for_url("**/lessons*")
    page.locator(f".st-key-lesson-card-{LESSON}").get_by_text("done", exact=True).wait_for()
    visitor.settle()
    page.get_by_test_id("stSidebar").wait_for(state="hidden")
    picture(visitor, folder, "4 done")


def answer(visitor: Visitor, question: Question) -> None:
    """Unfold the question and choose the right answer, until the page says so."""
    panel = visitor.page.locator(".st-key-lesson_panel")
    choices = panel.get_by_test_id("stRadio").locator("label:has(input)")
    for _ in range(6):
        if not choices.first.is_visible():
            panel.locator("summary").click()
        try:
            choices.nth(question.answer).click(timeout=LIST_MS)
            panel.get_by_text("Yes.", exact=True).wait_for(timeout=ANSWER_MS)
            return
        except NotInTime:
            continue
    pytest.fail(f"{question.text} is answered, and not judged")


def compare(visitor: Visitor, folder: Path) -> None:
    """A second bandwidth beside the first, and a verdict on both."""
    page = visitor.page
    go_to(visitor, "KDE regimes", "Two dimensions")
    page.wait_for_url("**/two-dimensions*")
    page.locator(".st-key-plane_0 .main-svg").first.wait_for()
    visitor.settle()
    page.get_by_text("Compare two bandwidths", exact=True).click()
    page.locator(".st-key-plane_1 .main-svg").first.wait_for()
    visitor.settle()
    page.locator(".st-key-verdict-two-dimensions p").filter(has_text="Beside it").wait_for()
    picture(visitor, folder, "5 comparison")


def export(visitor: Visitor, folder: Path) -> None:
    """The numbers of the picture as a table."""
    page = visitor.page
    page.get_by_role("button", name="Download", exact=True).click()
    picture(visitor, folder, "6 export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Points with k_eff (CSV)").click()
    table = pd.read_csv(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert {"x", "y", "k_eff"} <= set(table)
    assert table["k_eff"].ge(1).all()
    page.keyboard.press("Escape")


def bring_a_file(visitor: Visitor, folder: Path) -> None:
    """A table of one's own, understood, kept, and opened in a lab."""
    page = visitor.page
    page.get_by_role("link", name="Data", exact=True).first.click()
    drop(visitor, LABELLED)
    picture(visitor, folder, "7 file")
    page.get_by_role("button", name="Keep it").first.click()
    page.get_by_text("labs open on it").wait_for()
    page.get_by_role("button", name="Open in …").click()
    doors = page.get_by_test_id("stPopoverBody")
    doors.get_by_role("button", name="KDE regimes: Your data").click()
    page.wait_for_url(re.compile("points=yours-"))
    visitor.settle()
    page.get_by_text("yours", exact=True).first.wait_for()
    picture(visitor, folder, "8 own data")
