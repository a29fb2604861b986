"""The live page in a browser: it moves, stands still, changes, and survives a lost broker."""

import json
import re

import pytest

from tests.browser.steady import choose, steady
from tests.core.inference.broker import Mosquitto, find_broker
from tests.core.inference.sandbox.hostile_models import (
    BUILDING_BEACONS,
    custom_domain,
    endless_loop,
    external_data,
    giant,
    linear,
    lying_shape,
    not_a_number,
)

CANVAS = ".st-key-live_map canvas"
VERDICT = ".st-key-verdict-live p"


def open_live(visitor, query=""):
    visitor.page.goto(f"{visitor.address}/live{query}")
    visitor.page.wait_for_selector(f"{CANVAS}[data-dots='1']", timeout=60_000)
    return visitor.page


def frame(page) -> int:
    """Number of the picture on the canvas; the canvas lies in a shadow tree, so no plain query."""
    return int(page.locator(CANVAS).get_attribute("data-frame"))


def wait_for_frames(page, more=5, after=None):
    """``after``: a frame read before a click, whose answer may be painted before the next one."""
    enough = (frame(page) if after is None else after) + more
    for _ in range(300):
        if frame(page) >= enough:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"the picture stands still at {frame(page)}")


def pixels_drawn(page) -> int:
    """How many pixels of the canvas are not empty."""
    return page.locator(CANVAS).evaluate(
        """canvas => {
          const pen = canvas.getContext("2d");
          const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
          let n = 0;
          for (let i = 3; i < data.length; i += 4) n += data[i] > 0;
          return n;
        }"""
    )


def test_the_phone_moves_pauses_steps_goes_on_and_stops(visitor):
    page = open_live(visitor)
    canvas = page.locator(CANVAS).element_handle()
    wait_for_frames(page, 10)
    assert canvas.evaluate("canvas => canvas.isConnected"), "one canvas, painted again: no flicker"
    assert pixels_drawn(page) > 2_000
    page.get_by_text("m off").first.wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Resume").wait_for()
    still = steady(page, lambda: frame(page))
    page.wait_for_timeout(700)
    assert frame(page) == still
    page.get_by_role("button", name="Step").click()
    wait_for_frames(page, 1, after=still)
    page.get_by_role("button", name="Resume").click()
    wait_for_frames(page)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Start").wait_for()
    assert pixels_drawn(page) > 2_000, "the last picture stays"
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Pause").wait_for()
    wait_for_frames(page)


LISTS_WITHOUT_ITEMS = """
() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]
  );
  return all(document).filter((one) => one.getAttribute("role") === "list").filter(
    (list) => !list.children.length
      || [...list.children].some((child) => child.getAttribute("role") !== "listitem")
  ).map((list) => list.outerHTML.slice(0, 200));
}
"""


def test_the_levels_are_a_list_whose_items_say_beacon_and_level(visitor):
    page = open_live(visitor)
    items = page.get_by_role("list", name="Levels of the beacons").get_by_role("listitem")
    items.first.wait_for()
    names = [items.nth(n).get_attribute("aria-label") for n in range(items.count())]
    assert [name.partition(":")[0] for name in names] == [
        f"B{n}" for n in range(1, BUILDING_BEACONS + 1)
    ]
    assert all(re.fullmatch(r"B\d+: (not heard|-\d+ dBm)", name) for name in names)
    assert page.evaluate(LISTS_WITHOUT_ITEMS) == []


def test_another_model_a_second_one_and_another_device(visitor):
    page = open_live(visitor, "?live_speed=4")
    choose(page, "Model", "Gaussian kernel on dBm")
    page.locator(VERDICT).filter(has_text="Gaussian kernel on dBm").first.wait_for()
    page.wait_for_url("**live_model=**")
    wait_for_frames(page)
    choose(page, "Compare with", "Kernel vote")
    page.wait_for_selector(f"{CANVAS}[data-dots='2']")
    page.get_by_role("radio", name="GPU", exact=True).click()
    page.get_by_text("CPU: ").first.wait_for()
    page.wait_for_selector(f"{CANVAS}[data-dots='2']")
    assert page.locator(VERDICT).first.inner_text().count("CPU") == 1


