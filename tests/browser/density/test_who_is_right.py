"""The "Who is right?" view driven as a user would: verdict, Stop, go on, copy link."""

import pytest

VERDICT = ".st-key-verdict-who-is-right"


def test_the_comparison_can_be_stopped_and_goes_on(visitor):
    page = visitor.page
    # About the largest reference there is: long enough to be stopped.
    page.goto(f"{visitor.address}/who-is-right?n=5000&d=100&queries=10")
    visitor.stop("comparison")
    page.get_by_role("button", name="Resume").wait_for()
    visitor.settle()
    assert "Stopped before any result" in page.locator(VERDICT).inner_text()
    page.locator(".st-key-n input[type=range]").focus()
    page.keyboard.press("Home")
    page.locator(VERDICT, has_text="50 points").wait_for()
    assert page.locator(VERDICT, has_text="reference: 50 digits").count() == 1


@pytest.mark.thorough
def test_a_copied_link_asks_the_same_again(visitor):
    visitor.open("/who-is-right?n=100&d=2&h=0.3&queries=5&seed=7")
    page = visitor.page
    page.locator(VERDICT, has_text="seed 7").wait_for()
    page.wait_for_selector(".st-key-right_errors .main-svg")
    assert "agree" in page.locator(VERDICT).inner_text()
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert all(part in link for part in ("n=100", "d=2", "h=0.3", "seed=7"))
