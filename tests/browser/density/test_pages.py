"""The phase diagram and "Your data" in a browser: click, play, drag, upload, copy link."""

import re

import numpy as np
import pytest

from tests.browser.steady import click_at, steady_box

PHASE = ".st-key-verdict-phase-diagram p"
DATA = ".st-key-verdict-your-data p"


def verdict(page, where: str) -> str:
    return page.locator(where).first.inner_text()


def wait_for_another(page, where: str, before: str) -> str:
    page.wait_for_function(
        "([where, before]) => document.querySelector(where)?.innerText !== before",
        arg=[where, before],
    )
    return verdict(page, where)


def open_phase(visitor, query: str = ""):
    visitor.open(f"/phase-diagram{query}")
    visitor.page.wait_for_selector(".st-key-phase_diagram .main-svg")
    visitor.settle()
    return visitor.page


def open_data(visitor, query: str = ""):
    visitor.open(f"/your-data{query}")
    visitor.page.wait_for_selector(".st-key-loo_curve .main-svg")
    visitor.settle()
    return visitor.page


def test_a_click_in_the_phase_diagram_draws_data_sets_there(visitor):
    page = open_phase(visitor)
    before = verdict(page, PHASE)
    assert "condensed" in before
    area = steady_box(page, ".st-key-phase_diagram .nsewdrag")
    click_at(page, area["x"] + 0.8 * area["width"], area["y"] + 0.15 * area["height"])
    after = wait_for_another(page, PHASE, before)
    assert "Gaussian" in after or "gaussian" in after
    page.wait_for_url(re.compile(r"log10_n="))


def test_play_sweeps_the_bandwidth_and_pause_stops_it(visitor):
    page = open_phase(visitor)
    before = verdict(page, PHASE)
    switch = page.locator(".st-key-phase_playing label")
    switch.click()
    after = wait_for_another(page, PHASE, before)
    wait_for_another(page, PHASE, after)
    switch.click()
    page.wait_for_timeout(1500)
    visitor.settle()
    stopped = verdict(page, PHASE)
    page.wait_for_timeout(2000)
    assert verdict(page, PHASE) == stopped


def test_dragging_the_bandwidth_moves_verdict_and_line(visitor):
    page = open_data(visitor)
    before = verdict(page, DATA)
    page.locator(".st-key-h_ratio input[type=range]").focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    after = wait_for_another(page, DATA, before)
    visitor.settle()
    assert "Leave-one-out recommends" in verdict(page, DATA)
    assert before != after
    line = page.locator(".st-key-loo_curve").get_by_text("h = 0.5").first
    line.wait_for()


@pytest.mark.thorough
def test_a_table_is_uploaded_judged_and_deleted(visitor):
    page = open_data(visitor)
    rng = np.random.default_rng(0)
    rows = "\n".join(",".join(f"{v:.4f}" for v in row) for row in rng.normal(size=(400, 20)))
    header = ",".join(f"c{i}" for i in range(20))
    page.get_by_role("button", name="Use your own points").click()
    page.get_by_role("dialog").wait_for()
    page.locator(".st-key-points_file input[type=file]").set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": f"{header}\n{rows}".encode()}
    )
    page.get_by_text("400 points in 20 dimensions").wait_for()
    page.get_by_role("button", name="Use these points").click()
    page.get_by_text("yours", exact=True).first.wait_for()
    page.get_by_text("400 points, all scored").wait_for()
    assert "regime" in verdict(page, DATA)
    visitor.delete("Delete mine.csv")
    page.get_by_text("measured", exact=True).first.wait_for()


WRONG_TABLES = (
    ("empty.csv", b"", "empty"),
    ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG"),
    ("infinite.csv", b"a,b\n1,2\n3,inf\n5,6\n7,8\n", "inf"),
)


@pytest.mark.thorough
def test_wrong_tables_are_explained_and_the_page_stays(visitor):
    page = open_data(visitor)
    before = verdict(page, DATA)
    page.get_by_role("button", name="Use your own points").click()
    for name, content, said in WRONG_TABLES:
        page.locator(".st-key-points_file input[type=file]").set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": content}
        )
        page.get_by_role("dialog").get_by_role("alert").filter(has_text=said).wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert verdict(page, DATA) == before


def test_a_million_rows_are_sampled_visibly_and_the_scan_can_be_stopped(visitor, tmp_path):
    page = open_data(visitor)
    values = np.random.default_rng(0).normal(size=(1_000_000, 8)).astype(np.float32)
    path = tmp_path / "million.npy"
    np.save(path, values)
    page.get_by_role("button", name="Use your own points").click()
    page.get_by_role("dialog").wait_for()
    page.locator(".st-key-points_file input[type=file]").set_input_files(str(path))
    page.get_by_text("1,000,000 points in 8 dimensions").wait_for(timeout=90_000)
    page.get_by_role("button", name="Use these points").click()
    visitor.stop("leave-one-out curve")
    page.get_by_text("The scan of bandwidths was stopped").wait_for()
    page.get_by_role("button", name="Resume").click()
    page.get_by_text("20,000 of 1,000,000 rows, drawn at random").wait_for(timeout=90_000)
    page.get_by_text("1,000 of them scored").wait_for()


@pytest.mark.thorough
def test_a_copied_link_opens_the_same_picture(visitor):
    page = open_data(visitor, "?points=wine&h_ratio=1.5&pca_axes=5")
    before = verdict(page, DATA)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert "points=wine" in link
    assert "h_ratio=1.5" in link
    page.goto(link)
    page.wait_for_selector(".st-key-loo_curve .main-svg")
    visitor.settle()
    assert verdict(page, DATA) == before
    assert page.get_by_text("was left out").count() == 0
