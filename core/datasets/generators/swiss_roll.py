"""The Swiss roll: a rolled-up sheet whose geodesic distances are known exactly."""

import numpy as np

from core.datasets.generators.rotation import random_rotation
from core.datasets.point_cloud import PointCloud
from core.errors import ParameterError


def swiss_roll(
    *,
    n_points: int = 1000,
    noise: float = 0.1,
    n_dimensions: int = 3,
    stretch: float = 1.0,
    random_state: int = 0,
) -> PointCloud:
    """x = (s cos s, h, s sin s) with s in [1.5π, 4.5π] and height h in [0, 21]·stretch, plus noise.

    Unrolled, the sheet is flat: with the arc length a(s) = ½ (s √(1 + s²) + asinh s) the geodesic
    distance is the Euclidean distance of (a, h), which ``truth`` (n, 2) holds.

    Parameters
    ----------
    n_points : n; noise : standard deviation added to each coordinate
    n_dimensions : the roll is turned into this many dimensions (≥ 3) before noise is added
    stretch : factor of the height

    >>> roll = swiss_roll(n_points=50, noise=0.0)
    >>> roll.values.shape, roll.truth.shape
    ((50, 3), (50, 2))
    """
    if n_points < 1 or n_dimensions < 3:
        raise ParameterError(
            f"n_points is {n_points} and n_dimensions {n_dimensions}; choose at least 1 and 3."
        )
    rng = np.random.default_rng(random_state)
    angle = 1.5 * np.pi * (1 + 2 * rng.random(n_points))
    height = 21 * stretch * rng.random(n_points)
    roll = np.column_stack([angle * np.cos(angle), height, angle * np.sin(angle)])
    values = roll @ random_rotation(3, n_dimensions, rng)
    values += noise * rng.normal(size=values.shape)
    arc_length = 0.5 * (angle * np.sqrt(1 + angle**2) + np.arcsinh(angle))
    return PointCloud(
        values,
        np.array([f"x{i}" for i in range(1, n_dimensions + 1)]),
        time=angle,
        truth=np.column_stack([arc_length - arc_length.min(), height]),
    )
