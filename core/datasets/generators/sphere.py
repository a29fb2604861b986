"""The sphere: no flat map keeps its distances, which are known exactly."""

import numpy as np

from core.datasets.generators.rotation import random_rotation
from core.datasets.point_cloud import PointCloud
from core.errors import ParameterError


def sphere(
    *,
    n_points: int = 1000,
    noise: float = 0.0,
    n_dimensions: int = 3,
    radius: float = 1.0,
    random_state: int = 0,
) -> PointCloud:
    """Points drawn evenly from a sphere; ``truth`` (n, n) is the great-circle distance r·arccos.

    Parameters
    ----------
    n_points : n; noise : standard deviation added to each coordinate
    n_dimensions : the sphere is turned into this many dimensions (≥ 3) before noise is added
    radius : r

    ``time`` is the latitude in degrees, so that the poles can be told on a map.

    Raises ParameterError for fewer than 1 point or 3 dimensions.

    >>> globe = sphere(n_points=50)
    >>> bool(globe.truth.max() <= np.pi)
    True
    """
    if n_points < 1 or n_dimensions < 3:
        raise ParameterError(
            f"n_points is {n_points} and n_dimensions {n_dimensions}; choose at least 1 and 3."
        )
    rng = np.random.default_rng(random_state)
    direction = rng.normal(size=(n_points, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    # Twice the arcsine of half the chord: arccos loses half its digits for near points.
    chord = np.linalg.norm(direction[:, None, :] - direction[None, :, :], axis=2)
    values = radius * direction @ random_rotation(3, n_dimensions, rng)
    values += noise * rng.normal(size=values.shape)
    return PointCloud(
        values,
        np.array([f"x{i}" for i in range(1, n_dimensions + 1)]),
        time=np.degrees(np.arcsin(direction[:, 2])),
        truth=2 * radius * np.arcsin(np.minimum(chord / 2, 1.0)),
    )
