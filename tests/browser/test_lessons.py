"""A lesson in a real browser: its panel, the controls that it hides, the question, the way on."""

import pytest
from playwright.sync_api import Locator
from playwright.sync_api import TimeoutError as NotInTime

from tests.browser.steady import ANSWER_MS, steady

PATIENCE_MS = 120_000
SEEN = """(name) => {
  const found = document.querySelector(`.st-key-${name}`);
  return !!found && found.getClientRects().length > 0;
}"""


@pytest.fixture(autouse=True)
def _patient(visitor):
    visitor.page.set_default_timeout(PATIENCE_MS)


def answer(panel: Locator, question: str, option: str, judged: str) -> None:
    """Choose until it is judged: a click on a page that is being laid out is lost."""
    choice = panel.get_by_text(option)
    for _ in range(6):
        if not choice.is_visible():
            panel.locator("strong", has_text=question).click()
        choice.click()
        try:
            panel.get_by_text(judged).wait_for(timeout=ANSWER_MS)
            return
        except NotInTime:
            continue
    pytest.fail(f"{option} is chosen, and not judged")


def test_a_newcomer_goes_through_a_lesson_and_a_reload_finds_the_step_again(visitor):
    page = visitor.page
    visitor.open("/lessons")
    page.locator(".st-key-begin-glass-transition button").click()
    page.wait_for_url("**/phase-diagram?**")
    panel = page.locator(".st-key-lesson_panel")
    panel.get_by_text("Everybody counts").wait_for()
    visitor.settle()
    assert page.evaluate(SEEN, "h"), "the control that the step is about"
    assert not page.evaluate(SEEN, "kernel"), "and no other"
    assert page.get_by_role("heading", name="Estimate", exact=True).is_hidden()
    assert page.locator(".st-key-lesson_phone").is_hidden()
    question = "Which law makes the bell?"
    answer(panel, question, "The points are normally distributed", "Not this one")
    answer(panel, question, "The central limit theorem", "A sum of many comparable terms")
    panel.get_by_role("button", name="Next", exact=True).click()
    panel.get_by_text("Some count more").wait_for()
    page.wait_for_url("**step=2*")
    visitor.settle()
    address = page.url
    page.reload()
    panel.get_by_text("Some count more").wait_for()
    visitor.settle()
    assert page.url == address
    panel.get_by_text("1 of 4 questions answered").wait_for()
    box = steady(page, page.locator(".js-plotly-plot").first.bounding_box)
    assert box["y"] < 900, "the picture is on the first screen"
