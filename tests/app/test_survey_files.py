"""One's own survey as it was published: several floors, several files, positions in pixels."""

import io

import numpy as np
import pytest
from PIL import Image

from tests.app.dialogs import SURVEY, choose, press, texts, use
from tests.app.own_data import newest
from tests.app.test_pages import open_page

pytestmark = pytest.mark.usefixtures("dialogs_lie_open")
PIXELS = b"x_px,y_px,B1,B2,B3\n100,100,-48,-69,-65\n100,300,-61,-70,-63\n300,100,-61,-66,-61\n"


def two_floors() -> bytes:
    """Twelve places on each of two floors, the same x and y; three beacons on each floor."""
    rows = ["x,y,floor,A,B,C,D,E,F"]
    rng = np.random.default_rng(0)
    for floor in (0, 1):
        for place in range(12):
            for _ in range(3):
                near = -50 - 3 * np.abs(np.array([0, 5, 11]) - place)
                levels = np.r_[near, near - 25] if floor == 0 else np.r_[near - 25, near]
                cells = (levels + rng.integers(-2, 3, 6)).astype(int)
                rows.append(
                    f"{3 * (place % 4)},{3 * (place // 4)},{floor},{','.join(map(str, cells))}"
                )
    return "\n".join(rows).encode()


def floors(app) -> list:
    """The choice of floors, where there is one."""
    return [each for each in (*app.button_group, *app.selectbox) if each.label == "Floor"]


def said(app) -> str:
    """Everything on the page, as it reads once Markdown is drawn."""
    written = " ".join(value for _, value in texts(app))
    return written.replace("\\", "").replace(":small[]", "")


def image(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "script", ["localization_where.py", "localization_accuracy.py", "localization_radio_map.py"]
)
def test_a_survey_of_two_floors_opens_on_one_and_says_so(script):
    app = open_page(SURVEY.script)
    app = use(choose(app, SURVEY.field, ("two.csv", two_floors())), SURVEY)
    if script != SURVEY.script:
        app = app.switch_page(f"../pages/{script}").run()
    assert not app.exception
    assert [each.value for each in floors(app)] == ["0"]
    assert "2 floors; this page shows one at a time" in said(app)
    if script != "localization_radio_map.py":
        assert "the **right one is named for" in said(app)
    app = floors(app)[0].set_value("1").run()
    assert not app.exception
    assert [each.value for each in floors(app)] == ["1"]


def test_a_survey_of_one_floor_has_no_choice_of_floors():
    app = open_page(SURVEY.script)
    assert not floors(app)


def test_one_beacon_is_explained_on_the_page_of_beacons():
    lone = b"x,y,A\n0,0,-60\n3,0,-65\n6,0,-70\n0,3,-66\n3,3,-68\n6,3,-75\n"
    app = use(choose(open_page(SURVEY.script), SURVEY.field, ("one.csv", lone)), SURVEY)
    app = app.switch_page("../pages/localization_beacons.py").run()
    assert not app.exception
    assert "There is **one beacon**, and it cannot be left out" in said(app)


def test_positions_in_pixels_wait_for_the_plan_and_its_scale():
    app = choose(open_page(SURVEY.script), SURVEY.field, ("pixels.csv", PIXELS))
    assert "Positions are pixels of the floor plan" in said(app)
    assert not [each for each in app.button if each.label == SURVEY.button]
    app = choose(app, "plan_file", ("plan.png", image(400, 400)))
    # 400 pixels along the lower edge are 10 m: 200 pixels are 5 m
    assert "pixels of the plan and span 5 m × 5 m" in said(app)


def test_a_spike_at_the_lowest_level_is_offered_as_not_heard():
    rows = ["x,y,A,B,C,D"] + [
        f"{3 * (i // 3)},{3 * (i % 3)},{-50 - i},-110,-110,{-60 if i % 2 else -110}"
        for i in range(12)
    ]
    app = choose(open_page(SURVEY.script), SURVEY.field, ("spike.csv", "\n".join(rows).encode()))
    asked = next(each for each in app.toggle if each.label.startswith("Readings of -110 dBm"))
    assert asked.value
    assert "taken as 'not heard': 30 of 48" in said(app)
    app = asked.set_value(False).run()
    assert "Readings of -110 dBm kept as readings: 30 of 48" in said(app)


