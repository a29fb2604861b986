"""A class in a real browser: the poll stands beside the picture, and a student answers by keys."""

from playwright.sync_api import Page

from tests.browser import first_screen
from tests.browser.steady import steady

PATIENCE_MS = 120_000
LESSON = "glass-transition"


def test_a_poll_leaves_the_picture_where_it_is_and_is_answered_by_keys(visitor):
    page = visitor.page
    context = page.context.browser.new_context(viewport={"width": 1440, "height": 900})
    teacher = context.new_page()
    for each in (page, teacher):
        each.set_default_timeout(PATIENCE_MS)
    link = _asked(visitor.address, teacher)
    visitor.open(link.removeprefix(visitor.address))
    page.get_by_text("Nobody sees who answered what").wait_for()
    page.locator(".st-key-phase_diagram .main-svg").first.wait_for()
    visitor.settle()
    for size in (first_screen.PROJECTOR, first_screen.LAPTOP):
        picture = first_screen.pictures(page, size)[0]
        box = steady(page, page.locator(".st-key-lesson_class").bounding_box)
        assert first_screen.faults(page) == []
        assert box["y"] + box["height"] <= size[1] + 1, "the question is on the screen"
        assert picture["bottom"] <= box["y"], "and leaves the picture whole"
        if size == first_screen.PROJECTOR:
            assert picture["top"] <= first_screen.LOWEST_TOP_PX
    poll = page.locator(".st-key-lesson_class")
    poll.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    poll.get_by_text("Your answer is counted").wait_for()
    teacher.get_by_text("1 answer. The poll is open.").wait_for()
    close = teacher.get_by_role("button", name="Close the poll")
    close.scroll_into_view_if_needed()
    close.click()
    poll.get_by_text("has not shown the result").wait_for()
    context.close()


def _asked(address: str, teacher: Page) -> str:
    """Hold a class and ask it the first question; returns the address that the students open."""
    teacher.goto(f"{address}/lessons")
    teacher.locator(f".st-key-hold-{LESSON} button").first.click()
    teacher.locator("[class*=st-key-open-class-] button").first.click()
    teacher.wait_for_url("**/phase-diagram?**")
    teacher.get_by_role("button", name="Ask the class").click()
    teacher.get_by_text("The poll is open").wait_for()
    return teacher.url
