"""A file's whole life in a browser: understood, corrected, kept, opened everywhere, deleted.

What is kept stays through a reload and a restart of the server; nobody else sees it, and no address
names it.
"""

import re
from pathlib import Path

import pytest

from tests.app.test_uploads import WIDE
from tests.browser.conftest import Visitor, free_port, running
from tests.browser.steady import choose
from tests.browser.test_data import drop
from tests.browser.test_links import PATIENCE_MS
from tests.browser.test_second_upload import LOST

NAME = "private-name.csv"
STEM = NAME.split(".")[0]
UNUSED = "was not used: 'tag'"
LABS = (
    ("Localization: Where?", "survey"),
    ("KDE regimes: Your data", "points"),
    ("Graph clustering: One graph", "graph"),
    ("Heat geodesics: Map", "data"),
)


def tagged() -> bytes:
    """A survey whose rows have names in a column that nobody can guess."""
    head, *rows = WIDE[1].decode().split()
    return "\n".join(["tag," + head, *(f"T{i},{row}" for i, row in enumerate(rows))]).encode()


@pytest.fixture
def kept_in(tmp_path: Path) -> dict[str, str]:
    return {"KERNELSCOPE_WORKSPACE": str(tmp_path / "kept")}


def open_in(visitor: Visitor, door: str, choice: str) -> None:
    """From the list of what is kept, to a lab that opens on it."""
    page = visitor.page
    visitor.open("/data")
    page.get_by_role("button", name="Open in …").click()
    page.get_by_role("button", name=door).click()
    page.wait_for_url(re.compile(rf"{choice}=yours-"))
    visitor.settle()
    page.get_by_text("yours", exact=True).first.wait_for()


def has_none(visitor: Visitor) -> bool:
    """Whether the Data page, drawn to its end, says nothing of the set."""
    visitor.open("/data")
    visitor.page.get_by_text("Nothing yet.").wait_for()
    return STEM not in visitor.page.content()


def test_the_whole_life_of_a_file(chromium, tmp_path, kept_in):
    port = free_port()
    context, other = chromium.new_context(), chromium.new_context()
    page, stranger = context.new_page(), other.new_page()
    addresses: list[str] = []
    for each in (page, stranger):
        each.set_default_timeout(PATIENCE_MS)
        each.on("framenavigated", lambda frame: addresses.append(frame.url))
    with running(port, tmp_path / "first.txt", **kept_in) as address:
        visitor, guest = Visitor(page, address), Visitor(stranger, address)
        visitor.open("/data")
        assert "saved on the machine" in page.content()
        drop(visitor, (NAME, tagged()))
        page.get_by_text("Recognised as").wait_for()
        page.get_by_role("region", name="The first rows of the file as read").wait_for()
        page.get_by_text(UNUSED).wait_for()
        page.get_by_text("What the columns mean").click()
        choose(page, "Column of row ids", "tag")
        page.get_by_text(UNUSED).wait_for(state="detached")
        visitor.settle()
        page.get_by_role("button", name="Keep it").click()
        page.get_by_text("labs open on it").wait_for()
        for door, choice in LABS:
            open_in(visitor, door, choice)
        link = page.url
        page.reload()
        page.get_by_text("yours", exact=True).first.wait_for()

        (cookie,) = [c for c in context.cookies() if c["name"] == "kernelscope_owner"]
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
        assert cookie["value"] not in page.content()
        assert page.evaluate("document.cookie").count(cookie["value"]) == 0

        stranger.goto(link)
        stranger.get_by_text(LOST).wait_for()
        assert has_none(guest)

    with running(port, tmp_path / "second.txt", **kept_in):
        page.goto(link)
        page.get_by_text("yours", exact=True).first.wait_for()
        assert "=yours-" in page.url
        assert has_none(guest)

        visitor.open("/data")
        page.get_by_text(NAME).first.wait_for()
        visitor.delete("Delete", exact=True)
        page.get_by_text("Nothing yet.").wait_for()
        assert has_none(visitor)
        page.goto(link)
        page.get_by_text("is no longer here").or_(page.get_by_text(LOST)).wait_for()
        assert list((tmp_path / "kept").glob("sets/*/*")) == []
        cookie_now = next(c for c in context.cookies() if c["name"] == "kernelscope_owner")
        assert cookie_now["value"] == cookie["value"]
    assert not any(STEM in url or cookie["value"] in url for url in addresses)
    context.close()
    other.close()
