"""A page opens on a cold deep link, fits a phone, and asks nothing of the network."""

import pytest

from tests.every_page import every_page


@pytest.mark.parametrize("visitor", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
@every_page()
def test_a_cold_deep_link_opens_the_page_itself_which_does_not_scroll_sideways(visitor, view):
    visitor.open(f"/{view.url_path}")
    visitor.page.wait_for_selector("h1")
    assert visitor.page.get_by_text("Page not found").count() == 0
    assert visitor.page.locator('[data-testid="stException"]').count() == 0
    assert visitor.page.get_by_text("Something went wrong").count() == 0
    font = visitor.page.evaluate("document.fonts.check('16px Inter')")
    assert font
    overflow = visitor.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 1
    visitor.page.set_viewport_size({"width": 1440, "height": 900})
    visitor.settle()
    assert visitor.page.locator('[data-testid="stException"]').count() == 0
