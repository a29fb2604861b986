"""One's own data stay through a reload and a restart of the server, until they are deleted."""

from pathlib import Path

import pytest

from tests.app.dialogs import POINTS
from tests.app.test_uploads import COMMA
from tests.browser.conftest import SETTLED, Visitor, free_port, running
from tests.browser.test_links import PATIENCE_MS
from tests.browser.test_second_upload import LOST, give, open_dialog, use

NAME = "private-name.csv"
STEM = NAME.split(".")[0]


@pytest.fixture
def kept_in(tmp_path: Path) -> dict[str, str]:
    return {"KERNELSCOPE_WORKSPACE": str(tmp_path / "kept")}


def wait_for_it(visitor: Visitor) -> None:
    """Wait until the page offers to delete the set, and holds its name out of the address."""
    visitor.page.get_by_role("button", name=f"Delete {NAME}").wait_for()
    visitor.settle()
    assert STEM not in visitor.page.url


def has_none(visitor: Visitor) -> bool:
    """Whether a page that is drawn to its end says nothing of the set."""
    visitor.settle()
    visitor.page.get_by_role("button", name="Copy link").wait_for()
    visitor.settle()
    return STEM not in visitor.page.content()


def test_upload_reload_restart_delete(chromium, tmp_path, kept_in):
    port = free_port()
    context, other = chromium.new_context(), chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    addresses: list[str] = []
    page.on("framenavigated", lambda frame: addresses.append(frame.url))
    with running(port, tmp_path / "first.txt", **kept_in) as address:
        visitor = Visitor(page, address)
        visitor.open("/your-data")
        opened = open_dialog(visitor, POINTS)
        assert "saved on the machine" in opened.inner_text()
        give(page, POINTS, (NAME, COMMA[1]))
        opened.get_by_text("Understood as:").wait_for()
        use(visitor, POINTS)
        page.wait_for_url(lambda url: "=yours-" in url)
        link = page.url

        page.reload()
        wait_for_it(visitor)
        visitor.open("/map")
        wait_for_it(visitor)  # it follows into another lab

        (cookie,) = [c for c in context.cookies() if c["name"] == "kernelscope_owner"]
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
        assert cookie["value"] not in page.content()
        assert page.evaluate("document.cookie").count(cookie["value"]) == 0

        stranger = Visitor(other.new_page(), address)
        stranger.page.set_default_timeout(PATIENCE_MS)
        stranger.page.goto(link)
        stranger.page.get_by_text(LOST).wait_for()
        assert has_none(stranger)

    with running(port, tmp_path / "second.txt", **kept_in) as address:
        page.goto(link)
        wait_for_it(visitor)
        assert "=yours-" in page.url
        stranger.open("/your-data")
        assert has_none(stranger)

        visitor.open("/your-data")
        wait_for_it(visitor)
        page.get_by_role("button", name=f"Delete {NAME}").click()
        page.get_by_role("button", name=f"Delete {NAME}").wait_for(state="detached")
        page.wait_for_selector(SETTLED)
        page.reload()
        assert has_none(visitor)
        assert list((tmp_path / "kept").glob("sets/*/*")) == []
        cookie_now = next(c for c in context.cookies() if c["name"] == "kernelscope_owner")
        assert cookie_now["value"] == cookie["value"]
    assert not any(STEM in url or cookie["value"] in url for url in addresses)
    context.close()
    other.close()
