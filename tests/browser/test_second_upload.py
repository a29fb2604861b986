"""One upload after another in a real browser: forms, names, notices, reload, links elsewhere."""

import pytest

from tests.app.dialogs import GRAPH, MAP, POINTS, SURVEY, Dialog
from tests.app.test_uploads import (
    COMMA,
    COMMA_WIDE,
    KARATE_LIKE,
    LABELLED,
    LONG,
    NAMELESS,
    PNG,
    POINT,
)
from tests.browser.steady import choose
from tests.browser.test_links import PATIENCE_MS
from tests.every_page import thorough

LOST = "is private to whoever uploaded it and cannot be seen here"
CASES = [
    (POINTS, "/your-data", COMMA, POINT),
    thorough(MAP, "/map", LABELLED, COMMA),
    (GRAPH, "/one-graph", NAMELESS, KARATE_LIKE),
    (SURVEY, "/where", COMMA_WIDE, LONG),
]


@pytest.fixture(autouse=True)
def _patient(visitor):
    visitor.page.set_default_timeout(PATIENCE_MS)


HOSTILE = (
    "wifi_2026-11",
    "a*b*c",
    "[x](y)",
    "$x$ and $y$",
    ":smile:",
    ":material/bolt:",
    ":streamlit:",
    "<b>b</b>",
    "a -> b",
    "www.example.com",
    "me@example.com",
    "https://x.y/z_z",
    ":red[x]",
    "`code`",
    "1. one",
    "~~gone~~",
)


def open_dialog(visitor, dialog: Dialog):
    """The dialog, once it shows nothing of the one before."""
    page = visitor.page
    name = dialog.button.replace("these", "your own").replace("this", "your own")
    page.get_by_role("button", name=name).click()
    page.get_by_role("dialog").wait_for()
    visitor.settle()
    return page.get_by_role("dialog")


def give(page, dialog: Dialog, file: tuple[str, bytes]) -> None:
    page.locator(f".st-key-{dialog.field} input[type=file]").set_input_files(
        [{"name": file[0], "mimeType": "text/csv", "buffer": file[1]}]
    )


def use(visitor, dialog: Dialog) -> None:
    page = visitor.page
    page.get_by_role("button", name=dialog.button).click()
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_text("yours", exact=True).first.wait_for()
    visitor.settle()


@pytest.mark.parametrize(
    ("dialog", "path", "first", "second"), CASES, ids=["points", "data", "graph", "survey"]
)
def test_two_files_a_wrong_one_between_a_reload_and_a_link_elsewhere(
    visitor, chromium, dialog, path, first, second
):
    page = visitor.page
    visitor.open(path)
    opened = open_dialog(visitor, dialog)
    give(page, dialog, first)
    opened.get_by_text("Understood as:").wait_for()
    use(visitor, dialog)
    page.wait_for_url(lambda url: f"{dialog.choice}=yours-" in url)
    before = page.url

    opened = open_dialog(visitor, dialog)
    assert first[0] not in opened.inner_text(), "the file of the try before"
    give(page, dialog, PNG)
    opened.get_by_role("alert").filter(has_text="PNG").wait_for()
    page.keyboard.press("Escape")
    opened.wait_for(state="detached")
    assert page.url == before

    opened = open_dialog(visitor, dialog)
    assert PNG[0] not in opened.inner_text()
    give(page, dialog, second)
    opened.get_by_text("Understood as:").wait_for()
    assert opened.get_by_role("alert").count() == 0
    use(visitor, dialog)
    page.wait_for_url(lambda url: f"{dialog.choice}=yours-" in url and url != before)
    assert second[0].split(".")[0] not in page.url
    assert page.get_by_text("Link:").count() == 0
    assert page.get_by_text(LOST).count() == 0

    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    other = chromium.new_context()
    elsewhere = other.new_page()
    elsewhere.set_default_timeout(PATIENCE_MS)
    elsewhere.goto(link)
    elsewhere.get_by_text(LOST).wait_for()
    elsewhere.wait_for_url(lambda url: "yours-" not in url)
    assert elsewhere.get_by_text("Link:").count() == 0
    other.close()

    page.reload()
    visitor.settle()
    page.get_by_text("yours", exact=True).first.wait_for()
    assert page.url == link or f"{dialog.choice}=yours-" in page.url
    assert page.get_by_text(LOST).count() == 0


def test_names_look_as_they_are_wherever_they_are_drawn(visitor):
    """A node of each name, in a file whose name holds some of them."""
    page = visitor.page
    name = "wifi_2026-11 [x](y) $x$ :smile: <b>.csv"
    ids = [each.replace('"', "") for each in HOSTILE]
    edges = [
        f'"{ids[n]}";"{ids[(n + step) % len(ids)]}"' for n in range(len(ids)) for step in (1, 2)
    ]
    visitor.open("/one-graph")
    opened = open_dialog(visitor, GRAPH)
    give(page, GRAPH, (name, "\n".join(["from;to", *edges]).encode()))
    opened.get_by_text(f"{len(ids)} nodes").wait_for()
    use(visitor, GRAPH)
    page.locator(".st-key-verdict-one-graph .stMarkdownBadge").first.wait_for()
    badges = page.locator(".st-key-verdict-one-graph .stMarkdownBadge").all_inner_texts()
    assert badges[0] == name
    assert page.locator(".st-key-graph input").first.input_value() == f"{name} (yours)"
    for node in ids:
        choose(page, "Node", node)
        heading = page.get_by_role("heading", name=f"Proximities of {node}", exact=True)
        heading.wait_for()
        assert heading.inner_text() == f"Proximities of {node}"
        assert heading.locator("a, strong, em, code, img, svg").count() == 0
