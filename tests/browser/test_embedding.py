"""The heat-geodesic views driven as a user would: lasso, heat, uploads, link, stop."""

import io
import re

import numpy as np
import pytest
from scipy import sparse

from core.datasets.generators.swiss_roll import swiss_roll
from core.datasets.readers import write_points
from tests.browser.steady import click_at, steady, steady_box
from tests.every_page import thorough

SMALL = "data=make_swiss_roll&swiss_roll_points=200&swiss_roll_stretch=0.5"
MAP = ".st-key-embedding_map .js-plotly-plot"
VERDICT = ".st-key-verdict-map"


def open_map(visitor, query: str = SMALL):
    visitor.open(f"/map?{query}")
    visitor.page.wait_for_selector(f"{MAP} .main-svg", timeout=60_000)
    visitor.settle()
    return visitor.page


def lasso(page, plot: str, left=0.05, top=0.05, right=0.5, bottom=0.95) -> None:
    """Draw a lasso around a part of a chart, in shares of its plotting area."""
    page.locator(plot).scroll_into_view_if_needed()
    page.locator(plot).hover()
    page.locator(f'{plot} .modebar-btn[data-val="lasso"]').click()
    box = steady_box(page, f"{plot} .nsewdrag")
    x = [box["x"] + share * box["width"] for share in (left, right)]
    y = [box["y"] + share * box["height"] for share in (top, bottom)]
    page.mouse.move(x[0], y[0])
    page.mouse.down()
    for place in ((x[1], y[0]), (x[1], y[1]), (x[0], y[1]), (x[0], y[0])):
        page.mouse.move(*place, steps=6)
    page.mouse.up()


def test_a_lassoed_group_says_what_is_special_and_can_be_taken_away(visitor):
    page = open_map(visitor)
    lasso(page, MAP)
    page.get_by_text("points are selected").wait_for()
    visitor.settle()
    shown = page.get_by_text(re.compile(r"^\d+ of 200 points$")).inner_text()
    n_inside = int(shown.split()[0])
    assert 0 < n_inside < 200
    with page.expect_download() as download:
        page.get_by_role("button", name="Rows of the group (CSV)").click()
    lines = download.value.path().read_text().splitlines()
    assert lines[0].startswith("row,map_1,map_2,time,true_1,true_2")
    assert len(lines) == n_inside + 1
    page.get_by_role("button", name="Show all points").click()
    page.get_by_text("points are selected").wait_for(state="detached")


def lonely_point(page) -> list[float]:
    """Row and place on the screen of the point that is farthest from all others."""
    return page.evaluate(
        """(selector) => {
            const plot = document.querySelector(selector);
            const trace = plot._fullData.find((t) => t.customdata && t.customdata.length > 100);
            const {xaxis, yaxis} = plot._fullLayout;
            const box = plot.getBoundingClientRect();
            const places = Array.from(trace.x, (x, i) => [xaxis.l2p(x), yaxis.l2p(trace.y[i])]);
            const space = places.map(([x, y], i) => Math.min(
                ...places.filter((_, j) => j !== i).map(([a, b]) => Math.hypot(a - x, b - y))));
            const i = space.indexOf(Math.max(...space));
            return [trace.customdata[i][0], box.left + xaxis._offset + places[i][0],
                    box.top + yaxis._offset + places[i][1]];
        }""",
        MAP,
    )


def test_a_click_chooses_the_point_that_heat_starts_from(visitor):
    page = open_map(visitor, f"{SMALL}&order=true")
    page.locator(MAP).scroll_into_view_if_needed()
    row, x, y = steady(page, lambda: lonely_point(page))
    assert row != 0, "row 1 is chosen already"
    click_at(page, x, y)
    page.get_by_text(f"Row {row + 1}:").wait_for()
    # It is the root of the order, too, whose branches are listed.
    page.get_by_text(f"From row {row + 1} there are").wait_for()
    visitor.settle()
    page.get_by_test_id("stDataFrame").first.wait_for()
    page.get_by_role("button", name="Order (CSV)").wait_for()
    assert page.locator(".st-key-order_map .main-svg").count() > 0


def test_heat_plays_and_pauses(visitor):
    page = open_map(visitor, f"{SMALL}&heat_step=3")
    line = page.locator("p", has_text=re.compile(r"^At time"))
    before = line.first.inner_text()
    page.get_by_role("button", name="Play the heat").click()
    page.wait_for_function(
        "(before) => [...document.querySelectorAll('p')].some("
        "(p) => p.innerText.startsWith('At time') && p.innerText !== before)",
        arg=before,
    )
    pause = page.get_by_role("button", name="Pause", exact=True)
    # The second click of an impatient hand must not be taken for one on what stands there then.
    pause.evaluate("(button) => { button.click(); setTimeout(() => button.click(), 40); }")
    page.get_by_role("button", name="Play the heat", exact=True).wait_for()
    visitor.settle()
    stopped = line.first.inner_text()
    page.wait_for_timeout(1500)
    assert line.first.inner_text() == stopped


