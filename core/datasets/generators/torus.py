"""The flat torus: two angles that both wrap around, with distances known exactly."""

import numpy as np
from numpy.typing import NDArray

from core.datasets.generators.rotation import random_rotation
from core.datasets.point_cloud import PointCloud
from core.errors import ParameterError


def torus(
    *,
    n_points: int = 1000,
    noise: float = 0.0,
    n_dimensions: int = 4,
    large_radius: float = 2.0,
    small_radius: float = 1.0,
    random_state: int = 0,
) -> PointCloud:
    """x = (R cos θ, R sin θ, r cos φ, r sin φ): the torus that lies in four dimensions unbent.

    Its geodesic distance is √((R Δθ)² + (r Δφ)²) with each angle taken the short way round, which
    ``truth`` (n, n) holds. (The ring of three dimensions stretches; its geodesics have no formula.)

    Parameters
    ----------
    n_points : n; noise : standard deviation added to each coordinate
    n_dimensions : the torus is turned into this many dimensions (≥ 4) before noise is added
    large_radius, small_radius : R and r

    ``time`` is θ in degrees.

    Raises ParameterError for fewer than 1 point or 4 dimensions.

    >>> torus(n_points=50).values.shape
    (50, 4)
    """
    if n_points < 1 or n_dimensions < 4:
        raise ParameterError(
            f"n_points is {n_points} and n_dimensions {n_dimensions}; choose at least 1 and 4."
        )
    rng = np.random.default_rng(random_state)
    theta, phi = 2 * np.pi * rng.random((2, n_points))
    flat = np.column_stack(
        [
            *(large_radius * np.cos(theta), large_radius * np.sin(theta)),
            *(small_radius * np.cos(phi), small_radius * np.sin(phi)),
        ]
    )
    values = flat @ random_rotation(4, n_dimensions, rng)
    values += noise * rng.normal(size=values.shape)
    return PointCloud(
        values,
        np.array([f"x{i}" for i in range(1, n_dimensions + 1)]),
        time=np.degrees(theta),
        truth=np.hypot(large_radius * _turn(theta), small_radius * _turn(phi)),
    )


def _turn(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, n) the smaller of the two ways from one angle to another, in radians."""
    difference = np.abs(angle[:, None] - angle[None, :])
    return np.minimum(difference, 2 * np.pi - difference)