def test_a_lost_broker_is_said_and_found_again_by_itself(visitor, tmp_path):
    program = find_broker()
    if program is None:
        pytest.skip("no mosquitto here: install it, or name it in the variable MOSQUITTO")
    broker = Mosquitto(program, tmp_path)
    broker.start()
    try:
        page = visitor.page
        page.set_default_timeout(120_000)  # on a busy machine
        page.goto(f"{visitor.address}/live?live_source=mqtt")
        page.get_by_role("spinbutton", name="Port").fill(str(broker.port))
        page.get_by_role("button", name="Connect").click()
        page.get_by_text("No phone is heard yet").wait_for()
        publish(broker.port)
        page.wait_for_selector(f"{CANVAS}[data-dots='1']")
        page.get_by_text("Now, anna at").wait_for()
        broker.kill()
        page.get_by_text("The broker is gone").wait_for()
        broker.start()
        page.get_by_text("The broker is gone").wait_for(state="detached", timeout=40_000)
        publish(broker.port)
        page.get_by_text("Now, anna at").wait_for()
        assert str(broker.port) not in page.url, "where the broker is stays out of the link"
    finally:
        broker.kill()


def publish(port):
    """ESPresense messages from four stations of the building for one phone."""
    import paho.mqtt.client as mqtt

    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    client.connect("127.0.0.1", port)
    client.loop_start()
    for beacon, level in (("B1", -60), ("B2", -65), ("B8", -70), ("B9", -72)):
        message = json.dumps({"id": "anna", "rssi": level})
        client.publish(f"espresense/devices/anna/{beacon}", message, 1).wait_for_publish(5)
    client.disconnect()
    client.loop_stop()


def open_upload(visitor):
    visitor.page.goto(f"{visitor.address}/models")
    visitor.page.get_by_text("An ONNX model for locating").wait_for(timeout=60_000)
    return visitor.page


def upload(page, name, data):
    page.locator(".st-key-own_model_file input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": data}]
    )


def test_a_good_model_of_ones_own_is_used_live(visitor):
    page = open_upload(visitor)
    upload(page, "mine.onnx", linear(40))
    page.get_by_text("Understood as:").wait_for()
    page.get_by_text("returned no valid position").wait_for()
    visitor.settle()
    choose(page, "“Not heard” is given as", "−105 dBm")
    page.get_by_text("finds the phone to").wait_for()
    page.get_by_role("button", name="Use this model").click()
    page.get_by_role("button", name="Delete my model").wait_for()
    page.get_by_role("link", name="Follow it on the Live page").click()
    page.wait_for_selector(f"{CANVAS}[data-dots='1']")
    choose(page, "Model", "My own ONNX model")
    page.locator(VERDICT).filter(has_text="mine").first.wait_for()
    wait_for_frames(page)


BAD = {
    "words.onnx": (b"these are only words, not a model", "not an ONNX model"),
    "pickle.onnx": (b"\x80\x04\x95 pickled", "is a pickle"),
    "outside.onnx": (external_data(), "outside its file"),
    "custom.onnx": (custom_domain(), "com.evil"),
    "endless.onnx": (endless_loop(), "Loop"),
    "giant.onnx": (giant(), "expects float (n, 12)"),
    "narrow.onnx": (linear(5), "expects float (n, 5)"),
}


def exactness(page) -> str:
    """What the verdict says behind the time of one answer, which is measured again."""
    return page.locator(".st-key-verdict-models p").first.inner_text().partition(" ms ")[2]


def test_bad_models_are_explained_and_the_page_stays(visitor):
    page = open_upload(visitor)
    before = exactness(page)
    assert "from its estimator" in before
    for name, (data, said) in BAD.items():
        upload(page, name, data)
        page.get_by_role("alert").filter(has_text=said).wait_for()
    assert exactness(page) == before
    assert page.locator('[data-testid="stException"]').count() == 0


def test_answers_that_are_no_positions_are_never_drawn(visitor):
    page = open_upload(visitor)
    upload(page, "nan.onnx", not_a_number(40))
    page.get_by_text("returned no valid position").wait_for()
    upload(page, "liar.onnx", lying_shape(40))
    page.get_by_role("alert").filter(has_text="has shape").wait_for()