@pytest.mark.thorough
def test_a_copied_link_opens_the_same_map(visitor):
    page = open_map(visitor, f"{SMALL}&auto_t=false&log_t=0.75&map_neighbors=7&map_seed=3&point=20")
    places = "(s) => Array.from(document.querySelector(s)._fullData[0].x)"
    verdict, x = page.locator(f"{VERDICT} p").first.inner_text(), page.evaluate(places, MAP)
    assert "set by hand" in verdict
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    for part in ("log_t=0.75", "map_neighbors=7", "map_seed=3", "point=20"):
        assert part in link
    page.goto(link)
    page.wait_for_selector(f"{MAP} .main-svg", timeout=60_000)
    visitor.settle()
    assert page.locator(f"{VERDICT} p").first.inner_text() == verdict
    assert page.evaluate(places, MAP) == x
    assert page.get_by_text("was left out").count() == 0


def test_data_and_settings_follow_to_another_view(visitor):
    page = open_map(visitor, f"{SMALL}&auto_t=false&log_t=0.75&map_neighbors=7")
    page.get_by_text("Heat geodesics", exact=True).first.click()
    page.locator('a[href*="/is-it-true"]').first.click()
    page.wait_for_selector(".st-key-shepard .main-svg")
    visitor.settle()
    assert "200 points" in page.inner_text(".st-key-verdict-is-it-true")
    assert page.locator(".st-key-map_neighbors").inner_text().split()[2] == "7"
    assert "0.75" in page.locator(".st-key-log_t").inner_text()


def csv_file() -> tuple[str, bytes]:
    return "my roll.csv", write_points(swiss_roll(n_points=120, random_state=5)).encode()


def npz_file() -> tuple[str, bytes]:
    roll, buffer = swiss_roll(n_points=130, random_state=6), io.BytesIO()
    labels = np.where(roll.time > 9, "outer", "inner")
    np.savez(buffer, X=roll.values, labels=labels, truth=roll.truth)
    return "my roll.npz", buffer.getvalue()


@pytest.mark.parametrize(("make", "n_points"), [thorough(csv_file, 120), (npz_file, 130)])
def test_an_uploaded_file_becomes_a_map_and_can_be_deleted(visitor, make, n_points):
    page = open_map(visitor)
    page.get_by_role("button", name="Use your own points").click()
    page.get_by_role("dialog").wait_for()
    name, content = make()
    page.locator(".st-key-points_file input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content}]
    )
    page.get_by_text("Understood as:").wait_for()
    assert f"{n_points} points, 3 features" in page.get_by_role("dialog").inner_text()
    page.get_by_role("button", name="Use these points").click()
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_text(f"{n_points} points × 3 features").wait_for()
    page.get_by_text("yours", exact=True).first.wait_for()
    visitor.settle()
    assert "True geodesic distance is kept" in page.locator(VERDICT).inner_text()
    visitor.delete(f"Delete {name}")
    page.get_by_text("simulated", exact=True).first.wait_for()
    visitor.settle()


def sparse_cells(n: int) -> bytes:
    """Annotated cells whose matrix is sparse, as anndata writes them."""
    h5py = pytest.importorskip("h5py", reason="the optional package h5py is not installed")
    counts = np.random.default_rng(3).poisson(np.linspace(0.2, 2, n)[:, None], size=(n, 6))
    matrix, buffer = sparse.csr_array(counts.astype(np.float32)), io.BytesIO()
    with h5py.File(buffer, "w") as file:
        group = file.create_group("X")
        group.attrs["encoding-type"], group.attrs["shape"] = "csr_matrix", matrix.shape
        for part in ("data", "indices", "indptr"):
            group[part] = getattr(matrix, part)
        obs = file.create_group("obs")
        obs.attrs["_index"] = "_index"
        obs["_index"] = [f"cell {i}" for i in range(n)]
        obs["time"] = np.arange(n) / n
    return buffer.getvalue()


def given(page, key: str, name: str, content: bytes) -> None:
    page.locator(f".st-key-{key} input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content}]
    )


def used(visitor, n_points: int) -> None:
    page = visitor.page
    page.get_by_text("Understood as:").wait_for()
    page.get_by_role("button", name="Use these points").click()
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_text(f"{n_points} points × 6 features").wait_for()
    visitor.settle()
    assert page.locator(f"{MAP} .main-svg").count() > 0


