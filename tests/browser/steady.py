"""Places on the screen that hold still; a page that lays itself out moves its pictures."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as NotInTime

TRIES, BETWEEN_MS, HOVER_MS, LIST_MS, ANSWER_MS = 60, 250, 500, 5_000, 20_000


def steady(page: Any, read: Callable[[], Any]) -> Any:
    """What ``read`` returns as soon as it returns the same twice, a quarter of a second apart."""
    before = read()
    for _ in range(TRIES):
        page.wait_for_timeout(BETWEEN_MS)
        now = read()
        if now == before and now is not None:
            return now
        before = now
    pytest.fail(f"the picture does not come to rest: {before}")


def steady_box(page: Any, selector: str) -> dict[str, float]:
    """The bounding box of the first element of a selector, once it holds still."""
    return steady(page, page.locator(selector).first.bounding_box)


def click_at(page: Any, x: float, y: float) -> None:
    """A click as a hand does it: a chart answers a click only on what it has seen hovered."""
    page.mouse.move(x, y)
    page.wait_for_timeout(HOVER_MS)
    page.mouse.click(x, y)


def choose(page: Any, label: str, option: str) -> None:
    """Pick an option; a list that closes because the page moved is opened again."""
    box = page.get_by_role("combobox", name=label, exact=True)
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(5):
        if box.get_attribute("aria-expanded") != "true":
            box.click()
        try:
            wanted.click(timeout=LIST_MS)
            return
        except NotInTime:
            continue
    pytest.fail(f"{label} does not offer {option}")


def press_while_it_moves(page: Any, name: str, then: str) -> None:
    """Press a button of a page that is redrawn all the time, until another stands in its place.

    On a busy machine the button may move between the aim and the click, as under a visitor's hand.
    """
    button, answer = (page.get_by_role("button", name=each, exact=True) for each in (name, then))
    for _ in range(6):
        if button.count():
            button.click()
        try:
            answer.wait_for(timeout=ANSWER_MS)
            return
        except NotInTime:
            continue
    pytest.fail(f"{name} is pressed, and {then} does not follow")
