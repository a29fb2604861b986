"""A floor plan for an uploaded survey: an image, two points of known distance, an origin."""

from dataclasses import replace

import numpy as np
import streamlit as st

from components.text import as_plain_text
from components.upload_dialog import choose_files, form_key
from core.datasets import FingerprintSet
from core.datasets.floor_plan import FloorPlan
from core.datasets.plan_image import decode_plan_image
from core.datasets.plan_scale import X_DIRECTIONS, Y_DIRECTIONS, two_point_scale
from core.datasets.readers import Upload, place_on_plan
from core.datasets.readers.positions import IN_PIXELS, NO_POSITION
from core.errors import UploadError

LARGEST_MB = 25


def choose_plan(upload: Upload, *, key: str = "plan_file") -> Upload:
    """Offer a plan; return the upload with it when one was given and its scale is usable.

    ``key`` is the uploader's, which differs between two surveys on one page.
    """
    files = choose_files(
        "Floor plan (optional)",
        largest_mb=LARGEST_MB,
        key=key,
        help="PNG or JPEG. Name two points whose distance you know, and where (0, 0) m lies.",
    )
    if not isinstance(upload.dataset, FingerprintSet):
        return upload
    if not files:
        return placed(upload)
    file, key = files[0], form_key(files[0].getvalue())
    image = decode_plan_image(file.getvalue(), file.name)
    height, width = image.shape[:2]
    st.image(image, caption=f"{as_plain_text(file.name, longest=40)}: {width} × {height} pixels")
    pixels = np.empty((2, 2))
    for row, column in enumerate(st.columns(2)):
        with column:
            start = (0.0, float(width))[row]
            pixels[row, 0] = st.number_input(
                f"Point {row + 1}: pixels from the left",
                0.0,
                float(width),
                start,
                key=f"left_{row}-{key}",
            )
            pixels[row, 1] = st.number_input(
                f"Point {row + 1}: pixels from the top",
                0.0,
                float(height),
                float(height),
                key=f"top_{row}-{key}",
            )
    left, middle, right = st.columns(3)
    distance_m = left.number_input(
        "Distance of the two points (m)", 0.01, 100_000.0, 10.0, key=f"distance-{key}"
    )
    origin = (
        middle.number_input(
            "Origin: pixels from the left", 0.0, float(width), 0.0, key=f"origin_left-{key}"
        ),
        right.number_input(
            "Origin: pixels from the top",
            0.0,
            float(height),
            float(height),
            key=f"origin_top-{key}",
        ),
    )
    x_grows = left.selectbox("x grows to the", list(X_DIRECTIONS), key=f"x_grows-{key}")
    y_grows = middle.selectbox("y grows", list(Y_DIRECTIONS), key=f"y_grows-{key}")
    matrix = two_point_scale(pixels, distance_m, origin, x_grows=x_grows, y_grows=y_grows)
    plan = FloorPlan(image=image, pixel_to_metre=matrix)
    known = upload.dataset.floor
    if known is not None:  # outlines that came with the files stay
        plan = replace(known, image=image, pixel_to_metre=matrix)
    return placed(place_on_plan(upload, plan))


def placed(upload: Upload) -> Upload:
    """The upload as it is when its scans have positions; else UploadError that says the way out."""
    scans = upload.dataset
    if upload.position_px is not None:
        raise UploadError(IN_PIXELS)
    if isinstance(scans, FingerprintSet) and scans.position_m is None:
        said = next((each for each in upload.notices if each.startswith(NO_POSITION)), NO_POSITION)
        raise UploadError(
            f"{said} Choose the columns of x and y in how the columns are understood, or add a "
            "table with the coordinates of the location codes."
        )
    return upload
