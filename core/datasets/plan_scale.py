"""From an image and two clicked points to a floor plan in metres."""

import numpy as np
from numpy.typing import NDArray

from core.datasets.floor_plan import FloorPlan
from core.datasets.plan_image import decode_plan_image
from core.datasets.validation import as_float_array
from core.errors import LimitError, ParameterError, UploadError

X_DIRECTIONS = {"right": 1.0, "left": -1.0}
Y_DIRECTIONS = {"up": -1.0, "down": 1.0}


def two_point_scale(
    pixels: NDArray[np.float64],
    distance_m: float,
    origin_pixel: tuple[float, float] = (0.0, 0.0),
    *,
    x_grows: str = "right",
    y_grows: str = "up",
    rotation_deg: float = 0.0,
) -> NDArray[np.float64]:
    """The (2, 3) map from pixels (column, row) to metres.

    ``pixels`` (2, 2) are two points of the image whose distance on the floor is ``distance_m``;
    ``origin_pixel`` becomes (0, 0) m; the axes may grow to either side, and the plan may be turned
    about the origin. It is a similarity: position_m = s · R(θ) · (±(column − column₀),
    ±(row − row₀)), s = distance_m / |p₁ − p₀|, R(θ) the rotation by ``rotation_deg`` from x
    towards y, which is counter-clockwise on a map whose y grows upwards.

    >>> two_point_scale([[0, 0], [100, 0]], 10.0, (0, 50), y_grows="up")
    array([[ 0.1,  0. ,  0. ],
           [ 0. , -0.1,  5. ]])
    >>> two_point_scale([[0, 0], [100, 0]], 10.0, rotation_deg=90).round(9).tolist()
    [[0.0, 0.1, 0.0], [0.1, 0.0, 0.0]]

    Raises ParameterError when the points coincide, the distance is not positive, the rotation is no
    number, or a direction is unknown.
    """
    points = as_float_array("pixels", pixels, 2)
    if points.shape != (2, 2):
        raise ParameterError(f"The scale needs two points in pixels; there are {len(points)}.")
    length = float(np.linalg.norm(points[1] - points[0]))
    if not length > 0:
        raise ParameterError("Both points of the scale are the same pixel; choose different ones.")
    if not (distance_m > 0 and np.isfinite(distance_m)):
        raise ParameterError(f"The distance is {distance_m:g} m; it must be above 0.")
    if x_grows not in X_DIRECTIONS or y_grows not in Y_DIRECTIONS:
        raise ParameterError(
            f"The axes grow {x_grows!r} and {y_grows!r}; x grows right or left, y up or down."
        )
    if not np.isfinite(rotation_deg):
        raise ParameterError(f"The rotation is {rotation_deg:g}°; it must be a number of degrees.")
    signs = np.diag([X_DIRECTIONS[x_grows], Y_DIRECTIONS[y_grows]])
    angle = np.deg2rad(rotation_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if rotation_deg % 90 == 0:
        turn = np.rint(turn)  # a quarter turn leaves no rest of 1e-17
    linear = distance_m / length * turn @ signs
    offset = -linear @ np.asarray(origin_pixel, dtype=float)
    # Adding 0 turns the −0 of an origin at pixel 0 into 0.
    return np.column_stack([linear, offset]) + 0.0


def read_floor_plan(
    data: bytes,
    filename: str,
    pixels: NDArray[np.float64],
    distance_m: float,
    origin_pixel: tuple[float, float] = (0.0, 0.0),
    *,
    x_grows: str = "right",
    y_grows: str = "up",
    rotation_deg: float = 0.0,
) -> FloorPlan:
    """A PNG or JPEG plan with a two-point scale (see :func:`two_point_scale`).

    Raises UploadError for a file that cannot be used, ParameterError for an unusable scale.
    """
    matrix = two_point_scale(
        pixels,
        distance_m,
        origin_pixel,
        x_grows=x_grows,
        y_grows=y_grows,
        rotation_deg=rotation_deg,
    )
    try:
        image = decode_plan_image(data, filename)
    except LimitError as error:
        raise UploadError(str(error)) from error
    return FloorPlan(image=image, pixel_to_metre=matrix)
