"""The plan's image as the browser gets it: upright in metres, small, and dark on a dark page."""

import base64
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageOps

from core.datasets.floor_plan import FloorPlan

LONGEST_SIDE_PX = 1400
COLOURS = 32  # plans are line drawings: a small palette keeps them sharp and light


@dataclass(frozen=True)
class FloorImage:
    """A PNG data URL, where its left, right, bottom and top edges lie in metres, and how strongly
    it is drawn.
    """

    url: str
    left_m: float
    right_m: float
    bottom_m: float
    top_m: float
    opacity: float


def encode_floor_image(plan: FloorPlan, *, dark: bool) -> FloorImage | None:
    """Scale the image down, turn it upright when its map rotates, invert it on a dark page.

    ``left_m`` may exceed ``right_m``: then x grows to the left, and the map's axis is reversed.
    """
    if plan.image is None or plan.pixel_to_metre is None:
        return None
    image = Image.fromarray(plan.image)
    matrix = plan.pixel_to_metre
    if not np.allclose([matrix[0, 1], matrix[1, 0]], 0):
        image, matrix = _upright(image, plan)
    width, height = image.size
    left, top = matrix[:, 2]
    right, bottom = matrix[:, :2] @ (width, height) + matrix[:, 2]
    image.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    if dark:
        image = ImageOps.invert(image)
    return FloorImage(
        png_url(image), float(left), float(right), float(bottom), float(top), plan.opacity
    )


def png_url(image: Image.Image) -> str:
    """A picture as a data URL, with few colours."""
    buffer = BytesIO()
    image.quantize(COLOURS).save(buffer, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")


def _upright(image: Image.Image, plan: FloorPlan) -> tuple[Image.Image, np.ndarray]:
    """Resample a rotated or sheared plan onto a metre grid with x to the right and y up."""
    corners = np.array([[0, 0], [1, 0], [0, 1], [1, 1]]) * image.size
    corners_m = plan.to_metre(corners.astype(float))
    low, high = corners_m.min(axis=0), corners_m.max(axis=0)
    metre_per_px = float((high - low).max()) / LONGEST_SIDE_PX
    width, height = np.ceil((high - low) / metre_per_px).astype(int).tolist()
    matrix = np.array([[metre_per_px, 0, low[0]], [0, -metre_per_px, high[1]]])
    targets = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    source = plan.to_pixel(targets @ matrix[:, :2].T + matrix[:, 2])
    origin, along_x, along_y = source[0], source[1] - source[0], source[2] - source[0]
    coefficients = (along_x[0], along_y[0], origin[0], along_x[1], along_y[1], origin[1])
    turned = image.transform(
        (width, height),
        Image.Transform.AFFINE,
        coefficients,
        Image.Resampling.BILINEAR,
        fillcolor="white",
    )
    return turned, matrix
