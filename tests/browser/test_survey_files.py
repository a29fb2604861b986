"""One's own survey in a browser: files mapped by hand, a plan calibrated by clicks, floors, a
promise, and a wrong file before a right one.
"""

import io
import re

import numpy as np
from PIL import Image, ImageDraw

from tests.app.test_survey_files import two_floors
from tests.browser.steady import choose, steady_box
from tests.browser.test_upload import VERDICT, open_dialog
from tests.browser.test_upload import choose as give


def picture() -> bytes:
    """A plan of 400 × 200 pixels with a wall around it."""
    image = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(image).rectangle((20, 20, 379, 179), outline="black", width=3)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def click_plan(visitor, left: int, top: int) -> None:
    """A click on the plan at a pixel of its file, once its picture is there."""
    page = visitor.page
    plan = page.get_by_role("dialog").get_by_role("img", name=re.compile("^Floor plan"))
    plan.scroll_into_view_if_needed()
    box = steady_box(page, "[role=dialog] .frame img")
    plan.click(position={"x": left / 400 * box["width"], "y": top / 200 * box["height"]})
    visitor.settle()


def use(visitor) -> str:
    """Use what was understood; the verdict that follows."""
    page = visitor.page
    page.get_by_role("button", name="Use this survey").click()
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_text("yours", exact=True).first.wait_for()
    visitor.settle()
    return page.locator(VERDICT).first.inner_text()


def test_a_wrong_file_is_forgotten_and_a_right_one_has_floors_and_a_promise(visitor):
    page = open_dialog(visitor)
    give(page, ("picture.csv", picture()))
    page.get_by_role("dialog").get_by_role("alert").filter(has_text="PNG").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_role("button", name="Use your own survey").click()
    visitor.settle()
    assert "picture.csv" not in page.get_by_role("dialog").inner_text()
    give(page, ("two floors.csv", two_floors()))
    page.get_by_text("Understood as:").wait_for()
    assert page.get_by_role("dialog").get_by_role("alert").count() == 0
    assert "the right one is named for" in use(visitor)
    promise = page.get_by_text(re.compile(r"^90% sets: (\d+% promised|model only, no promise)$"))
    promise.first.wait_for()
    page.get_by_test_id("stSidebar").get_by_role("radio", name="1", exact=True).click()
    page.wait_for_url(re.compile(r"\.floor="))


def test_files_are_mapped_by_hand_and_a_plan_is_calibrated_by_clicks(visitor):
    """Names say nothing: what each file holds is chosen. 300 clicked pixels are 30 m."""
    rng = np.random.default_rng(0)
    place_px = np.array([[x, y] for x in (50, 150, 250, 350) for y in (50, 150)])
    corner_px = np.array([[50, 50], [350, 50], [200, 150]])
    away = np.linalg.norm(place_px[:, None] - corner_px, axis=2)
    level = (-45 - away / 8)[np.repeat(np.arange(8), 5)] + rng.integers(-2, 3, (40, 3))
    place_m = (place_px[np.repeat(np.arange(8), 5)] - [50, 150]) * [0.1, -0.1]
    files = [
        ("first.csv", "\n".join(",".join(f"{v:.0f}" for v in row) for row in level).encode()),
        ("second.csv", "\n".join(f"{x:.2f},{y:.2f}" for x, y in place_m).encode()),
        ("third.csv", "\n".join(f"{v},{v}" for v in range(40)).encode()),
    ]
    page = open_dialog(visitor)
    give(page, *files)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("alert").filter(has_text="both look like coordinates").wait_for()
    dialog.get_by_text("What each file holds", exact=True).click()
    choose(page, "third.csv", "nothing that is used")
    dialog.get_by_text("Understood as:").wait_for()

    page.locator(".st-key-plan_file input[type=file]").set_input_files(
        [{"name": "plan.png", "mimeType": "image/png", "buffer": picture()}]
    )
    dialog.get_by_text("Until both points are marked").wait_for()
    click_plan(visitor, 50, 150)
    click_plan(visitor, 350, 150)
    dialog.get_by_text(re.compile("^The picture is 13.3 m × 6.7 m")).wait_for()
    distance = dialog.get_by_label("Distance of the two points (m)")
    distance.fill("30")
    distance.press("Enter")
    dialog.get_by_text(re.compile("^The picture is 40.0 m × 20.0 m")).wait_for()
    click_plan(visitor, 50, 150)  # the origin
    click_plan(visitor, 350, 50)  # the first beacon
    click_plan(visitor, 100, 100)  # the second, in a wrong place
    dialog.get_by_text("Without a position: 1 beacon").wait_for()
    dialog.get_by_role("button", name="Undo").click()
    dialog.get_by_text("Without a position: 2 beacons").wait_for()
    visitor.settle()  # until then the fields of the run before stand beside the new ones
    dialog.get_by_label("x (m)").fill("15")
    dialog.get_by_label("y (m)").fill("0")
    dialog.get_by_label("y (m)").press("Enter")
    dialog.get_by_text("Without a position: 1 beacon").wait_for()
    assert "is found to" in use(visitor)
    shown = page.evaluate(
        """() => {
            const figure = document.querySelector(".st-key-where_map .js-plotly-plot");
            const beacons = figure._fullData.filter((trace) => trace.name === "Beacons")[0];
            const plan = figure.layout.images[0];
            return [Array.from(beacons.x), Array.from(beacons.y), plan.x, plan.y, plan.sizex];
        }"""
    )
    x, y, left_m, top_m, width_m = shown
    assert np.allclose([x, y], [[30, 15], [10, 0]], atol=0.2)
    assert np.allclose([left_m, top_m, width_m], [-5, 15, 40], atol=0.2)
