"""The floor plan: what is drawn below a map, in metres."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from core.datasets.validation import as_float_array
from core.errors import ParameterError

USUAL_OPACITY = 0.8


@dataclass(frozen=True, eq=False)
class FloorPlan:
    """A floor in metres: an image with its affine map, or geometry, or both.

    Attributes
    ----------
    image : (height, width, 3) array of uint8 or None
        The plan as RGB pixels, row 0 at the top.
    pixel_to_metre : (2, 3) array of float64 or None
        Affine map: position_m = matrix · (column_px, row_px, 1). Any signs: x may grow to the
        left, y downwards. Required with an image, invertible.
    walls, doors : tuple of shapely LineString
        In metres.
    rooms : tuple of (str, shapely Polygon)
        Names and outlines in metres.
    walkable : shapely geometry or None
        Where a person can be: an area, or the line of a corridor.
    opacity : float
        How strongly the image is drawn, above 0 (hardly seen) up to 1.

    Raises
    ------
    ParameterError
        When the map is missing, singular, or a shape is invalid; when the opacity is out of range.

    Examples
    --------
    >>> from shapely import LineString
    >>> len(FloorPlan(walls=(LineString([(0, 0), (5, 0)]),)).walls)
    1
    """

    image: NDArray[np.uint8] | None = None
    pixel_to_metre: NDArray[np.float64] | None = None
    walls: tuple[LineString, ...] = ()
    doors: tuple[LineString, ...] = ()
    rooms: tuple[tuple[str, Polygon], ...] = ()
    walkable: BaseGeometry | None = field(default=None)
    opacity: float = USUAL_OPACITY

    def __post_init__(self) -> None:
        if self.image is not None:
            image = np.asarray(self.image)
            if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
                raise ParameterError(
                    f"The plan image has shape {image.shape} and type {image.dtype}; "
                    "it needs (height, width, 3) of uint8."
                )
            if self.pixel_to_metre is None:
                raise ParameterError(
                    "The plan image has no scale; give two points whose distance is known."
                )
        if self.pixel_to_metre is not None:
            matrix = as_float_array("pixel_to_metre", self.pixel_to_metre, 2)
            if matrix.shape != (2, 3) or not abs(np.linalg.det(matrix[:, :2])) > 0:
                raise ParameterError(
                    "pixel_to_metre must be an invertible (2, 3) matrix; "
                    "choose two different points for the scale."
                )
            object.__setattr__(self, "pixel_to_metre", matrix)
        if not 0 < self.opacity <= 1:
            raise ParameterError(
                f"The plan's opacity is {self.opacity:g}; it must be above 0 and at most 1."
            )
        for name, room in self.rooms:
            if not room.is_valid:
                raise ParameterError(f"Room {name!r} is not a simple polygon: its edges cross.")

    def to_metre(self, pixel: NDArray[np.float64]) -> NDArray[np.float64]:
        """Map (n, 2) pixels (column, row) to (n, 2) metres."""
        if self.pixel_to_metre is None:
            raise ParameterError("This plan has no image, hence no pixels.")
        return np.asarray(pixel) @ self.pixel_to_metre[:, :2].T + self.pixel_to_metre[:, 2]

    def to_pixel(self, position_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Map (n, 2) metres to (n, 2) pixels (column, row)."""
        if self.pixel_to_metre is None:
            raise ParameterError("This plan has no image, hence no pixels.")
        inverse = np.linalg.inv(self.pixel_to_metre[:, :2])
        return (np.asarray(position_m) - self.pixel_to_metre[:, 2]) @ inverse.T

    @property
    def bounds_m(self) -> tuple[float, float, float, float] | None:
        """(x_min, y_min, x_max, y_max) of image and geometry in metres; None when empty."""
        corners = []
        if self.image is not None:
            height, width = self.image.shape[:2]
            pixel = np.array([[0, 0], [width, 0], [0, height], [width, height]], dtype=float)
            corners.append(self.to_metre(pixel))
        shapes = [*self.walls, *(room for _, room in self.rooms)]
        if self.walkable is not None:
            shapes.append(self.walkable)
        corners += [np.reshape(shape.bounds, (2, 2)) for shape in shapes if not shape.is_empty]
        if not corners:
            return None
        stacked = np.vstack(corners)
        (x_min, y_min), (x_max, y_max) = stacked.min(axis=0), stacked.max(axis=0)
        return float(x_min), float(y_min), float(x_max), float(y_max)
