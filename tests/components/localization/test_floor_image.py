"""The plan's image lands where its affine map says, in every orientation."""

import base64
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from components.localization.floor.image import LONGEST_SIDE_PX, encode_floor_image
from core.datasets import FloorPlan

WIDTH, HEIGHT = 200, 100


def plan(matrix) -> FloorPlan:
    pixels = np.full((HEIGHT, WIDTH, 3), 255, dtype=np.uint8)
    pixels[:10, :10] = 0  # a black mark in the upper left corner
    return FloorPlan(image=pixels, pixel_to_metre=np.array(matrix))


def decoded(image) -> np.ndarray:
    data = base64.b64decode(image.url.removeprefix("data:image/png;base64,"))
    return np.asarray(Image.open(BytesIO(data)).convert("L"))


@pytest.mark.parametrize(
    ("matrix", "edges"),
    [
        ([[0.1, 0, 0], [0, -0.1, 10]], (0, 20, 0, 10)),  # x right, y up
        ([[-0.1, 0, 20], [0, 0.1, 0]], (20, 0, 10, 0)),  # x left, y down
    ],
)
def test_edges_follow_the_signs_of_the_map(matrix, edges):
    image = encode_floor_image(replace(plan(matrix), opacity=0.3), dark=False)
    assert image.opacity == 0.3
    assert (image.left_m, image.right_m, image.bottom_m, image.top_m) == pytest.approx(edges)
    assert decoded(image)[2, 2] < 60
    assert decoded(image)[-3, -3] > 200


def test_a_rotated_plan_is_resampled_to_upright_metres():
    angle = np.deg2rad(30)
    rotation = 0.1 * np.array([[np.cos(angle), np.sin(angle)], [np.sin(angle), -np.cos(angle)]])
    turned = plan(np.column_stack([rotation, [3.0, 4.0]]))
    image = encode_floor_image(turned, dark=False)
    pixels = decoded(image)
    assert image.right_m > image.left_m
    assert image.top_m > image.bottom_m
    mark_m = turned.to_metre(np.array([[5.0, 5.0]]))[0]
    column = (mark_m[0] - image.left_m) / (image.right_m - image.left_m) * pixels.shape[1]
    row = (image.top_m - mark_m[1]) / (image.top_m - image.bottom_m) * pixels.shape[0]
    assert pixels[int(row), int(column)] < 60
    dark = np.argwhere(pixels < 60)
    assert np.abs(dark.mean(axis=0) - (row, column)).max() < 0.01 * LONGEST_SIDE_PX


def test_on_a_dark_page_the_plan_is_dark_and_large_plans_are_scaled_down():
    assert decoded(encode_floor_image(plan([[0.1, 0, 0], [0, -0.1, 10]]), dark=True))[-3, -3] < 60
    large = FloorPlan(
        image=np.zeros((900, 3000, 3), dtype=np.uint8),
        pixel_to_metre=np.array([[0.1, 0, 0], [0, -0.1, 90]]),
    )
    image = encode_floor_image(large, dark=False)
    assert max(decoded(image).shape) == LONGEST_SIDE_PX
    assert image.right_m == pytest.approx(300)


def test_a_plan_without_an_image_has_none():
    assert encode_floor_image(FloorPlan(), dark=False) is None