@pytest.mark.extra
def test_sparse_cells_and_then_vectors_with_their_metadata_become_maps(visitor):
    page = open_map(visitor)
    page.get_by_role("button", name="Use your own points").click()
    given(page, "points_file", "cells.h5ad", sparse_cells(150))
    used(visitor, 150)
    page.get_by_role("button", name="Use your own points").click()
    vectors = np.random.default_rng(4).normal(size=(90, 6))
    given(page, "metadata_file", "metadata.tsv", b"word\tclass\n" + b"w\t1\nv\t2\n" * 45)
    lines = "\n".join("\t".join(f"{value:.4f}" for value in row) for row in vectors)
    given(page, "points_file", "vectors.tsv", lines.encode())
    used(visitor, 90)
    assert "cells.h5ad" in page.inner_text("section[data-testid=stSidebar]")


@pytest.mark.thorough
def test_a_wrong_file_is_explained_and_the_map_stays(visitor):
    page = open_map(visitor)
    before = page.locator(f"{VERDICT} p").first.inner_text()
    page.get_by_role("button", name="Use your own points").click()
    page.locator(".st-key-points_file input[type=file]").set_input_files(
        [{"name": "notes.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(64)}]
    )
    page.get_by_role("dialog").get_by_role("alert").filter(has_text="PNG").wait_for()
    assert page.get_by_role("button", name="Use these points").count() == 0
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert page.locator(f"{VERDICT} p").first.inner_text() == before


def test_maps_side_by_side_share_one_lasso(visitor):
    page = visitor.page
    page.goto(f"{visitor.address}/side-by-side?{SMALL}")
    for key in ("heat", "isomap", "pca", "chance"):
        page.wait_for_selector(f".st-key-side_{key} .main-svg", timeout=120_000)
    visitor.settle()
    lasso(page, ".st-key-side_isomap .js-plotly-plot")
    page.get_by_text("points are selected").wait_for()
    visitor.settle()
    count = """(key) => {
        const plot = document.querySelector(`.st-key-side_${key} .js-plotly-plot`);
        return plot._fullData.reduce((n, t) => n + (t.selectedpoints || []).length, 0);
    }"""
    counts = {page.evaluate(count, key) for key in ("heat", "isomap", "pca")}
    assert len(counts) == 1
    assert 0 < counts.pop() < 200


@pytest.mark.thorough
def test_is_it_true_and_inside_the_kernel_open_with_their_pictures(visitor):
    visitor.open(f"/is-it-true?{SMALL}")
    for key in ("shepard", "distortion_map", "stability_map"):
        visitor.page.wait_for_selector(f".st-key-{key} .main-svg", timeout=60_000)
    visitor.open(f"/inside-the-kernel?{SMALL}&kernel_log_t=0.0")
    for key in ("kernel_row", "kernel_decay", "spectrum", "chebyshev_orders", "floor_with"):
        visitor.page.wait_for_selector(f".st-key-{key} .main-svg", timeout=60_000)
    assert "lie on the floor" in visitor.page.locator(".st-key-verdict-kernel").inner_text()


@pytest.mark.thorough
def test_stop_keeps_the_last_iterate_of_many_points(visitor):
    """So many that finding the map itself lasts for seconds: Stop is clicked while it does."""
    page = open_map(visitor, f"{SMALL}&map_sample=50000")
    page.get_by_role("button", name="Use your own points").click()
    page.get_by_role("dialog").wait_for()
    buffer = io.BytesIO()
    np.save(buffer, swiss_roll(n_points=50_000, random_state=7).values.astype(np.float32))
    page.locator(".st-key-points_file input[type=file]").set_input_files(
        [{"name": "roll.npy", "mimeType": "application/octet-stream", "buffer": buffer.getvalue()}]
    )
    page.get_by_text("Understood as:").wait_for()
    page.get_by_role("button", name="Use these points").click()
    page.get_by_text("Drawing the map: map").wait_for(timeout=300_000)
    visitor.stop("map")
    page.get_by_text("stopped: last iterate").wait_for(timeout=120_000)
    page.wait_for_selector(f"{MAP} .main-svg")
    page.get_by_role("button", name="Finish drawing").wait_for()
    visitor.settle()
    assert "50,000 points" in page.inner_text("body")


def test_three_dimensions_are_drawn(visitor):
    open_map(visitor, f"{SMALL}&axes=3")
    visitor.page.wait_for_selector(f"{MAP} .gl-container canvas", state="attached")