def test_several_files_are_asked_what_they_hold_and_join_by_row_order():
    files = [
        ("hall_rss.csv", b"-60,100,-70\n100,-65,-71\n-62,-66,100\n"),
        ("hall_crd.csv", b"1.5,2\n4,5\n8,9\n"),
        ("dep_hall.csv", b"id,x,y\nB7,0,0\nB8,5,0\nB9,5,5\n"),
    ]
    app = choose(open_page(SURVEY.script), SURVEY.field, *files)
    parts = {each.label: each.value for each in app.selectbox if each.label.endswith(".csv")}
    assert list(parts.values()) == ["rss", "coordinates", "beacons"]
    assert "the first column is 'B7', the last 'B9'" in said(app)
    app = press(app, SURVEY.button)
    assert newest(app).dataset.beacon_ids.tolist() == ["B7", "B8", "B9"]


def test_a_table_without_positions_names_the_columns_that_could_hold_them():
    table = b"Horz,Vert,A,B\n0,0.5,-50,-71\n3,0.5,-60,-71\n3,4,-67,-73\n"
    app = choose(open_page(SURVEY.script), SURVEY.field, ("odd.csv", table))
    assert "Columns of numbers that could be x and y: 'Horz', 'Vert'" in said(app)
    expander = next(each for each in app.expander if each.label.startswith("What the columns"))
    assert expander.proto.expanded
    columns = {"Column of x": "Horz", "Column of y": "Vert"}
    for label, column in columns.items():
        app = next(each for each in app.selectbox if each.label == label).select(column).run()
    assert "span 3 m × 3.5 m" in said(app)


def numbers(app) -> dict:
    """The fields of numbers on the page, by their labels."""
    return {each.label: each for each in app.number_input}


def test_marks_are_typed_taken_back_and_what_is_missing_is_listed():
    app = choose(open_page(SURVEY.script), SURVEY.field, ("pixels.csv", PIXELS))
    app = choose(app, "plan_file", ("plan.png", image(400, 400)))
    assert "Until both points are marked, the lower edge counts" in said(app)
    for label, (left, top) in {"First": (0, 0), "Second": (0, 400)}.items():
        target = next(each for each in app.selectbox if each.label == "What a click marks")
        app = target.select(f"{label} point of the scale").run()
        app = numbers(app)["Pixels from the left"].set_value(left).run()
        app = numbers(app)["Pixels from the top"].set_value(top).run()
    app = numbers(app)["Distance of the two points (m)"].set_value(40.0).run()
    assert "The picture is 40.0 m × 40.0 m: 10 pixels are 1 m." in said(app)
    assert "pixels of the plan and span 20 m × 20 m" in said(app)
    target = next(each for each in app.selectbox if each.label == "What a click marks")
    app = target.select("Beacon B2").run()
    app = numbers(app)["x (m)"].set_value(3.0).run()
    app = numbers(app)["y (m)"].set_value(4.0).run()
    listed = [each.label for each in app.expander if each.label.startswith("Without a position")]
    assert listed == ["Without a position: 2 beacons"]
    assert "it was heard, but nothing says where it is: B1, B3" in said(app).lower().replace(
        "b1, b3", "B1, B3"
    )
    app = press(app, "Undo")
    assert numbers(app)["x (m)"].value is None
    app = numbers(app)["Turned by (degrees)"].set_value(90.0).run()
    app = press(app, SURVEY.button)
    scans = newest(app).dataset
    assert scans.beacon_position_m is None
    np.testing.assert_allclose(scans.floor.pixel_to_metre, [[0, 0.1, -40], [0.1, 0, 0]], atol=1e-9)


def test_rooms_stand_for_places_and_the_right_room_is_counted():
    rng = np.random.default_rng(0)
    rows = ["location,A,B,C"]
    for room, level in (("hall", -50), ("door", -65), ("yard", -80)):
        for _ in range(12):
            noise = rng.integers(-2, 3, 3)
            rows.append(f"{room},{level + noise[0]},{-130 - level + noise[1]},{-70 + noise[2]}")
    shape = '{"type":"Feature","properties":{"name":"%s"},"geometry":{"type":"Polygon",' \
            '"coordinates":[[[%d,0],[%d,0],[%d,4],[%d,4],[%d,0]]]}}'  # fmt: skip
    rooms = [shape % (name, x, x + 4, x + 4, x, x) for name, x in
             (("hall", 0), ("door", 4), ("yard", 8))]  # fmt: skip
    floor = '{"type":"FeatureCollection","features":[' + ",".join(rooms) + "]}"
    app = choose(open_page(SURVEY.script), SURVEY.field, ("rooms.csv", "\n".join(rows).encode()))
    assert "or mark the places on a floor plan" in said(app)
    assert "1 place" not in said(app)
    app = choose(app, "plan_file", ("floor.geojson", floor.encode()))
    app = use(app, SURVEY)
    assert not app.exception
    assert "right room is named for 100%" in said(app).replace("*", "")
    assert "the survey knows rooms only" in said(app)
