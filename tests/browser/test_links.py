"""The address in a real browser: reload, Back and Forward, other views, and how often pages run."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.link_state import lab_of
from tests.browser.steady import press_while_it_moves
from tests.every_page import thorough

GRAPH = "/one-graph?measure=logFor&x=0.3&method=spectral"
VERDICT = ".st-key-verdict-one-graph p"
PATIENCE_MS = 120_000  # for one step on a busy machine


@pytest.fixture(autouse=True)
def _patient(visitor):
    visitor.page.set_default_timeout(PATIENCE_MS)


def in_full(address: str) -> str:
    """An address with its lab before each setting; as it stands it is one of before."""
    page, _, query = address.partition("?")
    lab = lab_of(page.strip("/"))
    return page + "?" * bool(query) + "&".join(lab + part for part in query.split("&") if part)


def wait_for_address(visitor, address: str) -> None:
    """Until the browser shows exactly this behind the host, each setting with its lab."""
    visitor.page.wait_for_url(visitor.address + in_full(address))


def verdict(page) -> str:
    return page.locator(VERDICT).first.inner_text()


def go_to(visitor, section: str, title: str) -> None:
    """A click in the navigation on top."""
    visitor.page.get_by_test_id("stTopNavSection").filter(has_text=section).click()
    popover = visitor.page.get_by_test_id("stTopNavPopover")
    popover.get_by_text(title, exact=True).click()


def press_right(page, name: str) -> None:
    """One step of a slider."""
    page.locator(f".st-key-{name} input[type=range]").focus()
    page.keyboard.press("ArrowRight")


@pytest.fixture
def runs(visitor) -> list[str]:
    """Which runs of a page's script the browser was told of: of the page, or of a part of it."""
    seen: list[str] = []

    def listen(socket) -> None:
        socket.on("framereceived", count)

    def count(payload) -> None:
        message = ForwardMsg()
        if isinstance(payload, bytes):
            message.ParseFromString(payload)
        if message.WhichOneof("type") == "new_session":
            seen.append("part" if message.metadata.run.fragment_ids else "page")

    visitor.page.on("websocket", listen)
    return seen


def test_a_link_survives_a_reload(visitor):
    visitor.open(in_full(GRAPH))
    page = visitor.page
    page.locator(VERDICT).filter(has_text="x = 0.30: logFor").wait_for()
    before = verdict(page)
    assert "logFor" in before
    wait_for_address(visitor, GRAPH)
    page.reload()
    visitor.settle()
    page.locator(VERDICT).filter(has_text="x = 0.30: logFor").wait_for()
    assert verdict(page) == before
    wait_for_address(visitor, GRAPH)


def test_changes_are_in_the_address_without_entries_in_the_history_and_one_run_each(visitor, runs):
    page = visitor.page
    visitor.open(in_full(GRAPH))
    page.locator(VERDICT).filter(has_text="x = 0.30").wait_for()
    length, loaded = page.evaluate("history.length"), len(runs)
    for x in ("0.32", "0.34"):
        press_right(page, "x")
        page.locator(VERDICT).filter(has_text=f"x = {x}").wait_for()
        wait_for_address(visitor, f"/one-graph?measure=logFor&x={x}&method=spectral")
    visitor.settle()
    assert runs[loaded:] == ["page", "page"]
    assert page.evaluate("history.length") == length
    page.reload()
    page.locator(VERDICT).filter(has_text="x = 0.34").wait_for()


def wait_for_view(visitor, address: str, heading: str) -> None:
    """Until a view is drawn: who goes on before Streamlit has begun it loses the way forward."""
    wait_for_address(visitor, address)
    visitor.page.get_by_role("heading", level=1, name=heading).wait_for()
    visitor.settle()


def test_other_views_carry_what_was_set_and_back_and_forward_lead_where_one_was(visitor):
    page = visitor.page
    visitor.open(in_full(GRAPH))
    page.locator(VERDICT).filter(has_text="x = 0.30: logFor").wait_for()
    leaderboard = ("/leaderboard?method=spectral", "Which proximity finds the communities?")
    map_view = ("/map", "Does this map keep the distances?")
    go_to(visitor, "Graph clustering", "Leaderboard")
    wait_for_view(visitor, *leaderboard)
    go_to(visitor, "Heat geodesics", "Map")
    wait_for_view(visitor, *map_view)
    go_to(visitor, "Graph clustering", "One graph")
    wait_for_address(visitor, GRAPH)
    page.locator(VERDICT).filter(has_text="x = 0.30").wait_for()
    press_right(page, "x")
    later = GRAPH.replace("0.3", "0.32")
    wait_for_address(visitor, later)
    page.go_back()
    wait_for_view(visitor, *map_view)
    page.go_back()
    wait_for_view(visitor, *leaderboard)
    page.go_back()
    page.locator(VERDICT).filter(has_text="x = 0.30").wait_for()
    wait_for_address(visitor, GRAPH)
    visitor.settle()
    for there in (leaderboard, map_view):
        page.go_forward()
        wait_for_view(visitor, *there)
    page.go_forward()
    page.locator(VERDICT).filter(has_text="x = 0.32").wait_for()
    wait_for_address(visitor, later)


def test_a_part_that_is_redrawn_alone_writes_its_settings_too(visitor, runs):
    page = visitor.page
    visitor.open("/where?scan=7&power=16")
    page.get_by_text("Scan 7:").wait_for()
    loaded = len(runs)
    press_right(page, "scan")
    page.get_by_text("Scan 8:").wait_for()
    page.wait_for_url(lambda url: "scan=8" in url and "power=16" in url)
    visitor.settle()
    assert runs[loaded:] == ["part"]
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert "scan=8" in page.evaluate("navigator.clipboard.readText()")
    length = page.evaluate("history.length")
    page.get_by_role("button", name="Play the walk").click()
    page.wait_for_url(lambda url: "scan=8" not in url and "scan=" in url)
    press_while_it_moves(page, "Pause", "Play the walk")
    assert page.evaluate("history.length") == length


@pytest.mark.parametrize(
    ("address", "control", "shown"),
    [
        thorough("/phase-diagram?d=50&h=0.5", "h", "/phase-diagram?d=50&h=0.51"),
        ("/your-data?points=wine&h_ratio=0.5", "h_ratio", "/your-data?points=wine&h_ratio=0.52"),
        ("/map?data=moons&map_neighbors=15", "map_neighbors", "/map?data=moons&map_neighbors=16"),
        ("/beacons?beacon=B3&fault=dead", None, "/beacons?beacon=B3&fault=dead"),
        thorough("/measure-cards?measure=Katz&x=0.5", "x", "/measure-cards?measure=Katz&x=0.52"),
        ("/live?live_source=replay&live_window=3", None, "/live?live_source=replay&live_window=3"),
    ],
)
def test_reload_keeps_the_settings_of_other_pages(visitor, address, control, shown):
    visitor.open(address)
    wait_for_address(visitor, address)
    if control:
        press_right(visitor.page, control)
    wait_for_address(visitor, shown)
    visitor.page.reload()
    visitor.settle()
    wait_for_address(visitor, shown)
    assert visitor.page.get_by_text("Link:").count() == 0
