"""Floor shapes, beacon positions and plan images (rows 43, 44 and 47 of the checklist)."""

import io

import numpy as np
import pytest
from PIL import Image
from shapely import Polygon

from core.datasets.floor_plan import FloorPlan
from core.datasets.plan_image import decode_plan_image
from core.datasets.plan_scale import read_floor_plan, two_point_scale
from core.datasets.readers import place_beacons, read_beacon_positions, read_upload
from core.errors import KernelscopeError, LimitError, ParameterError, UploadError
from tests.bad_inputs import builders

SCANS = b"x,y,a,b,c\n0,0,-60,-70,-80\n5,5,-61,-71,-81\n"


def test_a_crossing_room_is_refused_by_name():
    bow = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    with pytest.raises(ParameterError, match=r"'lobby'.*cross"):
        FloorPlan(rooms=(("lobby", bow),))


@pytest.mark.parametrize(
    ("table", "notice"),
    [
        (b"beacon,x,y\na,0,0\nb,5,0\nc,900,0.5\n", "'c'; check the unit"),
        (b"beacon,x,y\na,0,0\nb,5,0.5\n", "Known beacon positions: 2;"),
        (b"beacon,x,y\na,0,0\nb,1,1\nc,2,2\n", "collinear"),
        (b"beacon,x,y\na,0,0\nb,0,0\nc,2,1\n", "share one position"),
        (b"beacon,x,y\na,0,0\nb,5,0\nc,2,1\nz,3,3\n", "never heard (1): 'z'"),
    ],
)
def test_odd_beacon_positions_are_said(table, notice):
    beacons = read_beacon_positions(table, "beacons.csv")
    upload = place_beacons(read_upload(SCANS, "a.csv"), beacons)
    assert notice in " ".join(upload.notices)


def test_good_beacon_positions_raise_no_notice():
    beacons = read_beacon_positions(b"beacon,x,y\na,0,0\nb,5,0\nc,2,5.5\n", "beacons.csv")
    assert place_beacons(read_upload(SCANS, "a.csv"), beacons).notices == ()


def test_feet_are_converted_by_the_name_of_the_column():
    beacons = read_beacon_positions(b"beacon,x_ft,y_ft\na,10,0\nb,0,20\n", "beacons.csv")
    np.testing.assert_allclose(beacons.position_m, [[3.048, 0], [0, 6.096]])


def test_a_beacon_with_two_positions_is_refused():
    with pytest.raises(UploadError, match="'a' more than once"):
        read_beacon_positions(b"beacon,x,y\na,0,0\na,1,1\n", "beacons.csv")


def test_text_as_a_coordinate_is_listed():
    with pytest.raises(UploadError, match="row 3, column 'x': 'left'"):
        read_beacon_positions(b"beacon,x,y\na,0,0\nb,left,1\n", "beacons.csv")


def test_a_huge_image_is_refused_before_decoding():
    # The first is one that Pillow would decode.
    for side in (7_000, 20_000, 50_000):
        with pytest.raises(LimitError, match=f"{side * side:,} pixels; the limit is 40,000,000"):
            decode_plan_image(builders.png_claiming(side, side), "plan.png")


@pytest.mark.parametrize("whole", [builders.jpeg(size=(64, 64)), builders.png(64, 64)])
@pytest.mark.parametrize("kept", [0.3, 0.6])
def test_truncated_images(whole, kept):
    with pytest.raises(UploadError, match="damaged"):
        decode_plan_image(whole[: int(len(whole) * kept)], "plan.png")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        (b"GIF89a\x01\x00", "GIF"),
        (b"%PDF-1.7", "PDF"),
        (b"x,y\n1,2\n", "text"),
    ],
)
def test_other_formats_are_refused(data, kind):
    with pytest.raises(UploadError, match=f"{kind}.*PNG or JPEG"):
        decode_plan_image(data, "plan.png")


def test_an_empty_image():
    with pytest.raises(UploadError, match="empty"):
        decode_plan_image(b"", "plan.png")


def test_cmyk_grey_palette_and_16_bit_become_rgb():
    assert decode_plan_image(builders.jpeg(mode="CMYK")).shape == (4, 8, 3)
    for mode in ("L", "P", "1", "RGBA", "LA"):
        assert decode_plan_image(builders.png(mode=mode)).shape == (3, 4, 3)
    deep = Image.fromarray(np.array([[0, 32768, 65535]], dtype=np.uint16))
    buffer = io.BytesIO()
    deep.save(buffer, "PNG")
    assert decode_plan_image(buffer.getvalue())[0, :, 0].tolist() == [0, 127, 255]


def test_transparency_becomes_white():
    assert (decode_plan_image(builders.png(mode="RGBA")) == 255).all()


def test_the_first_frame_of_an_animation_counts():
    frames = [Image.new("RGB", (4, 3), colour) for colour in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    assert (decode_plan_image(buffer.getvalue())[0, 0] == (255, 0, 0)).all()


def test_a_rotated_photograph_stands_upright():
    assert decode_plan_image(builders.jpeg(orientation=6, size=(8, 4))).shape == (8, 4, 3)


@pytest.mark.parametrize("x_grows", ["left", "right"])
@pytest.mark.parametrize("y_grows", ["up", "down"])
def test_a_two_point_scale_in_every_orientation(x_grows, y_grows):
    floor = read_floor_plan(
        builders.png(400, 300), "plan.png", [[10, 10], [40, 50]], 5.0, (100, 200),
        x_grows=x_grows, y_grows=y_grows,
    )  # fmt: skip
    a, b, origin = floor.to_metre(np.array([[10, 10], [40, 50], [100, 200]]))
    assert np.linalg.norm(a - b) == pytest.approx(5.0)
    np.testing.assert_allclose(origin, [0, 0], atol=1e-12)
    assert (b[0] > a[0]) == (x_grows == "right")
    assert (b[1] > a[1]) == (y_grows == "down")


@pytest.mark.parametrize(
    ("pixels", "distance", "directions"),
    [
        ([[5, 5], [5, 5]], 1.0, {}),
        ([[0, 0], [5, 5]], 0.0, {}),
        ([[0, 0], [5, 5]], -1.0, {}),
        ([[0, 0], [5, 5]], np.nan, {}),
        ([[0, 0], [5, np.nan]], 1.0, {}),
        ([[0, 0]], 1.0, {}),
        ([[0, 0], [5, 5]], 1.0, {"x_grows": "north"}),
    ],
)
def test_unusable_scales(pixels, distance, directions):
    with pytest.raises(ParameterError):
        two_point_scale(pixels, distance, **directions)


def test_limits_of_a_plan_reach_the_user_as_upload_errors():
    with pytest.raises(UploadError, match="400,000,000 pixels") as caught:
        read_floor_plan(builders.png_claiming(20_000, 20_000), "p", [[0, 0], [1, 1]], 1.0)
    assert isinstance(caught.value, KernelscopeError)
